import { adaptations, type Adaptation, type AdaptationStep } from '@modulus/contracts/adaptations.ts'
import { decisions } from '@modulus/contracts/decisions.ts'
import { riskBenefits } from '@modulus/contracts/risk-benefits.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ChangePage from './ChangePage.vue'
import { itemOf, trialWords } from './words.ts'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`
const step = (number: number, kind: AdaptationStep['kind'], more: Partial<AdaptationStep> = {}): AdaptationStep => ({
  id: id(60 + number),
  number,
  kind,
  status: 'talked_over',
  on: '2026-11-03',
  by: 'Amina Hart',
  words: '',
  quote: '',
  decidedBy: null,
  decision: null,
  riskBenefitId: null,
  trialUntil: null,
  corrects: null,
  earlierWords: null,
  toldHow: null,
  partner: null,
  peopleTold: null,
  ...more,
})
const nothing = {
  talkOver: false,
  agree: false,
  notAgree: false,
  beginTrial: false,
  extendTrial: false,
  settle: false,
  correct: false,
  tell: false,
  addVoice: false,
  weigh: false,
}
const change = (more: Partial<Adaptation> = {}): Adaptation => ({
  id: id(1),
  programmeId: id(2),
  programmeName: 'Harbour',
  course: { id: id(3), name: 'Work taster' },
  trigger: 'participants_chose_otherwise',
  raisedBy: 'participants',
  raisedOn: '2026-11-03',
  fromText: 'Garage visit',
  toText: 'Stay at the workshop',
  whatTheySaid: 'We like it here. Can we stay?',
  status: 'talked_over',
  decidedBy: null,
  trialUntil: null,
  version: 2,
  element: { id: id(4), title: 'Garage visit', status: 'scheduled', partner: { id: id(5), name: 'Quay Garage' } },
  elementBecomes: 'swapped',
  addsElement: true,
  newPartner: null,
  whatWeFeared: 'They lose the garage',
  alternatives: '',
  opportunityCost: '',
  coreIngredients: ['co_production'],
  follows: null,
  followedBy: [],
  sessions: [
    {
      id: id(6),
      startsAt: '2026-12-01T10:00:00.000Z',
      title: 'Garage visit',
      plannedTitle: 'Garage visit',
      status: 'planned',
      changed: false,
    },
  ],
  steps: [step(1, 'raise', { status: 'raised' }), step(2, 'talk_over', { quote: 'It is the first place that lets us finish' })],
  voices: [],
  weighings: [],
  stillToTell: null,
  can: { ...nothing, talkOver: true, agree: true, notAgree: true, correct: true, weigh: true, addVoice: true },
  ...more,
})
const open = () => mount(ChangePage, { props: { adaptationId: id(1) }, path: `/changes/${id(1)}` })
const api = (one = change()) =>
  fakeApi().on(adaptations.read, one).on(riskBenefits.list, { items: [], next: null }).on(decisions.list, { items: [], next: null })

it('tells the story in order, their words set apart, and offers the one next step first', async () => {
  api()
  const page = await open()
  expect(page.get('h1').text()).toBe('Stay at the workshop')
  expect(page.text()).toContain('In place of: Garage visit. Raised by the young people on')
  expect(page.findAll('blockquote').map((one) => one.text())).toEqual([
    '“We like it here. Can we stay?”',
    '“It is the first place that lets us finish”',
  ])
  expect(page.findAll('ol h3').map((one) => one.text())).toEqual(['Raised', 'Talked over with the young people'])
  expect(page.findAll('button').map((one) => one.text())).toEqual(expect.arrayContaining(['It is agreed', 'It is not agreed']))
  expect(page.html()).not.toMatch(/overdue|bg-harm|text-error/)
})
it('agrees it with who decided and until when, and says that the partner is told', async () => {
  const fake = api().on(adaptations.agree, change({ status: 'agreed', decidedBy: 'participants', version: 4 }))
  const page = await open()
  await page.press('It is agreed')
  expect(page.text()).toContain('Quay Garage is told')
  await page.choose('Everyone together')
  await page.press('Agree it and change the course')
  expect(fake.callsOf(adaptations.agree)[0]!.body).toMatchObject({
    version: 2,
    decidedBy: 'together',
    trialUntil: expect.stringMatching(/^\d{4}-/),
  })
  expect(page.text()).toContain('Agreed. The course has changed')
})
it('asks why and how they were told before it is not agreed', async () => {
  const fake = api()
  const page = await open()
  await page.press('It is not agreed')
  await page.press('Save')
  expect(page.text()).toContain('Say why not, in words they can read')
  expect(page.text()).toContain('Say how they were told')
  expect(fake.callsOf(adaptations.notAgree)).toEqual([])
})
it('shows a reader who is not in the team the story and no button of theirs', async () => {
  api(change({ can: nothing }))
  const page = await open()
  expect(page.findAll('button').map((one) => one.text())).toEqual([])
  expect(page.text()).not.toContain('Weigh benefit and risk')
})
it('asks for a partner with nobody here to be told, in words', async () => {
  const fake = api(change({ status: 'agreed', stillToTell: { id: id(5), name: 'Quay Garage' }, can: { ...nothing, tell: true } })).on(
    adaptations.tell,
    change(),
  )
  const page = await open()
  await page.press('Say how they were told')
  await page.choose('By phone')
  await page.press('Save')
  expect(fake.callsOf(adaptations.tell)[0]!.body).toMatchObject({ partnerId: id(5), toldHow: 'call' })
})
it('shows the earlier words of a correction, whom a message went to, and a trial without a clock', () => {
  expect(itemOf(step(3, 'correct', { corrects: 'whatTheySaid', earlierWords: 'Stay?', words: 'Can we stay?' }))).toMatchObject({
    title: 'What they said: words put right',
    text: 'Before: Stay?\nNow: Can we stay?',
  })
  expect(itemOf(step(4, 'tell', { partner: { id: id(5), name: 'Quay Garage' }, toldHow: 'message', peopleTold: 2 }))).toMatchObject({
    title: 'Quay Garage was told, by message',
    text: 'A message went to 2 people.',
  })
  expect(trialWords({ status: 'trialled', trialUntil: '2026-11-20' }, '2026-11-22')).toContain('ask how it went')
  expect(trialWords({ status: 'trialled', trialUntil: '2026-11-20' }, '2026-11-22')).not.toMatch(/overdue|late/i)
  expect(trialWords({ status: 'kept', trialUntil: '2026-11-20' }, '2026-11-22')).toBe('')
})
