import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/outcomes/compare', component: () => import('./ComparePage.vue'), meta: { title: 'Compare' } },
  { path: '/outcomes/compare/new', component: () => import('./ComparisonEditPage.vue'), meta: { title: 'New comparison', focus: true } },
  {
    path: '/outcomes/compare/:comparisonId',
    component: () => import('./ComparisonEditPage.vue'),
    props: true,
    meta: { title: 'Change the comparison', focus: true },
  },
  { path: '/outcomes/indicators', component: () => import('./IndicatorListPage.vue'), meta: { title: 'Counts' } },
  { path: '/outcomes/indicators/new', component: () => import('./CountNewPage.vue'), meta: { title: 'Add a month', focus: true } },
  {
    path: '/outcomes/indicators/import',
    component: () => import('./CountImportPage.vue'),
    meta: { title: 'Bring in a file', focus: true },
  },
  { path: '/outcomes/indicators/series', component: () => import('./SeriesPage.vue'), meta: { title: 'One measure' } },
]
