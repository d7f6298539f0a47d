import { expect, it } from 'vitest'
import { mount } from '#testing/mount.ts'
import MorePage from './MorePage.vue'
import TheNavigation from './TheNavigation.vue'
import TheTabs from './TheTabs.vue'

const lead = { roles: ['programme_lead' as const] }
it('the menu marks the place that a page belongs to', async () => {
  const menu = await mount(TheNavigation, { path: '/decisions/1', at: '/decisions/:id', session: lead })
  expect(menu.findAll('[aria-current=page]').map((one) => one.text())).toEqual(['Ideas and decisions'])
  expect(menu.get('ul[aria-labelledby=part-2]').text()).toContain('Promises')
})
it('on a phone, a page without a tab of its own is behind More, and only one is marked', async () => {
  const marked = async (path: string, at: string) =>
    (await mount(TheTabs, { path, at, session: lead })).findAll('[aria-current=page]').map((one) => one.text())
  expect(await marked('/decisions/1', '/decisions/:id')).toEqual(['More'])
  expect(await marked('/visits/1', '/visits/:id')).toEqual(['People'])
  expect(await marked('/settings', '/settings')).toEqual([])
  const officer = await mount(TheTabs, { path: '/visits/new' })
  expect(officer.findAll('[aria-current=page]').map((one) => one.text())).toEqual(['Record'])
})
it('More keeps the headings of a long menu, and a short one is one list', async () => {
  const long = await mount(MorePage, { session: lead })
  expect(long.findAll('h2').map((one) => one.text())).toEqual(['The people', 'Sharing power', 'The programme', 'Modulus and you'])
  const short = await mount(MorePage, { session: { roles: ['mentor'] } })
  expect(short.findAll('h2')).toEqual([])
  expect(short.findAll('li')).toHaveLength(4)
})
