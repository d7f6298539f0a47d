import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const q = (text: string, values: unknown[] = []) => w.owner.query(text, values)
let hour = 0
const visit = async (more: object = {}) => {
  const id = w.newId()
  const startsAt = new Date(Date.now() + ++hour * 3_600_000).toISOString()
  await w
    .as('officer')
    .put(`/visits/${id}/plan`, { participantId: w.ids.participants.sam, startsAt, place: 'At home', why: 'First visit', ...more })
    .expect(201)
  return id
}
const plan = (more: object = {}) => ({
  version: 0,
  buddyId: w.ids.users.secondOfficer,
  expectedMinutes: 45,
  baseContact: 'Ring the office',
  ...more,
})
const planned = async (more: object = {}) => {
  const id = await visit(more)
  await w.as('officer').put(`/visits/${id}/safety`, plan()).expect(200)
  return id
}
const approve = async (id: string, who: Person = 'lead') => {
  const { version } = (await w.as(who).get(`/visits/${id}/safety`).expect(200)).body
  return w.as(who).post(`/visits/${id}/safety/approve`, { version })
}
const say = (id: string, deed: string, happenedAt = ago(0), more: object = {}, who: Person = 'officer') =>
  w.as(who).post(`/visits/${id}/safety/${deed}`, { id: w.newId(), happenedAt, ...more })
const out = async (minutes = 10) => {
  const id = await planned()
  await approve(id).then(({ status }) => expect(status).toBe(200))
  await say(id, 'check-in', ago(minutes)).expect(200)
  return id
}
const over = (id: string) => q(`update visits set status = 'cancelled', closed_reason = 'x' where id = $1`, [id])

it('an officer plans, a lead says yes, and word comes from the door, out of it and afterwards', async () => {
  const id = await visit()
  const before = (await w.as('officer').get(`/visits/${id}/safety`).expect(200)).body
  expect(before).toMatchObject({
    state: 'not_planned',
    needsApproval: true,
    pairsRequired: false,
    missing: ['buddy'],
    version: 0,
    can: { plan: true, checkIn: false },
  })
  expect(before.colleagues.map(({ name }: { name: string }) => name)).toEqual(['Lead Test', 'SecondOfficer Test'])
  const made = (await w.as('officer').put(`/visits/${id}/safety`, plan()).expect(200)).body
  expect(made).toMatchObject({
    state: 'planned',
    buddy: { name: 'SecondOfficer Test' },
    missing: [],
    can: { checkIn: false, approve: false },
  })
  expect((await w.as('officer').put(`/visits/${id}/safety`, plan()).expect(200)).body.version).toBe(made.version) // sent twice
  const waiting = (await w.as('lead').get('/out-now').expect(200)).body.waiting
  expect(waiting).toMatchObject([{ visitId: id, participant: { knownAs: 'Sam' }, missing: [] }])
  const yes = await approve(id)
  expect(yes.body).toMatchObject({ state: 'approved', approvedBy: 'Lead Test' })

  const at = ago(10)
  const inside = (await say(id, 'check-in', at).expect(200)).body
  expect(inside).toMatchObject({
    state: 'checked_in',
    checkedInAt: at,
    expectedEndAt: new Date(Date.parse(at) + 45 * 60_000).toISOString(),
  })
  const { body: now } = await w.as('lead').get('/out-now').expect(200)
  expect(now.out).toMatchObject([
    {
      visitId: id,
      officer: { name: 'Officer Test' },
      since: at,
      buddy: { name: 'SecondOfficer Test' },
      buddyToldAt: null,
      can: { extend: true, clear: true },
    },
  ])
  expect(now.waiting).toEqual([])
  const looks = async () =>
    (await q(`select 1 from access_events where user_id = $1 and operation = 'visitSafety.outNow'`, [w.ids.users.lead])).rowCount
  const count = await looks()
  expect(count).toBeGreaterThan(0)
  // A page that looks every half minute is told of colleagues only, and no read log fills.
  expect((await w.as('lead').get('/out-now?quiet=true').expect(200)).body.out).toMatchObject([
    { visitId: id, participant: null, place: null },
  ])
  expect(await looks()).toBe(count)
  expect((await say(id, 'check-out').expect(200)).body).toMatchObject({ state: 'checked_out', can: { debrief: true } })
  const debriefId = w.newId()
  const words = { how: 'mixed', words: 'Loud on the stair', changeWords: 'Go in daylight' }
  const told = await w.as('officer').put(`/visits/${id}/safety/debriefs/${debriefId}`, words).expect(201)
  expect(told.body).toMatchObject({ state: 'debriefed', debriefs: [{ mine: true, ...words }] })
  await w.as('officer').put(`/visits/${id}/safety/debriefs/${debriefId}`, words).expect(200)
  expect((await w.as('lead').get(`/visits/${id}/safety`)).body.debriefs).toMatchObject([words])
  expect((await w.as('secondOfficer').get(`/visits/${id}/safety`)).body.debriefs).toEqual([]) // for themselves and the leads
  expect(told.body.steps.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
    'approved',
    'checked_in',
    'checked_out',
    'debriefed',
    'planned',
  ])
  await over(id)
})

