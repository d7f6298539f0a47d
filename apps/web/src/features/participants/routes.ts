import type { RouteRecordRaw } from 'vue-router'

/** Under 'person', every feature hangs its own tab: see `personRoutes` in router.ts. */
export const routes: RouteRecordRaw[] = [
  { path: '/people', component: () => import('./ParticipantListPage.vue'), meta: { title: 'People' } },
  {
    path: '/people/:participantId',
    name: 'person',
    component: () => import('./ParticipantFrame.vue'),
    props: true,
    meta: { title: 'Person' },
    children: [
      { path: '', name: 'person-story', component: () => import('./StoryPage.vue'), props: true, meta: { title: 'Story' } },
      { path: 'about', component: () => import('./AboutPage.vue'), props: true, meta: { title: 'About' } },
      { path: 'about/edit', component: () => import('./EditPage.vue'), props: true, meta: { title: 'Change details', focus: true } },
      {
        path: 'about/contact',
        component: () => import('./ContactPage.vue'),
        props: true,
        meta: { title: 'How to reach them', focus: true },
      },
      { path: 'about/move', component: () => import('./MovePage.vue'), props: true, meta: { title: 'Where they are', focus: true } },
      { path: 'agreement', component: () => import('./DealPage.vue'), props: true, meta: { title: 'Agreement' } },
      {
        path: 'agreement/new',
        component: () => import('./DealFormPage.vue'),
        props: true,
        meta: { title: 'Write down the agreement', focus: true },
      },
      { path: 'access', component: () => import('./AccessPage.vue'), props: true, meta: { title: 'Who can see this' } },
    ],
  },
]
