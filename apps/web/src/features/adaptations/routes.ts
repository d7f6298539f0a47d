import type { RouteRecordRaw } from 'vue-router'

const fresh = () => import('./ChangeNewPage.vue')
export const routes: RouteRecordRaw[] = [
  { path: '/changes', component: () => import('./ChangeListPage.vue'), meta: { title: 'Changes' } },
  { path: '/changes/new', component: fresh, meta: { title: 'Write down a change', focus: true } },
  { path: '/courses/:courseId/changes/new', component: fresh, props: true, meta: { title: 'Write down a change', focus: true } },
  { path: '/changes/:adaptationId', component: () => import('./ChangePage.vue'), props: true, meta: { title: 'Change' } },
]
