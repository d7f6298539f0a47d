import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World, rosa: ReturnType<World['stranger']>, interest: string
beforeAll(async () => {
  w = await world()
  const user = w.newId()
  await w.owner.query(`insert into users (id, email) values ($1, 'rosa@test.invalid')`, [user])
  await w.owner.query(
    `insert into memberships (partnership_id, id, programme_id, user_id, role, from_at) values ($1, $2, $3, $4, 'participant', '2026-01-01')`,
    [w.ids.partnership, w.newId(), w.ids.programme, user],
  )
  await w.owner.query('update participants set user_id = $1 where id = $2', [user, w.ids.participants.rosa])
  rosa = w.as('sam')
  const token = await w.tokenOf(user, w.ids.partnership)
  rosa = w.call(token)
  interest = await heard(w.ids.participants.sam, 'Out on the boats')
})
afterAll(() => w?.close())

async function heard(participant: string, words: string) {
  const id = w.newId()
  await w.owner.query(
    `insert into interests (partnership_id, id, programme_id, participant_id, own_words, tag, heard_on) values ($1, $2, $3, $4, $5, 'water', '2026-10-01')`,
    [w.ids.partnership, id, w.ids.programme, participant, words],
  )
  return id
}
const raise = (who: ReturnType<World['as']>, more: object = {}, id = w.newId()) =>
  who.put(`/ideas/${id}`, { programmeId: w.ids.programme, words: 'A day on the water', ...more })
const reply = (who: Person, id: string, version: number, status: string, words = 'We asked the harbour master') =>
  w.as(who).post(`/ideas/${id}/reply`, { version, status, words })

