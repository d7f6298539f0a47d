import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/signin/second-step',
    component: () => import('./SecondStepPage.vue'),
    meta: { title: 'One more step', public: true, bare: true },
  },
  { path: '/settings/sign-in', component: () => import('./SignInSettingsPage.vue'), meta: { title: 'How I sign in' } },
]
