import { contributions, type Contribution, type Effort } from '@modulus/contracts/contributions.ts'
import { CoMode } from '@modulus/contracts/ideas.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { Pathway } from '@modulus/contracts/programmes.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import { bodyOf } from './contribution-form.ts'
import ContributionNewPage from './ContributionNewPage.vue'
import EffortPage from './EffortPage.vue'
import GivenPage from './GivenPage.vue'

const id = '0190aaaa-0000-7000-8000-0000000000f1'
const programmeId = someone.programmes[0]!.id
const effort = (change: Partial<Effort> = {}): Effort => ({
  cells: Pathway.enum.flatMap((pathway) =>
    CoMode.enum.map((coMode) =>
      pathway === 'prevention' && coMode === 'co_deliver'
        ? { pathway, coMode, minutes: 90, sessions: 2, sessionMinutes: 300, moneyPence: 12_000, n: 3 }
        : { pathway, coMode, minutes: 0, sessions: 0, sessionMinutes: 0, moneyPence: 0, n: 0 },
    ),
  ),
  voice: { n: 1, minutes: 60 },
  action: { n: 1, minutes: 30 },
  namedToo: true,
  elements: [{ id, title: 'Bench', course: 'Makers', sessions: 2, sessionMinutes: 300, costPence: null, coMode: null, pathway: null }],
  pathway: 'prevention',
  can: { record: true, sort: true },
  ...change,
})
const plane: Contribution = {
  id,
  programme: { id: programmeId, name: 'Linnbrae' },
  givenBy: 'participant',
  participantId: id,
  supporterId: null,
  userId: null,
  givenOn: '2026-11-02',
  what: 'Showed the others how to plane a board',
  coMode: 'co_deliver',
  voiceOrAction: 'action',
  pathway: 'prevention',
  role: 'trained_peers',
  minutes: 90,
  moneyPence: null,
  usedHow: '',
  recognisedHow: '',
  who: 'Iona',
  version: 1,
  can: { amend: true },
}

it('the grid gives hours, sessions and money with how many, and says what is not counted', async () => {
  const api = fakeApi()
    .on(contributions.effort, effort())
    .on(contributions.sort, undefined as never)
  const page = await mount(EffortPage, { path: '/effort' })
  expect(page.text()).toContain('6.5 hours counted: 100% in prevention. Most went into doing together (6.5 hours).')
  expect(page.findAll('tbody tr')).toHaveLength(4)
  expect(page.findAll('tbody td')).toHaveLength(16)
  expect(page.findAll('tbody td')[2]!.text()).toBe('6.5 hours2 sessions£120n = 3')
  expect(page.text()).toContain('1 part of courses nobody has placed yet: not counted.')
  await page.fill('What was it? Bench', 'co_design')
  await page.settle()
  expect(api.callsOf(contributions.sort)[0]).toMatchObject({
    params: { programmeId, elementId: id },
    body: { coMode: 'co_design', pathway: 'prevention' },
  })
})
it('whoever may not know what a young person gave is told that it is not in the figures', async () => {
  fakeApi().on(contributions.effort, effort({ namedToo: false, can: { record: false, sort: false } }))
  const page = await mount(EffortPage, { path: '/effort' })
  expect(page.text()).toContain('What a single young person gave is for the team to see')
  expect(page.findAll('select')).toEqual([])
})
it('writes down hours as minutes and pounds as pence, with the name that fits who gave it and no other', async () => {
  const api = fakeApi()
    .on(contributions.effort, effort())
    .on(participants.list, { items: [{ id, knownAs: 'Iona' } as never], next: null, total: 1 } as never)
    .on(contributions.record, plane)
  const page = await mount(ContributionNewPage, { path: '/contributions/new' })
  await page.choose('Young people')
  await page.settle()
  await page.fill('Which young person?', id)
  await page.fill('What was given?', 'Showed the others how to plane a board')
  await page.fill('Hours', '1.5')
  await page.choose('Doing together')
  await page.choose('Doing it')
  await page.press('Write it down')
  expect(api.callsOf(contributions.record)[0]!.body).toMatchObject({
    participantId: id,
    supporterId: null,
    userId: null,
    minutes: 90,
    moneyPence: null,
    pathway: 'prevention',
  })
  expect(bodyOf({ givenBy: 'officer', participantId: id, userId: id, pounds: 12.5 })).toMatchObject({
    participantId: null,
    userId: id,
    moneyPence: 1250,
  })
})
it('hours an award would count are facts, not something to collect', async () => {
  fakeApi().on(contributions.ofPerson, {
    items: [plane],
    roles: [
      { role: 'took_part', minutes: 720, awardHours: 60 },
      { role: 'trained_peers', minutes: 90, awardHours: null },
    ],
    programmeId,
    can: { record: true },
  })
  const page = await mount(GivenPage, { path: `/people/${id}/given`, at: '/people/:participantId/given', props: { participantId: id } })
  expect(page.text()).toContain('12 hours (the award takes 60)')
  expect(page.text()).toContain('Whether they want one is theirs to say')
  expect(page.text()).not.toMatch(/badge|streak|level up|%/i)
})
