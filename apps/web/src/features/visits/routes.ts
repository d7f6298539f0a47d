import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/visits/new', component: () => import('./VisitRecordPage.vue'), meta: { title: 'Record a visit', focus: true } },
  { path: '/visits/plan', component: () => import('./VisitPlanPage.vue'), meta: { title: 'Plan a visit', focus: true } },
  { path: '/visits/:visitId', component: () => import('./VisitPage.vue'), props: true, meta: { title: 'Visit' } },
  {
    path: '/visits/:visitId/change',
    component: () => import('./VisitChangePage.vue'),
    props: true,
    meta: { title: 'Change a visit', focus: true },
  },
  {
    path: '/visits/:visitId/photo',
    component: () => import('./VisitPhotoPage.vue'),
    props: true,
    meta: { title: 'Add a photo to a visit', focus: true },
  },
  {
    path: '/visits/:visitId/move',
    component: () => import('./VisitMovePage.vue'),
    props: true,
    meta: { title: 'Move or call off a visit', focus: true },
  },
]
/** Under 'person': every visit to one person, and how many it took. */
export const personRoutes: RouteRecordRaw[] = [
  { path: 'visits', component: () => import('./VisitListPage.vue'), props: true, meta: { title: 'Visits' } },
]
