import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/courses', component: () => import('./CourseListPage.vue'), meta: { title: 'Courses' } },
  { path: '/courses/new', component: () => import('./CourseNewPage.vue'), meta: { title: 'Start a course', focus: true } },
  {
    path: '/courses/:courseId',
    name: 'course',
    component: () => import('./CourseFrame.vue'),
    props: true,
    meta: { title: 'Course' },
    children: [
      { path: '', name: 'course-plan', component: () => import('./CoursePlanPage.vue'), props: true, meta: { title: 'Course plan' } },
      { path: 'sessions', component: () => import('./CourseSessionsPage.vue'), props: true, meta: { title: 'Course sessions' } },
      { path: 'people', component: () => import('./CoursePeoplePage.vue'), props: true, meta: { title: 'People on the course' } },
      { path: 'ran', component: () => import('./CourseRanPage.vue'), props: true, meta: { title: 'How the course ran' } },
    ],
  },
  {
    path: '/courses/:courseId/edit',
    component: () => import('./CourseEditPage.vue'),
    props: true,
    meta: { title: 'Change the plan', focus: true },
  },
  {
    path: '/courses/:courseId/sessions/:sessionId',
    component: () => import('./RegisterPage.vue'),
    props: true,
    meta: { title: 'Register', focus: true },
  },
  {
    path: '/courses/:courseId/sessions/:sessionId/why',
    component: () => import('./SessionWhyPage.vue'),
    props: true,
    meta: { title: 'Why this session exists' },
  },
  {
    path: '/courses/:courseId/sessions/:sessionId/print',
    component: () => import('./RegisterPrintPage.vue'),
    props: true,
    meta: { title: 'Register to print', bare: true },
  },
]

export const personRoutes: RouteRecordRaw[] = [
  { path: 'course', component: () => import('./PersonCoursePage.vue'), props: true, meta: { title: 'Course' } },
]
