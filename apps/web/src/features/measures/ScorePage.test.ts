import { measures, type Steps } from '@modulus/contracts/measures.ts'
import { describe, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ScorePage from './ScorePage.vue'
import StepsPage from './StepsPage.vue'

const id = '0190aaaa-0000-7000-8000-00000000000a',
  goal = '0190aaaa-0000-7000-8000-00000000000b'
const steps = (more: Partial<Steps> = {}): Steps => ({
  participantId: id,
  knownAs: 'Iona',
  steps: [],
  occasions: [],
  goals: [{ id: goal, ownWords: 'A job with dogs' }],
  can: { score: true },
  raters: ['self', 'together', 'worker'],
  ...more,
})
const open = () =>
  mount(ScorePage, { props: { participantId: id }, path: `/people/${id}/steps/new`, at: '/people/:participantId/steps/new' })

describe('scoring together', () => {
  it('asks one thing at a time in their own words, lets them skip, and sends only what was answered', async () => {
    const api = fakeApi()
      .on(measures.steps, steps())
      .on(measures.score, ({ body, params }) => ({
        id: params.occasionId,
        participantId: id,
        ratedBy: body.ratedBy,
        ratedOn: body.ratedOn,
        recordedBy: null,
        answers: [],
      }))
    const page = await open()
    await page.choose('Safe')
    await page.press('Start, and hand the phone over')
    await page.settle()
    expect(page.text()).toContain('“A job with dogs”')
    await page.press('7')
    await page.settle()
    expect(page.get('h1').text()).toBe('How safe do you feel, at home and out and about?')
    await page.press('Skip this one')
    await page.settle()
    await page.fill('Why', 'I asked at the kennels')
    await page.press('Save')
    await page.settle()
    expect(api.callsOf(measures.score)[0]!.body).toMatchObject({
      ratedBy: 'together',
      answers: [{ framework: 'goal', goalId: goal, value: 7, words: 'I asked at the kennels' }],
    })
    expect(page.router.currentRoute.value.fullPath).toBe(`/people/${id}/steps?saved=steps`)
  })
  it('goes back a question with the answer still marked', async () => {
    fakeApi().on(measures.steps, steps())
    const page = await open()
    await page.choose('Safe')
    await page.press('Start, and hand the phone over')
    await page.press('3')
    await page.settle()
    await page.press('Back')
    await page.settle()
    expect(page.findAll('[aria-pressed=true]').map((one) => one.text())).toEqual(['3'])
  })
  it('keeps the answers when there is no signal, and says so', async () => {
    fakeApi().on(measures.steps, steps()).cutOff(measures.score)
    const page = await open()
    await page.press('Start, and hand the phone over')
    await page.press('10, I am there')
    await page.settle()
    await page.press('Save')
    await page.settle()
    expect(page.get('[role=alert]').text()).toContain('No connection')
    expect(page.text()).toContain('10')
  })
})

describe('the steps of a person', () => {
  it('sets first beside latest by the same rater, and two views side by side', async () => {
    fakeApi().on(
      measures.steps,
      steps({
        occasions: [
          {
            id: goal,
            participantId: id,
            ratedBy: 'together',
            ratedOn: '2026-11-16',
            recordedBy: 'Amina Hart',
            answers: [{ framework: 'shanarri', item: 'safe', goalId: null, edition: 1, value: 6, words: 'since the move' }],
          },
        ],
        steps: [
          {
            framework: 'shanarri',
            item: 'safe',
            goalId: null,
            goal: null,
            edition: 1,
            distances: [
              { ratedBy: 'together', first: 3, firstOn: '2026-09-25', latest: 6, latestOn: '2026-11-16', times: 2 },
              { ratedBy: 'worker', first: 4, firstOn: '2026-11-16', latest: null, latestOn: null, times: 1 },
            ],
            disagreement: [
              { ratedBy: 'together', value: 6, on: '2026-11-16' },
              { ratedBy: 'worker', value: 4, on: '2026-11-16' },
            ],
          },
        ],
      }),
    )
    const page = await mount(StepsPage, { props: { participantId: id } })
    await expect.poll(() => page.text()).toContain('Scored together, 25 Sep 2026 to 16 Nov 2026')
    expect(page.text()).toContain('Seen differently')
    expect(page.text()).toContain('since the move')
    expect(page.text()).toContain('SHANARRI indicators of the Scottish Government')
  })
  it('says what would be here', async () => {
    fakeApi().on(measures.steps, steps({ can: { score: false } }))
    const page = await mount(StepsPage, { props: { participantId: id } })
    expect(page.text()).toContain('How far they have come will be here')
    expect(page.findAll('a').map((one) => one.text())).not.toContain('Score together')
  })
})
