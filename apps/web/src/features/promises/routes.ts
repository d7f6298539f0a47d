import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/promises', component: () => import('./PromiseListPage.vue'), meta: { title: 'Promises' } },
  { path: '/promises/new', component: () => import('./PromiseNewPage.vue'), meta: { title: 'Promise something', focus: true } },
  { path: '/promises/:promiseId', component: () => import('./PromisePage.vue'), props: true, meta: { title: 'Promise' } },
  {
    path: '/promises/:promiseId/hand-over',
    component: () => import('./PromiseHandOverPage.vue'),
    props: true,
    meta: { title: 'Hand a promise over', focus: true },
  },
]
/** Under 'person': both lists, theirs and ours. */
export const personRoutes: RouteRecordRaw[] = [
  { path: 'promises', component: () => import('./PersonPromisesPage.vue'), props: true, meta: { title: 'Promises' } },
  {
    path: 'promises/new',
    component: () => import('./PersonPromisePage.vue'),
    props: true,
    meta: { title: 'Promise something', focus: true },
  },
]
