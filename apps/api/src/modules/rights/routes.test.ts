// Requests, complaints and what stands around them: states, clocks, refusals, and who is told.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RightsRequest } from '@modulus/contracts/rights.ts'
import { world, type Person, type World } from '#testing/world.ts'
import { rightsClock } from './reminders.ts'

let w: World, rosaRef: string
const today = async (minus = 0) =>
  (await w.owner.query<{ on: string }>('select (app.today() - $1::integer)::text as "on"', [minus])).rows[0]!.on
beforeAll(async () => {
  w = await world()
  rosaRef = (await w.owner.query<{ reference: string }>('select reference from participants where id = $1', [w.ids.participants.rosa]))
    .rows[0]!.reference
})
afterAll(() => w?.close())

const record = async (kind: string, body: object = {}, person: Person = 'data', id = w.newId()) => ({
  id,
  answer: await w
    .as(person)
    .put(`/rights/requests/${id}`, { reference: rosaRef, kind, words: 'Please', how: 'letter', receivedOn: await today(), ...body }),
})
const read = async (id: string): Promise<RightsRequest> => (await w.as('data').get(`/rights/requests/${id}`).expect(200)).body
const deed = async (id: string, name: string, body: object = {}, person: Person = 'data') =>
  w.as(person).post(`/rights/requests/${id}/${name}`, { ...body, version: (await read(id)).version })
const clear = () => w.owner.query('delete from rights_pauses; delete from rights_requests; delete from rights_complaints')

describe('a request on paper', () => {
  it('is written down by reference; who they are is asked, and the month begins when it is known', async () => {
    const { id, answer } = await record('access', { receivedOn: await today(10) })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      state: 'received',
      madeBy: 'staff',
      participant: { knownAs: 'Rosa' },
      can: { identify: true, search: false, refuse: true },
    })
    const begun = answer.body.clock.dueOn
    const asked = await deed(id, 'ask-for-id')
    expect(asked.body.clock).toMatchObject({ dueOn: null, paused: true })
    const known = await deed(id, 'identify', { how: 'Came in with Officer Test' })
    expect(known.body).toMatchObject({ state: 'id_ok', idHow: 'Came in with Officer Test', clock: { paused: false } })
    expect(known.body.clock.dueOn > begun).toBe(true)
    await clear()
  })
  it('may come through the team, who see that it is answered and nothing else of it', async () => {
    const { id, answer } = await record(
      'objection',
      { reference: undefined, participantId: w.ids.participants.rosa, how: 'spoken' },
      'officer',
    )
    expect(answer.status).toBe(201)
    expect(answer.body.can).toMatchObject({ decide: false, refuse: false, read: false })
    await w.as('secondOfficer').get(`/rights/requests/${id}`).expect(404)
    await w.as('officer').get('/rights/requests').expect(403)
    await clear()
  })
  it('is refused to those who do not see them, and when it cannot be', async () => {
    for (const person of ['otherlead', 'otherpartner', 'partner', 'supervisor', 'analyst', 'admin', 'mentor'] as const)
      expect([person, (await record('access', {}, person)).answer.status]).toEqual([person, 404])
    expect((await record('access', { reference: 'YP-0' })).answer.status).toBe(404)
    expect((await record('access', { how: 'own_page' })).answer.status).toBe(400)
    expect((await record('access', { receivedOn: await today(-1) })).answer.status).toBe(400)
    expect((await record('nothing')).answer.status).toBe(400)
  })
  it('sent twice is one; other content under its id is refused', async () => {
    const { id } = await record('access')
    expect((await record('access', {}, 'data', id)).answer.status).toBe(200)
    expect((await record('objection', {}, 'data', id)).answer.body.type).toBe('/problems/already-exists')
    expect((await record('access')).answer.body.type).toBe('/problems/right-asked-already')
    await clear()
  })
})

