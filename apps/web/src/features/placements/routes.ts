import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/partner', component: () => import('./PartnerHomePage.vue'), meta: { title: 'Partner home' } },
  {
    path: '/partner/placements/:placementId',
    component: () => import('./PartnerPlacementPage.vue'),
    props: true,
    meta: { title: 'Placement' },
  },
  { path: '/placements/:placementId', component: () => import('./PlacementPage.vue'), props: true, meta: { title: 'Placement' } },
]
export const personRoutes: RouteRecordRaw[] = [
  { path: 'placements', component: () => import('./PersonPlacementsPage.vue'), props: true, meta: { title: 'Placements' } },
]
