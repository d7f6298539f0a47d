import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World, secondMentor: string, secondToken: string
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
beforeAll(async () => {
  w = await world()
  secondMentor = w.newId()
  await w.owner.query(`insert into users (id, email) values ($1, 'second@test.invalid')`, [secondMentor])
  await w.owner.query(
    `insert into people (partnership_id, id, user_id, partner_id, name, email) values ($1, $2, $3, $4, 'Second Test', 'second@test.invalid')`,
    [w.ids.partnership, w.newId(), secondMentor, w.ids.partners.housing],
  )
  await w.owner.query(
    `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role) values ($1, $2, $3, $4, $5, 'mentor')`,
    [w.ids.partnership, w.newId(), w.ids.programme, secondMentor, w.ids.partners.housing],
  )
  secondToken = await w.tokenOf(secondMentor, w.ids.partnership)
})
afterAll(() => w?.close())

const person = async (knownAs: string, ageBand = '18_20') => {
  const id = w.newId()
  await w.owner.query(
    `insert into participants (partnership_id, id, programme_id, known_as, age_band, status) values ($1, $2, $3, $4, $5, 'active')`,
    [w.ids.partnership, id, w.ids.programme, knownAs, ageBand],
  )
  return id
}
const propose = (who: Person, participantId: string, mentorId = w.ids.users.mentor) =>
  w.as(who).put(`/mentoring/matches/${w.newId()}`, { participantId, mentorId, purpose: 'Someone to talk football with' })
const theirYes = (who: Person, id: string, version: number) =>
  w.as(who).post(`/mentoring/matches/${id}/their-yes`, { version, on: day(0), saidBy: 'participant', how: 'in_person' })
const live = async (name: string) => {
  const { id } = (await propose('officer', await person(name)).expect(201)).body
  await w.as('mentor').post(`/mentoring/matches/${id}/accept`, { version: 1 }).expect(200)
  return (await theirYes('officer', id, 2).expect(200)).body
}
const meetUp = (matchId: string, more: object = {}) => ({
  matchId,
  heldOn: day(3),
  minutes: 45,
  place: 'The café on Dock Road',
  kind: 'met',
  nextOn: day(-11),
  theirWords: 'I want to try a trade',
  staffWords: 'Cheery today',
  ...more,
})
const terms = {
  purpose: 'Finding a trade',
  goals: ['Try the vans', 'Sleep better'],
  meetsEveryDays: 14,
  contactRoutes: 'Texts till 8',
  boundaries: 'No lending',
  reviewAgreementOn: day(-90),
}

