import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'
import { whoCarries } from './routes.ts'

let w: World
const q = (text: string, values: unknown[] = []) => w.owner.query(text, values)
const plan = (more: object = {}) => ({
  programmeId: w.ids.programme,
  kind: 'tasking',
  startsAt: '2026-11-20T10:00:00.000Z',
  place: 'The fire station',
  attendeeIds: [w.ids.users.lead, w.ids.users.partner],
  ...more,
})
const meet = async (more: object = {}) => (await w.as('lead').put(`/meetings/${w.newId()}`, plan(more)).expect(201)).body
const act = (more: object = {}) => ({
  programmeId: w.ids.programme,
  meetingId: null,
  what: 'Find a second van',
  ownerId: w.ids.users.officer,
  dueOn: '2026-12-01',
  ...more,
})
const read = async (person: Person, id: string) => (await w.as(person).get(`/meetings/${id}`).expect(200)).body
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

describe('a meeting', () => {
  it('is planned by the team, and its minutes are the actions, each owned by a person', async () => {
    const made = await meet()
    expect(made).toMatchObject({
      attendees: [{ name: 'Lead Test' }, { name: 'Partner Test', partner: 'Joinery' }],
      list: [],
      carries: null,
      can: { amend: true, add: true },
    })
    const id = w.newId()
    const action = (
      await w
        .as('officer')
        .put(`/actions/${id}`, act({ meetingId: made.id }))
        .expect(201)
    ).body
    await w
      .as('officer')
      .put(`/actions/${id}`, act({ meetingId: made.id }))
      .expect(200)
    expect(action).toMatchObject({ owner: { name: 'Officer Test', partner: 'Fire' }, status: 'todo', ownerGone: false })
    expect(
      (await w.as('lead').post(`/actions/${id}/move`, { version: 1, status: 'blocked', blockedBy: '' }).expect(400)).body.errors[0].pointer,
    ).toBe('/body/blockedBy')
    expect(
      (await w.as('lead').post(`/actions/${id}/move`, { version: 1, status: 'blocked', blockedBy: 'No driver' }).expect(200)).body,
    ).toMatchObject({ status: 'blocked', blockedBy: 'No driver', version: 2 })
    await w.as('lead').post(`/actions/${id}/move`, { version: 1, status: 'done', blockedBy: '' }).expect(409)
    expect(
      (
        await w
          .as('lead')
          .patch(`/actions/${id}`, { version: 2, what: 'Find a van', ownerId: w.ids.users.partner, dueOn: null })
          .expect(200)
      ).body,
    ).toMatchObject({ what: 'Find a van', owner: { name: 'Partner Test' } })
    expect((await w.as('partner').post(`/actions/${id}/move`, { version: 3, status: 'done', blockedBy: '' }).expect(200)).body.status).toBe(
      'done',
    )
    expect(await read('partner', made.id)).toMatchObject({
      list: [{ id, status: 'done' }],
      openActions: 0,
      actions: 1,
      can: { amend: false, add: false, addOwn: true },
    })
    expect((await w.as('partner').get('/meetings').expect(200)).body.items.map((one: { id: string }) => one.id)).toContain(made.id)
  })
  it('keeps young people’s place at the table, and says who changed it meanwhile', async () => {
    const made = await meet()
    const { programmeId: _, ...edit } = plan({
      version: 1,
      attendeeIds: [w.ids.users.lead],
      participantsPresent: 2,
      preBriefDone: true,
      expensesArranged: true,
      theirView: 'Keep the vans',
    })
    expect((await w.as('officer').patch(`/meetings/${made.id}`, edit).expect(200)).body).toMatchObject({
      attendees: [{ name: 'Lead Test' }],
      participantsPresent: 2,
      theirView: 'Keep the vans',
    })
    await w.as('officer').patch(`/meetings/${made.id}`, edit).expect(409)
    await w
      .as('partner')
      .patch(`/meetings/${made.id}`, { ...edit, version: 2 })
      .expect(403)
  })
})

