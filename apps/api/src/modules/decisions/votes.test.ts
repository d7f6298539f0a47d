import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

type Caller = ReturnType<World['as']>
let w: World
const group: { id: string; user: string; me: Caller }[] = []
let rep: Caller
beforeAll(async () => {
  w = await world()
  for (let n = 0; n < 11; n++) group.push(await young(`Young${n}`))
  const user = w.newId()
  await w.owner.query(`insert into users (id, email) values ($1, 'rep@test.invalid')`, [user])
  const participant = w.newId()
  await w.owner.query(
    `insert into participants (partnership_id, id, programme_id, known_as, status, user_id) values ($1, $2, $3, 'Rep', 'active', $4)`,
    [w.ids.partnership, participant, w.ids.programme, user],
  )
  for (const role of ['participant', 'participant_rep'])
    await w.owner.query(
      `insert into memberships (partnership_id, id, programme_id, user_id, role, from_at) values ($1, $2, $3, $4, $5, '2026-01-01')`,
      [w.ids.partnership, w.newId(), w.ids.programme, user, role],
    )
  rep = w.call(await w.tokenOf(user, w.ids.partnership))
}, 60_000)
afterAll(() => w?.close())

async function young(knownAs: string) {
  const user = w.newId(),
    id = w.newId()
  await w.owner.query(`insert into users (id, email) values ($1, $2)`, [user, `${knownAs}@test.invalid`])
  await w.owner.query(
    `insert into participants (partnership_id, id, programme_id, known_as, status, user_id) values ($1, $2, $3, $4, 'active', $5)`,
    [w.ids.partnership, id, w.ids.programme, knownAs, user],
  )
  await w.owner.query(
    `insert into memberships (partnership_id, id, programme_id, user_id, role, from_at) values ($1, $2, $3, $4, 'participant', '2026-01-01')`,
    [w.ids.partnership, w.newId(), w.ids.programme, user],
  )
  return { id, user, me: w.call(await w.tokenOf(user, w.ids.partnership)) }
}
async function question(words = ['Boats', 'Bikes', 'Baking'], more: object = {}) {
  const options = words.map((one) => ({ id: w.newId(), words: one }))
  const body = (
    await w
      .as('officer')
      .put(`/decisions/${w.newId()}`, {
        programmeId: w.ids.programme,
        title: 'What next',
        limitsStated: true,
        limitsText: 'One of them',
        options,
        ...more,
      })
      .expect(201)
  ).body
  return { id: body.id as string, version: body.version as number, options: options.map(({ id }) => id) }
}
const voting = async () => {
  const one = await question()
  await w.as('officer').post(`/decisions/${one.id}/open-vote`, { version: one.version }).expect(200)
  return one
}
const vote = (who: Caller, id: string, optionId: string, participantId?: string) =>
  who.put(`/decisions/${id}/vote`, { optionId, ...(participantId ? { participantId } : {}) })
const close = async (id: string, who: Caller = w.as('lead')) =>
  (await who.post(`/decisions/${id}/close-vote`, { version: (await w.as('lead').get(`/decisions/${id}`)).body.version }).expect(200)).body
const type = (answer: { body: { type: string } }) => answer.body.type.replace('/problems/', '')
/** Votes by option: [5, 3] is five for the first, three for the second. */
async function outcome(...votes: number[]) {
  const one = await voting()
  let next = 0
  for (const [option, n] of votes.entries())
    for (let i = 0; i < n; i++) await vote(group[next++]!.me, one.id, one.options[option]!).expect(200)
  return { ...one, ...(await close(one.id)).vote }
}