it('a mentor and a young person choose each other, agree, meet, and it is kept apart from other mentors', async () => {
  const proposed = (await propose('lead', w.ids.participants.sam).expect(201)).body
  expect(proposed).toMatchObject({
    status: 'proposed',
    participant: { knownAs: 'Sam' },
    can: { accept: false, sayTheirYes: true, swap: false },
  })
  const url = `/mentoring/matches/${proposed.id}`

  const asked = (await w.as('mentor').get(url).expect(200)).body
  expect(asked).toMatchObject({
    participant: { knownAs: null },
    purpose: 'Someone to talk football with',
    can: { accept: true, sayTheirYes: false },
  })
  expect((await w.as('mentor').post(`${url}/accept`, { version: 1 }).expect(200)).body.status).toBe('proposed')
  const yes = (await theirYes('sam', proposed.id, 2).expect(200)).body
  expect(yes).toMatchObject({ status: 'active', startedOn: day(0), mentor: { name: 'Mentor Test' } })
  const { rows } = await w.owner.query('select participant_yes_how, participant_yes_said_by from mentor_matches where id = $1', [
    proposed.id,
  ])
  expect(rows[0]).toEqual({ participant_yes_how: 'own_phone', participant_yes_said_by: 'participant' })

  expect(
    (
      await w
        .as('mentor')
        .patch(url, { ...terms, version: 3 })
        .expect(200)
    ).body,
  ).toMatchObject({ participant: { knownAs: 'Sam' }, goals: ['Try the vans', 'Sleep better'] })
  await w.as('mentor').put(`/mentoring/sessions/${w.newId()}`, meetUp(proposed.id)).expect(201)
  expect((await w.as('mentor').get(url).expect(200)).body).toMatchObject({ lastOn: day(3), nextOn: day(-11), meetUps: 1, quiet: false })
  const forSam = (await w.as('sam').get(`${url}/sessions`).expect(200)).body.items
  expect(forSam).toMatchObject([{ theirWords: 'I want to try a trade', writtenBy: 'Mentor Test' }])
})
it('a swap ends one and proposes another, and the new mentor never sees what the old one wrote', async () => {
  const old = await live('Rowan')
  expect(
    (await w.as('officer').get(`/participants/${old.participant.id}/mentors`).expect(200)).body.items.map(
      (one: { name: string }) => one.name,
    ),
  ).toEqual(['Mentor Test', 'Second Test'])
  await w.as('mentor').get(`/participants/${old.participant.id}/mentors`).expect(403)
  await w
    .as('mentor')
    .put(`/mentoring/sessions/${w.newId()}`, meetUp(old.id, { staffWords: 'Between us two' }))
    .expect(201)
  const newMatchId = w.newId(),
    body = { version: old.version, newMatchId, mentorId: secondMentor, purpose: 'A fresh start', by: 'participant', words: '' }
  const next = (await w.as('officer').post(`/mentoring/matches/${old.id}/swap`, body).expect(201)).body
  expect(next).toMatchObject({ status: 'proposed', swappedFromId: old.id, mentor: { name: 'Second Test' } })
  await w.as('officer').post(`/mentoring/matches/${old.id}/swap`, body).expect(201)

  const second = w.call(secondToken)
  await second.post(`/mentoring/matches/${newMatchId}/accept`, { version: 1 }).expect(200)
  await theirYes('officer', newMatchId, 2).expect(200)
  expect((await second.get(`/mentoring/matches/${newMatchId}`).expect(200)).body).toMatchObject({
    participant: { knownAs: 'Rowan' },
    swappedFromId: null,
    meetUps: 0,
  })
  expect((await second.get(`/mentoring/matches/${newMatchId}/sessions`).expect(200)).body.items).toEqual([])
  await second.get(`/mentoring/matches/${old.id}/sessions`).expect(404)
  await second.put(`/mentoring/sessions/${w.newId()}`, meetUp(newMatchId, { theirWords: 'Hiya', staffWords: '' })).expect(201)

  await w.as('mentor').get(`/mentoring/matches/${old.id}`).expect(404)
  await w.as('mentor').get(`/mentoring/matches/${newMatchId}`).expect(404)
  const handover = (await w.as('officer').get(`/mentoring/matches/${old.id}/sessions`).expect(200)).body.items
  expect(handover).toMatchObject([{ staffWords: 'Between us two' }])
})
it('either side ends it without a reason, and may wish for another', async () => {
  const byMentor = await live('Skye')
  await w
    .as('mentor')
    .post(`/mentoring/matches/${byMentor.id}/end`, { version: byMentor.version, by: 'programme', words: '', swapWanted: true })
    .expect(204)
  expect((await w.as('lead').get(`/mentoring/matches/${byMentor.id}`).expect(200)).body).toMatchObject({
    status: 'ended',
    endedBy: 'mentor',
    swapWanted: true,
  })
  const again = (
    await w
      .as('lead')
      .put(`/mentoring/matches/${w.newId()}`, {
        participantId: byMentor.participant.id,
        mentorId: secondMentor,
        purpose: '',
        swappedFromId: byMentor.id,
      })
      .expect(201)
  ).body
  expect(again.swappedFromId).toBe(byMentor.id)
  const { rows } = await w.owner.query(`select id, version from mentor_matches where participant_id = $1 and status = 'active'`, [
    w.ids.participants.sam,
  ])
  await w
    .as('sam')
    .post(`/mentoring/matches/${rows[0].id}/end`, { version: rows[0].version, by: 'programme', words: '', swapWanted: false })
    .expect(204)
  expect((await w.as('lead').get(`/mentoring/matches/${rows[0].id}`).expect(200)).body.endedBy).toBe('participant')
})
it('a quiet match comes up for the lead and for its mentor, a lively one does not', async () => {
  const quiet = await live('Tam'),
    lively = await live('Una'),
    missed = await live('Val')
  for (const one of [quiet, lively, missed])
    await w.owner.query(`update mentor_matches set started_on = $2, meets_every_days = 10 where id = $1`, [one.id, day(60)])
  await w
    .as('mentor')
    .put(`/mentoring/sessions/${w.newId()}`, meetUp(quiet.id, { heldOn: day(16) }))
    .expect(201)
  await w
    .as('mentor')
    .put(`/mentoring/sessions/${w.newId()}`, meetUp(lively.id, { heldOn: day(15) }))
    .expect(201)
  await w
    .as('mentor')
    .put(`/mentoring/sessions/${w.newId()}`, meetUp(missed.id, { heldOn: day(1), kind: 'missed' }))
    .expect(201)
  for (const who of ['lead', 'mentor'] as const) {
    const { items } = (await w.as(who).get('/mentoring/matches?quiet=1').expect(200)).body
    expect(items.map((one: { participant: { knownAs: string } }) => one.participant.knownAs).sort()).toEqual(['Tam', 'Val'])
  }
})
it('whoever mentors someone who may be under 18 has a confirmed PVG, asked when proposed and when it begins', async () => {
  expect((await propose('officer', await person('Wren', '16_17'), secondMentor).expect(409)).body.type).toBe('/problems/needs-pvg')
  expect((await propose('officer', await person('Xan', 'not_known'), secondMentor).expect(409)).body.type).toBe('/problems/needs-pvg')
  const { id } = (await propose('officer', await person('Yas', 'under_16')).expect(201)).body
  await theirYes('officer', id, 1).expect(200)
  await w.clear('mentor', false)
  expect((await w.as('mentor').post(`/mentoring/matches/${id}/accept`, { version: 2 }).expect(409)).body.type).toBe('/problems/needs-pvg')
  await w.clear('mentor')
  await w.as('mentor').post(`/mentoring/matches/${id}/accept`, { version: 2 }).expect(200)
})
it('nobody begins alone, and a no is a no', async () => {
  const someone = await person('Zoe'),
    { id } = (await propose('officer', someone).expect(201)).body
  expect((await w.as('mentor').put(`/mentoring/sessions/${w.newId()}`, meetUp(id)).expect(409)).body.type).toBe('/problems/match-not-live')
  await w.as('officer').post(`/mentoring/matches/${id}/accept`, { version: 1 }).expect(403)
  await w
    .as('mentor')
    .post(`/mentoring/matches/${id}/their-yes`, { version: 1, on: day(0), saidBy: 'participant', how: 'call' })
    .expect(403)
  expect((await propose('lead', someone, secondMentor).expect(409)).body.type).toBe('/problems/already-mentored')
  await w.as('mentor').post(`/mentoring/matches/${id}/decline`, { version: 1, by: 'mentor' }).expect(204)
  await w.as('mentor').get(`/mentoring/matches/${id}`).expect(404)
  expect((await theirYes('officer', id, 2).expect(409)).body.type).toBe('/problems/match-not-live')
  await propose('lead', someone, secondMentor).expect(201)
})

