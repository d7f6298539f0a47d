import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/admin/partners', component: () => import('./PartnerListPage.vue'), meta: { title: 'Partners' } },
  { path: '/admin/partners/new', component: () => import('./PartnerNewPage.vue'), meta: { title: 'Add a partner', focus: true } },
  { path: '/admin/partners/:partnerId', component: () => import('./PartnerPage.vue'), props: true, meta: { title: 'Partner' } },
  {
    path: '/admin/partners/:partnerId/edit',
    component: () => import('./PartnerEditPage.vue'),
    props: true,
    meta: { title: 'Change a partner', focus: true },
  },
]
