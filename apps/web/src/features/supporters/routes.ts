import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/supporters', component: () => import('./SupporterListPage.vue'), meta: { title: 'Who already helps' } },
  { path: '/supporters/new', component: () => import('./SupporterNewPage.vue'), meta: { title: 'Someone who helps', focus: true } },
  { path: '/supporters/:supporterId', component: () => import('./SupporterPage.vue'), props: true, meta: { title: 'Supporter' } },
  {
    path: '/supporters/:supporterId/edit',
    component: () => import('./SupporterEditPage.vue'),
    props: true,
    meta: { title: 'Change what we know', focus: true },
  },
]
