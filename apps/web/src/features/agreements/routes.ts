import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/admin/agreements', component: () => import('./AgreementListPage.vue'), meta: { title: 'Sharing agreements' } },
  {
    path: '/admin/agreements/new',
    component: () => import('./AgreementNewPage.vue'),
    meta: { title: 'New sharing agreement', focus: true },
  },
  {
    path: '/admin/agreements/:agreementId',
    component: () => import('./AgreementPage.vue'),
    props: true,
    meta: { title: 'Sharing agreement' },
  },
  {
    path: '/admin/agreements/:agreementId/edit',
    component: () => import('./AgreementEditPage.vue'),
    props: true,
    meta: { title: 'Change a draft', focus: true },
  },
]
