import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/access-review', component: () => import('./ReviewListPage.vue'), meta: { title: 'Who still needs their role' } },
  {
    path: '/access-review/:reviewId',
    component: () => import('./ReviewPage.vue'),
    props: true,
    meta: { title: 'Who still needs their role' },
  },
]
