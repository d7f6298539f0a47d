import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/interests', component: () => import('./InterestsPage.vue'), meta: { title: 'What was said' } },
  { path: '/interests/:interestId', component: () => import('./InterestTracePage.vue'), props: true, meta: { title: 'What became of it' } },
]
export const personRoutes: RouteRecordRaw[] = [
  { path: 'interests', component: () => import('./PersonInterestsPage.vue'), props: true, meta: { title: 'Interests and goals' } },
]