it('a lead says yes to nothing half: not without a buddy, a second officer where two must go, or with a warning note unread', async () => {
  await w.as('lead').put(`/programmes/${w.ids.programme}/visit-rules`, { version: 0, pairsRequired: true, leadApproves: true }).expect(200)
  const flag = w.newId()
  await q(
    `insert into visit_risk_flags (partnership_id, id, programme_id, participant_id, what_to_do, agreed_on, review_on) values ($1, $2, $3, $4, 'Loose dog', current_date, current_date + 30)`,
    [w.ids.partnership, flag, w.ids.programme, w.ids.participants.sam],
  )
  const id = await visit()
  await w
    .as('officer')
    .put(`/visits/${id}/safety`, plan({ buddyId: null }))
    .expect(200)
  const refused = await approve(id)
  expect([refused.status, refused.body.type]).toEqual([409, '/problems/visit-plan-incomplete'])
  expect(refused.body.missing).toEqual(['buddy', 'second_officer', 'flags_read'])

  await w.as('officer').patch(`/visits/${id}`, { version: 1, secondOfficerId: w.ids.users.secondOfficer }).expect(200)
  const two = (await w.as('officer').get(`/visits/${id}/safety`)).body
  expect(two).toMatchObject({ secondOfficer: { name: 'SecondOfficer Test' }, missing: ['buddy', 'flags_read'] })
  // The buddy does not go, and is of the team.
  for (const buddyId of [w.ids.users.secondOfficer, w.ids.users.mentor, w.ids.users.otherlead])
    expect(
      (
        await w
          .as('officer')
          .put(`/visits/${id}/safety`, plan({ version: two.version, buddyId }))
          .expect(400)
      ).body.errors[0].pointer,
    ).toBe('/body/buddyId')
  await w
    .as('officer')
    .put(`/visits/${id}/safety`, plan({ version: two.version, buddyId: w.ids.users.lead }))
    .expect(200)
  await w
    .as('officer')
    .post(`/visits/${id}/safety/flags-read`, { flags: [{ id: flag, version: 9 }] })
    .expect(409)
  for (const who of ['officer', 'secondOfficer'] as const) {
    expect((await approve(id)).body.missing).toEqual(['flags_read'])
    await w
      .as(who)
      .post(`/visits/${id}/safety/flags-read`, { flags: [{ id: flag, version: 1 }] })
      .expect(200)
  }
  expect((await approve(id)).body).toMatchObject({ state: 'approved', pairsRequired: true })
  // One of the two drops out: what was approved is another visit now.
  const { version } = (await w.as('officer').get(`/visits/${id}`)).body
  await w.as('officer').patch(`/visits/${id}`, { version, secondOfficerId: null }).expect(200)
  expect((await w.as('officer').get(`/visits/${id}/safety`)).body).toMatchObject({
    state: 'planned',
    approvedBy: null,
    missing: ['second_officer'],
  })
  expect((await say(id, 'check-in').expect(409)).body.type).toBe('/problems/visit-not-approved')
  await q('update visit_risk_flags set ended_on = current_date where id = $1', [flag])
  await w.as('lead').put(`/programmes/${w.ids.programme}/visit-rules`, { version: 0, pairsRequired: false, leadApproves: true }).expect(409)
  await w.as('lead').put(`/programmes/${w.ids.programme}/visit-rules`, { version: 1, pairsRequired: false, leadApproves: true }).expect(200)
  await over(id)
})

