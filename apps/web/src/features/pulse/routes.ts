import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/pulse', component: () => import('./PulsePage.vue'), meta: { title: 'Pulse' } },
  { path: '/pulse/answer', component: () => import('./PulseAnswerPage.vue'), meta: { title: 'This month’s pulse', focus: true } },
  { path: '/coherence', component: () => import('./CoherencePage.vue'), meta: { title: 'Do we all say the same?' } },
  { path: '/coherence/sign', component: () => import('./CoherenceSignPage.vue'), meta: { title: 'Say it and sign it', focus: true } },
]
