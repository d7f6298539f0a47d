import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/admin/audit', component: () => import('./ChangeListPage.vue'), meta: { title: 'Who changed what' } },
  { path: '/admin/access', component: () => import('./ReadingListPage.vue'), meta: { title: 'Who looked at whom' } },
  { path: '/admin/access/unusual', component: () => import('./UnusualPage.vue'), meta: { title: 'Reading that stands out' } },
]
