import { coherence, type Coherence } from '@modulus/contracts/coherence.ts'
import { pulse, type Pulse, type PulseMonth } from '@modulus/contracts/pulse.ts'
import { beforeEach, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import CoherencePage from './CoherencePage.vue'
import CoherenceSignPage from './CoherenceSignPage.vue'
import PulseAnswerPage from './PulseAnswerPage.vue'
import PulsePage from './PulsePage.vue'
import { apart, gapSentence, monthSentence } from './sentences.ts'

const october: PulseMonth = {
  asked: 'participants',
  month: '2026-10-01',
  people: 6,
  counts: [
    [0, 0, 1, 3, 2],
    [0, 1, 2, 2, 1],
    [0, 0, 0, 3, 3],
    [1, 1, 1, 1, 1],
    [0, 0, 6, 0, 0],
    [0, 0, 2, 2, 2],
    [4, 1, 0, 1, 0],
  ],
  words: ['They moved the yard'],
}
const september: PulseMonth = { asked: 'participants', month: '2026-09-01', people: null, counts: null, words: [] }
const months = (answered: boolean, ...all: PulseMonth[]): Pulse => ({
  mine: { asked: 'officers', month: '2026-11-01', answered },
  months: all,
})
beforeEach(() => sessionStorage.clear())

it('shows how many chose what, in bars, in words and in the table, and never one figure for it all', async () => {
  fakeApi().on(pulse.read, months(false, october, september))
  const page = await mount(PulsePage, { path: '/pulse' })
  expect(page.get('figcaption p').text()).toBe(
    '6 young people answered. Said often or always most: “Something changed because of us” (6 of 6). Least: “I gave something that others used” (0 of 6).',
  )
  expect(page.findAll('[data-value]').map((one) => one.text())[6]).toBe('4 never, 1 rarely, 1 often')
  expect(page.text()).toContain('November 2026 is still open')
  expect(page.text()).toContain('“They moved the yard”')
  await page
    .findAll('button')
    .find((one) => one.text().startsWith('Show as table'))!
    .trigger('click')
  expect(
    page
      .findAll('tbody tr')[0]!
      .findAll('th, td')
      .map((one) => one.text()),
  ).toEqual(['I had a say in what we do', '0', '0', '1', '3', '2', '6'])
  expect(page.text()).not.toMatch(/average|index|score|%/i)
})
it('a month with fewer than five shows nothing, and says why', async () => {
  fakeApi().on(pulse.read, months(true, september))
  const page = await mount(PulsePage, { path: '/pulse' })
  expect(page.text()).toContain('Fewer than five answered in September 2026')
  expect(page.findAll('[data-bar]')).toEqual([])
  expect(page.text()).toContain('You have answered for November 2026')
})
it('an officer answers five, in two requests, and may leave some out', async () => {
  const api = fakeApi()
    .on(pulse.read, months(false))
    .on(pulse.take, { ticket: 't1', asked: 'officers' })
    .on(pulse.answer, undefined as never)
  const page = await mount(PulseAnswerPage, { path: '/pulse/answer' })
  await page.press('Send it without my name')
  expect(page.find('[role=alert], [tabindex="-1"]').exists()).toBe(true)
  expect(api.callsOf(pulse.take)).toEqual([])
  await page.choose('Always')
  await page.press('Send it without my name')
  expect(api.callsOf(pulse.answer)[0]!.body).toEqual({ ticket: 't1', answers: [5, 0, 0, 0, 0], why: '' })
  expect(page.router.currentRoute.value.fullPath).toBe('/pulse?saved=pulse')
})
it('says what is furthest apart by counting, never by averaging', async () => {
  const both: Coherence = {
    month: '2026-11-01',
    officers: {
      month: '2026-10-01',
      people: 6,
      counts: [
        [3, 1, 0, 2, 0],
        [0, 0, 1, 5, 0],
        [0, 6, 0, 0, 0],
        [0, 0, 6, 0, 0],
        [0, 0, 6, 0, 0],
      ],
    },
    readings: [
      {
        id: someone.userId,
        level: 'programme',
        partner: null,
        month: '2026-11-01',
        answers: [4, 4, 3, 3, 3],
        words: 'We try',
        signedBy: 'Ailsa Drummond',
      },
      {
        id: someone.userId,
        level: 'programme',
        partner: null,
        month: '2026-10-01',
        answers: [1, 1, 1, 1, 1],
        words: '',
        signedBy: 'Ailsa Drummond',
      },
    ],
    mine: [],
  }
  expect(apart(both.officers!.counts[0]!, 4)).toBe(4)
  expect(gapSentence(both)).toBe(
    'Furthest apart: “I can change the plan without asking above me”. The programme says often; 4 of 6 officers are two or more steps away.',
  )
  expect(gapSentence({ ...both, officers: null })).toContain('from five answers on')
  expect(monthSentence({ ...october, people: null })).toContain('Fewer than five')
  fakeApi().on(coherence.read, both)
  const page = await mount(CoherencePage, { path: '/coherence' })
  expect(page.text()).toContain('The programme: often; 4 of 6 officers two or more steps away.')
  expect(page.text()).toContain('1 earlier reading kept')
  expect(page.text()).toContain('Signed by Ailsa Drummond')
})
it('a partner’s contact signs for their own organisation, all five', async () => {
  const partner = someone.partner!
  const api = fakeApi()
    .on(coherence.read, { month: '2026-11-01', officers: null, readings: [], mine: [{ level: 'organisation', partner, signed: false }] })
    .on(coherence.sign, {
      id: someone.userId,
      level: 'organisation',
      partner,
      month: '2026-11-01',
      answers: [3, 3, 3, 3, 3],
      words: '',
      signedBy: 'Amina Hart',
    })
  const page = await mount(CoherenceSignPage, { path: '/coherence/sign' })
  expect(page.get('h1').text()).toBe('How it is at Harbour Housing')
  await page.press('Sign as Amina Hart')
  expect(api.callsOf(coherence.sign)).toEqual([])
  for (const field of page.findAll('fieldset')) await field.findAll('input')[2]!.trigger('change')
  await page.press('Sign as Amina Hart')
  expect(api.callsOf(coherence.sign)[0]!.body).toEqual({
    programmeId: someone.programmes[0]!.id,
    level: 'organisation',
    answers: [3, 3, 3, 3, 3],
    words: '',
  })
})
