import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/nominations', component: () => import('./NominationListPage.vue'), meta: { title: 'Nominations' } },
  { path: '/nominations/new', component: () => import('./NominationNewPage.vue'), meta: { title: 'Suggest someone', focus: true } },
  { path: '/nominations/:nominationId', component: () => import('./NominationPage.vue'), props: true, meta: { title: 'Nomination' } },
  {
    path: '/nominations/:nominationId/edit',
    component: () => import('./NominationEditPage.vue'),
    props: true,
    meta: { title: 'Change a nomination', focus: true },
  },
]
