import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/effort', component: () => import('./EffortPage.vue'), meta: { title: 'Effort' } },
  { path: '/contributions', component: () => import('./ContributionListPage.vue'), meta: { title: 'Who gave what' } },
  {
    path: '/contributions/new',
    component: () => import('./ContributionNewPage.vue'),
    meta: { title: 'Somebody gave something', focus: true },
  },
  {
    path: '/contributions/:contributionId/edit',
    component: () => import('./ContributionEditPage.vue'),
    props: true,
    meta: { title: 'Change what was given', focus: true },
  },
]
/** Under a young person, reached from what they gave. */
export const personRoutes: RouteRecordRaw[] = [
  { path: 'given', component: () => import('./GivenPage.vue'), props: true, meta: { title: 'What they gave' } },
]
