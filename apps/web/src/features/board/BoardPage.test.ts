import { board, type Board, type LeadHome, type PublishedBoard } from '@modulus/contracts/board.ts'
import { describe, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import BoardPage from './BoardPage.vue'
import LeadPage from './LeadPage.vue'
import { employedSentence, funnelSentence, homeSentence, travelledSentence } from './sentences.ts'

const id = someone.programmes[0]!.id
const programme = {
  id,
  name: 'Govan',
  cohortName: 'The eleven',
  areaName: 'Govan',
  status: 'follow_up',
  startedOn: '2015-08-17',
  synthetic: true,
  outcomesNote: '',
}
const stages = (...people: number[]) =>
  (['nominated', 'visited', 'toldInterests', 'started', 'finished', 'placementOrJob'] as const).map((stage, at) => ({
    stage,
    people: people[at]!,
  }))
const share = { people: 6, of: 7, percent: 85.714, low: 48.69, high: 97.43 }
const full = (more: Partial<Board> = {}): Board => ({
  programme,
  funnel: stages(11, 11, 7, 7, 7, 6),
  employed: {
    ofStarted: share,
    ofInvited: { people: 6, of: 11, percent: 54.545, low: 28.01, high: 78.73 },
    sustained13w: 0,
    sustained26w: 0,
  },
  attendance: [],
  travelled: [],
  wants: { programmes: [], rows: [] },
  courses: [],
  community: [],
  ...more,
})
const published: PublishedBoard = {
  programme,
  smallNumber: 10,
  funnel: stages(0, 0, 0, 0, 0, 0).map(({ stage }) => ({ stage, people: null, reason: 'too_few' as const })),
  employed: { people: null, of: null, percent: null, low: null, high: null, reason: 'too_few' },
  interests: [],
  interestsHidden: true,
  steps: [{ item: 'safe', people: null, rose: null, reason: 'too_few' }],
  community: [],
}
const as = (...roles: (typeof someone.roles)[number][]) => ({
  session: { roles, programmes: [{ id, name: 'Govan', roles }] },
  path: '/outcomes',
})

describe('the board', () => {
  it('shows a team 6 of 7 with both bases, and a way to the people', async () => {
    fakeApi().on(board.read, full())
    const page = await mount(BoardPage, as('programme_lead'))
    await page.settle()
    expect(page.text()).toContain('Govan: 7 of 11 young people agreed or started. 6 of the 7 who started found work with a partner.')
    await expect
      .poll(() => page.text())
      .toContain(
        '6 of 7 found work with a partner of the programme: 85.7%. With so few people, anything from 48.7% to 97.4% would fit. Of all 11 who were invited it is 54.5%',
      )
    expect(page.find(`a[href="/people?programmeId=${id}"]`).exists()).toBe(true)
  })
  it('says that outcomes were not published instead of drawing zeros', async () => {
    fakeApi().on(
      board.read,
      full({ funnel: stages(0, 0, 0, 0, 0, 0), employed: { ofStarted: null, ofInvited: null, sustained13w: 0, sustained26w: 0 } }),
    )
    const page = await mount(BoardPage, as('programme_lead'))
    await page.settle()
    expect(page.text()).toContain('Not published: none shown')
    expect(page.findAll('svg[role=img]')).toHaveLength(0)
  })
  it('says what the agreement leaves out', async () => {
    fakeApi().on(board.read, full({ travelled: null, wants: null }))
    const page = await mount(BoardPage, as('outreach_officer'))
    await page.settle()
    expect(page.text()).toContain('does not cover distance travelled, what young people want')
  })
  it('shows an analyst figures only, and why some are missing', async () => {
    const api = fakeApi().on(board.published, published)
    const page = await mount(BoardPage, as('analyst'))
    await page.settle()
    expect(page.text()).toContain('too few people to show any figure about them')
    expect(page.text()).toContain('Too few to show')
    expect(api.callsOf(board.read)).toHaveLength(0)
    expect(page.find('a[href^="/people"]').exists()).toBe(false)
    expect(page.find('a[href^="/barriers/survey"]').exists()).toBe(true)
  })
  it('keeps the page when the board cannot be read', async () => {
    fakeApi().cutOff(board.read)
    const page = await mount(BoardPage, as('programme_lead'))
    await page.settle()
    expect(page.get('h1').text()).toBe('Outcomes')
    expect(page.text()).toContain('No connection')
  })
})

describe('the lead’s home', () => {
  const home: LeadHome = {
    onCourses: 29,
    quiet: 4,
    reviewsOverdue: 1,
    followUpsDue: 1,
    promisesToHandOver: 0,
    waiting: 2,
    decisions: [
      {
        kind: 'nomination',
        id,
        programmeId: id,
        programme: 'Govan',
        title: 'Suggested by Police',
        since: '2026-11-01',
        participantId: null,
      },
      {
        kind: 'safety_review',
        id: `${id.slice(0, -1)}9`,
        programmeId: id,
        programme: 'Govan',
        title: 'Iona',
        since: '2026-11-03',
        participantId: id,
      },
    ],
    changed: [{ on: '2026-11-10', programme: 'Govan', words: 'Stayed at the yard', courseId: id }],
  }
  it('says in one sentence what needs a lead, and leads to each decision', async () => {
    fakeApi().on(board.home, home).on(board.read, full())
    const page = await mount(LeadPage, as('programme_lead'))
    await page.settle()
    expect(page.text()).toContain(
      '2 decisions for you. 29 on courses. 4 not contacted for 14 days. 1 safety review overdue. 1 follow-up due.',
    )
    expect(page.findAll('a').map((one) => one.attributes('href'))).toEqual(
      expect.arrayContaining([`/nominations/${id}`, `/people/${id}/safety`, '/people?noContactDays=14', `/courses/${id}/ran`]),
    )
  })
  it('says when nothing waits', () =>
    expect(homeSentence({ ...home, quiet: 0, reviewsOverdue: 0, followUpsDue: 0, waiting: 0 })).toBe(
      'Nothing waits for you. 29 on courses.',
    ))
})

describe('sentences', () => {
  it('name the biggest drop, and do not count a job that nobody wrote down as a failure', () => {
    expect(funnelSentence(stages(64, 52, 41, 29, 23, 17))).toBe(
      '17 of 64 young people came as far as a placement or job. Biggest drop: from “nominated” to “visited at home” (12).',
    )
    expect(funnelSentence(stages(11, 11, 11, 11, 11, 0))).toBe('11 of 11 young people finished. No placement or job is written down.')
  })
  it('never average', () => {
    expect(
      travelledSentence([
        { first: 3, latest: 6 },
        { first: 4, latest: 4 },
        { first: 5, latest: 3 },
      ]),
    ).toBe('1 of 3 are higher than at first, 1 the same, 1 lower: worth asking about.')
    expect(employedSentence({ ofStarted: null, ofInvited: null })).toContain('no share to give')
  })
})
