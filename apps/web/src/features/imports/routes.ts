import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/imports', component: () => import('./ImportListPage.vue'), meta: { title: 'Files I brought in' } },
  { path: '/imports/new', component: () => import('./ImportNewPage.vue'), meta: { title: 'Bring in a file', focus: true } },
  { path: '/imports/:importId', component: () => import('./ImportPage.vue'), props: true, meta: { title: 'Bring in a file', focus: true } },
]