describe('its clock', () => {
  it('stands while we wait for their answer, and goes on with the days that were left', async () => {
    const { id } = await record('access', { idHow: 'Known', receivedOn: await today(5) })
    const before = (await read(id)).clock!
    expect((await deed(id, 'pause', { asked: 'All of it, or about the course?' })).body.clock).toMatchObject({ dueOn: null, paused: true })
    expect((await deed(id, 'pause', { asked: 'And?' })).body.type).toBe('/problems/right-step-skipped')
    await w.owner.query('update rights_pauses set from_on = from_on - 3')
    const after = (await deed(id, 'resume', { answer: 'All of it' })).body.clock
    expect(after.paused).toBe(false)
    expect(after.dueOn >= before.dueOn!).toBe(true)
    expect((await deed(id, 'resume', { answer: 'Again' })).body.type).toBe('/problems/right-step-skipped')
    await clear()
  })
  it('is answered by them on their own page', async () => {
    const id = w.newId()
    await w.as('sam').put(`/me/rights/requests/${id}`, { kind: 'access', words: '' }).expect(201)
    await deed(id, 'pause', { asked: 'All of it?' })
    expect((await w.as('sam').get('/me/rights')).body.requests[0]).toMatchObject({ question: 'All of it?', answerBy: null })
    const answered = await w.as('sam').post(`/me/rights/requests/${id}/answer`, { words: 'Yes' }).expect(200)
    expect(answered.body.requests[0]).toMatchObject({ question: null, answerBy: expect.any(String) })
    await w.as('sam').post(`/me/rights/requests/${id}/answer`, { words: 'Yes' }).expect(409)
    await w.as('sam').post(`/me/rights/requests/${w.newId()}/answer`, { words: 'Yes' }).expect(404)
    expect((await read(id)).pauses).toMatchObject([{ answer: 'Yes' }])
    await clear()
  })
  it('is two months longer once, with a reason', async () => {
    const { id } = await record('access', { idHow: 'Known' })
    const before = (await read(id)).clock!.daysLeft
    expect((await deed(id, 'extend', { reason: ' ' })).status).toBe(400)
    const longer = (await deed(id, 'extend', { reason: 'Three programmes' })).body
    expect(longer.clock.daysLeft).toBeGreaterThan(before + 55)
    expect((await deed(id, 'extend', { reason: 'More' })).body.type).toBe('/problems/right-step-skipped')
    await clear()
  })
  it('reminds the data lead once a week before, and once on the day', async () => {
    const { id } = await record('access', { idHow: 'Known' })
    const sent: string[] = []
    const strike = async () => {
      await rightsClock.run(
        { doors: w.doors, config: w.config, log: () => {}, send: async (_tx, name) => void sent.push(name) },
        w.ids.partnership,
      )
      return (await w.owner.query<{ subject: string; body: string }>(`delete from messages where kind = 'notice' returning subject, body`))
        .rows
    }
    expect(await strike()).toEqual([])
    await w.owner.query('update rights_requests set due_on = app.today() + 7')
    const [soon, ...more] = await strike()
    expect(soon).toMatchObject({ subject: 'An answer is due within a week', body: expect.stringContaining(id) })
    expect(soon!.body).not.toContain('Rosa')
    expect(more).toEqual([])
    expect(await strike()).toEqual([])
    await w.owner.query('update rights_requests set due_on = app.today()')
    expect(await strike()).toMatchObject([{ subject: 'An answer is due now' }])
    expect(await strike()).toEqual([])
    expect(sent).toEqual(['message.deliver', 'message.deliver'])
    await clear()
  })
})

describe('an answer', () => {
  it('to an objection has an outcome and words, which they read', async () => {
    const id = w.newId()
    await w.as('sam').put(`/me/rights/requests/${id}`, { kind: 'objection', words: 'Stop using my photo' }).expect(201)
    expect((await deed(id, 'decide', { outcome: 'partly', words: 'Not on posters', toldToComplain: false })).status).toBe(400)
    expect((await deed(id, 'decide', { outcome: 'partly', words: 'Not on posters', toldToComplain: true }, 'lead')).status).toBe(403)
    expect((await deed(id, 'decide', { outcome: 'partly', words: 'Not on posters', toldToComplain: true })).body).toMatchObject({
      state: 'done',
      clock: null,
    })
    expect((await deed(id, 'decide', { outcome: 'done', words: 'Again', toldToComplain: true })).body.type).toBe(
      '/problems/right-step-skipped',
    )
    expect((await w.as('sam').get('/me/rights')).body.requests[0]).toMatchObject({ outcome: 'partly', answer: 'Not on posters' })
    await clear()
  })
  it('is no only with a reason, and how to complain told', async () => {
    const { id } = await record('access')
    expect((await deed(id, 'refuse', { reason: 'We cannot tell who asks', toldToComplain: false })).status).toBe(400)
    expect((await deed(id, 'refuse', { reason: 'We cannot tell who asks', toldToComplain: true })).body).toMatchObject({
      state: 'refused',
      outcomeWords: 'We cannot tell who asks',
    })
    await expect(w.owner.query(`update rights_requests set told_to_complain = false where id = $1`, [id])).rejects.toThrow(
      /rights_refused_with_a_reason/,
    )
    await clear()
  })
  it('is changed by one at a time', async () => {
    const { id } = await record('access')
    const stale = await w.as('data').post(`/rights/requests/${id}/identify`, { how: 'Known', version: 99 }).expect(409)
    expect(stale.body).toMatchObject({ type: '/problems/changed-meanwhile', current: { id } })
    await clear()
  })
})

