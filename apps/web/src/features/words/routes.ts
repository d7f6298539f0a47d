import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/admin/lists', component: () => import('./WordListPage.vue'), meta: { title: 'Word lists' } },
]
