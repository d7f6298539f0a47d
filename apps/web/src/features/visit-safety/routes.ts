import type { RouteRecordRaw } from 'vue-router'

// Word from a door that this tab still holds, and an alarm that it set, live through a reload: then whatever page it opens on.
try {
  if (Object.keys(sessionStorage).some((key) => key.startsWith('modulus.door.'))) void import('./door.ts').then(({ resume }) => resume())
} catch {
  /* a browser without room holds nothing */
}

export const routes: RouteRecordRaw[] = [
  { path: '/visits/:visitId/safety', component: () => import('./SafetyPage.vue'), props: true, meta: { title: 'Home safe' } },
  { path: '/out-now', component: () => import('./OutNowPage.vue'), meta: { title: 'Who is out now' } },
  { path: '/out-now/rules', component: () => import('./RulesPage.vue'), meta: { title: 'How we go out', focus: true } },
  { path: '/settings/mobile', component: () => import('./MobilePage.vue'), meta: { title: 'My mobile for alarms', focus: true } },
  {
    path: '/admin/people/:personId/mobile',
    component: () => import('./MobilePage.vue'),
    props: true,
    meta: { title: 'Mobile for alarms', focus: true },
  },
]
