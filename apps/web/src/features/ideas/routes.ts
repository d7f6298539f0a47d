import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/ideas', component: () => import('./IdeaListPage.vue'), meta: { title: 'Ideas' } },
  { path: '/ideas/new', component: () => import('./IdeaNewPage.vue'), meta: { title: 'Raise an idea', focus: true } },
  { path: '/ideas/:ideaId', component: () => import('./IdeaPage.vue'), props: true, meta: { title: 'Idea' } },
]