it('other partners, another partnership, other mentors and employers see no match, on any route', async () => {
  const match = await live('Ben'),
    url = `/mentoring/matches/${match.id}`
  await w.place(match.participant.id)
  for (const who of ['otherpartner', 'otherlead', 'partner', 'supervisor', 'analyst', 'data', 'admin', 'second'] as const) {
    const as = who === 'second' ? w.call(secondToken) : w.as(who)
    await as.get(url).expect(404)
    await as.get(`${url}/sessions`).expect(404)
    await as.patch(url, { ...terms, version: 3 }).expect(404)
    await as.post(`${url}/accept`, { version: 3 }).expect(404)
    await as.post(`${url}/their-yes`, { version: 3, on: day(0), saidBy: 'participant', how: 'call' }).expect(404)
    await as.post(`${url}/decline`, { version: 3, by: 'mentor' }).expect(404)
    await as.post(`${url}/end`, { version: 3, by: 'mentor', words: '', swapWanted: false }).expect(404)
    await as
      .post(`${url}/swap`, { version: 3, newMatchId: w.newId(), mentorId: secondMentor, purpose: '', by: 'mentor', words: '' })
      .expect(404)
    await as.put(`/mentoring/sessions/${w.newId()}`, meetUp(match.id)).expect(404)
    expect((await as.get(`/mentoring/matches?participantId=${match.participant.id}`).expect(200)).body.items).toEqual([])
    await as.get(`/participants/${w.ids.participants.rosa}/mentors`).expect(404)
  }
  await w
    .as('otherlead')
    .put(`/mentoring/matches/${w.newId()}`, { participantId: w.ids.participants.rosa, mentorId: w.ids.users.mentor, purpose: '' })
    .expect(404)
  await w
    .as('mentor')
    .put(`/mentoring/matches/${w.newId()}`, { participantId: w.ids.participants.rosa, mentorId: w.ids.users.mentor, purpose: '' })
    .expect(404)
  await w
    .as('mentor')
    .post(`${url}/swap`, { version: 3, newMatchId: w.newId(), mentorId: secondMentor, purpose: '', by: 'mentor', words: '' })
    .expect(403)
})
it('a mentor whose role ended sees nobody on the next request', async () => {
  const match = await live('Cal')
  await w.owner.query(`update memberships set until_at = now() where user_id = $1`, [w.ids.users.mentor])
  await w.as('mentor').get(`/mentoring/matches/${match.id}`).expect(404)
  await w.owner.query(`update memberships set until_at = null where user_id = $1`, [w.ids.users.mentor])
})
it('says what is wrong with a proposal, an agreement or a meet-up', async () => {
  expect((await propose('officer', await person('Dee'), w.ids.users.officer).expect(400)).body.errors[0].pointer).toBe('/body/mentorId')
  const match = await live('Eve'),
    wrong = async (more: object) =>
      (await w.as('mentor').put(`/mentoring/sessions/${w.newId()}`, meetUp(match.id, more)).expect(400)).body.errors[0].pointer
  expect(await wrong({ heldOn: day(-1) })).toBe('/body/heldOn')
  expect(await wrong({ nextOn: day(9) })).toBe('/body/nextOn')
  expect(await wrong({ minutes: 2000 })).toBe('/body/minutes')
  await w
    .as('mentor')
    .patch(`/mentoring/matches/${match.id}`, { ...terms, goals: ['a', 'b', 'c', 'd', 'e', 'f'], version: 3 })
    .expect(400)
  expect(
    (
      await w
        .as('mentor')
        .patch(`/mentoring/matches/${match.id}`, { ...terms, version: 1 })
        .expect(409)
    ).body,
  ).toMatchObject({ type: '/problems/changed-meanwhile', current: { version: 3 } })
})
it('sending a meet-up twice keeps one, and every look is in the read log', async () => {
  const match = await live('Fay'),
    id = w.newId()
  await w.as('mentor').put(`/mentoring/sessions/${id}`, meetUp(match.id)).expect(201)
  await w.as('mentor').put(`/mentoring/sessions/${id}`, meetUp(match.id)).expect(200)
  expect((await w.as('mentor').get(`/mentoring/matches/${match.id}/sessions`).expect(200)).body.items).toHaveLength(1)
  const { rows } = await w.owner.query(
    `select distinct operation from access_events where participant_id = $1 and user_id = $2 order by 1`,
    [match.participant.id, w.ids.users.mentor],
  )
  expect(rows.map((one) => one.operation)).toEqual(['mentoring.log', 'mentoring.meetUps', 'mentoring.read'])
})
