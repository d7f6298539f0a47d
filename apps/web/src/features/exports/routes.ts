import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/exports', component: () => import('./ExportListPage.vue'), meta: { title: 'Files to take away' } },
]
