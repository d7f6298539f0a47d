// A photo taken without signal: the two requests of any file, once each, after its visit and never in its way.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { offlineLimits } from '@modulus/contracts/offline.ts'
import { world, type World } from '#testing/world.ts'
import { phoneIn } from './phone.fake.ts'

let w: World, phone: ReturnType<typeof phoneIn>, sam: string
beforeAll(async () => {
  w = await world()
  phone = phoneIn(w)
  ;({ sam } = w.ids.participants)
})
afterAll(() => w?.close())

/** A JPEG as a canvas makes it, as long as it is told to be. */
function jpeg(bytes = 300): Buffer {
  const segment = (marker: number, inside: Buffer) => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(inside.length + 2, 2)
    return Buffer.concat([head, inside])
  }
  const begin = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xc0, Buffer.from([8, 0, 10, 0, 20, 1, 1, 0x11, 0])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 0x3f, 0])),
  ])
  const picture = Buffer.from(randomBytes(bytes - begin.length - 2).map((byte) => (byte === 0xff ? 0 : byte)))
  return Buffer.concat([begin, picture, Buffer.from([0xff, 0xd9])])
}
const photoOf = (visitId: string, bytes: Buffer, attachmentId = w.newId(), who = sam) =>
  phone.written('attachments.send', 'PUT', `/participants/${who}/attachments/${attachmentId}/bytes`, {
    announce: { about: 'visit', aboutId: visitId, name: 'photo.jpg', description: 'A bike. Nobody can be seen on it.' },
    bytes: bytes.toString('base64'),
  })
const kept = (where: string, values: unknown[]) => phone.count('attachments', `status = 'kept' and ${where}`, values)

it('comes in after its visit, sealed, and is there once however often it is sent', async () => {
  const visitId = w.newId(),
    attachmentId = w.newId()
  await phone.send('officer', phone.recordOf(visitId))
  const { itemId, sealed, answer } = await phone.send('officer', photoOf(visitId, jpeg(), attachmentId))
  expect(answer.body).toMatchObject({ outcome: 'stored', problem: null })
  expect((await w.as('officer').put(`/offline/items/${itemId}`, sealed).expect(200)).body).toEqual(answer.body)
  expect(await kept('visit_id = $1', [visitId])).toBe(1)
  expect((await w.as('officer').get(`/participants/${sam}/attachments`).expect(200)).body.items).toMatchObject([
    { id: attachmentId, about: 'visit', aboutId: visitId, mediaType: 'image/jpeg', description: 'A bike. Nobody can be seen on it.' },
  ])
})
it('as large as a phone may make it still fits into an item', async () => {
  const visitId = w.newId()
  await phone.send('officer', phone.recordOf(visitId))
  expect((await phone.send('officer', photoOf(visitId, jpeg(offlineLimits.photoBytes)))).answer.body.outcome).toBe('stored')
})
it('for a visit that is not there, or that is no picture, is set aside and nothing of it is lost', async () => {
  const early = await phone.send('officer', photoOf(w.newId(), jpeg()))
  expect(early.answer.body.outcome).toBe('set_aside')
  const visitId = w.newId()
  await phone.send('officer', phone.recordOf(visitId))
  const odd = await phone.send('officer', photoOf(visitId, Buffer.from('MZ this is a program')))
  expect(odd.answer.body).toMatchObject({ outcome: 'set_aside', problem: 'file-refused' })
  expect(await kept('visit_id = $1', [visitId])).toBe(0)
})
it('taken in again once its visit is there, by whoever wrote it', async () => {
  const visitId = w.newId()
  const { itemId } = await phone.send('officer', photoOf(visitId, jpeg()))
  await phone.send('officer', phone.recordOf(visitId))
  expect((await w.as('officer').post(`/offline/set-aside/${itemId}/take`).expect(200)).body.outcome).toBe('stored')
  expect(await kept('visit_id = $1', [visitId])).toBe(1)
})
it('is refused where a file is none, or another deed is named; and for nobody else’s young people', async () => {
  const visitId = w.newId()
  const whole = photoOf(visitId, jpeg())
  const answerOf = async (request: object, person: 'officer' | 'otherlead' = 'officer') => (await phone.send(person, request)).answer
  expect((await answerOf({ ...whole, body: { bytes: 'AAAA' } })).body.type).toBe('/problems/not-for-offline')
  expect((await answerOf({ ...whole, body: { ...(whole.body as object), bytes: '<svg>' } })).body.type).toBe('/problems/not-for-offline')
  expect((await answerOf({ ...whole, path: whole.path.replace('/bytes', '') })).body.type).toBe('/problems/not-for-offline')
  expect((await answerOf(whole, 'otherlead')).body).toMatchObject({ outcome: 'set_aside', problem: 'not-found' })
})
