import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/retention', component: () => import('./BatchListPage.vue'), meta: { title: 'Keeping and erasing' } },
  { path: '/retention/batches/:batchId', component: () => import('./BatchPage.vue'), props: true, meta: { title: 'What is due to go' } },
  { path: '/retention/requests', component: () => import('./RequestListPage.vue'), meta: { title: 'Requests to be erased' } },
  {
    path: '/retention/requests/new',
    component: () => import('./RequestNewPage.vue'),
    meta: { title: 'Write down a request', focus: true },
  },
  { path: '/retention/holds', component: () => import('./HoldListPage.vue'), meta: { title: 'Kept on purpose' } },
  { path: '/retention/holds/new', component: () => import('./HoldNewPage.vue'), meta: { title: 'Keep a record', focus: true } },
  { path: '/retention/rules', component: () => import('./RuleListPage.vue'), meta: { title: 'How long we keep things' } },
]
