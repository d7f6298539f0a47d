// What came back, and a person who decides: two texts become one, or it is handed in, handed over, thrown away.
import { drafts } from '@modulus/contracts/drafts.ts'
import { offline, type OfflineRequest, type SetAside } from '@modulus/contracts/offline.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { visits, type Visit } from '@modulus/contracts/visits.ts'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import ItemPage from './ItemPage.vue'
import SyncPage from './SyncPage.vue'

// Nothing is on this phone: what came back is the server's to tell.
vi.mock('../../offline/begin.ts', () => ({
  begin: async () => ({
    standIn: { answer: async () => undefined, heard: () => {} },
    phone: { seen: async () => {} },
    sendNow: async () => {},
  }),
}))

const itemId = '0190aaaa-0000-7000-8000-0000000000a1',
  visitId = '0190aaaa-0000-7000-8000-0000000000b1',
  aidan = '0190aaaa-0000-7000-8000-0000000000c1'
const me = { id: someone.userId, name: someone.name },
  rob = { id: '0190aaaa-0000-7000-8000-0000000000d1', name: 'Rob Kerr' }
const item = (more: Partial<SetAside> = {}): SetAside => ({
  id: itemId,
  programme: { id: someone.programmes[0]!.id, name: 'Linnbrae' },
  from: me,
  operation: 'visits.amend',
  problem: 'changed-meanwhile',
  status: 'waiting',
  finishedAt: '2026-11-22T10:00:00Z',
  receivedAt: '2026-11-22T12:00:00Z',
  outcome: 'conflict',
  reason: null,
  can: { open: true, take: true, throwAway: true, handOver: true },
  ...more,
})
const before = { version: 3, staffWords: 'Relaxed.', outcome: 'listened', place: 'At home', jobWords: '' }
const edit = (body: object, more: Partial<OfflineRequest> = {}): OfflineRequest => ({
  operation: 'visits.amend',
  method: 'PATCH',
  path: `/visits/${visitId}`,
  body: { version: 3, ...body },
  finishedAt: '2026-11-22T10:00:00Z',
  base: before,
  ...more,
})
const visit = (more: object = {}): Visit =>
  ({
    id: visitId,
    participant: { id: aidan, knownAs: 'Aidan' },
    status: 'recorded',
    happenedAt: '2026-11-22T09:00:00Z',
    place: 'At home',
    why: '',
    outcome: 'listened',
    present: ['them'],
    words: { job: '', skills: '', staff: 'Dog in the hall.' },
    interests: [],
    wantsToCome: null,
    nextStep: null,
    nextOn: null,
    toldWhatWeWrite: true,
    version: 4,
    ...more,
  }) as unknown as Visit
const stored = (outcome: 'stored' | 'conflict' = 'stored') => ({
  itemId,
  outcome,
  digest: '',
  problem: outcome === 'stored' ? null : 'changed-meanwhile',
  at: '2026-11-22T13:00:00Z',
})
const opened = (one: SetAside, request: OfflineRequest, current: unknown = null, at = '2026-11-22T11:00:00Z') => ({
  item: one,
  request,
  current,
  changed: current ? { by: rob.name, at } : null,
})
let fake: ReturnType<typeof fakeApi>
beforeEach(() => {
  fake = fakeApi().on(offline.setAside, { items: [], next: null })
})
const page = () => mount(ItemPage, { props: { itemId }, path: `/sync/items/${itemId}` })
const resolved = () => fake.callsOf(offline.resolve).map(({ body }) => (body as { body: unknown }).body)

