import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/admin/people/:personId/sessions',
    component: () => import('./TheirSessionsPage.vue'),
    props: true,
    meta: { title: 'Where they are signed in' },
  },
  { path: '/settings/organisations', component: () => import('./OrganisationsPage.vue'), meta: { title: 'My organisation’s sign-in' } },
]
