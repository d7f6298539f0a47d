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
]
export const personRoutes: RouteRecordRaw[] = [
  { path: 'contacts', component: () => import('./ContactListPage.vue'), props: true, meta: { title: 'Calls and texts' } },
]
