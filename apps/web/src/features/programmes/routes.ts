import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/programmes', component: () => import('./ProgrammeListPage.vue'), meta: { title: 'Programmes' } },
  { path: '/programmes/new', component: () => import('./ProgrammeNewPage.vue'), meta: { title: 'Begin a programme', focus: true } },
  { path: '/programmes/:programmeId', component: () => import('./ProgrammePage.vue'), props: true, meta: { title: 'Programme' } },
  {
    path: '/programmes/:programmeId/edit',
    component: () => import('./ProgrammeEditPage.vue'),
    props: true,
    meta: { title: 'Change the programme', focus: true },
  },
]
