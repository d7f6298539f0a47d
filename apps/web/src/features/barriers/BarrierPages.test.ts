import { barrierSurvey, type Survey } from '@modulus/contracts/barrier-survey.ts'
import { barriers, type BarrierRead } from '@modulus/contracts/barriers.ts'
import { beforeEach, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import BarrierListPage from './BarrierListPage.vue'
import BarrierNewPage from './BarrierNewPage.vue'
import BarrierPage from './BarrierPage.vue'
import ShiftsPage from './ShiftsPage.vue'
import SurveyAnswerPage from './SurveyAnswerPage.vue'
import SurveyPage from './SurveyPage.vue'

const id = '0190aaaa-0000-7000-8000-0000000000b1'
const programmeId = someone.programmes[0]!.id
const fares: BarrierRead = {
  id,
  programme: { id: programmeId, name: 'Linnbrae' },
  source: 'practical',
  level: 'system',
  fallsOn: 'participant',
  raisedByKind: 'participant',
  description: 'Two buses, and nobody pays',
  coMode: null,
  voiceOrAction: null,
  pathway: null,
  severityByParticipants: 4,
  severityByPartners: null,
  status: 'open',
  tried: 0,
  createdAt: '2026-11-01T10:00:00.000Z',
  version: 1,
  can: { amend: true, try: true },
  strategies: [],
}
const shifts = {
  items: [
    {
      source: 'practical' as const,
      barriers: 2,
      gone: 1,
      tried: 3,
      results: { removed: 1, reduced: 0, no_change: 1, worse: 0 },
      tooEarly: 1,
      worked: [{ barrierId: id, kind: 'Day passes', result: 'removed' as const }],
    },
  ],
  can: { raise: true },
}
beforeEach(() => sessionStorage.clear())

it('lists barriers with both readings apart, and keeps what it is narrowed by in the address', async () => {
  const api = fakeApi()
    .on(barriers.list, { items: [fares], next: null })
    .on(barriers.shifts, shifts)
  const page = await mount(BarrierListPage, { path: '/barriers' })
  expect(page.text()).toContain('Young people say: stops us. Partners and staff say: not asked yet.')
  expect(page.text()).toContain('2 barriers written down, 1 gone.')
  await page.fill('Where it comes from', 'trust')
  await page.settle()
  expect(page.router.currentRoute.value.query).toEqual({ source: 'trust' })
  expect(api.callsOf(barriers.list).at(-1)!.query).toMatchObject({ source: 'trust', programmeId })
})
it('says what would be here when nothing is, and offers the one next step only to those who may', async () => {
  fakeApi()
    .on(barriers.list, { items: [], next: null })
    .on(barriers.shifts, { items: [], can: { raise: false } })
  const page = await mount(BarrierListPage, { path: '/barriers' })
  expect(page.text()).toContain('Nothing is written down yet')
  expect(page.text()).not.toContain('Write down the first')
})
it('an officer raises one; what nobody was asked stays open', async () => {
  const api = fakeApi().on(barriers.raise, fares)
  const page = await mount(BarrierNewPage, { path: '/barriers/new' })
  await page.press('Write it down')
  expect(page.text()).toContain('Say what gets in the way')
  await page.fill('What gets in the way?', 'Two buses, and nobody pays')
  await page.fill('Where does it come from?', 'practical')
  for (const [legend, at] of [
    ['At which level does it sit?', 3],
    ['Whom does it fall on most?', 0],
    ['Who raised it?', 0],
    ['How bad is it, say young people?', 3],
  ] as const) {
    const field = page.findAll('fieldset').find((one) => one.find('legend').text() === legend)!
    await field.findAll('input')[at]!.trigger('change')
  }
  await page.press('Write it down')
  expect(api.callsOf(barriers.raise)[0]!.body).toEqual({
    programmeId,
    source: 'practical',
    level: 'system',
    fallsOn: 'participant',
    raisedByKind: 'participant',
    description: 'Two buses, and nobody pays',
    coMode: null,
    voiceOrAction: null,
    pathway: null,
    severityByParticipants: 4,
    severityByPartners: null,
    status: 'open',
  })
})
it('what was tried is written down beside it, and it may be too early to say what came of it', async () => {
  const api = fakeApi().on(barriers.read, fares).on(barriers.try, fares)
  const page = await mount(BarrierPage, { path: `/barriers/${id}`, at: '/barriers/:barrierId', props: { barrierId: id } })
  await page.press('We tried something')
  await page.fill('What was tried?', 'Day passes')
  await page.choose('The programme lead')
  await page.press('Save')
  expect(api.callsOf(barriers.try)[0]!.body).toMatchObject({ kind: 'Day passes', triedBy: 'lead', result: null, note: '' })
})
it('which strategies shift which barrier: counts with how many, and what helped in their words', async () => {
  fakeApi().on(barriers.shifts, shifts)
  const page = await mount(ShiftsPage, { path: '/barriers/shifts' })
  expect(page.text()).toContain('3 things tried. Of 2 with a result, 1 made a barrier smaller or took it away.')
  expect(
    page
      .findAll('tbody tr')[0]!
      .findAll('td')
      .map((one) => one.text().replace(/\D/g, '')),
  ).toEqual(['2', '1', '3', '1', '0', '1', '0', '1'])
  expect(page.text()).toContain('Day passes')
})

const survey = (answered: boolean, canExport = false): Survey => ({
  mine: { asked: 'staff', month: '2026-11-01', answered },
  months: [
    {
      asked: 'participants',
      month: '2026-10-01',
      people: 5,
      sources: [
        {
          source: 'practical',
          chosen: 5,
          howMuch: [1, 0, 0, 4],
          fallsOn: [
            { on: 'participant', chosen: 4 },
            { on: 'community', chosen: 1 },
          ],
        },
      ],
      words: ['Two buses'],
    },
    { asked: 'staff', month: '2026-10-01', people: null, sources: null, words: [] },
  ],
  can: { export: canExport },
})
it('the survey shows each kind by itself, hides the small one, and gives the file to those who may', async () => {
  const api = fakeApi().on(barrierSurvey.read, survey(true))
  const page = await mount(SurveyPage, { path: '/barriers/survey' })
  expect(page.get('figcaption p').text()).toBe(
    '5 answers. Chosen most often: travel, money, childcare, streets one cannot cross (5 of 5), said by 4 of them to fall on young people.',
  )
  expect(page.text()).toContain('Staff: fewer than five answered in October 2026')
  expect(page.text()).not.toContain('Codebook')
  api.on(barrierSurvey.read, survey(true, true))
  const lead = await mount(SurveyPage, { path: '/barriers/survey' })
  expect(lead.findAll('a[download]').map((one) => one.attributes('href'))).toEqual([
    `/api/programmes/${programmeId}/barrier-survey/survey.csv`,
    `/api/programmes/${programmeId}/barrier-survey/codebook.csv`,
  ])
})
it('staff answer it in two requests, and say how much and on whom for each thing they choose', async () => {
  const api = fakeApi()
    .on(barrierSurvey.read, survey(false))
    .on(barrierSurvey.take, { ticket: 't1', asked: 'staff' })
    .on(barrierSurvey.answer, undefined as never)
  const page = await mount(SurveyAnswerPage, { path: '/barriers/survey/answer' })
  await page.choose('Deadlines, too little time')
  await page.settle()
  await page.press('Send it without my name')
  expect(page.text()).toContain('Say how much, and on whom, for each that you chose')
  expect(api.callsOf(barrierSurvey.take)).toEqual([])
  await page.choose('A lot')
  await page.choose('Workers')
  await page.press('Send it without my name')
  expect(api.callsOf(barrierSurvey.answer)[0]!.body).toEqual({
    ticket: 't1',
    choices: [{ source: 'time_pressure', howMuch: 3, fallsOn: 'professional' }],
    words: '',
  })
  expect(page.router.currentRoute.value.fullPath).toBe('/barriers/survey?saved=survey')
})
