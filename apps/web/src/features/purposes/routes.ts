import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/programmes/:programmeId/papers',
    component: () => import('./PapersPage.vue'),
    props: true,
    meta: { title: 'The papers of a programme' },
  },
  {
    path: '/programmes/:programmeId/papers/dpia',
    component: () => import('./DpiaPage.vue'),
    props: true,
    meta: { title: 'Impact assessment', focus: true },
  },
  {
    path: '/programmes/:programmeId/papers/rights',
    component: () => import('./RightsPage.vue'),
    props: true,
    meta: { title: 'Children’s rights check', focus: true },
  },
]
