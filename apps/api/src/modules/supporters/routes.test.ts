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
it('is taken out on their word, for good: what they gave stays without their name', async () => {
  const { id } = await note('officer')
  await w
    .as('officer')
    .put(`/supporters/${id}/links/${w.newId()}`, { participantId: w.ids.participants.rosa, words: 'Trains there' })
    .expect(201)
  const given = w.newId()
  await w.owner.query(
    `insert into contributions (partnership_id, id, programme_id, given_by, supporter_id, given_on, what, co_mode, voice_or_action, pathway) values ($1, $2, $3, 'supporter', $4, '2026-11-02', 'Opened the gym', 'co_deliver', 'action', 'prevention')`,
    [w.ids.partnership, given, w.ids.programme, id],
  )
  for (const [person, status] of [
    ['sam', 404],
    ['mentor', 404],
    ['partner', 404],
    ['otherpartner', 404],
    ['otherlead', 404],
  ] as const)
    expect([person, (await w.as(person).delete(`/supporters/${id}`)).status]).toEqual([person, status])
  await w.stranger().delete(`/supporters/${id}`).expect(401)
  expect((await w.as('officer').get(`/supporters/${id}`).expect(200)).body.can.takeOut).toBe(true)

  await w.as('officer').delete(`/supporters/${id}`).expect(204)
  await w.as('officer').get(`/supporters/${id}`).expect(404)
  await w.as('officer').delete(`/supporters/${id}`).expect(404)
  const { rows } = await w.owner.query(
    `select (select count(*)::int from supporters where id = $1) as supporters, (select count(*)::int from supporter_links where supporter_id = $1) as links,
      (select given_by || coalesce(supporter_id::text, ' without a name') from contributions where id = $2) as given`,
    [id, given],
  )
  expect(rows[0]).toEqual({ supporters: 0, links: 0, given: 'supporter without a name' })
  const shown = (await w.as('officer').get(`/contributions?programmeId=${w.ids.programme}`).expect(200)).body.items.find(
    (one: { id: string }) => one.id === given,
  )
  expect(shown).toMatchObject({ givenBy: 'supporter', supporterId: null, what: 'Opened the gym' })
  // The same words sent again do not bring them back.
  await w.as('officer').put(`/supporters/${id}`, coach()).expect(404)
})