describe('the agenda', () => {
  it('is built from what is due, decided by young people, to be agreed, in the way, and the pace', async () => {
    await q('delete from actions')
    await q('delete from meeting_attendees')
    await q('delete from meetings')
    await meet({ startsAt: '2026-11-01T10:00:00.000Z' })
    const promise = {
      programmeId: w.ids.programme,
      participantId: null,
      toUserId: w.ids.users.lead,
      text: 'A quote for tools',
      dueOn: '2026-11-22',
      madeIn: 'other',
      madeInId: null,
      how: null,
    }
    await w.as('partner').put(`/promises/${w.newId()}`, promise).expect(201)
    await w
      .as('officer')
      .put(`/promises/${w.newId()}`, { ...promise, participantId: w.ids.participants.sam, toUserId: null, text: 'CANARY' })
      .expect(201)
    await w
      .as('lead')
      .put(`/promises/${w.newId()}`, { ...promise, toUserId: w.ids.users.officer, text: 'Not for partners' })
      .expect(201)
    for (const [title, by, on] of [
      ['Stay in the yard', 'participants', '2026-11-10'],
      ['Earlier', 'together', '2026-10-20'],
      ['Ours', 'lead', '2026-11-10'],
    ])
      await q('insert into decisions (partnership_id, id, programme_id, title, decided_by, decided_on) values ($1, $2, $3, $4, $5, $6)', [
        w.ids.partnership,
        w.newId(),
        w.ids.programme,
        title,
        by,
        on,
      ])
    for (const [to, status] of [
      ['By bus', 'raised'],
      ['By bike', 'not_agreed'],
    ] as const) {
      const id = w.newId()
      await q(
        `insert into adaptations (partnership_id, id, programme_id, trigger, raised_by, raised_on, from_text, to_text) values ($1, $2, $3, 'participant_asked', 'participants', '2026-11-12', 'By van', $4)`,
        [w.ids.partnership, id, w.ids.programme, to],
      )
      const step = (n: number, kind: string, before: string | null, now: string, more: string) =>
        q(
          `insert into adaptation_steps (partnership_id, id, programme_id, adaptation_id, number, kind, status_before, status, happened_on, words, decided_by, told_how) values ($1, $2, $3, $4, $5, $6, $7, $8, '2026-11-12', $9, case when $9 <> '' then 'lead' end, case when $9 <> '' then 'call' end)`,
          [w.ids.partnership, w.newId(), w.ids.programme, id, n, kind, before, now, more],
        )
      await step(1, 'raise', null, 'raised', '')
      if (status === 'not_agreed') {
        await step(2, 'talk_over', 'raised', 'talked_over', '')
        await step(3, 'not_agree', 'talked_over', 'not_agreed', 'Too far')
      }
    }
    await q(
      `insert into barriers (partnership_id, id, programme_id, raised_by_kind, source, level, falls_on, description, status) values ($1, $2, $3, 'officer', 'practical', 'programme', 'participant', 'No night bus', 'open'), ($1, $4, $3, 'officer', 'trust', 'programme', 'participant', 'Gone', 'removed')`,
      [w.ids.partnership, w.newId(), w.ids.programme, w.newId()],
    )
    await w
      .as('officer')
      .put(`/pace-checks/${w.newId()}`, {
        programmeId: w.ids.programme,
        heldOn: '2026-11-10',
        heldIn: 'session',
        heldInId: null,
        asked: 6,
        theirPace: 4,
        ourPace: 3,
        note: '',
        action: 'hold',
      })
      .expect(201)
    const made = await meet()
    expect(made.agenda).toMatchObject({
      since: '2026-11-01',
      promises: [{ words: 'A quote for tools', detail: 'Partner Test to Lead Test', on: '2026-11-22' }, { words: 'Not for partners' }],
      promisesToYoungPeople: 1,
      decisions: [{ words: 'Stay in the yard' }],
      adaptations: [{ words: 'By van → By bus', detail: 'raised' }],
      barriers: [{ words: 'No night bus' }],
      pace: [{ asked: 6, theirPace: 4, action: 'hold' }],
    })
    const partners = await w.as('partner').get(`/meetings/${made.id}`).expect(200)
    expect(partners.body.agenda).toMatchObject({ promises: [{ words: 'A quote for tools' }], promisesToYoungPeople: null })
    for (const text of [JSON.stringify(made), partners.text]) expect(text).not.toMatch(/CANARY|Sam/)
  })
  it('warns when one person carries too much, and when an owner has gone', async () => {
    const own = (userId: string, status = 'todo') => ({ owner: { userId, name: userId, partner: '' }, status: status as 'todo' })
    expect(whoCarries([own('a'), own('a'), own('b'), own('c')])).toBeNull() // fewer than five
    expect(whoCarries([own('a'), own('a'), own('b'), own('c'), own('d')])).toBeNull() // exactly 40 %
    expect(whoCarries([own('a'), own('a'), own('a'), own('b'), own('c')])).toEqual({ name: 'a', actions: 3, of: 5 })
    expect(whoCarries([own('a', 'done'), own('a', 'dropped'), own('a'), own('b'), own('c'), own('d'), own('e')])).toBeNull()
    const made = await meet()
    await w
      .as('lead')
      .put(`/actions/${w.newId()}`, act({ meetingId: made.id, ownerId: w.ids.users.secondOfficer }))
      .expect(201)
    await q('update people set left_on = current_date where user_id = $1', [w.ids.users.secondOfficer])
    expect((await read('lead', made.id)).list).toMatchObject([{ ownerGone: true }])
  })
})

