import { power, type Changes, type PowerBoard } from '@modulus/contracts/power.ts'
import { describe, expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import ChangesPage from './ChangesPage.vue'
import PowerPage from './PowerPage.vue'
import { adaptationsSentence, decidedSentence, gapSentence, ideasSentence, paceSentence, spanOf } from './sentences.ts'

const programme = { id: someone.programmes[0]!.id, name: 'Linnbrae' }
const zeros = (n: number) => Array.from({ length: n }, () => 0)
const nothing: PowerBoard = {
  programme: { ...programme, deadlineWhat: null, deadlineOn: null },
  decisions: { n: 0, open: 0, by: {}, how: {}, co: {}, voiceOrAction: {}, toldBack: 0 },
  readings: { participants: { n: 0, levels: zeros(7) }, partners: { n: 0, levels: zeros(7) }, gaps: zeros(13) },
  daysToFeedback: null,
  ideas: { n: 0, byWhom: {}, status: {}, answeredInTime: 0, answered: 0, owed: 0 },
  adaptations: { n: 0, raisedBy: {}, status: {} },
  pace: { n: 0, theirs: zeros(5), ours: zeros(5), action: {}, pressures: {} },
  visitsBeforeYes: null,
}
/** Five readings of partners beside the group's: two higher, one the same, two lower. */
const gaps = [0, 0, 0, 0, 1, 1, 1, 2, 0, 0, 0, 0, 0]
const running: PowerBoard = {
  ...nothing,
  programme: { ...programme, deadlineWhat: 'The hall closes', deadlineOn: '2026-12-18' },
  decisions: { n: 5, open: 1, by: { together: 2, participants: 2, law: 1 }, how: {}, co: { co_design: 5 }, voiceOrAction: {}, toldBack: 2 },
  readings: { participants: { n: 4, levels: [0, 1, 0, 0, 2, 1, 0] }, partners: { n: 5, levels: [0, 0, 0, 1, 1, 3, 0] }, gaps },
  daysToFeedback: { n: 3, least: 2, middle: 6, most: 11 },
  ideas: { n: 6, byWhom: {}, status: { adopted: 2, raised: 4 }, answeredInTime: 3, answered: 4, owed: 1 },
  adaptations: { n: 1, raisedBy: { participants: 1 }, status: { trialled: 1 } },
  pace: { n: 4, theirs: [0, 0, 1, 2, 1], ours: [0, 2, 1, 1, 0], action: {}, pressures: {} },
  visitsBeforeYes: { n: 1, least: 4, middle: 4, most: 4 },
}

describe('power and pace', () => {
  it('is told in one sentence for each picture, worked out from the figures', () => {
    expect(decidedSentence(running.decisions)).toBe(
      '4 of 5 decisions were made by young people or with them. They were told what came of 2.',
    )
    expect(decidedSentence({ ...running.decisions, n: 1, by: { participants: 1 } })).toContain('1 of 1 decision was made')
    expect(gapSentence(running.readings)).toBe(
      '5 partner readings can be laid beside the group’s: 2 put the young people higher than they did themselves, 1 the same, 2 lower.',
    )
    expect(gapSentence({ ...running.readings, gaps: zeros(13) })).toContain('No decision has been read by both sides yet')
    expect(ideasSentence(running.ideas)).toBe('4 of 6 ideas had an answer, 3 of them within 14 days. 1 still waits for one.')
    expect(ideasSentence({ ...running.ideas, owed: 0 })).toContain('None is waiting.')
    expect(adaptationsSentence(running.adaptations)).toBe('1 of 1 change was begun by young people or with them.')
    expect(paceSentence(running.pace)).toBe('Young people said it was too fast 3 of 4 times; officers and partners 1 of 4 times.')
    expect(spanOf(running.daysToFeedback!, (n) => `${n} days`)).toBe('6 days in the middle, from 2 days to 11 days')
    expect(spanOf(running.visitsBeforeYes!, (n) => `${n} visits`)).toBe('4 visits')
  })
  it('lays the young people’s reading and the partners’ side by side, and never averages them', async () => {
    fakeApi().on(power.board, running)
    const page = await mount(PowerPage, { path: '/outcomes/power' })
    await vi.waitFor(() => expect(page.text()).toContain('How much of the deciding was theirs'))
    expect(page.text()).toContain('From deciding to being told took 6 days in the middle, from 2 days to 11 days (3 decisions).')
    expect(page.text()).toContain('The date that cannot move is The hall closes: 18 Dec 2026.')
    expect(page.text()).not.toMatch(/average|mean|index|score/i)
  })
  it('says that nothing is written down yet, instead of drawing empty pictures', async () => {
    fakeApi().on(power.board, nothing)
    const page = await mount(PowerPage, { path: '/outcomes/power' })
    expect(page.text()).toContain('Nothing to show yet')
    expect(page.find('svg[role=img]').exists()).toBe(false)
  })
  it('is the team’s own: an analyst is asked for nothing', async () => {
    const api = fakeApi()
    const page = await mount(PowerPage, {
      path: '/outcomes/power',
      session: { roles: ['analyst'], programmes: [{ ...programme, roles: ['analyst'] }] },
    })
    expect(page.text()).toContain('Not yours to judge')
    expect(api.calls).toEqual([])
  })
})

describe('you said, we did', () => {
  const one = (n: number, outcome: Changes['items'][number]['outcome'], kind: Changes['items'][number]['kind'] = 'idea') => ({
    id: `0190aaaa-0000-7000-8000-00000000000${n}`,
    kind,
    said: `Words ${n}`,
    outcome,
    did: `Came of it ${n}`,
    on: '2026-11-03',
  })
  const told: Changes = {
    programme: { ...programme, cohort: 'The Linn lot' },
    items: [one(1, 'did', 'decision'), one(2, 'partly'), one(3, 'trying', 'adaptation'), one(4, 'could_not')],
  }
  it('counts what was done, what is tried and what could not be, and leads to each', async () => {
    fakeApi().on(power.changes, told)
    const page = await mount(ChangesPage, { path: '/outcomes/changes' })
    expect(page.get('h1').text()).toBe('You said, we did: The Linn lot')
    expect(page.text()).toContain('4 things young people said: 2 done, 1 being tried, 1 could not be, with the reason.')
    expect(page.text()).toContain('We could not, because')
    expect(page.findAll('a.no-print').map((link) => link.attributes('href')!.split('/')[1])).toEqual([
      'decisions',
      'ideas',
      'changes',
      'ideas',
    ])
  })
  it('says what will stand here when nothing does, and has nothing to print', async () => {
    fakeApi().on(power.changes, { ...told, items: [] })
    const page = await mount(ChangesPage, { path: '/outcomes/changes' })
    expect(page.text()).toContain('Nothing to tell yet')
    expect(page.findAll('button').map((button) => button.text())).not.toContain('Print')
  })
})
