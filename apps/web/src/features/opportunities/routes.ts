import type { RouteRecordRaw } from 'vue-router'

const page = () => import('./OfferPage.vue'),
  edit = () => import('./OfferEditPage.vue'),
  fresh = () => import('./OfferNewPage.vue')
export const routes: RouteRecordRaw[] = [
  { path: '/offers', component: () => import('./OfferListPage.vue'), meta: { title: 'Offers' } },
  { path: '/offers/new', component: fresh, meta: { title: 'New offer', focus: true } },
  { path: '/offers/:opportunityId', component: page, props: true, meta: { title: 'Offer' } },
  { path: '/offers/:opportunityId/edit', component: edit, props: true, meta: { title: 'Change the offer', focus: true } },
  // The same pages for a partner's own contact, under their home.
  { path: '/partner/offers/new', component: fresh, meta: { title: 'New offer', focus: true } },
  {
    path: '/partner/offers/:opportunityId',
    component: page,
    props: (to) => ({ ...to.params, home: '/partner/offers' }),
    meta: { title: 'Offer' },
  },
  {
    path: '/partner/offers/:opportunityId/edit',
    component: edit,
    props: (to) => ({ ...to.params, home: '/partner/offers' }),
    meta: { title: 'Change the offer', focus: true },
  },
]
