import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/break-glass', component: () => import('./LookListPage.vue'), meta: { title: 'Looks in an emergency' } },
  { path: '/break-glass/new', component: () => import('./LookNewPage.vue'), meta: { title: 'Look in an emergency', focus: true } },
  { path: '/break-glass/:lookId', component: () => import('./LookPage.vue'), props: true, meta: { title: 'A look in an emergency' } },
]
