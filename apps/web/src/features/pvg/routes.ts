import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/checks', component: () => import('./CheckListPage.vue'), meta: { title: 'PVG checks' } },
  { path: '/checks/mine', component: () => import('./MyCheckPage.vue'), meta: { title: 'My PVG check' } },
  { path: '/checks/new', component: () => import('./CheckNewPage.vue'), meta: { title: 'Note a PVG check', focus: true } },
  { path: '/checks/team', component: () => import('./TeamCheckPage.vue'), meta: { title: 'Who is clear' } },
  { path: '/checks/team/assess', component: () => import('./AssessPage.vue'), meta: { title: 'Judge a role', focus: true } },
]
