// A call or text that was just logged is put right, or taken back, by whoever logged it.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const answers = (more: object = {}) => ({
  channel: 'call',
  direction: 'out',
  outcome: 'good_chat',
  happenedAt: new Date(Date.now() - 600_000).toISOString(),
  theirWords: 'aye, sound',
  staffWords: 'Sounded tired',
  nextOn: null,
  ...more,
})
const log = async (more: object = {}, participantId = w.ids.participants.sam) =>
  (
    await w
      .as('officer')
      .put(`/contacts/${w.newId()}`, { participantId, ...answers(more) })
      .expect(201)
  ).body
const amend = (id: string, more: object = {}, version = 1) => w.as('officer').patch(`/contacts/${id}`, { version, ...answers(more) })
const nextOf = async (id: string) =>
  (await w.owner.query('select next_step, next_step_on::text as on, status from participants where id = $1', [id])).rows[0]

it('an officer puts right what they logged: earlier words are kept, the next step follows', async () => {
  const first = await log({ nextOn: '2099-01-05' })
  expect(first).toMatchObject({ version: 1, earlier: [], can: { amend: true, takeBack: true } })
  const { body } = await amend(first.id, { channel: 'text', theirWords: 'aye, no bad', nextOn: '2099-01-12' }).expect(200)
  expect(body).toMatchObject({
    channel: 'text',
    theirWords: 'aye, no bad',
    version: 2,
    earlier: [{ theirWords: 'aye, sound', staffWords: 'Sounded tired' }],
  })
  expect(await nextOf(w.ids.participants.sam)).toMatchObject({ next_step: 'get_in_touch', on: '2099-01-12' })
  expect((await w.as('sam').get(`/contacts/${first.id}`).expect(200)).body).toMatchObject({ theirWords: 'aye, no bad', earlier: [] })
  expect((await amend(first.id, {}, 1).expect(409)).body).toMatchObject({
    type: '/problems/changed-meanwhile',
    current: { theirWords: 'aye, no bad' },
  })
})
it('takes back what was logged by mistake: the words are gone, and the next step with them', async () => {
  const { id } = await log({ nextOn: '2099-02-01' })
  await amend(id, { theirWords: 'something else', nextOn: '2099-02-01' }).expect(200)
  await w.as('officer').post(`/contacts/${id}/take-back`).expect(204)
  await w.as('officer').get(`/contacts/${id}`).expect(404)
  expect(await nextOf(w.ids.participants.sam)).toMatchObject({ next_step: '', on: null })
  const { rows } = await w.owner.query(
    `select (select count(*) from notes where about_id = $1)::int as notes, (select count(*) from note_versions where was ->> 'theirWords' = 'aye, sound' and note_id not in (select id from notes))::int as versions,
      (select array_agg(verb) from audit_events where row_id = $1 and table_name = 'contact_events') as trail`,
    [id],
  )
  expect(rows[0]).toMatchObject({ notes: 0, versions: 0 })
  expect(rows[0].trail).toHaveLength(3)
})
it('a “stop” that was missed ends contact when it is put right; one that was said stands', async () => {
  const { id } = await log({}, w.ids.participants.rosa)
  const { body } = await amend(id, { outcome: 'asked_to_stop' }).expect(200)
  expect(body).toMatchObject({ outcome: 'asked_to_stop', can: { amend: true, takeBack: false } })
  expect(await nextOf(w.ids.participants.rosa)).toMatchObject({ status: 'stepped_back' })
  expect((await amend(id, {}, 2).expect(409)).body.type).toBe('/problems/stop-stands')
  expect((await w.as('officer').post(`/contacts/${id}/take-back`).expect(409)).body.type).toBe('/problems/stop-stands')
  await amend(id, { outcome: 'asked_to_stop', staffWords: 'Kindly meant' }, 2).expect(200)
})
it('is its writer’s alone, and only for half an hour', async () => {
  const { id } = await log(),
    url = `/contacts/${id}`,
    change = { version: 1, ...answers() }
  for (const [people, status] of [
    [['lead', 'secondOfficer', 'sam'], 403],
    [['mentor', 'partner', 'otherpartner', 'otherlead', 'data', 'admin'], 404],
  ] as const)
    for (const person of people) {
      await w.as(person).patch(url, change).expect(status)
      await w.as(person).post(`${url}/take-back`).expect(status)
    }
  expect((await amend(id, { nextOn: '2020-01-01' }).expect(400)).body.errors[0].pointer).toBe('/body/nextOn')
  expect((await amend(id, { happenedAt: '2099-01-01T10:00:00Z' }).expect(400)).body.errors[0].pointer).toBe('/body/happenedAt')
  await w.as('officer').patch(url, { version: 1 }).expect(400)
  await w.owner.query(`update contact_events set created_at = now() - interval '31 minutes' where id = $1`, [id])
  expect((await w.as('officer').get(url).expect(200)).body.can).toEqual({ amend: false, takeBack: false })
  expect((await amend(id).expect(409)).body.type).toBe('/problems/too-late-to-change')
  expect((await w.as('officer').post(`${url}/take-back`).expect(409)).body.type).toBe('/problems/too-late-to-change')
})
