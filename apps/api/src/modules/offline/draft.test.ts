// A form that was half filled when the time of a phone ended: it comes back as a draft, for its writer only.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { phoneIn } from './phone.fake.ts'

let w: World, phone: ReturnType<typeof phoneIn>
beforeAll(async () => {
  w = await world()
  phone = phoneIn(w)
})
afterAll(() => w?.close())
const half = (draftId: string, words: string, version?: number) =>
  phone.written('drafts.keep', 'PUT', `/drafts/${draftId}`, {
    kind: 'contact',
    aboutId: w.ids.participants.sam,
    title: 'In touch with Sam',
    body: { theirWords: words },
    ...(version && { version }),
  })
const read = async (draftId: string) =>
  (await w.as('officer').get(`/drafts/${draftId}`).expect(200)).body as { version: number; body: object }

it('comes back under the id of what it will become, and sending it twice keeps one', async () => {
  const draftId = w.newId()
  const { itemId, sealed, answer } = await phone.send('officer', half(draftId, 'half a sent'))
  expect(answer.body).toMatchObject({ outcome: 'stored', problem: null })
  expect((await w.as('officer').put(`/offline/items/${itemId}`, sealed).expect(200)).body).toEqual(answer.body)
  expect(await read(draftId)).toMatchObject({ version: 1, body: { theirWords: 'half a sent' } })
  expect((await phone.send('officer', half(draftId, 'half a sent'))).answer.body.outcome).toBe('stored')
  await w.as('lead').get(`/drafts/${draftId}`).expect(404)
})
it('builds on the version that it was typed into', async () => {
  const draftId = w.newId()
  await w
    .as('officer')
    .put(`/drafts/${draftId}`, { kind: 'contact', title: 'x', body: { theirWords: 'half' } })
    .expect(201)
  expect((await phone.send('officer', half(draftId, 'half a sent', 1))).answer.body.outcome).toBe('stored')
  expect(await read(draftId)).toMatchObject({ version: 2, body: { theirWords: 'half a sent' } })
})
it('is there already, when the same answers stand there in another order', async () => {
  const draftId = w.newId(),
    kind = 'contact',
    title = 'x'
  await w
    .as('officer')
    .put(`/drafts/${draftId}`, { kind, title, body: { theirWords: 'half', nextOn: null, next: ['a'] } })
    .expect(201)
  const same = phone.written('drafts.keep', 'PUT', `/drafts/${draftId}`, {
    kind,
    title,
    body: { next: ['a'], theirWords: 'half', nextOn: null },
  })
  expect((await phone.send('officer', same)).answer.body.outcome).toBe('stored')
  expect((await read(draftId)).version).toBe(1)
})
it('writes over nothing that was typed elsewhere meanwhile: its writer chooses, and no lead hears of it', async () => {
  const draftId = w.newId()
  await w
    .as('officer')
    .put(`/drafts/${draftId}`, { kind: 'contact', title: 'x', body: { theirWords: 'on the laptop' } })
    .expect(201)
  const { answer, itemId } = await phone.send('officer', half(draftId, 'on the phone'))
  expect(answer.body).toMatchObject({ outcome: 'conflict', problem: 'changed-meanwhile' })
  expect(await read(draftId)).toMatchObject({ body: { theirWords: 'on the laptop' } })
  expect((await w.as('lead').get('/offline/set-aside').expect(200)).body.items).toEqual([])
  await w.as('lead').get(`/offline/set-aside/${itemId}`).expect(404)
  const opened = (await w.as('officer').get(`/offline/set-aside/${itemId}`).expect(200)).body
  expect(opened).toMatchObject({
    request: { body: { body: { theirWords: 'on the phone' } } },
    current: { body: { theirWords: 'on the laptop' } },
  })
  const body = { ...(opened.request.body as object), version: opened.current.version as number }
  expect((await w.as('officer').post(`/offline/set-aside/${itemId}/resolve`, { body }).expect(200)).body.outcome).toBe('stored')
  expect(await read(draftId)).toMatchObject({ body: { theirWords: 'on the phone' } })
})
it('comes back also when it was thrown away elsewhere: what was typed later is not lost', async () => {
  const draftId = w.newId()
  expect((await phone.send('officer', half(draftId, 'typed later', 3))).answer.body.outcome).toBe('stored')
  expect(await read(draftId)).toMatchObject({ version: 1, body: { theirWords: 'typed later' } })
})
