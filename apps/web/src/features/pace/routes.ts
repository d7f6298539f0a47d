import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/pace', component: () => import('./PacePage.vue'), meta: { title: 'Pace' } },
  { path: '/pace/check', component: () => import('./PaceCheckPage.vue'), meta: { title: 'Check the pace', focus: true } },
  { path: '/pace/pressures/new', component: () => import('./PressurePage.vue'), meta: { title: 'What presses', focus: true } },
  {
    path: '/pace/pressures/:pressureId',
    component: () => import('./PressurePage.vue'),
    props: true,
    meta: { title: 'What presses', focus: true },
  },
]
