import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/mentoring', component: () => import('./MentoringPage.vue'), meta: { title: 'Mentoring' } },
  { path: '/mentoring/:matchId', component: () => import('./MatchPage.vue'), props: true, meta: { title: 'Mentoring match' } },
  {
    path: '/mentoring/:matchId/note',
    component: () => import('./MeetUpPage.vue'),
    props: true,
    meta: { title: 'Note a meet-up', focus: true },
  },
  {
    path: '/mentoring/:matchId/notes/:sessionId',
    component: () => import('./MeetUpChangePage.vue'),
    props: true,
    meta: { title: 'Change a note', focus: true },
  },
  {
    path: '/mentoring/:matchId/agreement',
    component: () => import('./AgreementPage.vue'),
    props: true,
    meta: { title: 'What we agreed', focus: true },
  },
  {
    path: '/mentoring/:matchId/end',
    component: () => import('./MatchEndPage.vue'),
    props: true,
    meta: { title: 'End or swap', focus: true },
  },
]
export const personRoutes: RouteRecordRaw[] = [
  { path: 'mentor', component: () => import('./PersonMentorPage.vue'), props: true, meta: { title: 'Mentor' } },
]
