import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/learning', component: () => import('./LessonListPage.vue'), meta: { title: 'What we learned' } },
  {
    path: '/programmes/:programmeId/learning',
    component: () => import('./LearningPage.vue'),
    props: true,
    meta: { title: 'Made anew here' },
  },
]
