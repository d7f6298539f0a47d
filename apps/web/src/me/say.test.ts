import { decisions, type Decision, type DecisionLine } from '@modulus/contracts/decisions.ts'
import { ideas, type Idea } from '@modulus/contracts/ideas.ts'
import { session } from '@modulus/contracts/session.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import SayPage from './SayPage.vue'
import VotePage from './VotePage.vue'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${n}`
const idea = (more: Partial<Idea> = {}): Idea => ({
  id: id(10),
  programmeId: someone.programmes[0]!.id,
  programmeName: 'Linnbrae',
  words: 'A day on the boats',
  raisedByKind: 'participant',
  raisedOn: '2026-11-01',
  coMode: 'co_design',
  voiceOrAction: 'voice',
  status: 'raised',
  support: 2,
  mySupport: false,
  mine: false,
  replies: [],
  replyDueOn: '2026-11-15',
  voices: [],
  decisions: [],
  version: 1,
  can: { reply: false, support: true, decide: false },
  ...more,
})
const line = (more: Partial<DecisionLine> = {}): DecisionLine => ({
  id: id(20),
  programmeId: someone.programmes[0]!.id,
  programmeName: 'Linnbrae',
  title: 'Where to go in May',
  state: 'options',
  openedOn: '2026-11-01',
  coMode: 'co_design',
  voiceOrAction: 'voice',
  decidedBy: null,
  how: null,
  decidedOn: null,
  words: '',
  reason: '',
  participantsPresent: null,
  outcomeText: '',
  course: null,
  chosen: null,
  fedBackText: '',
  voting: true,
  ...more,
})
const none = { yes: null, evidence: '' }
const vote = (mineId: string | null, more: Partial<Decision> = {}): Decision => ({
  ...line(),
  pathway: null,
  idea: null,
  limitsStated: true,
  limitsText: 'One day only',
  limitsStatedOn: '2026-11-01',
  options: [
    { id: id(31), words: 'The coast' },
    { id: id(32), words: 'The hills' },
  ],
  chosenOptionId: null,
  explainedHow: '',
  lundy: { space: none, voice: none, audience: none, influence: none },
  audiencePerson: null,
  actedOn: null,
  fedBackOn: null,
  fedBackHow: null,
  reviewOn: null,
  reviewedOn: null,
  reviewWords: '',
  vote: { openedAt: '2026-11-02T10:00:00Z', closedAt: null, voted: 3, mineId, result: null },
  readings: { participants: { n: 0, levels: null }, partners: { n: 0, levels: null }, group: null, mine: null },
  version: 3,
  can: {
    prepare: false,
    openVote: false,
    closeVote: false,
    vote: true,
    recordVote: false,
    decide: false,
    act: false,
    feedBack: false,
    review: false,
    showLundy: false,
    read: false,
    readForGroup: false,
  },
  ...more,
})
const me = { ...someone, roles: ['participant' as const], self: [id(99)] }
let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi().on(session.read, me)
})

describe('have a say', () => {
  it('takes an idea in their own words, with nothing else asked', async () => {
    api
      .on(ideas.list, { items: [], next: null })
      .on(decisions.list, { items: [], next: null })
      .on(ideas.raise, idea({ mine: true }))
    const page = await mount(SayPage)
    await page.press('Send it')
    expect(page.get('[role=alert]').text()).toContain('Write your idea first')
    expect(api.callsOf(ideas.raise)).toEqual([])
    await page.fill('Your idea', 'A day on the boats')
    await page.press('Send it')
    expect(api.callsOf(ideas.raise)[0]!.body).toEqual({ programmeId: someone.programmes[0]!.id, words: 'A day on the boats' })
    expect(page.text()).toContain('Someone will get back to you in two weeks')
  })
  it('shows what came back, and lets them stand behind the ideas of others without a name on them', async () => {
    const reply = { status: 'not_possible' as const, words: 'It costs too much', by: 'Amina Hart', at: '2026-11-05T10:00:00Z' }
    api
      .on(ideas.list, {
        items: [idea({ mine: true, status: 'not_possible', replies: [reply], replyDueOn: null }), idea({ id: id(11), words: 'Boxing' })],
        next: null,
      })
      .on(decisions.list, { items: [line()], next: null })
      .on(ideas.support, idea({ mySupport: true }))
    const page = await mount(SayPage)
    for (const words of ['We can’t do this one', 'It costs too much (Amina Hart)', 'There is a vote on now', 'Ideas from the others'])
      expect(page.text()).toContain(words)
    await page.press('I like it: Boxing')
    expect(api.callsOf(ideas.support)[0]!.params).toEqual({ ideaId: id(11) })
  })
  it('keeps the words when there is no signal', async () => {
    api.on(ideas.list, { items: [], next: null }).on(decisions.list, { items: [], next: null }).cutOff(ideas.raise)
    const page = await mount(SayPage)
    await page.fill('Your idea', 'Boats')
    await page.press('Send it')
    expect(page.get('[role=alert]').text()).toContain('Your words are still here')
    expect((page.get('textarea').element as HTMLTextAreaElement).value).toBe('Boats')
  })
})
describe('votes', () => {
  it('is one tap, and one more to change it', async () => {
    let mine: string | null = null
    api
      .on(decisions.list, { items: [line()], next: null })
      .on(decisions.read, () => vote(mine))
      .on(decisions.vote, ({ body }) => {
        mine = body.optionId
        return vote(mine)
      })
    const page = await mount(VotePage)
    expect(page.text()).toContain('What we can’t change: One day only')
    await page.press('The coast')
    expect(page.find('button[aria-pressed=true]').text()).toBe('The coast')
    await page.press('The hills')
    expect(api.callsOf(decisions.vote).map(({ body }) => body.optionId)).toEqual([id(31), id(32)])
    expect(page.find('button[aria-pressed=true]').text()).toBe('The hills')
    expect(page.text()).toContain('You can change it till the vote is shut')
  })
  it('says so when the vote was shut meanwhile', async () => {
    api
      .on(decisions.list, { items: [line()], next: null })
      .on(decisions.read, vote(null))
      .refuse(decisions.vote, 'vote-closed')
    const page = await mount(VotePage)
    await page.press('The coast')
    expect(page.get('[role=alert]').text()).toContain('This vote is shut now')
  })
  it('tells what was chosen, by whom, why, and what came of it; and asks how much was theirs', async () => {
    const chosen = line({
      voting: false,
      state: 'fed_back',
      decidedBy: 'law',
      decidedOn: '2026-11-02',
      how: 'rule',
      reason: 'You have to be 18',
      fedBackText: 'We go next year',
    })
    api
      .on(decisions.list, { items: [chosen], next: null })
      .on(decisions.read, { ...vote(null), ...chosen, vote: null, can: { ...vote(null).can, read: true } })
      .on(decisions.readPower, {
        ...vote(null),
        ...chosen,
        vote: null,
        readings: { ...vote(null).readings, mine: 2 },
        can: { ...vote(null).can, read: true },
      })
    const page = await mount(VotePage)
    for (const words of ['There is no vote on just now', 'The law says so', 'Why: You have to be 18', 'What came of it: We go next year'])
      expect(page.text()).toContain(words)
    await page.press('Was it up to you? Where to go in May')
    await page.press('They asked us first')
    expect(api.callsOf(decisions.readPower)[0]!.body).toEqual({ level: 2 })
    expect(page.text()).toContain('Thanks for telling us')
  })
  it('is not for staff', async () => {
    api.on(session.read, someone)
    expect((await mount(VotePage)).text()).toContain('This page is for young people')
  })
})
