import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/drafts', component: () => import('./DraftListPage.vue'), meta: { title: 'Half-filled forms' } },
]
