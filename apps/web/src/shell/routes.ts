import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/more', component: () => import('./MorePage.vue'), meta: { title: 'More' } },
  { path: '/settings', component: () => import('./SettingsPage.vue'), meta: { title: 'Settings' } },
  { path: '/help', component: () => import('./HelpPage.vue'), meta: { title: 'Help', public: true } },
  { path: '/accessibility', component: () => import('./AccessibilityPage.vue'), meta: { title: 'Accessibility', public: true } },
  { path: '/privacy', component: () => import('./PrivacyPage.vue'), meta: { title: 'Privacy', public: true } },
  { path: '/:path(.*)*', component: () => import('./NotFoundPage.vue'), meta: { title: 'Not here' } },
]
