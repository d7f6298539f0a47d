import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/safeguarding', component: () => import('./ConcernListPage.vue'), meta: { title: 'Safeguarding' } },
  {
    path: '/safeguarding/new',
    component: () => import('./ConcernNewPage.vue'),
    meta: { title: 'Raise a concern', focus: true },
  },
  { path: '/safeguarding/:concernId', component: () => import('./ConcernPage.vue'), props: true, meta: { title: 'Concern' } },
]
