import { participants, type Participant } from '@modulus/contracts/participants.ts'
import { promises, type Promised } from '@modulus/contracts/promises.ts'
import { expect, it } from 'vitest'
import { addDays, dayOf } from '#lib/format.ts'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import PersonPromisePage from './PersonPromisePage.vue'
import PromiseCountCard from './PromiseCountCard.vue'
import PromiseHandOverPage from './PromiseHandOverPage.vue'
import PromiseListPage from './PromiseListPage.vue'
import PromisePage from './PromisePage.vue'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`
const no = { sayDone: false, say: false, record: false, release: false, change: false, answer: false, handOver: false }
const promise = (more: Partial<Promised> = {}): Promised => ({
  id: id(11),
  programmeId: someone.programmes[0]!.id,
  participant: { id: id(12), knownAs: 'Iona' },
  from: { kind: 'officer', userId: someone.userId, name: someone.name },
  to: { kind: 'participant', userId: null, name: 'Iona' },
  byMe: true,
  toMe: false,
  text: 'Ask about a van licence',
  madeIn: 'visit',
  madeInId: null,
  madeOn: '2026-11-01',
  how: null,
  recordedBy: null,
  dueOn: addDays(dayOf(), 3),
  status: 'made',
  open: true,
  late: false,
  saidDoneAt: null,
  saidKeptAt: null,
  wordHow: null,
  story: '',
  asked: null,
  newHand: null,
  version: 4,
  can: no,
  ...more,
})
const counts = { us: { people: 3, made: 9, kept: 5, partly: 1, notKept: 1, open: 2, released: 0 }, youngPeople: null, exact: true }
const at = { path: `/promises/${id(11)}`, at: '/promises/:promiseId', props: { promiseId: id(11) } }
const list = (items: Promised[]) => ({ items, next: null })

it('shows both directions, neutral until the day, and hides what is empty', async () => {
  const theirs = promise({
    id: id(13),
    from: { kind: 'participant', userId: null, name: 'Iona' },
    to: { kind: 'officer', userId: someone.userId, name: someone.name },
    byMe: false,
    toMe: true,
    text: 'I will ring',
    dueOn: '2026-01-05',
  })
  fakeApi()
    .on(promises.list, ({ query }) => list(query?.whose === 'by_me' ? [promise()] : query?.whose === 'to_me' ? [theirs] : []))
    .on(promises.count, counts)
  const page = await mount(PromiseListPage, { path: '/promises' })
  expect(page.text()).toContain('You to Iona')
  expect(page.text()).toContain('Due ')
  expect(page.text()).toMatch(/“I will ring”.*For Mon 5 Jan/s) // a young person's promise is never late
  expect(page.text()).not.toMatch(/Late|Waits for my word|Needs a new hand/)
  expect(page.findAll('h1')).toHaveLength(1)
})
it('says when ours is late, in amber and never in red', async () => {
  fakeApi()
    .on(promises.list, ({ query }) => list(query?.whose === 'by_me' ? [promise({ late: true, dueOn: '2026-11-03' })] : []))
    .on(promises.count, counts)
  const page = await mount(PromiseListPage, { path: '/promises' })
  expect(page.text()).toContain('Late: due Tue 3 Nov')
  expect(page.find('.border-harm, .text-error').exists()).toBe(false)
})
it('counts by side and says why a side is not shown', async () => {
  fakeApi().on(promises.count, counts)
  const card = await mount(PromiseCountCard)
  expect(card.text()).toContain('5 of 7 answered')
  expect(card.text()).toContain('Kept by young people: fewer than five people, so nothing is shown.')
})
it('its maker says it is done, and cannot say it was kept', async () => {
  const mine = promise({ can: { ...no, sayDone: true, change: true } })
  const api = fakeApi().on(promises.read, mine).on(promises.steps, { items: [] }).on(promises.sayDone, mine)
  const page = await mount(PromisePage, at)
  expect(page.text()).not.toContain('Was it kept?')
  await page.press('I have done it')
  expect(api.callsOf(promises.sayDone)[0]!.body).toEqual({ version: 4 })
})
it('writes down what a young person says, with how they said it', async () => {
  const api = fakeApi()
    .on(promises.read, promise({ can: { ...no, record: true, release: true } }))
    .on(promises.steps, { items: [] })
    .on(promises.say, promise())
  const page = await mount(PromisePage, at)
  expect(page.text()).toContain('What does Iona say?')
  await page.press('Save their word')
  expect(page.text()).toContain('Say how it went')
  await page.choose('Yes, it was kept')
  await page.choose('On the phone')
  await page.fill('In their words', 'She did')
  await page.press('Save their word')
  expect(api.callsOf(promises.say)[0]!.body).toEqual({ version: 4, word: 'kept', story: 'She did', how: 'call' })
})
it('is prefilled from a visit, and writes down theirs as theirs', async () => {
  const api = fakeApi()
    .on(participants.read, { id: id(12), knownAs: 'Iona', programmeId: someone.programmes[0]!.id } as Participant)
    .on(promises.make, promise())
  const page = await mount(PersonPromisePage, {
    path: `/people/${id(12)}/promises/new?from=visit&id=${id(20)}`,
    at: '/people/:participantId/promises/new',
    props: { participantId: id(12) },
  })
  expect(page.text()).not.toContain('Where was it said?')
  await page.press('I promise')
  expect(page.text()).toContain('Say what is promised')
  await page.choose('Iona does')
  await page.fill('What did Iona promise you?', 'I will ring')
  await page.press('Write it down')
  expect(api.callsOf(promises.make)[0]!.body).toEqual({
    programmeId: someone.programmes[0]!.id,
    participantId: id(12),
    toUserId: someone.userId,
    text: 'I will ring',
    dueOn: null,
    madeIn: 'visit',
    madeInId: id(20),
    how: 'in_person',
  })
  expect(page.router.currentRoute.value.fullPath).toBe(`/people/${id(12)}/promises?saved=promise`)
})
it('finds a new hand among those who are neither side', async () => {
  const api = fakeApi()
    .on(promises.read, promise({ newHand: 'maker', byMe: false, can: { ...no, handOver: true } }))
    .on(promises.people, {
      items: [
        { userId: someone.userId, name: someone.name, kind: 'officer', partner: 'Fire' },
        { userId: id(30), name: 'Ros Kerr', kind: 'lead', partner: 'Housing' },
      ],
    })
    .on(promises.handOver, promise())
  const page = await mount(PromiseHandOverPage, {
    path: `/promises/${id(11)}/hand-over`,
    at: '/promises/:promiseId/hand-over',
    props: { promiseId: id(11) },
  })
  expect(page.findAll('option').map((one) => one.text())).toEqual(['Choose', 'Ros Kerr, Housing'])
  await page.press('Hand it over')
  expect(page.text()).toContain('Choose who takes it over')
  await page.fill('Who takes it over?', id(30))
  await page.press('Hand it over')
  expect(api.callsOf(promises.handOver)[0]!.body).toEqual({ version: 4, newUserId: id(30), words: '' })
})
