import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [{ path: '/mailbox', component: () => import('./MailboxPage.vue'), meta: { title: 'Mailbox' } }]
