import type { RouteRecordRaw } from 'vue-router'

/** Not under the person's own frame, and with no menu: the phone is in their hands, and alerts about them are not for handing over. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/people/:participantId/steps/new',
    component: () => import('./ScorePage.vue'),
    props: true,
    meta: { title: 'Score together', focus: true, bare: true },
  },
]
export const personRoutes: RouteRecordRaw[] = [
  { path: 'steps', component: () => import('./StepsPage.vue'), props: true, meta: { title: 'Steps' } },
]
