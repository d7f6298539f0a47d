import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/signin', component: () => import('./SignInPage.vue'), meta: { title: 'Sign in', public: true, bare: true } },
  {
    path: '/forgotten',
    component: () => import('./ForgottenPage.vue'),
    meta: { title: 'Forgotten your password?', public: true, bare: true },
  },
  { path: '/signed-in', component: () => import('./SignedInPage.vue'), meta: { title: 'You are signed in', public: true, bare: true } },
]
