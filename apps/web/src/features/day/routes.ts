import type { RouteRecordRaw } from 'vue-router'

const page = () => import('./DayPage.vue')
export const routes: RouteRecordRaw[] = [
  { path: '/', component: page, meta: { title: 'My day' } },
  // For those whose home is another page, such as a lead with young people of their own.
  { path: '/day', component: page, meta: { title: 'My day' } },
]
