import { courses } from '@modulus/contracts/courses.ts'
import { decisions } from '@modulus/contracts/decisions.ts'
import { describe, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import { coast, fakeDecision, hills } from './decision.fake.ts'
import DecisionListPage from './DecisionListPage.vue'
import DecisionNewPage from './DecisionNewPage.vue'
import DecisionPage from './DecisionPage.vue'

const one = fakeDecision()
const look = (decision = one) => {
  const api = fakeApi().on(decisions.read, decision)
  return { api, page: mount(DecisionPage, { path: `/decisions/${one.id}`, at: '/decisions/:decisionId', props: { decisionId: one.id } }) }
}
const voting = { openedAt: '2026-11-02T10:00:00Z', closedAt: null, voted: 6, mineId: null, result: null }

describe('the ledger', () => {
  it('says who decided in counts, and never one figure for all', async () => {
    fakeApi()
      .on(decisions.list, {
        items: [
          fakeDecision({ state: 'decided', decidedBy: 'participants', how: 'vote', decidedOn: '2026-11-02', participantsPresent: 5 }),
        ],
        next: null,
      })
      .on(decisions.spread, {
        n: 3,
        open: 1,
        fedBack: 1,
        byWhom: [
          { decidedBy: 'participants', n: 2 },
          { decidedBy: 'law', n: 1 },
        ],
        can: { open: true },
      })
    const page = await mount(DecisionListPage, { path: '/decisions' })
    for (const words of [
      '2 of 3 decisions were young people’s, or made together. 1 question open.',
      'The young people, a vote, 2 Nov 2026. 5 young people there.',
      '2 of 3',
      'The law',
    ])
      expect(page.text()).toContain(words)
  })
  it('keeps the filters in the address', async () => {
    const api = fakeApi()
      .on(decisions.list, { items: [], next: null })
      .on(decisions.spread, { n: 0, open: 0, fedBack: 0, byWhom: [], can: { open: false } })
    const page = await mount(DecisionListPage, { path: '/decisions?by=law' })
    expect(api.callsOf(decisions.list)[0]!.query).toMatchObject({ decidedBy: 'law' })
    expect(page.text()).not.toContain('Open a decision')
  })
})
describe('one decision', () => {
  it('asks for the limits before anything else', async () => {
    const { page } = look(fakeDecision({ state: 'open', limitsStated: null, limitsText: '', options: [], can: { prepare: true } }))
    const at = await page
    expect(at.text()).toContain('Next: say what cannot be chosen, before anyone chooses.')
    expect(at.text()).not.toContain('Write down what was decided')
  })
  it('opens the vote with one press', async () => {
    const { api, page } = look(fakeDecision({ can: { prepare: true, openVote: true, decide: true } }))
    const at = await page
    const opened = fakeDecision({ vote: voting, can: { closeVote: true, recordVote: true } })
    api.on(decisions.openVote, opened).on(decisions.read, opened)
    await at.press('Open the vote')
    expect(api.callsOf(decisions.openVote)[0]!.body).toEqual({ version: 3 })
    expect(at.text()).toContain('6 young people have voted')
    expect(at.text()).toContain('Nobody sees what came out until it is closed')
  })
  it('closes the vote only when asked twice, because it stays closed', async () => {
    const { api, page } = look(fakeDecision({ vote: voting, can: { closeVote: true } }))
    const at = await page
    await at.press('Close the vote')
    expect(api.callsOf(decisions.closeVote)).toEqual([])
    expect(at.text()).toContain('it cannot be opened again')
    const closed = fakeDecision({
      vote: { ...voting, closedAt: '2026-11-03T10:00:00Z', result: { kind: 'too_few', wonId: null, counts: [] } },
    })
    api.on(decisions.closeVote, closed).on(decisions.read, closed)
    await at.press('Yes, close it')
    expect(at.text()).toContain('Too few voted to say what came out')
  })
  it('names only the winner where counts would give someone away', async () => {
    const closed = { ...voting, closedAt: '2026-11-03T10:00:00Z', result: { kind: 'won' as const, wonId: coast, counts: [] } }
    const at = await look(fakeDecision({ vote: closed })).page
    expect(at.text()).toContain('“The coast” came out on top. The counts stay hidden')
    expect(at.find('[role=progressbar]').exists()).toBe(false)
  })
  it('shows the counts where nobody can be picked out, and proposes the winner', async () => {
    const closed = {
      ...voting,
      closedAt: '2026-11-03T10:00:00Z',
      voted: 8,
      result: {
        kind: 'counts' as const,
        wonId: hills,
        counts: [
          { optionId: coast, votes: 3 },
          { optionId: hills, votes: 5 },
        ],
      },
    }
    const { api, page } = look(fakeDecision({ vote: closed, can: { decide: true } }))
    api.on(
      decisions.decide,
      fakeDecision({
        state: 'decided',
        decidedBy: 'participants',
        how: 'vote',
        decidedOn: '2026-11-03',
        chosen: 'The hills',
        can: { act: true },
      }),
    )
    const at = await page
    expect(at.findAll('[role=progressbar]').map((bar) => bar.attributes('aria-valuetext'))).toEqual(['3 of 8', '5 of 8'])
    await at.fill('How many young people were there?', '8')
    await at.press('Save the decision')
    expect(api.callsOf(decisions.decide)[0]!.body).toMatchObject({
      decidedBy: 'participants',
      how: 'vote',
      chosenOptionId: hills,
      participantsPresent: 8,
    })
  })
  it('a decision by the law asks why, and how it was explained', async () => {
    const { api, page } = look(fakeDecision({ can: { decide: true } }))
    api.refuse(decisions.decide, 'invalid-input', { errors: [{ pointer: '/body/reason', keyword: 'required', detail: 'Say why' }] })
    const at = await page
    await at.press('Write down what was decided')
    await at.choose('The law')
    await at.choose('A rule')
    await at.fill('Why was this not theirs to decide?', ' ')
    await at.press('Save the decision')
    expect(at.text()).toContain('Say why this was not theirs to decide')
    expect(at.text()).toContain('How was that explained to them?')
  })
  it('then has one next step at a time', async () => {
    const decided = { decidedBy: 'participants', how: 'consensus', decidedOn: '2026-11-02', participantsPresent: 4 } as const
    const acted = look(
      fakeDecision({ ...decided, state: 'acted_on', actedOn: '2026-11-04', outcomeText: 'We went', can: { feedBack: true } }),
    )
    const at = await acted.page
    const told = fakeDecision({
      ...decided,
      state: 'fed_back',
      fedBackOn: '2026-11-05',
      fedBackText: 'Again in June',
      can: { review: true },
    })
    acted.api.on(decisions.feedBack, told).on(decisions.read, told)
    expect(at.text()).toContain('Done. Next: tell the young people what came of it.')
    await at.fill('What were the young people told?', 'Again in June')
    await at.press('They have been told')
    expect(acted.api.callsOf(decisions.feedBack)[0]!.body).toMatchObject({
      version: 3,
      fedBackText: 'Again in June',
      fedBackHow: 'in_person',
    })
    expect(at.text()).toContain('Looking back together: was it right?')
  })
})
it('a decision of the group about a course is written down and leads back to the course', async () => {
  const course = someone.programmes[0]!.id.replace(/4$/, '7')
  const api = fakeApi().on(courses.list, { items: [], next: null }).on(decisions.open, fakeDecision())
  const page = await mount(DecisionNewPage, { path: `/decisions/new?course=${course}&made=yes`, at: '/decisions/new' })
  await page.press('Save the decision')
  expect(page.text()).toContain('Say what is to be decided')
  await page.fill('What was decided?', 'Six Tuesdays')
  await page.choose('Nothing was fixed')
  await page.choose('Everyone together')
  await page.press('Save the decision')
  expect(api.callsOf(decisions.open)[0]!.body).toMatchObject({
    title: 'Six Tuesdays',
    courseId: course,
    limitsStated: false,
    made: { decidedBy: 'together', how: 'consensus', participantsPresent: null },
  })
  expect(page.router.currentRoute.value.path).toBe(`/courses/${course}`)
})
