import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/admin', component: () => import('./AdminPage.vue'), meta: { title: 'Administration' } },
  { path: '/admin/people', component: () => import('./PersonListPage.vue'), meta: { title: 'People with an account' } },
  { path: '/admin/people/new', component: () => import('./PersonNewPage.vue'), meta: { title: 'Invite a person', focus: true } },
  { path: '/admin/people/:personId', component: () => import('./PersonPage.vue'), props: true, meta: { title: 'Person with an account' } },
  {
    path: '/admin/people/:personId/edit',
    component: () => import('./PersonEditPage.vue'),
    props: true,
    meta: { title: 'Change a person', focus: true },
  },
  { path: '/settings/password', component: () => import('./PasswordPage.vue'), meta: { title: 'Change my password', focus: true } },
  { path: '/settings/devices', component: () => import('./DeviceListPage.vue'), meta: { title: 'Where I am signed in' } },
  {
    path: '/i/:token',
    component: () => import('./InvitationPage.vue'),
    props: true,
    meta: { title: 'Invitation', public: true, bare: true },
  },
]

/** Under a young person's page. */
export const personRoutes: RouteRecordRaw[] = [
  {
    path: 'link',
    component: () => import('./ParticipantLinkPage.vue'),
    props: true,
    meta: { title: 'Send them their own page', focus: true },
  },
]