it('a young person raises an idea in own words, and is owed a reply within fourteen days', async () => {
  const id = w.newId()
  const { body } = await raise(w.as('sam'), { voices: [{ participantId: w.ids.participants.sam, interestId: interest }] }, id).expect(201)
  expect(body).toMatchObject({
    words: 'A day on the water',
    raisedByKind: 'participant',
    status: 'raised',
    support: 0,
    mine: true,
    replies: [],
  })
  expect(Date.parse(body.replyDueOn) - Date.parse(body.raisedOn)).toBe(14 * 86_400_000)
  await raise(w.as('sam'), { voices: [{ participantId: w.ids.participants.sam, interestId: interest }] }, id).expect(200)
  const { rows } = await w.owner.query('select created_by, updated_by from ideas where id = $1', [id])
  expect(rows[0]).toEqual({ created_by: null, updated_by: null })
})
it('the team sees whose idea it is; everyone else only that a young person raised it', async () => {
  const { id } = (await raise(w.as('sam')).expect(201)).body
  expect((await w.as('officer').get(`/ideas/${id}`).expect(200)).body).toMatchObject({
    voices: [{ knownAs: 'Sam', raised: true }],
    mine: false,
    can: { reply: true, support: true, decide: true },
  })
  for (const person of ['mentor', 'partner', 'safeguarding'] as const) {
    const { body, text } = await w.as(person).get(`/ideas/${id}`).expect(200)
    expect(body).toMatchObject({ voices: [], raisedByKind: 'participant', mine: false, can: { reply: false } })
    expect(text).not.toMatch(/Sam|knownAs/)
    expect(text).not.toContain(w.ids.participants.sam)
  }
  const seen = await rosa.get(`/ideas/${id}`).expect(200)
  expect(seen.body).toMatchObject({ mine: false, voices: [] })
  expect(seen.text).not.toContain(w.ids.participants.sam)
  const { rows } = await w.owner.query(
    `select count(*)::int as n from access_events where operation = 'ideas.read' and participant_id = $1 and user_id = $2`,
    [w.ids.participants.sam, w.ids.users.officer],
  )
  expect(rows[0].n).toBe(1)
})
it('anyone who belongs to the programme may raise one, as what they are; nobody may speak for a young person but the team', async () => {
  const kinds = []
  for (const person of ['lead', 'officer', 'partner', 'mentor', 'sam'] as const)
    kinds.push((await raise(w.as(person)).expect(201)).body.raisedByKind)
  expect(kinds).toEqual(['lead', 'officer', 'partner', 'supporter', 'participant'])
  const said = await raise(w.as('officer'), { raisedByKind: 'participant', voices: [{ participantId: w.ids.participants.rosa }] }).expect(
    201,
  )
  expect(said.body).toMatchObject({ mine: false, raisedByKind: 'participant', voices: [{ knownAs: 'Rosa', raised: true }] })
  expect((await raise(w.as('partner'), { raisedByKind: 'participant' }).expect(201)).body.raisedByKind).toBe('partner')
  await raise(w.as('partner'), { voices: [{ participantId: w.ids.participants.sam }] }).expect(400)
  await raise(w.as('sam'), { voices: [{ participantId: w.ids.participants.rosa }] }).expect(400)
  await raise(w.as('officer'), { voices: [{ participantId: w.ids.participants.rosa, interestId: interest }] }).expect(400)
  for (const person of ['analyst', 'data', 'supervisor', 'safeguarding'] as const) await raise(w.as(person)).expect(403)
  for (const person of ['otherpartner', 'otherlead', 'admin'] as const) await raise(w.as(person)).expect(404)
  await raise(w.as('sam'), { words: ' ' }).expect(400)
})
it('support is one for each person; how many is public, who is not', async () => {
  const { id } = (await raise(w.as('officer')).expect(201)).body
  for (const who of [w.as('sam'), w.as('sam'), rosa, w.as('partner')]) await who.put(`/ideas/${id}/support`).expect(200)
  expect((await w.as('lead').get(`/ideas/${id}`)).body).toMatchObject({ support: 3, mySupport: false })
  expect((await rosa.get(`/ideas/${id}`)).body).toMatchObject({ support: 3, mySupport: true })
  expect((await w.as('sam').delete(`/ideas/${id}/support`).expect(200)).body).toMatchObject({ support: 2, mySupport: false })
  await w.as('supervisor').put(`/ideas/${id}/support`).expect(404)
  await w.as('otherpartner').put(`/ideas/${id}/support`).expect(404)
})
it('a reply says what becomes of it and why; each one stands', async () => {
  const { id } = (await raise(w.as('sam')).expect(201)).body
  expect((await reply('officer', id, 1, 'explored').expect(200)).body).toMatchObject({ status: 'explored', replyDueOn: null })
  const { body } = await reply('lead', id, 2, 'not_possible', 'The insurance does not cover open water').expect(200)
  expect(body).toMatchObject({
    status: 'not_possible',
    replies: [
      { status: 'not_possible', words: 'The insurance does not cover open water', by: 'Lead Test' },
      { status: 'explored', by: 'Officer Test' },
    ],
  })
  expect((await w.as('sam').get(`/ideas/${id}`)).body.replies[0].words).toContain('insurance')
  expect((await reply('officer', id, 2, 'adopted').expect(409)).body).toMatchObject({
    type: '/problems/changed-meanwhile',
    current: { status: 'not_possible' },
  })
  await reply('officer', id, 3, 'not_possible', '  ').expect(400)
  for (const person of ['sam', 'mentor', 'partner', 'safeguarding'] as const) await reply(person, id, 3, 'adopted').expect(403)
  for (const person of ['otherlead', 'otherpartner', 'supervisor', 'analyst'] as const) await reply(person, id, 3, 'adopted').expect(404)
})
it('lists those owed a reply first, longest waiting on top, and pages through', async () => {
  const { id } = (await raise(w.as('mentor'), { words: 'Waiting longest' }).expect(201)).body
  await w.owner.query(`update ideas set raised_on = current_date - 20 where id = $1`, [id])
  const first = (await w.as('lead').get(`/ideas?programmeId=${w.ids.programme}&limit=2`).expect(200)).body
  expect(first.items[0]).toMatchObject({ id, words: 'Waiting longest' })
  const all: { replyDueOn: string | null }[] = [...first.items]
  for (let next = first.next; next;) {
    const page = (
      await w
        .as('lead')
        .get(`/ideas?limit=2&after=${encodeURIComponent(next)}`)
        .expect(200)
    ).body
    all.push(...page.items)
    next = page.next
  }
  const owed = all.map((one) => one.replyDueOn !== null)
  expect(owed.indexOf(false)).toBe(owed.lastIndexOf(true) + 1)
  expect((await w.as('lead').get('/ideas?owed=true')).body.items.every((one: { status: string }) => one.status === 'raised')).toBe(true)
  expect((await w.as('sam').get('/ideas?mine=true')).body.items.every((one: { mine: boolean }) => one.mine)).toBe(true)
  for (const person of ['otherlead', 'otherpartner', 'analyst', 'supervisor', 'admin'] as const)
    expect((await w.as(person).get('/ideas').expect(200)).body.items).toEqual([])
})
it('a reply that is owed stands on the day of officers and the home of the lead, until it is given', async () => {
  const { id } = (await raise(w.as('sam'), { words: 'Owed by now' }).expect(201)).body
  const owed = async (who: Person) => (await w.as(who).get('/day').expect(200)).body.todo.filter((one: { id: string }) => one.id === id)
  expect(await owed('officer')).toEqual([])
  await w.owner.query('update ideas set raised_on = current_date - 16 where id = $1', [id])
  for (const who of ['officer', 'lead'] as const)
    expect(await owed(who)).toMatchObject([{ kind: 'reply_owed', words: 'Owed by now', participant: null }])
  const home = (await w.as('lead').get('/board/home').expect(200)).body
  expect(home.decisions).toContainEqual(expect.objectContaining({ kind: 'idea', id, title: 'Owed by now' }))
  for (const who of ['mentor', 'partner', 'otherlead', 'sam'] as const) expect(await owed(who)).toEqual([])
  await reply('officer', id, (await w.as('officer').get(`/ideas/${id}`)).body.version, 'parked').expect(200)
  expect(await owed('officer')).toEqual([])
})
it('the app itself cannot read who supports what, nor write an idea past its function', async () => {
  await raise(w.as('sam')).expect(201)
  const seen = await w.doors
    .asPerson(w.ids.users.lead, w.ids.partnership, w.newId())
    .transact(async (tx) => (await tx.execute('select * from idea_supports')).rows)
  expect(seen).toEqual([])
  const forge = w.doors
    .asPerson(w.ids.users.sam, w.ids.partnership, w.newId())
    .transact((tx) =>
      tx.execute(`insert into ideas (id, programme_id, words, raised_by_kind) values ('${w.newId()}', '${w.ids.programme}', 'x', 'lead')`),
    )
  await expect(forge).rejects.toThrow()
})
it('ends with the agreement', async () => {
  const { id } = (await raise(w.as('partner')).expect(201)).body
  await w.endAgreement()
  await w.as('partner').get(`/ideas/${id}`).expect(404)
  await raise(w.as('partner')).expect(404)
})