it('nobody says yes to their own visit: not by the page, and not by the database', async () => {
  const id = await planned({ secondOfficerId: w.ids.users.lead })
  expect((await approve(id)).body.type).toBe('/problems/visit-approver-goes')
  expect((await approve(id, 'secondOfficer')).status).toBe(403)
  await expect(
    q(`update visit_safety set state = 'approved', approved_at = now(), approved_by_id = $2 where visit_id = $1`, [id, w.ids.users.lead]),
  ).rejects.toThrow('visit_safety_approved_by_another')
  await expect(q(`update visit_safety set buddy_id = officer_id where visit_id = $1`, [id])).rejects.toThrow(
    'visit_safety_buddy_stays_behind',
  )
  // Nor in a lead's name.
  const other = await planned()
  const asOfficer = w.doors.asPerson(w.ids.users.officer, w.ids.partnership, w.newId())
  await expect(
    asOfficer.transact((tx) =>
      tx.$client.query(`update visit_safety set state = 'approved', approved_at = now(), approved_by_id = $2 where visit_id = $1`, [
        other,
        w.ids.users.lead,
      ]),
    ),
  ).rejects.toThrow('a programme lead approves it')
  await over(id)
  await over(other)
})

it('believes the phone within reason, and takes each word once', async () => {
  const id = await planned()
  await approve(id)
  expect((await say(id, 'check-in', ago(-3)).expect(400)).body.errors[0]).toMatchObject({ pointer: '/body/happenedAt', keyword: 'future' })
  expect((await say(id, 'check-in', ago(25 * 60)).expect(400)).body.errors[0].keyword).toBe('too-old')
  await say(id, 'check-in', 'yesterday').expect(400)
  const body = { id: w.newId(), happenedAt: ago(-1) }
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => w.as('officer').post(`/visits/${id}/safety/check-in`, body)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  expect(
    (
      await q(
        `select 1 from visit_safety_steps s join visit_safety v on v.id = s.safety_id where v.visit_id = $1 and s.kind = 'checked_in'`,
        [id],
      )
    ).rowCount,
  ).toBe(1)
  expect(
    (
      await w
        .as('officer')
        .post(`/visits/${id}/safety/check-in`, { ...body, happenedAt: ago(1) })
        .expect(409)
    ).body.type,
  ).toBe('/problems/already-exists')
  await say(id, 'extend', ago(0), { minutes: 20 }).expect(400)
  expect((await say(id, 'fine', ago(0), {}, 'lead').expect(403)).body.type).toBe('/problems/forbidden')
  expect((await say(id, 'clear', ago(0), {}, 'secondOfficer').expect(200)).body.state).toBe('checked_out')
  // The phone has signal again: when they were really out stands.
  expect((await say(id, 'check-out', ago(0)).expect(200)).body).toMatchObject({ state: 'checked_out', closedBecause: 'cleared' })
  expect((await say(id, 'extend', ago(0), { minutes: 15 }).expect(409)).body.type).toBe('/problems/visit-not-out')
})

