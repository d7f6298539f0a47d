import { logs, type Unusual } from '@modulus/contracts/logs.ts'
import { expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import UnusualPage from './UnusualPage.vue'

const keeper = { roles: ['data_lead' as const], programmes: [{ ...someone.programmes[0]!, roles: ['data_lead' as const] }] }
const one: Unusual = {
  kind: 'at_night',
  who: { id: '0190aaaa-0000-7000-8000-0000000000aa', name: 'Ross Lang', partnerName: 'Harbour Fire' },
  looks: 2,
  people: 1,
  references: ['YP-1004'],
  firstAt: '2026-11-20T01:10:00Z',
  lastAt: '2026-11-20T01:12:00Z',
  upTo: '812',
}
const open = () => mount(UnusualPage, { path: '/admin/access/unusual', session: keeper })

it('asks for what was found out, and the line goes once it is kept', async () => {
  let items = [one]
  const api = fakeApi()
    .on(logs.unusual, () => ({ items, days: 28 }))
    .on(logs.review, ({ params }) => ((items = []), { id: params.reviewId! }))
  const page = await open()
  expect(page.text()).toContain('Ross Lang')
  expect(page.text()).toContain('2 looks at one young person')
  expect(page.text()).toContain('YP-1004')
  await page.press('Keep the answer')
  expect(page.get('[role=alert]').text()).toContain('Say what you asked and what you heard')
  await page.fill('What did you find out?', 'On call that night')
  await page.get('input[value=explained]').setValue(true)
  await page.press('Keep the answer')
  expect(api.callsOf(logs.review)[0]!.body).toEqual({
    personId: one.who.id,
    kind: 'at_night',
    upTo: '812',
    finding: 'explained',
    words: 'On call that night',
  })
  await vi.waitFor(() => expect(page.text()).toContain('Nothing stood out in the last 28 days'))
})
it('leaves one’s own looks to another', async () => {
  fakeApi().on(logs.unusual, { items: [{ ...one, who: { ...one.who, id: someone.userId } }], days: 28 })
  const page = await open()
  expect(page.text()).toContain('another data lead has to ask')
  expect(page.find('form').exists()).toBe(false)
})
it('says so when nothing stood out', async () => {
  fakeApi().on(logs.unusual, { items: [], days: 28 })
  expect((await open()).text()).toContain('Nothing stood out')
})
