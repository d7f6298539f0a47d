import { concerns } from '@modulus/contracts/concerns.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import { concern, concernLine } from './concern.fake.ts'
import ConcernListPage from './ConcernListPage.vue'
import ConcernPage from './ConcernPage.vue'

const cover = {
  programmes: [{ id: concernLine().programmeId, name: 'Linnbrae', lead: { name: 'Kirsty Boyd', awayUntil: null }, deputy: null }],
  away: null,
}
const nobody = { programmes: [], away: null }
const list = (items = [concernLine()], keeps: object = cover) =>
  fakeApi()
    .on(concerns.list, { items, next: null })
    .on(concerns.cover, keeps as never)
    .on(concerns.mine, { items: [] })
const openList = async () => {
  const page = await mount(ConcernListPage, { path: '/safeguarding' })
  await page.settle()
  return page
}
const one = concern()
const openOne = async (more = {}) => {
  const api = fakeApi()
    .on(concerns.read, concern(more))
    .on(concerns.reads, { items: [{ by: 'Kirsty Boyd', at: one.raisedAt, how: 'opened' }] })
    .on(concerns.secondReaders, { items: [{ id: '0190aaaa-0000-7000-8000-0000000000d1', name: 'Isla Reid' }] })
  const page = await mount(ConcernPage, { props: { concernId: one.id }, path: `/safeguarding/${one.id}`, at: '/safeguarding/:concernId' })
  await page.settle()
  return { api, page }
}

it('the inbox has a clock: amber while there is time, red after two hours', async () => {
  list([concernLine(), concernLine({ id: '0190aaaa-0000-7000-8000-0000000000c2', actBy: '2026-01-01T10:00:00.000Z' })])
  const page = await openList()
  expect(page.text()).toMatch(/2 concerns nobody has taken on yet/)
  expect(page.text()).toMatch(/New: take it on by \d\d:\d\d/)
  expect(page.text()).toContain('Over two hours: take it on')
  expect(page.text()).toContain('Lead: Kirsty Boyd')
})
it('for everybody else it is what they raised: their words until it is taken on, then only where it stands', async () => {
  const own = { id: one.id, raisedAt: one.raisedAt, closedAt: null }
  list([], nobody).on(concerns.mine, {
    items: [
      { ...own, status: 'raised', reviewedAt: null, words: { about: 'Aidan', whatSeen: 'Bruises', theirWords: 'said he fell' } },
      { ...own, id: '0190aaaa-0000-7000-8000-0000000000c3', status: 'passed_on', reviewedAt: one.raisedAt, words: null },
    ],
  })
  const page = await openList()
  expect(page.text()).toContain('said he fell')
  expect(page.text()).toContain('Someone who keeps safety is dealing with it.')
  expect(page.find('table').exists()).toBe(false)
})
it('a second reader finds what waits for them, answers once, and is led away from it', async () => {
  const can = Object.fromEntries(Object.keys(one.can).map((deed) => [deed, deed === 'secondRead'])) as typeof one.can
  const { api, page } = await openOne({
    status: 'reviewed_by_lead',
    actBy: null,
    secondReading: true,
    notPassedReason: 'A plan is in place',
    can,
  })
  expect(page.text()).toContain('A plan is in place')
  expect(page.text()).not.toContain('Who opened this')
  expect(page.text()).not.toContain('Next step')
  api.on(concerns.secondRead, undefined)
  await page.press('Send my reading')
  expect(page.get('[role=alert]').text()).toContain('Say whether you agree')
  await page.choose('I agree')
  await page.press('Send my reading')
  expect(api.callsOf(concerns.secondRead)[0]!.body).toEqual({ version: 1, agrees: true, words: '' })
  expect(page.router.currentRoute.value.query).toEqual({ saved: 'read' })
})
it('goes step by step: what was said apart from what was noticed, the route, the one next step', async () => {
  const { api, page } = await openOne()
  expect(page.get('blockquote').text()).toBe('“said he fell”')
  expect(page.text()).toContain('No. It would put him at risk')
  expect(page.get('[aria-current=step]').text()).toContain('Read and taken on')
  expect(page.text()).toContain('Kirsty Boyd')
  await page.choose('Pass it on')
  await page.press('Pass it on')
  expect(page.get('[role=alert]').text()).toMatch(/Say to which organisation.*Say to whom there.*Say how/s)
  await page.fill('To which organisation?', 'Social work')
  await page.fill('To whom there?', 'The duty worker')
  await page.fill('How?', 'By phone')
  api.on(concerns.passOn, concern({ status: 'passed_on', version: 2 }))
  await page.press('Pass it on')
  expect(api.callsOf(concerns.passOn)[0]!.body).toMatchObject({
    to: 'Social work',
    toPerson: 'The duty worker',
    how: 'By phone',
    version: 1,
  })
})
it('what was saved before is not said beside what was not saved', async () => {
  const { api, page } = await openOne()
  await page.router.replace({ query: { saved: 'deed' } })
  await page.settle()
  api.cutOff(concerns.review)
  await page.press('I have read it and take it on')
  expect(page.text()).toContain('No connection')
  expect(page.text()).not.toContain('Written down.')
})
it('not passing it on asks for a reason and somebody else; of a discussion only the days have a place', async () => {
  const { api, page } = await openOne()
  await page.choose('Do not pass it on')
  await page.settle()
  await page.press('Do not pass it on')
  expect(page.get('[role=alert]').text()).toMatch(/Say why.*Choose who reads it too/s)
  await page.choose('Note the day of an IRD')
  expect(page.text()).toContain('What is said there is never written down here: there is no place for it.')
  expect(page.findAll('form textarea')).toHaveLength(0)
  expect(api.callsOf(concerns.keepHere)).toEqual([])
})
it('another route than their age suggests asks why; the three points are asked for an adult only', async () => {
  const { page } = await openOne()
  await page.choose('Weigh the route')
  expect(page.text()).toContain('Adult Support and Protection (Scotland) Act 2007, section 3')
  await page.choose('Child protection')
  expect(page.text()).toContain('Why another route?')
  expect(page.text()).not.toContain('Are they at risk of harm?')
})
