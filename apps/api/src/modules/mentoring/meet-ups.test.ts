// A note that was just saved is put right, or taken back, by whoever wrote it.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World, matchId: string
const today = () => new Date().toISOString().slice(0, 10)
beforeAll(async () => {
  w = await world()
  matchId = await w.match(w.ids.participants.sam)
})
afterAll(() => w?.close())

const answers = (more: object = {}) => ({
  heldOn: today(),
  minutes: 45,
  place: 'The café',
  kind: 'met',
  nextOn: null,
  theirWords: 'I want to try a trade',
  staffWords: 'Cheery',
  ...more,
})
const log = async (who: 'mentor' | 'officer' = 'mentor', more: object = {}) =>
  (
    await w
      .as(who)
      .put(`/mentoring/sessions/${w.newId()}`, { matchId, ...answers(more) })
      .expect(201)
  ).body
const age = (id: string) => w.owner.query(`update mentoring_sessions set created_at = now() - interval '31 minutes' where id = $1`, [id])
const words = async (id: string) =>
  (
    await w.owner.query(
      `select (select count(*) from notes where about_id = $1)::int as notes, (select count(*) from mentoring_sessions where id = $1)::int as rows`,
      [id],
    )
  ).rows[0]

it('a mentor puts right what they wrote, and what it said before is kept', async () => {
  const note = await log()
  expect(note).toMatchObject({ version: 1, earlier: [], can: { amend: true, takeBack: true } })
  const { body } = await w
    .as('mentor')
    .patch(`/mentoring/sessions/${note.id}`, { version: 1, ...answers({ kind: 'call', staffWords: 'Cheery, and tired' }) })
    .expect(200)
  expect(body).toMatchObject({ kind: 'call', staffWords: 'Cheery, and tired', version: 2, earlier: [{ staffWords: 'Cheery' }] })
  const seen = (await w.as('officer').get(`/mentoring/sessions/${note.id}`).expect(200)).body
  expect(seen).toMatchObject({ earlier: [{ staffWords: 'Cheery' }], can: { amend: false, takeBack: false } })
  expect((await w.as('sam').get(`/mentoring/sessions/${note.id}`).expect(200)).body.earlier).toEqual([])
})
it('adds words to a note that had none, and says it when someone was faster', async () => {
  const note = await log('officer', { theirWords: '', staffWords: '' })
  const change = { version: 1, ...answers({ theirWords: 'Aye' }) }
  await w.as('officer').patch(`/mentoring/sessions/${note.id}`, change).expect(200)
  expect((await w.as('officer').patch(`/mentoring/sessions/${note.id}`, change).expect(409)).body).toMatchObject({
    type: '/problems/changed-meanwhile',
    current: { theirWords: 'Aye' },
  })
})
it('takes back what was saved by mistake, and the words are gone', async () => {
  const note = await log()
  await w
    .as('mentor')
    .patch(`/mentoring/sessions/${note.id}`, { version: 1, ...answers({ theirWords: 'Other' }) })
    .expect(200)
  await w.as('mentor').post(`/mentoring/sessions/${note.id}/take-back`).expect(204)
  await w.as('mentor').get(`/mentoring/sessions/${note.id}`).expect(404)
  expect(await words(note.id)).toEqual({ notes: 0, rows: 0 })
})
it('is its writer’s alone, and only for half an hour', async () => {
  const note = await log(),
    url = `/mentoring/sessions/${note.id}`,
    change = { version: 1, ...answers() }
  for (const [people, status] of [
    [['officer', 'lead', 'sam'], 403],
    [['otherpartner', 'otherlead', 'partner', 'data', 'admin'], 404],
  ] as const)
    for (const person of people) {
      await w.as(person).patch(url, change).expect(status)
      await w.as(person).post(`${url}/take-back`).expect(status)
      await w
        .as(person)
        .get(url)
        .expect(status === 404 ? 404 : 200)
    }
  for (const [more, pointer] of [
    [{ heldOn: '2099-01-01' }, '/body/heldOn'],
    [{ nextOn: '2020-01-01' }, '/body/nextOn'],
    [{ kind: 'pigeon' }, '/body/kind'],
  ] as const)
    expect(
      (
        await w
          .as('mentor')
          .patch(url, { version: 1, ...answers(more) })
          .expect(400)
      ).body.errors[0].pointer,
    ).toBe(pointer)
  await age(note.id)
  expect((await w.as('mentor').get(url).expect(200)).body.can).toEqual({ amend: false, takeBack: false })
  expect((await w.as('mentor').patch(url, change).expect(409)).body.type).toBe('/problems/too-late-to-change')
  expect((await w.as('mentor').post(`${url}/take-back`).expect(409)).body.type).toBe('/problems/too-late-to-change')
  expect(await words(note.id)).toEqual({ notes: 1, rows: 1 })
})