it('is for those with that part of the agreement; nobody else finds or changes anything', async () => {
  const made = await meet(),
    action = (
      await w
        .as('lead')
        .put(`/actions/${w.newId()}`, act({ meetingId: made.id }))
        .expect(201)
    ).body
  for (const person of ['partner', 'mentor', 'sam'] as const) {
    await read(person, made.id)
    await w.as(person).put(`/meetings/${w.newId()}`, plan()).expect(403)
    await w.as(person).put(`/actions/${w.newId()}`, act()).expect(403)
    await w.as(person).post(`/actions/${action.id}/move`, { version: 1, status: 'done', blockedBy: '' }).expect(403)
    await w.as(person).patch(`/actions/${action.id}`, { version: 1, what: 'x', ownerId: w.ids.users.officer, dueOn: null }).expect(403)
  }
  await w
    .as('partner')
    .put(`/actions/${w.newId()}`, act({ ownerId: w.ids.users.partner, meetingId: made.id }))
    .expect(201)
  await w
    .as('sam')
    .put(`/actions/${w.newId()}`, act({ ownerId: w.ids.users.sam }))
    .expect(403)
  for (const person of ['otherpartner', 'otherlead', 'admin', 'analyst', 'data'] as const) {
    await w.as(person).get(`/meetings/${made.id}`).expect(404)
    expect((await w.as(person).get('/meetings').expect(200)).body.items).toEqual([])
    await w.as(person).post(`/actions/${action.id}/move`, { version: 1, status: 'done', blockedBy: '' }).expect(404)
  }
  await w.endAgreement()
  await w.as('partner').get(`/meetings/${made.id}`).expect(404)
  await w.stranger().get('/meetings').expect(401)
  expect(
    (
      await w
        .as('lead')
        .put(`/meetings/${w.newId()}`, plan({ attendeeIds: [w.ids.users.analyst] }))
        .expect(400)
    ).body.errors[0].pointer,
  ).toBe('/body/attendeeIds')
  expect(
    (
      await w
        .as('lead')
        .put(`/actions/${w.newId()}`, act({ ownerId: w.ids.users.sam }))
        .expect(400)
    ).body.errors[0].pointer,
  ).toBe('/body/ownerId')
  await w
    .as('lead')
    .put(`/actions/${w.newId()}`, act({ meetingId: w.newId() }))
    .expect(404)
})
