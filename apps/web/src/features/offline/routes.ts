import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/sync', component: () => import('./SyncPage.vue'), meta: { title: 'Waiting to be sent' } },
  { path: '/sync/items/:itemId', component: () => import('./ItemPage.vue'), props: true, meta: { title: 'Came back' } },
  { path: '/admin/offline', component: () => import('./OfflineAdminPage.vue'), meta: { title: 'Working without signal' } },
  { path: '/settings/offline', component: () => import('./OfflinePage.vue'), meta: { title: 'Working without signal' } },
  { path: '/locked', component: () => import('./LockedPage.vue'), meta: { title: 'No signal', public: true, bare: true } },
]
