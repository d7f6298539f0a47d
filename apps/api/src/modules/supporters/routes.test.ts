// Who already helps: people outside, known to the team alone, told that we keep their name, and never tied to one young person in public.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const coach = () => ({
  programmeId: w.ids.programme,
  kind: 'coach',
  knownAs: 'The coach at the boxing club',
  toldOn: null as string | null,
  alreadyDoes: 'Opens the gym on Tuesdays and lets anyone in',
  wouldBringIn: 'Somebody to share the late shift',
  invitedOn: null as string | null,
  invitedById: null as string | null,
  answer: null as string | null,
  stepTaken: '',
  stepOn: null as string | null,
})
const edit = ({ programmeId: _programme, ...rest }: ReturnType<typeof coach>, version = 1) => ({ ...rest, version })
const note = async (person: Person, change: object = {}) => {
  const id = w.newId()
  return { id, answer: await w.as(person).put(`/supporters/${id}`, { ...coach(), ...change }) }
}

it('an officer writes down who helps, tells them, invites them, and notes the step that was taken', async () => {
  const { id, answer } = await note('officer')
  expect(answer.status).toBe(201)
  expect(answer.body).toMatchObject({ knownAs: 'The coach at the boxing club', toldOn: null, invitedBy: null, links: [] })
  // Written down on 22 November: told by 22 December at the latest, or whatever day a month from today is.
  expect(Date.parse(answer.body.tellBy) - Date.now()).toBeLessThan(32 * 86_400_000)
  expect(Date.parse(answer.body.tellBy) - Date.now()).toBeGreaterThan(26 * 86_400_000)
  const change = {
    ...coach(),
    toldOn: '2026-11-03',
    invitedOn: '2026-11-04',
    invitedById: w.ids.users.officer,
    answer: 'maybe',
    stepTaken: 'Came to the yard',
    stepOn: '2026-11-05',
  }
  const amended = await w.as('lead').patch(`/supporters/${id}`, edit(change)).expect(200)
  expect(amended.body).toMatchObject({
    tellBy: null,
    invitedBy: 'Officer Test',
    answer: 'maybe',
    stepTaken: 'Came to the yard',
    version: 2,
  })
  expect((await w.as('lead').patch(`/supporters/${id}`, edit(change)).expect(409)).body.type).toBe('/problems/changed-meanwhile')
})
it('a young person is tied to them for the team only, and each look is logged', async () => {
  const { id } = await note('officer')
  const linkId = w.newId(),
    body = { participantId: w.ids.participants.rosa, words: 'Trains there' }
  const linked = await w.as('officer').put(`/supporters/${id}/links/${linkId}`, body).expect(201)
  expect(linked.body.links).toMatchObject([{ participant: { knownAs: 'Rosa' }, words: 'Trains there' }])
  await w.as('officer').put(`/supporters/${id}/links/${linkId}`, body).expect(200)
  await w.as('officer').put(`/supporters/${id}/links/${w.newId()}`, body).expect(400)
  await w.as('lead').get(`/supporters/${id}`).expect(200)
  const { rows } = await w.owner.query(`select user_id from access_events where operation = 'supporters.read' and participant_id = $1`, [
    w.ids.participants.rosa,
  ])
  expect(rows.map((one: { user_id: string }) => one.user_id)).toContain(w.ids.users.lead)
  expect(JSON.stringify((await w.as('lead').get('/supporters')).body)).not.toContain('Rosa')
  await w.as('lead').delete(`/supporters/${id}/links/${linkId}`).expect(204)
  await w.as('lead').delete(`/supporters/${id}/links/${linkId}`).expect(404)
})
it('nobody but the team sees that they are there', async () => {
  const { id } = await note('officer')
  for (const person of [
    'partner',
    'mentor',
    'supervisor',
    'sam',
    'safeguarding',
    'data',
    'analyst',
    'admin',
    'otherpartner',
    'otherlead',
  ] as const) {
    await w.as(person).get(`/supporters/${id}`).expect(404)
    expect((await w.as(person).get(`/supporters?programmeId=${w.ids.programme}`)).body.items).toEqual([])
    await w.as(person).patch(`/supporters/${id}`, edit(coach())).expect(404)
    await w.as(person).put(`/supporters/${id}/links/${w.newId()}`, { participantId: w.ids.participants.sam, words: '' }).expect(404)
    await w.as(person).delete(`/supporters/${id}/links/${w.newId()}`).expect(404)
  }
  for (const person of ['partner', 'mentor', 'sam'] as const) expect((await note(person)).answer.status).toBe(403)
  for (const person of ['otherpartner', 'otherlead', 'admin'] as const) expect((await note(person)).answer.status).toBe(404)
})
it('refuses an answer without an invitation, a step without a day, a day to come, and nothing said', async () => {
  for (const [change, pointer] of [
    [{ answer: 'yes' }, '/body/invitedOn'],
    [{ invitedOn: '2026-11-04' }, '/body/invitedById'],
    [{ stepTaken: 'Came along' }, '/body/stepOn'],
    [{ stepOn: '2026-11-04' }, '/body/stepTaken'],
    [{ toldOn: '2099-01-01' }, '/body/toldOn'],
    [{ alreadyDoes: ' ' }, '/body/alreadyDoes'],
  ] as const) {
    const { answer } = await note('lead', change)
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer])
  }
  expect((await note('lead', { invitedOn: '2026-11-04', invitedById: w.newId() })).answer.status).toBe(404)
})
it('narrows by kind and by where the invitation stands', async () => {
  await note('lead', { kind: 'shopkeeper', invitedOn: '2026-11-04', invitedById: w.ids.users.lead })
  await note('lead', { kind: 'shopkeeper' })
  const found = async (query: string) => (await w.as('lead').get(`/supporters?kind=shopkeeper&${query}`).expect(200)).body.items.length
  expect([await found('stands=waiting'), await found('stands=not_invited'), await found('stands=yes'), await found('')]).toEqual([
    1, 1, 0, 2,
  ])
})
