import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/meetings', component: () => import('./MeetingListPage.vue'), meta: { title: 'Meetings' } },
  { path: '/meetings/new', component: () => import('./MeetingNewPage.vue'), meta: { title: 'Plan a meeting', focus: true } },
  { path: '/meetings/:meetingId', component: () => import('./MeetingPage.vue'), props: true, meta: { title: 'Meeting' } },
  {
    path: '/meetings/:meetingId/edit',
    component: () => import('./MeetingEditPage.vue'),
    props: true,
    meta: { title: 'Change the meeting', focus: true },
  },
]
