import { pace, type ProgrammePace } from '@modulus/contracts/pace.ts'
import { expect, it } from 'vitest'
import { dayOf } from '#lib/format.ts'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import PaceCheckPage from './PaceCheckPage.vue'
import PacePage from './PacePage.vue'
import { readingOf, shareOf } from './reading.ts'

const programme = someone.programmes[0]!
const check = {
  id: '0190aaaa-0000-7000-8000-000000000041',
  programmeId: programme.id,
  heldOn: '2026-11-10',
  heldIn: 'session' as const,
  heldInId: null,
  asked: 7,
  theirPace: 4,
  ourPace: 2,
  note: '',
  action: 'slow_down' as const,
  by: 'Amina Hart',
}
const read: ProgrammePace = {
  programme: { id: programme.id, name: programme.name },
  today: '2026-11-22',
  startedOn: '2026-01-01',
  deadline: { what: 'The Games', on: '2026-11-01', whose: 'The city' },
  reached: ['visited', 'heard'],
  latest: check,
  pressures: [],
  can: { check: true, press: true },
}

it('puts their steps beside the date that cannot move, in words, and never presses', async () => {
  fakeApi()
    .on(pace.read, read)
    .on(pace.checks, { items: [check], next: null })
  const page = await mount(PacePage, { path: '/pace' })
  expect(page.text()).toContain('7 young people say: a bit fast. We say: a bit slow. What was agreed: slow down.')
  expect(page.text()).toContain('2 of 6 steps. Next, when they are ready: shape a course together.')
  expect(page.text()).toContain('The date has been, 1 Nov 2026.') // passed, and still nothing is late
  expect(page.text()).not.toMatch(/overdue|late\b/i)
  expect(page.find('[class*=harm], [class*=error]').exists()).toBe(false)
})
it('takes their reading first, and none when none was asked', async () => {
  const api = fakeApi().on(pace.check, check)
  const page = await mount(PaceCheckPage, { path: '/pace/check' })
  expect(page.text()).not.toContain('What did most of them say?')
  await page.fill('How many young people did you ask?', '7')
  await page.choose('At a session')
  await page.choose('Slow down')
  await page.press('Save')
  expect(api.callsOf(pace.check)).toHaveLength(1) // the API says what is missing
  const body = api.callsOf(pace.check)[0]!.body as object
  expect(body).toMatchObject({ programmeId: programme.id, heldOn: dayOf(), asked: 7, theirPace: null })
})
it('reads in a sentence, and knows how far along a day is', () => {
  expect(readingOf({ asked: 1, theirPace: 5, ourPace: null })).toBe('1 young person says: much too fast.')
  expect(readingOf({ asked: 0, theirPace: null, ourPace: 3 })).toBe('We say: about right.')
  expect(shareOf('2026-01-01', '2026-01-11', '2026-01-06')).toBe(0.5)
  expect(shareOf('2026-01-01', '2026-01-11', '2027-01-01')).toBe(1)
  expect(shareOf('2026-01-01', '2026-01-01', '2026-01-01')).toBe(1)
})
