import { expect, it, vi } from 'vitest'
import { breakGlass, type EmergencyLook } from '@modulus/contracts/break-glass.ts'
import { fakeApi } from '#testing/fakeApi.ts'
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
it('a data lead sees how many emergency looks wait for their judgement, in the menu, on More and in it; nobody else asks', async () => {
  const look = (review: boolean) => ({ can: { end: false, review } }) as EmergencyLook
  const api = fakeApi().on(breakGlass.list, { items: [look(true), look(true), look(false)], next: null })
  const data = { roles: ['data_lead' as const] }
  for (const [part, link] of [
    [TheNavigation, 'Look in an emergency, 2 waiting'],
    [TheTabs, 'More, 2 waiting'],
    [MorePage, 'Look in an emergency, 2 waiting'],
  ] as const) {
    const page = await mount(part, { session: data })
    await vi.waitFor(() => expect(page.findAll('a').map((one) => one.text().replaceAll(/\s+/g, ' '))).toContain(link))
  }
  const asked = api.callsOf(breakGlass.list).length
  expect((await mount(TheNavigation, { session: lead })).text()).not.toContain('waiting')
  expect(api.callsOf(breakGlass.list)).toHaveLength(asked)
})
