import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/warnings', component: () => import('./WarningListPage.vue'), meta: { title: 'Warning notes' } },
  { path: '/warnings/new', component: () => import('./WarningNewPage.vue'), meta: { title: 'New warning note', focus: true } },
]
export const personRoutes: RouteRecordRaw[] = [
  { path: 'safety', component: () => import('./PersonWarningsPage.vue'), props: true, meta: { title: 'Safety' } },
]
