import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = []
export const personRoutes: RouteRecordRaw[] = [
  { path: 'files', component: () => import('./FilesPage.vue'), props: true, meta: { title: 'Files' } },
]