it('a visit called off, moved or with no one in closes its plan; calling it off never ends the waiting for someone inside', async () => {
  const state = async (id: string) => {
    const { body } = await w.as('officer').get(`/visits/${id}/safety`).expect(200)
    return [body.state, body.closedBecause]
  }
  const record = {
    participantId: w.ids.participants.sam,
    happenedAt: ago(1),
    place: 'At home',
    outcome: 'no_one_in',
    present: [],
    interests: [],
    skillsWords: '',
    jobWords: '',
    staffWords: '',
    wantsToCome: null,
    nextStep: null,
    nextOn: null,
    toldWhatWeWrite: false,
    worry: false,
  }
  const off = await planned()
  await w.as('officer').post(`/visits/${off}/cancel`, { reason: 'Family away' }).expect(200)
  expect(await state(off)).toEqual(['closed', 'cancelled'])
  expect(
    (
      await w
        .as('officer')
        .put(`/visits/${off}/safety`, plan({ version: 2 }))
        .expect(409)
    ).body.type,
  ).toBe('/problems/visit-plan-closed')
  const inside = await out()
  await w.as('officer').post(`/visits/${inside}/cancel`, { reason: 'By mistake' }).expect(200)
  expect(await state(inside)).toEqual(['checked_in', null])
  await say(inside, 'check-out').expect(200)
  const nobody = await out()
  await w.as('officer').put(`/visits/${nobody}/record`, record).expect(201)
  expect(await state(nobody)).toEqual(['checked_out', 'no_one_in'])
})

it('where the programme leaves it to its officers, a known door without a warning needs a buddy and no lead', async () => {
  await w
    .as('lead')
    .put(`/programmes/${w.ids.programme}/visit-rules`, { version: 2, pairsRequired: false, leadApproves: false })
    .expect(200)
  const id = await visit() // Sam has been visited before
  await w
    .as('officer')
    .put(`/visits/${id}/safety`, plan({ buddyId: null }))
    .expect(200)
  expect((await say(id, 'check-in').expect(409)).body.type).toBe('/problems/visit-plan-incomplete')
  await w
    .as('officer')
    .put(`/visits/${id}/safety`, plan({ version: 1 }))
    .expect(200)
  expect((await say(id, 'check-in').expect(200)).body).toMatchObject({ state: 'checked_in', approvedBy: null })
  await say(id, 'check-out').expect(200)
  const first = await visit({ participantId: w.ids.participants.rosa })
  expect((await w.as('officer').put(`/visits/${first}/safety`, plan()).expect(200)).body.needsApproval).toBe(true)
})

it('another partner, another partnership, an employer, a mentor and the young person never see it', async () => {
  await w.match(w.ids.participants.sam)
  await w.place(w.ids.participants.sam)
  const id = await out()
  const others: Person[] = [
    'otherpartner',
    'otherlead',
    'partner',
    'supervisor',
    'mentor',
    'sam',
    'data',
    'analyst',
    'admin',
    'safeguarding',
  ]
  for (const who of others) {
    expect([who, (await w.as(who).get(`/visits/${id}/safety`)).status]).toEqual([who, 404])
    expect([who, (await w.as(who).get('/out-now')).status]).toEqual([who, who === 'otherlead' ? 200 : 404])
    expect([who, (await w.as(who).put(`/visits/${id}/safety`, plan())).status]).toEqual([who, 404])
    expect([who, (await say(id, 'clear', ago(0), {}, who)).status]).toEqual([who, 404])
    expect([
      who,
      (await w.as(who).put(`/visits/${id}/safety/debriefs/${w.newId()}`, { how: 'well', words: '', changeWords: '' })).status,
    ]).toEqual([who, 404])
  }
  expect((await w.as('otherlead').get('/out-now')).body).toMatchObject({ out: [], waiting: [] })
  for (const table of ['visit_safety', 'visit_safety_steps', 'visit_alerts', 'visit_debriefs'])
    for (const who of ['mentor', 'partner', 'sam', 'otherpartner'] as const) {
      const { rows } = await w.doors
        .asPerson(w.ids.users[who], w.ids.partnership, w.newId())
        .transact((tx) => tx.$client.query(`select 1 from ${table}`))
      expect([table, who, rows.length]).toEqual([table, who, 0])
    }
  expect((await w.as('sam').get(`/programmes/${w.ids.programme}/visit-rules`)).status).toBe(404)
  expect(
    (await w.as('officer').put(`/programmes/${w.ids.programme}/visit-rules`, { version: 0, pairsRequired: false, leadApproves: false }))
      .status,
  ).toBe(403)
  await say(id, 'check-out').expect(200)
})

