import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/follow-ups', component: () => import('./FollowUpListPage.vue'), meta: { title: 'Follow-ups' } },
]
export const personRoutes: RouteRecordRaw[] = [
  { path: 'destinations', component: () => import('./DestinationListPage.vue'), props: true, meta: { title: 'Where they went' } },
  {
    path: 'destinations/new',
    component: () => import('./DestinationNewPage.vue'),
    props: true,
    meta: { title: 'Where they went', focus: true },
  },
  {
    path: 'follow-ups/new',
    component: () => import('./FollowUpPlanPage.vue'),
    props: true,
    meta: { title: 'Plan follow-ups', focus: true },
  },
  { path: 'follow-ups/:followUpId', component: () => import('./FollowUpPage.vue'), props: true, meta: { title: 'Follow-up', focus: true } },
]
