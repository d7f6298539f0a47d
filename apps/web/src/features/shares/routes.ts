import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/shares', component: () => import('./ShareListPage.vue'), meta: { title: 'Shared outside' } },
  { path: '/shares/:shareId', component: () => import('./SharePage.vue'), props: true, meta: { title: 'A share' } },
  // The secret stands behind the #, which no browser sends.
  { path: '/shared', component: () => import('./SharedPage.vue'), meta: { title: 'Shared with you', public: true, bare: true } },
]
export const personRoutes: RouteRecordRaw[] = [
  { path: 'shares', component: () => import('./PersonSharesPage.vue'), props: true, meta: { title: 'Shared outside' } },
  { path: 'share', component: () => import('./ShareNewPage.vue'), props: true, meta: { title: 'Share with someone outside', focus: true } },
  { path: 'share/ask', component: () => import('./ConsentAskPage.vue'), props: true, meta: { title: 'Ask for their yes', focus: true } },
  {
    path: 'share/emergency',
    component: () => import('./EmergencyPage.vue'),
    props: true,
    meta: { title: 'Share in an emergency', focus: true },
  },
]
