import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { logReading } from '#db/writes.ts'

let w: World
beforeAll(async () => {
  w = await world()
  const { programme, participants, users, partnership } = w.ids
  for (const id of [participants.sam, participants.rosa, participants.sam]) {
    await w.doors
      .asPerson(users.officer, partnership, w.newId())
      .transact((tx) => logReading(tx, 'participants.read', [{ id, programmeId: programme }]))
  }
  await w
    .as('admin')
    .put(`/partners/${w.newId()}`, {
      name: 'Library',
      sector: 'public',
      anchorCapable: false,
      canOffer: [],
      flexibilityNote: 'secret words',
    })
    .expect(201)
})
afterAll(() => w?.close())

it('tells the data lead who looked at whose record, by reference, never by name', async () => {
  const { body, text } = await w.as('data').get('/access-events').expect(200)
  expect(body.items).toHaveLength(3)
  expect(body.items[0]).toMatchObject({
    who: { name: 'Officer Test', partnerName: 'Fire' },
    operation: 'participants.read',
    reference: expect.stringMatching(/^YP-\d+$/),
    programme: { name: 'Harbour' },
  })
  expect(text).not.toContain('Rosa')
})
it('narrows down to one young person, and pages', async () => {
  const { body } = await w.as('data').get(`/access-events?participant=${w.ids.participants.sam}&limit=1`).expect(200)
  expect(body.items).toHaveLength(1)
  const rest = (await w.as('data').get(`/access-events?participant=${w.ids.participants.sam}&after=${body.next}`).expect(200)).body
  expect(rest).toMatchObject({ items: [{ participantId: w.ids.participants.sam }], next: null })
})
it('tells the administrator who changed what: names of columns, never a value', async () => {
  const { body, text } = await w.as('admin').get('/audit-events?table=partners').expect(200)
  expect(body.items[0]).toMatchObject({ who: { id: w.ids.users.admin, name: 'Admin Test' }, verb: 'insert', table: 'partners' })
  expect(text).not.toContain('secret words')
})
it('is nobody else’s to read', async () => {
  for (const person of ['lead', 'officer', 'partner', 'otherpartner', 'admin', 'sam'] as const)
    await w.as(person).get('/access-events').expect(403)
  for (const person of ['lead', 'data', 'officer', 'otherpartner', 'sam'] as const) await w.as(person).get('/audit-events').expect(403)
})
it('another partnership’s administrator sees their own log', async () => {
  const { body } = await w.as('otherlead').get('/audit-events').expect(200)
  const theirs = body.items.map((one: { rowId: string }) => one.rowId)
  const { rows } = await w.owner.query('select 1 from audit_events where partnership_id = $1 and row_id = any ($2)', [
    w.ids.partnership,
    theirs,
  ])
  expect(rows).toHaveLength(0)
})
it('a place in the list that is none is refused', async () => {
  await w.as('data').get('/access-events?after=nonsense').expect(400)
  await w
    .as('admin')
    .get(`/audit-events?after=${Buffer.from('["x"]').toString('base64url')}`)
    .expect(400)
})
