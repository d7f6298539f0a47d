import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/settings/tokens', component: () => import('./TokenListPage.vue'), meta: { title: 'My tokens' } },
  { path: '/settings/tokens/new', component: () => import('./TokenNewPage.vue'), meta: { title: 'Make a token', focus: true } },
  { path: '/admin/tokens', component: () => import('./TokenAdminPage.vue'), meta: { title: 'Programs and tokens' } },
  { path: '/admin/tokens/new-service', component: () => import('./ServiceNewPage.vue'), meta: { title: 'Add a program', focus: true } },
]