it('two texts of one visit lie side by side with who and when; one tap and they are one', async () => {
  fake
    .on(offline.open, opened(item(), edit({ staffWords: 'Cat on the stair.', jobWords: 'Engines' }), visit({ place: 'At her gran’s' })))
    .on(offline.resolve, stored())
  const at = await page()
  expect(at.text()).toMatch(
    /Someone changed the same visit.*Answered in two ways.*Rob Kerr, Sun 22 Nov, 11:00.*Dog in the hall.*You, Sun 22 Nov, 10:00.*Cat on the stair/s,
  )
  expect(at.text()).toMatch(/Merged by itself.*At her gran’s.*Rob Kerr.*Engines.*You/s)
  expect(at.find('blockquote').text()).toBe('“Engines”')
  await at.press('Save as one visit')
  expect(at.text()).toContain('Choose what stays')
  expect(resolved()).toEqual([])
  await at.choose('Keep both')
  await at.press('Save as one visit')
  expect(resolved()).toEqual([{ version: 4, staffWords: 'Dog in the hall.\nCat on the stair.', jobWords: 'Engines' }])
  expect(at.router.currentRoute.value.fullPath).toBe(`/visits/${visitId}?saved=merged`)
})
it('a third text can be written from both', async () => {
  fake.on(offline.open, opened(item(), edit({ staffWords: 'Cat.' }), visit())).on(offline.resolve, stored())
  const at = await page()
  await at.choose('Write it anew')
  await at.fill('As it shall say', 'A dog and a cat.')
  await at.press('Save as one visit')
  expect(resolved()).toEqual([{ version: 4, staffWords: 'A dog and a cat.' }])
})
it('a no stands against a warmer answer before anybody chooses, and the screen says why', async () => {
  fake
    .on(offline.open, opened(item(), edit({ outcome: 'welcomed' }), visit({ outcome: 'asked_to_leave', words: null })))
    .on(offline.resolve, stored())
  const at = await page()
  expect(at.text()).toContain('a no counts more than a yes')
  await at.press('Save as one visit')
  expect(resolved()).toEqual([{ version: 4 }])
})
it('when it changes once more meanwhile, the new text is shown and what was chosen stays', async () => {
  fake.on(offline.open, opened(item(), edit({ staffWords: 'Cat.' }), visit())).on(offline.resolve, () => {
    fake.on(
      offline.open,
      opened(item(), edit({ staffWords: 'Cat.' }), visit({ version: 5, words: { job: '', skills: '', staff: 'Two dogs.' } })),
    )
    return stored('conflict')
  })
  const at = await page()
  await at.choose('Keep both')
  await at.press('Save as one visit')
  await at.settle()
  expect(at.text()).toMatch(/changed again while you chose.*Two dogs/s)
  fake.on(offline.resolve, stored())
  await at.press('Save as one visit')
  expect(resolved().at(-1)).toEqual({ version: 5, staffWords: 'Two dogs.\nCat.' })
})
it('a visit that two recorded is merged against nothing; a worry stays a worry', async () => {
  const record = edit(
    { participantId: aidan, happenedAt: '2026-11-22T09:05:00Z', outcome: 'listened', staffWords: 'Cat.', worry: true, interests: [] },
    { operation: 'visits.record', method: 'PUT', path: `/visits/${visitId}/record`, base: undefined },
  )
  fake
    .on(offline.open, opened(item({ operation: 'visits.record', problem: 'already-exists' }), record, visit()))
    .on(offline.resolve, stored())
  const at = await page()
  expect(at.text()).toContain('You were worried about someone’s safety')
  expect(at.find(`a[href*="person=${aidan}"]`).text()).toBe('Make sure that it was told')
  await at.choose('Keep mine')
  await at.press('Save as one visit')
  expect(resolved()).toEqual([{ version: 4, staffWords: 'Cat.' }])
})
it('access was lost: the lead reads who wrote it and why, and hands it in under their own name', async () => {
  const record = edit(
    { participantId: aidan, outcome: 'welcomed', jobWords: 'Engines' },
    { operation: 'visits.record', method: 'PUT', path: `/visits/${visitId}/record` },
  )
  const lost = item({ from: rob, operation: 'visits.record', problem: 'not-found', outcome: 'set_aside', status: 'handed_over' })
  fake.on(participants.read, { id: aidan, knownAs: 'Aidan' } as never)
  fake.on(offline.open, opened({ ...lost, can: { ...lost.can, handOver: false } }, record)).on(offline.take, stored())
  const at = await page()
  expect(at.text()).toMatch(
    /Rob Kerr no longer has access.*Written by Rob Kerr.*about Aidan.*with the lead of Linnbrae.*Welcomed us.*“Engines”/s,
  )
  expect(at.text()).not.toContain('Let the lead decide')
  await at.press('Hand it in as mine')
  expect(at.router.currentRoute.value.fullPath).toBe('/sync?saved=taken')
})
it('thrown away only with a reason, and after being asked', async () => {
  fake
    .on(
      offline.open,
      opened(item({ problem: 'not-found', operation: 'contacts.log', outcome: 'set_aside' }), edit({}, { operation: 'contacts.log' })),
    )
    .on(offline.throwAway, item({ status: 'thrown_away' }))
  const at = await page()
  await at.press('Throw it away')
  const last = () => at.findAll('dialog button').find((one) => one.text() === 'Throw it away')!
  await last().trigger('click')
  expect(at.text()).toContain('Say why')
  expect(fake.callsOf(offline.throwAway)).toEqual([])
  await at.fill('Why is it not needed?', 'Written twice')
  await last().trigger('click')
  await at.settle()
  expect(fake.callsOf(offline.throwAway)[0]!.body).toEqual({ reason: 'Written twice' })
})
it('an answer that no longer fits goes into its form, kept there before this one is emptied', async () => {
  const contact = edit(
    { participantId: aidan, theirWords: 'engines' },
    { operation: 'contacts.log', method: 'PUT', path: `/contacts/${visitId}` },
  )
  fake
    .on(offline.open, opened(item({ problem: 'invalid-input', operation: 'contacts.log', outcome: 'set_aside' }), contact))
    .on(drafts.keep, ({ params }) => ({
      id: params.draftId,
      kind: 'contact' as const,
      aboutId: aidan,
      title: '',
      version: 1,
      updatedAt: '2026-11-22T13:00:00Z',
    }))
    .on(offline.throwAway, item({ status: 'thrown_away' }))
  const at = await page()
  await at.press('Put it right in the form')
  expect(fake.calls.filter(({ operation }) => operation !== 'offline.open').map(({ operation }) => operation)).toEqual([
    'drafts.keep',
    'offline.throwAway',
  ])
  expect(at.router.currentRoute.value.fullPath).toMatch(new RegExp(`^/contacts/new\\?person=${aidan}&draft=`))
})
it('a visit that was called off meanwhile is recorded as one of its own, under the id of the item', async () => {
  const record = edit({ participantId: aidan }, { operation: 'visits.record', method: 'PUT', path: `/visits/${visitId}/record` })
  fake
    .on(offline.open, opened(item({ operation: 'visits.record', problem: 'visit-not-open' }), record, visit({ status: 'cancelled' })))
    .on(visits.record, visit())
    .on(offline.throwAway, item({ status: 'thrown_away' }))
  const at = await page()
  expect(at.text()).toContain('This visit was called off meanwhile.')
  await at.press('Record it as a visit of its own')
  expect(fake.callsOf(visits.record)[0]!.params).toEqual({ visitId: itemId })
  expect(fake.callsOf(offline.throwAway)).toHaveLength(1)
})
it('a form half filled on two devices: its writer keeps one', async () => {
  const half = (theirWords: string) => ({ kind: 'contact' as const, aboutId: aidan, title: '', body: { theirWords } })
  const request = edit(
    {},
    { operation: 'drafts.keep', method: 'PUT', path: `/drafts/${visitId}`, body: { ...half('on the phone'), version: 1 } },
  )
  const there = { ...half('on the laptop'), id: visitId, version: 3, updatedAt: '2026-11-22T11:00:00Z' }
  fake.on(offline.open, opened(item({ operation: 'drafts.keep' }), request, there)).on(offline.resolve, stored())
  const at = await page()
  expect(at.text()).toMatch(/filled in further on another device.*“on the phone”/s)
  await at.press('Go on with this one')
  expect(resolved()).toEqual([{ ...half('on the phone'), version: 3 }])
})
it('decided already is said plainly', async () => {
  fake.refuse(offline.open, 'set-aside-over')
  expect((await page()).text()).toContain('Somebody has decided about this already')
})
it('the list: mine and what was handed over, who has it, what was decided; empty it says what would be here', async () => {
  fake.on(offline.setAside, {
    items: [
      item(),
      item({
        id: visitId,
        from: rob,
        operation: 'concerns.raise',
        status: 'handed_over',
        problem: 'not-found',
        can: { ...item().can, open: false },
      }),
      item({ id: aidan, status: 'thrown_away', reason: 'Written twice' }),
    ],
    next: null,
  })
  const at = await mount(SyncPage, { path: '/sync' })
  await at.settle()
  expect(at.text()).toMatch(
    /A change to a visit, written.*Two texts.*It waits for you.*A worry about safety.*By Rob Kerr, Linnbrae.*with those who keep people safe/s,
  )
  expect(at.findAll('a').filter((one) => one.attributes('href')?.startsWith('/sync/items/'))).toHaveLength(1)
  expect(at.text()).toContain('It was thrown away: Written twice')
  fake.on(offline.setAside, { items: [], next: null })
  const empty = await mount(SyncPage, { path: '/sync' })
  await empty.settle()
  expect(empty.text()).toContain('Nothing came back')
})
it('a message that names one leads to it', async () => {
  fake.on(offline.open, opened(item(), edit({}), visit()))
  const at = await mount(SyncPage, {
    path: `/sync?item=${itemId}`,
    routes: [{ path: '/sync/items/:itemId', component: ItemPage, props: true }],
  })
  await at.settle()
  expect(at.router.currentRoute.value.fullPath).toBe(`/sync/items/${itemId}`)
})

