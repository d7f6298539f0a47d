import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/outcomes/power', component: () => import('./PowerPage.vue'), meta: { title: 'Power and pace' } },
  { path: '/outcomes/changes', component: () => import('./ChangesPage.vue'), meta: { title: 'You said, we did' } },
]
