import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = []
export const personRoutes: RouteRecordRaw[] = [
  { path: 'chronology', component: () => import('./ChronologyPage.vue'), props: true, meta: { title: 'Chronology' } },
]