describe('what else comes back', () => {
  const open = async (operation: string, body: object, current: unknown, more: Partial<SetAside> = {}) => {
    const request: OfflineRequest = { operation, method: 'PUT', path: `/drafts/${visitId}`, body, finishedAt: '2026-11-22T10:00:00Z' }
    const api = fakeApi()
      .on(offline.open, { item: item({ operation, ...more }), request, current, changed: null })
      .on(offline.resolve, { itemId, outcome: 'stored', digest: '', problem: null, at: '2026-11-22T13:00:00Z' })
      .on(offline.throwAway, item({ operation, status: 'thrown_away' }))
    const page = await mount(ItemPage, { props: { itemId }, path: `/sync/${itemId}` })
    await page.settle()
    return { api, page }
  }
  const half = { kind: 'contact', aboutId: aidan, title: 'In touch with Aidan', body: { theirWords: 'typed on the phone' } }
  const elsewhere = { ...half, id: visitId, version: 4, updatedAt: '2026-11-22T11:00:00Z', body: { theirWords: 'typed at the desk' } }

  it('a half-filled form: its words are shown, and its writer goes on with it or with the other', async () => {
    const first = await open('drafts.keep', half, elsewhere)
    expect(first.page.text()).toMatch(/filled in further on another device.*typed on the phone.*Look at that one/s)
    await first.page.press('Go on with this one')
    expect(first.api.callsOf(offline.resolve)[0]!.body).toEqual({ body: { ...half, version: 4 } })
    const second = await open('drafts.keep', half, elsewhere)
    await second.page.press('Go on with the other one')
    expect(second.api.callsOf(offline.throwAway)).toHaveLength(1)
  })
  it('a photo: what it shows is said, and not its bytes', async () => {
    const announce = { about: 'visit', aboutId: visitId, name: 'photo.jpg', description: 'A bike. Nobody can be seen on it.' }
    const { page } = await open('attachments.send', { announce, bytes: 'QUJD' }, null, { problem: 'file-refused', outcome: 'set_aside' })
    expect(page.text()).toContain('A bike. Nobody can be seen on it.')
    expect(page.text()).not.toContain('QUJD')
  })
  it('a register: how many came, and how', async () => {
    const { page } = await open('register.take', { marks: [{ participantId: aidan, mark: 'came' }] }, null, {
      problem: 'session-cancelled',
      outcome: 'set_aside',
    })
    expect(page.text()).toMatch(/Marks.*Came/s)
  })
})
