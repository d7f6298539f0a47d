import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/barriers', component: () => import('./BarrierListPage.vue'), meta: { title: 'What gets in the way' } },
  { path: '/barriers/new', component: () => import('./BarrierNewPage.vue'), meta: { title: 'Something gets in the way', focus: true } },
  { path: '/barriers/shifts', component: () => import('./ShiftsPage.vue'), meta: { title: 'What shifts them' } },
  { path: '/barriers/survey', component: () => import('./SurveyPage.vue'), meta: { title: 'Survey' } },
  { path: '/barriers/survey/answer', component: () => import('./SurveyAnswerPage.vue'), meta: { title: 'Answer the survey', focus: true } },
  { path: '/barriers/:barrierId', component: () => import('./BarrierPage.vue'), props: true, meta: { title: 'Barrier' } },
  {
    path: '/barriers/:barrierId/edit',
    component: () => import('./BarrierEditPage.vue'),
    props: true,
    meta: { title: 'Change this barrier', focus: true },
  },
]
