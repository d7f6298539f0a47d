import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/rights', component: () => import('./RightsPage.vue'), meta: { title: 'Rights' } },
  { path: '/rights/new', component: () => import('./RightNewPage.vue'), meta: { title: 'Write down a request', focus: true } },
  { path: '/rights/paused', component: () => import('./PausedPage.vue'), meta: { title: 'Paused records' } },
  { path: '/rights/complaints/:complaintId', component: () => import('./ComplaintPage.vue'), props: true, meta: { title: 'Complaint' } },
  { path: '/rights/requests/:requestId', component: () => import('./RequestPage.vue'), props: true, meta: { title: 'Request' } },
  { path: '/rights/requests/:requestId/found', component: () => import('./FoundPage.vue'), props: true, meta: { title: 'What was found' } },
]