describe('a complaint', () => {
  it('from their own page is acknowledged and answered, each in words they read', async () => {
    const id = w.newId()
    await w.as('sam').put(`/me/rights/complaints/${id}`, { words: 'You told my school' }).expect(201)
    const [one] = (await w.as('data').get('/rights/complaints').expect(200)).body.items
    expect(one).toMatchObject({ id, daysLeft: 30, state: 'received', can: { acknowledge: true, answer: false } })
    const step = (name: string, body: object, version: number, person: Person = 'data') =>
      w.as(person).post(`/rights/complaints/${id}/${name}`, { ...body, version })
    const answer = { outcome: 'upheld', words: 'We should have asked you', toldOfRegulator: true }
    await step('answer', answer, 1).expect(409)
    await step('acknowledge', { words: 'We have it' }, 1, 'lead').expect(404)
    await step('acknowledge', { words: 'We have it' }, 1).expect(200)
    await step('answer', { ...answer, toldOfRegulator: false }, 2).expect(400)
    await step('answer', answer, 2).expect(200)
    expect((await w.as('sam').get('/me/rights')).body.complaints).toMatchObject([
      { state: 'answered', firstWords: 'We have it', answer: 'We should have asked you' },
    ])
    await clear()
  })
  it('on paper is written down by whoever got it; nobody else reads it', async () => {
    const id = w.newId()
    await w
      .as('officer')
      .put(`/rights/complaints/${id}`, {
        participantId: w.ids.participants.rosa,
        words: 'Nobody rang',
        how: 'spoken',
        receivedOn: await today(),
      })
      .expect(201)
    await w.as('data').get(`/rights/complaints/${id}`).expect(200)
    for (const person of ['lead', 'secondOfficer', 'otherlead', 'otherpartner', 'partner', 'sam'] as const)
      await w.as(person).get(`/rights/complaints/${id}`).expect(404)
    for (const person of ['lead', 'officer', 'sam'] as const) await w.as(person).get('/rights/complaints').expect(403)
    await clear()
  })
  it('is reminded of before thirty days are over', async () => {
    const id = w.newId()
    await w
      .as('data')
      .put(`/rights/complaints/${id}`, { reference: rosaRef, words: 'Nobody rang', how: 'letter', receivedOn: await today(25) })
      .expect(201)
    await rightsClock.run({ doors: w.doors, config: w.config, log: () => {}, send: async () => {} }, w.ids.partnership)
    expect((await w.owner.query(`select 1 from messages where body like '%complaints/${id}%'`)).rows.length).toBe(1)
  })
})

it('the data lead sees that answers to entries wait, not what they say', async () => {
  await w.owner.query(
    `insert into entry_replies (partnership_id, id, programme_id, participant_id, about_kind, about_id, response, words) values ($1, $2, $3, $4, 'visit', $5, 'leave_out', 'Secret words')`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.sam, w.newId()],
  )
  const { body } = await w.as('data').get('/rights/unanswered-replies').expect(200)
  expect(body.items).toMatchObject([{ programmeName: 'Harbour', count: 1 }])
  expect(JSON.stringify(body)).not.toContain('Secret')
  await w.as('officer').get('/rights/unanswered-replies').expect(403)
  expect((await w.as('otherlead').get('/rights/unanswered-replies').expect(200)).body.items).toEqual([])
})
