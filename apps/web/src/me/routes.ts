// Every page of a young person's own, one lazy line each. `path` is below /me.
import type { RouteRecordRaw } from 'vue-router'
import LinkPage from './LinkPage.vue'

export const routes: RouteRecordRaw[] = [
  { path: '/link/:token', component: LinkPage, props: true },
  { path: '/say', component: () => import('./SayPage.vue') },
  { path: '/vote', component: () => import('./VotePage.vue') },
  { path: '/changed', component: () => import('./ChangedPage.vue') },
  { path: '/promises', component: () => import('./PromisesPage.vue') },
  { path: '/pulse', component: () => import('./PulsePage.vue') },
  { path: '/in-the-way', component: () => import('./InTheWayPage.vue') },
  { path: '/wants', component: () => import('./WantsPage.vue') },
  { path: '/deal', component: () => import('./DealPage.vue') },
  { path: '/record', component: () => import('./RecordPage.vue') },
  { path: '/sharing', component: () => import('./SharingPage.vue') },
  { path: '/consents', component: () => import('./ConsentsPage.vue') },
  { path: '/rights', component: () => import('./RightsPage.vue') },
  { path: '/help', component: () => import('./HelpPage.vue') },
  { path: '/worry', component: () => import('./WorryPage.vue') },
  { path: '/delete', component: () => import('./ErasePage.vue') },
  { path: '/stop', component: () => import('./StopPage.vue') },
  { path: '/:rest(.*)*', component: () => import('./MePage.vue') },
]
