import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/contacts/new',
    component: () => import('./ContactRecordPage.vue'),
    meta: { title: 'Log a call, text or meet-up', focus: true },
  },
  {
    path: '/contacts/:contactId',
    component: () => import('./ContactEventPage.vue'),
    props: true,
    meta: { title: 'Call, text or meet-up' },
  },
  {
    path: '/contacts/:contactId/change',
    component: () => import('./ContactChangePage.vue'),
    props: true,
    meta: { title: 'Put it right', focus: true },
  },
]
export const personRoutes: RouteRecordRaw[] = [
  { path: 'contacts', component: () => import('./ContactListPage.vue'), props: true, meta: { title: 'Calls and texts' } },
]
