import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/interests', component: () => import('./InterestsPage.vue'), meta: { title: 'Interests' } },
]
export const personRoutes: RouteRecordRaw[] = [
  { path: 'interests', component: () => import('./PersonInterestsPage.vue'), props: true, meta: { title: 'Interests and goals' } },
]