it('each votes once on their own phone, changes until it closes, and sees only their own', async () => {
  const { id, options } = await voting()
  const [sam, rosa] = [group[0]!, group[1]!]
  expect((await vote(sam.me, id, options[0]!).expect(200)).body.vote).toMatchObject({ mineId: options[0], voted: 1, result: null })
  expect((await vote(sam.me, id, options[1]!).expect(200)).body.vote).toMatchObject({ mineId: options[1], voted: 1 })
  const seen = await rosa.me.get(`/decisions/${id}`).expect(200)
  expect(seen.body).toMatchObject({ vote: { mineId: null, voted: 1, result: null }, can: { vote: true, recordVote: false } })
  for (const person of ['officer', 'lead', 'partner', 'mentor', 'safeguarding'] as const)
    expect((await w.as(person).get(`/decisions/${id}`).expect(200)).body.vote).toMatchObject({ mineId: null, result: null })
  await vote(rosa.me, id, options[0]!, sam.id).expect(403)
  await vote(w.as('partner'), id, options[0]!, sam.id).expect(403)
  await vote(w.as('mentor'), id, options[0]!).expect(403)
  await vote(w.as('officer'), id, options[0]!).expect(400)
  await vote(sam.me, id, w.newId()).expect(400)
  for (const person of ['otherlead', 'otherpartner', 'analyst', 'supervisor'] as const)
    await vote(w.as(person), id, options[0]!, sam.id).expect(404)
})
it('who only represents young people opens and closes their vote, and has none: the refusal says which deed', async () => {
  const user = w.newId()
  await w.owner.query(`insert into users (id, email) values ($1, 'speaks@test.invalid')`, [user])
  await w.owner.query(
    `insert into people (partnership_id, id, user_id, partner_id, name, email) values ($1, $2, $3, $4, 'Speaks Test', 'speaks@test.invalid')`,
    [w.ids.partnership, w.newId(), user, w.ids.partners.housing],
  )
  await w.owner.query(
    `insert into memberships (partnership_id, id, programme_id, user_id, role, from_at) values ($1, $2, $3, $4, 'participant_rep', '2026-01-01')`,
    [w.ids.partnership, w.newId(), w.ids.programme, user],
  )
  const speaks = w.call(await w.tokenOf(user, w.ids.partnership))
  const { id, options } = await voting()
  expect((await speaks.get(`/decisions/${id}`).expect(200)).body.can).toMatchObject({ vote: false, recordVote: false, closeVote: true })
  expect((await vote(speaks, id, options[0]!).expect(403)).body).toMatchObject({ type: '/problems/forbidden', deed: 'vote' })
  expect((await vote(speaks, id, options[0]!, group[0]!.id).expect(403)).body).toMatchObject({
    type: '/problems/forbidden',
    deed: 'recordVote',
  })
  expect((await close(id, speaks)).vote.voted).toBe(0)
})
it('nobody reads another’s vote, whatever they ask the database', async () => {
  const { id, options } = await voting()
  await vote(group[0]!.me, id, options[0]!).expect(200)
  const ask = (user: string, text: string) =>
    w.doors.asPerson(user, w.ids.partnership, w.newId()).transact(async (tx) => (await tx.execute(text)).rows)
  for (const user of [w.ids.users.lead, w.ids.users.officer, w.ids.users.data, w.ids.users.admin, group[1]!.user])
    expect(await ask(user, 'select * from decision_votes')).toEqual([])
  expect(await ask(group[0]!.user, `select * from decision_votes where decision_id = '${id}'`)).toHaveLength(1)
  expect(await ask(group[0]!.user, `select distinct participant_id from decision_votes`)).toEqual([{ participant_id: group[0]!.id }])
  for (const text of [
    `insert into decision_votes (id, programme_id, participant_id, decision_id, option_id, said_how) values ('${w.newId()}', '${w.ids.programme}', '${group[0]!.id}', '${id}', '${options[1]}', 'own_phone')`,
    `update decision_votes set option_id = '${options[1]}'`,
    'delete from decision_votes',
  ])
    await expect(ask(w.ids.users.lead, text)).rejects.toThrow()
  const { rows } = await w.owner.query(`select count(*)::int as n from audit_events where table_name = 'decision_votes'`)
  expect(rows[0].n).toBe(0)
})
it('the team writes down the vote of someone without a phone, and never over one sent from a phone', async () => {
  const { id, options } = await voting()
  const body = (await vote(w.as('officer'), id, options[0]!, w.ids.participants.rosa).expect(200)).body
  expect(body.vote).toMatchObject({ voted: 1, mineId: null, result: null })
  await vote(w.as('officer'), id, options[1]!, w.ids.participants.rosa).expect(200)
  await vote(group[0]!.me, id, options[0]!).expect(200)
  expect(type(await vote(w.as('officer'), id, options[1]!, group[0]!.id).expect(409))).toBe('vote-their-own')
  await vote(w.as('officer'), id, options[0]!, w.newId()).expect(404)
})
it('two hundred simultaneous votes by eleven people leave eleven votes', async () => {
  const { id, options } = await voting()
  const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => vote(group[n % 11]!.me, id, options[n % 3]!)))
  expect(
    answers
      .filter(({ status }) => status !== 200)
      .map(({ status }) => status)
      .every((status) => status === 503),
  ).toBe(true)
  for (const one of group) await vote(one.me, id, options[0]!).expect(200)
  const { rows } = await w.owner.query(
    'select count(*)::int as n, count(distinct participant_id)::int as people from decision_votes where decision_id = $1',
    [id],
  )
  expect(rows[0]).toEqual({ n: 11, people: 11 })
}, 60_000)
it('a closed vote refuses, and stays closed', async () => {
  const { id, options } = await voting()
  await vote(group[0]!.me, id, options[0]!).expect(200)
  const { version } = await close(id)
  expect(type(await vote(group[0]!.me, id, options[1]!).expect(409))).toBe('vote-closed')
  expect(type(await vote(w.as('officer'), id, options[1]!, w.ids.participants.rosa).expect(409))).toBe('vote-closed')
  expect(type(await w.as('lead').post(`/decisions/${id}/close-vote`, { version }).expect(409))).toBe('vote-closed')
  expect(type(await w.as('lead').post(`/decisions/${id}/open-vote`, { version }).expect(409))).toBe('vote-closed')
  await expect(w.owner.query('update decisions set vote_closed_at = null where id = $1', [id])).rejects.toThrow()
  const direct = w.doors
    .asPerson(group[0]!.user, w.ids.partnership, w.newId())
    .transact((tx) => tx.execute(`select app.vote('${w.newId()}', '${id}', '${options[1]}', '${group[0]!.id}')`))
  await expect(direct).rejects.toThrow()
})
it('closing waits for votes under way: none is counted late', async () => {
  const { id, options, version } = await voting().then(async (one) => ({
    ...one,
    version: (await w.as('lead').get(`/decisions/${one.id}`)).body.version,
  }))
  const [closed, ...votes] = await Promise.all([
    w.as('lead').post(`/decisions/${id}/close-vote`, { version }),
    ...group.map(({ me }) => vote(me, id, options[0]!)),
  ])
  expect(closed!.status).toBe(200)
  const { rows } = await w.owner.query('select count(*)::int as n from decision_votes where decision_id = $1', [id])
  expect(rows[0].n).toBe(votes.filter(({ status }) => status === 200).length)
})
it('shows figures only when at least five voted and nobody can be picked out', async () => {
  expect(await outcome(4, 3, 0)).toMatchObject({ voted: 7, result: { kind: 'counts', counts: [{ votes: 4 }, { votes: 3 }, { votes: 0 }] } })
  for (const [votes, kind] of [
    [[3, 1, 0], 'won'],
    [[5, 1, 0], 'won'],
    [[4, 2, 0], 'won'],
    [[3, 0, 1], 'won'],
    [[2, 2, 0], 'no_clear_choice'],
    [[2, 2, 1], 'no_clear_choice'],
    [[6, 0, 0], 'won'],
  ] as const) {
    const { result, options } = await outcome(...votes)
    expect([votes, result]).toEqual([votes, { kind, wonId: kind === 'won' ? options[0] : null, counts: [] }])
  }
  expect((await outcome(3, 3, 0)).result).toMatchObject({ kind: 'counts', wonId: null })
})
it('with one or two votes not even the winner is named, because that would be somebody’s vote', async () => {
  for (const votes of [[0], [1], [2], [1, 1]])
    expect((await outcome(...votes)).result).toEqual({ kind: 'too_few', wonId: null, counts: [] })
}, 30_000)
it('a vote begins only with two options and the limits told, and then the question stands', async () => {
  const lone = await question(['Boats'])
  expect(type(await w.as('officer').post(`/decisions/${lone.id}/open-vote`, { version: lone.version }).expect(409))).toBe('vote-not-ready')
  const untold = await question(undefined, { limitsStated: null, limitsText: '' })
  expect(type(await w.as('officer').post(`/decisions/${untold.id}/open-vote`, { version: untold.version }).expect(409))).toBe(
    'vote-not-ready',
  )
  const { id } = await voting()
  const { version } = (await w.as('lead').get(`/decisions/${id}`)).body
  expect(type(await w.as('lead').patch(`/decisions/${id}`, { version, options: [] }).expect(409))).toBe('vote-running')
  const made = { version, decidedBy: 'participants', how: 'vote', decidedOn: '2026-11-02', participantsPresent: 5 }
  expect(type(await w.as('lead').post(`/decisions/${id}/decide`, made).expect(409))).toBe('vote-running')
  expect(type(await vote(group[0]!.me, lone.id, lone.options[0]!).expect(409))).toBe('vote-closed')
})
it('what the vote chose is what was decided', async () => {
  const { id, options, result } = await outcome(4, 3, 0)
  const made = {
    version: (await w.as('lead').get(`/decisions/${id}`)).body.version,
    decidedBy: 'participants',
    how: 'vote',
    decidedOn: '2026-11-02',
    participantsPresent: 7,
  }
  expect(
    type(
      await w
        .as('lead')
        .post(`/decisions/${id}/decide`, { ...made, chosenOptionId: options[1] })
        .expect(409),
    ),
  ).toBe('vote-won-other')
  expect(
    (
      await w
        .as('lead')
        .post(`/decisions/${id}/decide`, { ...made, chosenOptionId: result.wonId })
        .expect(200)
    ).body,
  ).toMatchObject({ state: 'decided', chosen: 'Boats' })
})
it('a representative of the young people opens and closes the vote, and decides nothing else; others do neither', async () => {
  const { id, version } = await question()
  for (const who of [group[0]!.me, w.as('mentor'), w.as('partner')]) await who.post(`/decisions/${id}/open-vote`, { version }).expect(403)
  await w.as('otherpartner').post(`/decisions/${id}/open-vote`, { version }).expect(404)
  const opened = (await rep.post(`/decisions/${id}/open-vote`, { version }).expect(200)).body
  expect(opened).toMatchObject({ can: { closeVote: true, vote: true, decide: false, prepare: false } })
  expect((await w.owner.query('select updated_by from decisions where id = $1', [id])).rows[0].updated_by).toBeNull()
  await rep.patch(`/decisions/${id}`, { version: opened.version, title: 'x' }).expect(403)
  expect((await close(id, rep)).vote.closedAt).not.toBeNull()
  await w.as('lead').post(`/decisions/${id}/open-vote`, { version: 1 }).expect(409)
})