it('goes with the young person when their record is erased', async () => {
  const id = await planned({ participantId: w.ids.participants.rosa })
  await approve(id)
  await say(id, 'check-in').expect(200)
  await say(id, 'check-out').expect(200)
  await w.as('officer').put(`/visits/${id}/safety/debriefs/${w.newId()}`, { how: 'well', words: '', changeWords: '' }).expect(201)
  await q(
    `insert into visit_alerts (partnership_id, id, programme_id, safety_id, round, step) select partnership_id, gen_random_uuid(), programme_id, id, 1, 'buddy' from visit_safety where visit_id = $1`,
    [id],
  )
  await q(`select app.erase_rows($1, $2, 'Rosa', '{}')`, [w.ids.partnership, w.ids.participants.rosa])
  expect((await q('select 1 from visit_safety where visit_id = $1', [id])).rowCount).toBe(0)
})

it('a mobile is one’s own to give, an administrator’s to keep, and for buddy and leads while one is out', async () => {
  const url = `/people/${w.ids.users.officer}/mobile`
  for (const who of ['lead', 'mentor', 'sam', 'otherlead', 'otherpartner'] as const) await w.as(who).get(url).expect(404)
  expect((await w.as('officer').put(url, { version: 0, mobile: '0141 496 0000' }).expect(400)).body.errors[0].pointer).toBe('/body/mobile')
  await w.as('officer').put(url, { version: 0, mobile: '07700 900123' }).expect(200)
  await w.as('officer').put(url, { version: 0, mobile: '07700 900124' }).expect(409)
  expect((await w.as('admin').put(url, { version: 1, mobile: '+44 7700 900124' }).expect(200)).body.mobile).toBe('+44 7700 900124')
  const id = await out()
  expect((await w.as('lead').get('/out-now')).body.out[0].ring).toEqual([{ name: 'Officer Test', mobile: '07700900124' }])
  expect((await w.as('secondOfficer').get(`/visits/${id}/safety`)).body.ring).toHaveLength(1)
  await say(id, 'check-out').expect(200)
  expect((await w.as('secondOfficer').get(`/visits/${id}/safety`)).body.ring).toEqual([])
})

it('nobody is followed: no field for a position, in the contract, in the tables or on the pages', async () => {
  const root = resolve(import.meta.dirname, '../../../../..')
  const fields = /\b(lat|lng|lon|latitude|longitude|coords?|coordinates|position|accuracy|geo\w*)\b/i
  const { visitSafety } = await import('@modulus/contracts/visit-safety.ts')
  const names: string[] = []
  JSON.stringify(visitSafety, (key, value: unknown) => {
    names.push(key)
    return value
  })
  expect(names.filter((name) => fields.test(name))).toEqual([])
  const { rows } = await q(`select column_name as name from information_schema.columns where table_name like 'visit%'`)
  expect(rows.map(({ name }) => name as string).filter((name) => fields.test(name))).toEqual([])
  const { globSync } = await import('node:fs')
  const pages = globSync('apps/web/src/**/*.{ts,vue}', { cwd: root }).filter((path) => !path.includes('.test.'))
  expect(pages.filter((path) => /\bgeolocation\b/.test(readFileSync(resolve(root, path), 'utf8')))).toEqual([])
})
