import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/decisions', component: () => import('./DecisionListPage.vue'), meta: { title: 'Decisions' } },
  { path: '/decisions/new', component: () => import('./DecisionNewPage.vue'), meta: { title: 'A decision', focus: true } },
  { path: '/decisions/:decisionId', component: () => import('./DecisionPage.vue'), props: true, meta: { title: 'Decision' } },
]
