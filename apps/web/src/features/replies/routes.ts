import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/replies', component: () => import('./RepliesPage.vue'), meta: { title: 'Replies to read' } },
  { path: '/withheld', component: () => import('./WithheldPage.vue'), meta: { title: 'Held back' } },
  {
    path: '/people/:participantId/entries/:entryId/hold-back',
    component: () => import('./WithholdPage.vue'),
    props: true,
    meta: { title: 'Hold back an entry', focus: true },
  },
]
