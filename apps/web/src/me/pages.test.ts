// The other pages of theirs, one screen each.
import { me, type StopPlan, type Want } from '@modulus/contracts/me.ts'
import { meRecord, type Look, type RecordEntry } from '@modulus/contracts/me-record.ts'
import { describe, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import DealPage from './DealPage.vue'
import HelpPage from './HelpPage.vue'
import RecordPage from './RecordPage.vue'
import SharingPage from './SharingPage.vue'
import StopPage from './StopPage.vue'
import WantsPage from './WantsPage.vue'
import { lookedAt, titleOf } from './words.ts'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${n}`

describe('what I want', () => {
  const van: Want = {
    id: id(10),
    words: 'Vans',
    heardOn: '2026-11-03',
    workersWords: false,
    before: [{ words: 'Cars', heardOn: '2026-10-01' }],
  }
  it('is changed in three taps, with what stood before still there', async () => {
    const api = fakeApi()
      .on(me.wants, { items: [van] })
      .on(me.want, van)
    const page = await mount(WantsPage)
    expect(page.text()).toContain('“Cars”')
    await page.press('Change: Vans')
    await page.fill('What do you want now?', 'Vans and boats')
    await page.press('Save')
    expect(api.callsOf(me.want)[0]!.body).toEqual({ words: 'Vans and boats', changes: van.id })
  })
  it('sends nothing empty, and keeps the words when there is no signal', async () => {
    const api = fakeApi().on(me.wants, { items: [] }).cutOff(me.want)
    const page = await mount(WantsPage)
    await page.press('Add something')
    await page.press('Save')
    expect([api.callsOf(me.want).length, page.get('[role=alert]').text()]).toEqual([0, 'Write what you want first.'])
    await page.fill('What else do you want?', 'Cooking')
    await page.press('Save')
    expect(page.get('[role=alert]').text()).toContain('Your words are still here')
    expect(page.get('textarea').element.value).toBe('Cooking')
  })
  it('tells a worker’s words from their own', async () => {
    fakeApi().on(me.wants, { items: [{ ...van, workersWords: true, before: [] }] })
    const page = await mount(WantsPage)
    expect(page.text()).toContain('Your worker wrote: Vans')
    expect(page.find('blockquote').exists()).toBe(false)
  })
})

it('our deal has both sides, and a change is asked for', async () => {
  const ask = { id: id(20), kind: 'change_deal' as const, words: 'Later start', at: '2026-11-20T10:00:00Z', answer: null }
  const deal = { now: { whatIGet: 'A shot on the vans', whatIGive: 'Turn up', agreedOn: '2026-11-03', withdrawnOn: null }, before: [] }
  const api = fakeApi()
    .on(me.deal, { ...deal, ask: null })
    .on(me.ask, ask)
  const page = await mount(DealPage)
  for (const words of ['A shot on the vans', 'Turn up', 'I want to stop']) expect(page.text()).toContain(words)
  await page.press('Ask to change it')
  await page.fill('What should change?', 'Later start')
  api.on(me.deal, { ...deal, ask })
  await page.press('Send')
  expect(api.callsOf(me.ask)[0]!.body).toEqual({ kind: 'change_deal', words: 'Later start' })
  expect(page.text()).toContain('Your team knows. They will get back to you.')
})

describe('what is written about me', () => {
  const entry: RecordEntry = {
    id: id(30),
    kind: 'visit',
    at: '2026-11-03T10:00:00Z',
    params: { outcome: 'listened', interests: [] },
    theirWords: ['Out on the vans'],
    staffWords: 'Did not want to talk',
    by: 'Amina Hart',
    byMe: false,
    reply: null,
  }
  const said = (response: 'thats_right' | 'not_how_i_said_it' | 'leave_out', words = '') => ({
    id: id(31),
    response,
    words,
    at: '2026-11-20T10:00:00Z',
    answer: null,
  })
  it('says who wrote it, and takes one tap to say it is right', async () => {
    const api = fakeApi()
      .on(meRecord.record, { items: [entry], next: null })
      .on(meRecord.answerEntry, said('thats_right'))
    const page = await mount(RecordPage)
    for (const words of ['Amina Hart wrote this', 'We came to see you. You heard us out', '“Out on the vans”', 'Did not want to talk'])
      expect(page.text()).toContain(words)
    await page.press('That’s right')
    expect(api.callsOf(meRecord.answerEntry)[0]).toMatchObject({
      params: { kind: 'visit', entryId: entry.id },
      body: { response: 'thats_right', words: '' },
    })
    expect(page.text()).toContain('You said: that’s right')
  })
  it('puts their own words beside ours, in three taps, and theirs may change', async () => {
    const api = fakeApi()
      .on(meRecord.record, { items: [entry], next: null })
      .on(meRecord.answerEntry, said('not_how_i_said_it', 'No that day'))
    const page = await mount(RecordPage)
    await page.press('That’s not how I said it')
    await page.fill('How would you say it?', 'No that day')
    await page.press('Send')
    expect(api.callsOf(meRecord.answerEntry)[0]!.body).toEqual({ response: 'not_how_i_said_it', words: 'No that day' })
    expect(page.text()).toContain('Did not want to talk')
    expect(page.text()).toContain('“No that day”')
    await page.press('Change my answer: We came to see you. You heard us out, 3 Nov 2026')
    expect(page.text()).toContain('Leave it out')
  })
  it('shows what the team answered', async () => {
    const answer = { decision: 'kept' as const, words: 'We need it till May.', by: 'Amina Hart', at: '2026-11-21T10:00:00Z' }
    fakeApi().on(meRecord.record, { items: [{ ...entry, reply: { ...said('leave_out'), answer } }], next: null })
    const page = await mount(RecordPage)
    for (const words of ['Amina Hart said it has to stay.', 'We need it till May.']) expect(page.text()).toContain(words)
  })
  it('goes on where it stopped', async () => {
    const api = fakeApi().on(meRecord.record, ({ query }) =>
      query?.after ? { items: [{ ...entry, id: id(32) }], next: null } : { items: [entry], next: 'on' },
    )
    const page = await mount(RecordPage)
    await page.press('Show older things')
    expect(api.callsOf(meRecord.record)[1]!.query).toEqual({ after: 'on' })
    expect(page.findAll('article')).toHaveLength(2)
  })
  it('has words for every kind of entry', () => {
    for (const [kind, params] of [
      ['attendance', { title: 'Boat yard', mark: 'came_late' }],
      ['contact', { direction: 'in', channel: 'call', outcome: 'good_chat' }],
      ['placement', { to: 'taster', title: 'Bench', partner: 'Joinery' }],
      ['course', { course: 'Boats', status: 'left' }],
    ] as const)
      expect(titleOf({ ...entry, kind, params })).toMatch(/^[A-Z].* /)
    expect(titleOf({ ...entry, kind: 'visit', params: { outcome: 'something new' } })).toBe('We came to see you')
  })
})

describe('who can see it, and who looked', () => {
  const look: Look = {
    on: '2026-11-20',
    who: 'Amina Hart',
    partner: 'Harbour Fire',
    roles: ['outreach_officer'],
    what: ['participants.read', 'participants.story'],
    times: 3,
    emergency: false,
  }
  it('is told by organisation and by day', async () => {
    fakeApi()
      .on(meRecord.sharing, {
        partners: [
          {
            partnerId: id(40),
            name: 'Harbour Fire',
            lead: false,
            until: '2027-01-01T00:00:00Z',
            roles: [{ role: 'outreach_officer', people: 2, names: [], categories: ['identity', 'notes'] }],
          },
        ],
      })
      .on(meRecord.looks, { items: [look], next: null })
    const page = await mount(SharingPage)
    for (const words of [
      'Harbour Fire',
      'Comes to see you: 2 people',
      'Can see your name and what we wrote down.',
      'Amina Hart, Harbour Fire',
      '20 Nov 2026, 3 times: your name, what we wrote down',
    ])
      expect(page.text()).toContain(words)
  })
  it('says nothing of a kind of look it has no words for but that there was one', () => {
    expect(lookedAt({ ...look, what: ['board.read', 'somethingNew.read', 'participants.contact'] })).toBe('your name, how to reach you')
  })
})

describe('leaving', () => {
  const plan: StopPlan = {
    left: false,
    worker: 'Amina Hart',
    sessions: 2,
    visits: 1,
    placements: ['Joinery'],
    mentor: 'Kim',
    job: 'Boatyard',
    teamKeeps: ['Fire', 'Housing'],
    erasedOn: '2027-11-22',
    ask: null,
  }
  it('says what happens before the tap, and is one tap', async () => {
    const api = fakeApi()
      .on(me.stopPlan, plan)
      .on(me.stop, { ...plan, left: true })
    const page = await mount(StopPage)
    for (const words of [
      'Your next 2 days with us are called off',
      'We tell Joinery that you left. We tell them no more than that.',
      'We tell Kim that you left',
      'Your job with Boatyard stays yours.',
      'They work for Fire and Housing.',
      'wiped after 22 Nov 2027',
      'You can come back any time.',
    ])
      expect(page.text()).toContain(words)
    api.on(me.stopPlan, { ...plan, left: true })
    await page.press('Stop now')
    expect(api.callsOf(me.stop)[0]!.body).toEqual({ words: '', keepFollowing: false })
    expect(page.get('h1').text()).toBe('You have left')
  })
  it('that did not reach us has not happened', async () => {
    fakeApi().on(me.stopPlan, plan).cutOff(me.stop)
    const page = await mount(StopPage)
    await page.press('Stop now')
    expect(page.get('[role=alert]').text()).toContain('You have not left yet')
  })
  it('is followed by a way back', async () => {
    const api = fakeApi()
      .on(me.stopPlan, { ...plan, left: true })
      .on(me.ask, { id: id(50), kind: 'come_back', words: '', at: '2026-11-22T10:00:00Z', answer: null })
    const page = await mount(StopPage)
    await page.press('I want to come back')
    await page.press('Send')
    expect(api.callsOf(me.ask)[0]!.body).toEqual({ kind: 'come_back', words: '' })
  })
})

it('there is someone to talk to, even signed out and without signal', async () => {
  fakeApi().refuse(me.read, 'signed-out')
  expect((await mount(HelpPage)).text()).toContain('Call 0800 1111')
  fakeApi().cutOff(me.read)
  expect((await mount(HelpPage)).text()).toContain('Call 999')
})
it('there is their own team to talk to', async () => {
  fakeApi().on(me.read, {
    knownAs: 'Iona',
    programme: 'x',
    worker: null,
    dutyPhone: '0141 496 0000',
    nextSession: null,
    nextVisit: null,
    changed: [],
    said: [],
    done: [],
    answers: 0,
    waiting: { vote: false, pulse: false },
    left: null,
  })
  const page = await mount(HelpPage)
  expect(page.findAll('a.call').map((one) => one.attributes('href'))).toEqual(['tel:999', '/worry', 'tel:08001111', 'tel:01414960000'])
})
