import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/outcomes', component: () => import('./BoardPage.vue'), meta: { title: 'Outcomes' } },
  { path: '/outcomes/about', component: () => import('./BoardAboutPage.vue'), meta: { title: 'How it is worked out' } },
  { path: '/lead', component: () => import('./LeadPage.vue'), meta: { title: 'Lead home' } },
]
