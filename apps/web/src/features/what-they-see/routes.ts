import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/what-they-see', component: () => import('./WhatTheySeePage.vue'), meta: { title: 'What would they see?' } },
]
