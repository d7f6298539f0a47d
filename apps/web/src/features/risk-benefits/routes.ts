import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/risk-benefits', component: () => import('./WeighListPage.vue'), meta: { title: 'Benefit and risk' } },
  { path: '/risk-benefits/new', component: () => import('./WeighNewPage.vue'), meta: { title: 'Weigh benefit and risk', focus: true } },
  { path: '/risk-benefits/:riskBenefitId', component: () => import('./WeighPage.vue'), props: true, meta: { title: 'Benefit and risk' } },
  {
    path: '/risk-benefits/:riskBenefitId/edit',
    component: () => import('./WeighEditPage.vue'),
    props: true,
    meta: { title: 'Weigh it again', focus: true },
  },
]
