import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const check = (extra: object = {}) => ({
  personId: w.ids.users.mentor,
  workforce: 'both',
  membershipConfirmedOn: daysFromNow(-10),
  seenById: w.ids.users.lead,
  renewalDue: daysFromNow(1500),
  ...extra,
})
const record = (body: object, person: 'admin' | 'lead' | 'officer' = 'admin') => w.as(person).put(`/pvg-checks/${w.newId()}`, body)
const assessment = (extra: object = {}) => ({
  programmeId: w.ids.programme,
  personId: w.ids.users.mentor,
  roleKind: 'mentor',
  outcome: 'not_regulated',
  reason: 'Always at the youth project, beside someone who is clear.',
  reviewOn: daysFromNow(180),
  ...extra,
})
const assess = (body: object, person: 'lead' | 'safeguarding' | 'officer' | 'mentor' | 'otherlead' | 'otherpartner' | 'admin' = 'lead') =>
  w.as(person).put(`/role-assessments/${w.newId()}`, body)
const lineOf = async (userId: string) => (await w.as('admin').get(`/people/${userId}/pvg`).expect(200)).body
const age = (band: string, who: string = w.ids.participants.rosa) =>
  w.owner.query('update participants set age_band = $1 where id = $2', [band, who])
/** A statement as the app's own role writes it, seen through one person's eyes, past every route. */
const raw = (user: string, text: ReturnType<typeof sql>) =>
  w.doors.asPerson(user, w.ids.partnership, w.newId()).transact((tx) => tx.execute(text))
const refused = { cause: { constraint: 'needs_pvg' } }
const fresh = async () => {
  await w.owner.query('delete from role_assessments')
  await w.owner.query('delete from mentor_matches')
  await w.owner.query('delete from visits')
  await w.owner.query('delete from pvg_notices')
  for (const one of ['mentor', 'officer', 'secondOfficer', 'supervisor'] as const) await w.clear(one)
  await age('18_20')
}

describe('a check', () => {
  it('is noted by an administrator, with who saw it, and the latest one counts', async () => {
    const { body } = await record(check()).expect(201)
    expect(body).toMatchObject({
      person: { id: w.ids.users.mentor, name: 'Mentor Test', partnerName: 'Housing', state: 'active' },
      state: 'clear',
      check: { workforce: 'both', seenBy: 'Lead Test', renewalDue: daysFromNow(1500), endedNotifiedOn: null },
      toTell: false,
      can: { record: true, noteEnded: true },
    })
    expect((await record(check({ workforce: 'adults' })).expect(201)).body.state).toBe('adults_only')
    expect((await record(check({ membershipConfirmedOn: daysFromNow(-1800), renewalDue: daysFromNow(20) })).expect(201)).body.state).toBe(
      'due_soon',
    )
    expect((await record(check({ membershipConfirmedOn: daysFromNow(-1800), renewalDue: daysFromNow(0) })).expect(201)).body.state).toBe(
      'run_out',
    )
    await record(check()).expect(201)
  })
  it('sent twice is noted once', async () => {
    const id = w.newId(),
      body = check()
    await w.as('admin').put(`/pvg-checks/${id}`, body).expect(201)
    await w.as('admin').put(`/pvg-checks/${id}`, body).expect(200)
    await w
      .as('admin')
      .put(`/pvg-checks/${id}`, check({ workforce: 'adults' }))
      .expect(409)
  })
  it('is nobody’s own to note, and not for anyone but administrators', async () => {
    expect((await record(check({ personId: w.ids.users.admin })).expect(403)).body.type).toBe('/problems/not-to-yourself')
    expect((await record(check({ seenById: w.ids.users.mentor })).expect(400)).body.errors[0].pointer).toBe('/body/seenById')
    for (const person of ['lead', 'officer'] as const) {
      await record(check({ personId: w.ids.users.partner }), person).expect(403)
      await w.as(person).get('/pvg-checks').expect(403)
      await w.as(person).get(`/people/${w.ids.users.mentor}/pvg`).expect(403)
    }
    expect((await w.as('mentor').get(`/people/${w.ids.users.mentor}/pvg`).expect(200)).body.state).toBe('clear')
    // Past the routes, the database says the same.
    const own = sql`insert into pvg_checks (id, user_id, workforce, membership_confirmed_on, renewal_due, seen_by_id) values (${w.newId()}, ${w.ids.users.admin}, 'both', current_date, current_date + 9, ${w.ids.users.lead})`
    await expect(raw(w.ids.users.admin, own)).rejects.toMatchObject({ cause: { code: '42501' } })
    await expect(raw(w.ids.users.lead, own)).rejects.toMatchObject({ cause: { code: '42501' } })
    expect((await raw(w.ids.users.lead, sql`select 1 from pvg_checks where user_id <> ${w.ids.users.lead}`)).rowCount).toBe(0)
  })
  it('lasts five years at most, and is not confirmed tomorrow', async () => {
    expect((await record(check({ renewalDue: daysFromNow(1900) })).expect(400)).body.errors[0]).toMatchObject({
      pointer: '/body/renewalDue',
    })
    expect((await record(check({ membershipConfirmedOn: daysFromNow(2) })).expect(400)).body.errors[0].keyword).toBe('future')
    await record(check({ workforce: 'dogs' })).expect(400)
    await record({ ...check(), disclosure: 'anything' }).expect(400)
  })
  it('has no field that could hold what a disclosure says', async () => {
    const { rows } = await w.owner.query<{ name: string; type: string }>(
      `select column_name as name, data_type as type from information_schema.columns where table_name = 'pvg_checks' and data_type in ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY')`,
    )
    expect(rows.map((one) => one.name)).toEqual(['workforce'])
    await expect(w.owner.query(`update pvg_checks set workforce = 'said something'`)).rejects.toMatchObject({ code: '23514' })
  })
  it('of another partnership is not there', async () => {
    const other = w.as('otherlead')
    await other.get(`/people/${w.ids.users.mentor}/pvg`).expect(404)
    await other.put(`/pvg-checks/${w.newId()}`, check()).expect(404)
    expect((await other.get('/pvg-checks').expect(200)).body.items.map((one: { person: { name: string } }) => one.person.name)).toEqual([
      'Otherlead Test',
    ])
    expect((await w.as('otherpartner').get('/pvg-checks').expect(403)).body.type).toBe('/problems/forbidden')
    await w.as('otherpartner').get(`/programmes/${w.ids.programme}/checks`).expect(404)
    await w.as('otherlead').get(`/programmes/${w.ids.programme}/checks`).expect(404)
    await w.as('sam').get(`/programmes/${w.ids.programme}/checks`).expect(403)
  })
})

describe('somebody who leaves', () => {
  it('is listed until Disclosure Scotland was told, and then their check counts no more', async () => {
    await fresh()
    await w
      .as('admin')
      .post(`/people/${w.ids.users.secondOfficer}/leave`, { on: daysFromNow(-1) })
      .expect(200)
    expect((await w.as('admin').get('/admin/overview').expect(200)).body).toMatchObject({ checksToTell: 1, checksToRenew: 0 })
    const { body } = await w.as('admin').get('/pvg-checks?toTell=true').expect(200)
    expect(body.items).toMatchObject([{ person: { id: w.ids.users.secondOfficer, state: 'left' }, toTell: true, can: { noteEnded: true } }])
    const url = `/pvg-checks/${body.items[0].check.id}/ended`
    expect(
      (
        await w
          .as('admin')
          .post(url, { on: daysFromNow(3) })
          .expect(400)
      ).body.errors[0].keyword,
    ).toBe('future')
    await w
      .as('lead')
      .post(url, { on: daysFromNow(0) })
      .expect(404)
    const told = (
      await w
        .as('admin')
        .post(url, { on: daysFromNow(0) })
        .expect(200)
    ).body
    expect(told).toMatchObject({ state: 'ended', toTell: false, check: { endedNotifiedOn: daysFromNow(0) }, can: { noteEnded: false } })
    expect(
      (
        await w
          .as('admin')
          .post(url, { on: daysFromNow(-1) })
          .expect(200)
      ).body.check.endedNotifiedOn,
    ).toBe(daysFromNow(0))
    expect((await w.as('admin').get('/pvg-checks?toTell=true').expect(200)).body.items).toEqual([])
    await w.as('admin').post(`/people/${w.ids.users.secondOfficer}/come-back`).expect(200)
    expect((await lineOf(w.ids.users.secondOfficer)).state).toBe('ended')
  })
})

describe('beside somebody who may be under 18', () => {
  const match = (mentor: string) =>
    raw(
      w.ids.users.officer,
      sql`insert into mentor_matches (id, programme_id, participant_id, mentor_id, proposed_on) values (${w.newId()}, ${w.ids.programme}, ${w.ids.participants.rosa}, ${mentor}, current_date)`,
    )
  const visit = (officer: string, second: string | null = null) =>
    raw(
      w.ids.users.officer,
      sql`insert into visits (id, programme_id, participant_id, starts_at, officer_id, second_officer_id) values (${w.newId()}, ${w.ids.programme}, ${w.ids.participants.rosa}, now() + random() * interval '100 days', ${officer}, ${second})`,
    )
  it.each(['under_16', '16_17', 'not_known'])(
    '(%s) the database lets nobody mentor, visit or look after them without a check, whatever asks',
    async (band) => {
      await fresh()
      await age(band)
      const { mentor, officer, secondOfficer, supervisor } = w.ids.users
      const { placement } = await w.place(w.ids.participants.rosa, 'they_said_yes')
      const supervise = () => raw(officer, sql`update placements set supervisor_id = ${supervisor} where id = ${placement}`)
      const give = () => raw(officer, sql`update participants set worker_id = ${secondOfficer} where id = ${w.ids.participants.rosa}`)
      for (const one of ['mentor', 'secondOfficer', 'supervisor'] as const) await w.clear(one, false)
      await expect(match(mentor)).rejects.toMatchObject(refused)
      await expect(visit(secondOfficer)).rejects.toMatchObject(refused)
      await expect(visit(officer, secondOfficer)).rejects.toMatchObject(refused)
      await expect(supervise()).rejects.toMatchObject(refused)
      await expect(give()).rejects.toMatchObject(refused)
      await expect(raw(officer, sql`update placements set state = 'taster' where id = ${placement}`)).rejects.toMatchObject(refused)
      for (const one of ['mentor', 'secondOfficer', 'supervisor'] as const) await w.clear(one)
      await match(mentor)
      await visit(officer, secondOfficer)
      await supervise()
      await give()
      await raw(officer, sql`update placements set state = 'taster' where id = ${placement}`)
      await raw(officer, sql`update participants set worker_id = ${officer} where id = ${w.ids.participants.rosa}`)
      await w.owner.query(`update placements set state = 'ended_early' where id = $1`, [placement])
    },
  )
  it('a check that ran out, for the wrong workforce, or of somebody who left is none', async () => {
    const { mentor } = w.ids.users
    for (const [column, value] of [
      ['renewal_due', `current_date`],
      ['workforce', `'adults'`],
      ['membership_confirmed_on', `current_date + 1`],
    ] as const) {
      await fresh()
      await age('16_17')
      await w.owner.query('begin')
      await w.owner.query(`update pvg_checks set ${column} = ${value} where user_id = $1`, [mentor])
      await w.owner.query('commit')
      await expect(match(mentor)).rejects.toMatchObject(refused)
      await w.owner.query(
        `update pvg_checks set renewal_due = current_date + 900, workforce = 'both', membership_confirmed_on = current_date - 300 where user_id = $1`,
        [mentor],
      )
    }
    await w.owner.query('update people set left_on = current_date where user_id = $1', [mentor])
    await expect(match(mentor)).rejects.toMatchObject(refused)
    await w.owner.query('update people set left_on = null where user_id = $1', [mentor])
    await match(mentor)
  })
  it('nothing is asked from 18 on', async () => {
    await fresh()
    await w.clear('mentor', false)
    await match(w.ids.users.mentor)
  })
  it('a visit that has happened is kept, whoever made it', async () => {
    await fresh()
    await age('16_17')
    await w.clear('officer', false)
    await raw(
      w.ids.users.officer,
      sql`insert into visits (id, programme_id, participant_id, starts_at, happened_at, officer_id, status, outcome) values (${w.newId()}, ${w.ids.programme}, ${w.ids.participants.rosa}, now(), now(), ${w.ids.users.officer}, 'recorded', 'no_one_in')`,
    )
  })
  it('the refusal has a name, and the form offers who is clear', async () => {
    await fresh()
    await age('under_16')
    await w.clear('mentor', false)
    const rosa = w.ids.participants.rosa
    const propose = () =>
      w.as('officer').put(`/mentoring/matches/${w.newId()}`, { participantId: rosa, mentorId: w.ids.users.mentor, purpose: '' })
    expect((await propose().expect(409)).body.type).toBe('/problems/needs-pvg')
    const offered = async () => (await w.as('officer').get(`/participants/${rosa}/mentors`).expect(200)).body.items
    expect(await offered()).toMatchObject([{ clear: null, mayBeAsked: false }])
    await assess(assessment()).expect(201)
    expect(await offered()).toMatchObject([{ clear: 'not_regulated', mayBeAsked: true }])
    await propose().expect(201)
  })
})

describe('a role', () => {
  it('that was judged as not regulated lets a peer mentor in without a check, until its review', async () => {
    await fresh()
    await age('16_17')
    await w.clear('mentor', false)
    const { body } = await assess(assessment(), 'safeguarding').expect(201)
    expect(body).toMatchObject({ outcome: 'not_regulated', assessedBy: 'Safeguarding Test', stands: true })
    const team = (await w.as('lead').get(`/programmes/${w.ids.programme}/checks`).expect(200)).body
    const mentor = team.items.find((one: { roleKind: string }) => one.roleKind === 'mentor')
    expect(mentor).toMatchObject({ clear: 'not_regulated', assessments: [{ id: body.id }], can: { assess: true } })
    expect(JSON.stringify(team)).not.toMatch(/renewal|membership|workforce/i)
    await w.owner.query(`update role_assessments set assessed_on = current_date - 9, review_on = current_date - 1`)
    const again = (await w.as('lead').get(`/programmes/${w.ids.programme}/checks`).expect(200)).body
    expect(again.items.find((one: { roleKind: string }) => one.roleKind === 'mentor')).toMatchObject({ clear: null })
  })
  it('that was judged anew as regulated needs a check again; another role, or programme, is another judgement', async () => {
    await fresh()
    await w.clear('mentor', false)
    await assess(assessment()).expect(201)
    await assess(assessment({ outcome: 'regulated' })).expect(201)
    await age('16_17')
    const rosa = w.ids.participants.rosa
    const body = { participantId: rosa, mentorId: w.ids.users.mentor, purpose: '' }
    await w.as('officer').put(`/mentoring/matches/${w.newId()}`, body).expect(409)
    expect((await assess(assessment({ roleKind: 'placement_supervisor' })).expect(400)).body.errors[0].pointer).toBe('/body/personId')
  })
  it('is judged by another person: the lead or the safeguarding lead, with a reason, for a year at most', async () => {
    expect((await assess(assessment({ personId: w.ids.users.lead, roleKind: 'outreach_officer' })).expect(403)).body.type).toBe(
      '/problems/not-to-yourself',
    )
    for (const person of ['officer', 'mentor', 'admin'] as const)
      await assess(assessment({ personId: w.ids.users.secondOfficer, roleKind: 'outreach_officer' }), person).expect(403)
    for (const person of ['otherlead', 'otherpartner'] as const) await assess(assessment(), person).expect(404)
    await assess(assessment({ reason: 'Because' })).expect(400)
    expect((await assess(assessment({ reviewOn: daysFromNow(400) })).expect(400)).body.errors[0].pointer).toBe('/body/reviewOn')
    expect((await assess(assessment({ reviewOn: daysFromNow(0) })).expect(400)).body.errors[0].pointer).toBe('/body/reviewOn')
    const { lead } = w.ids.users
    const insert = (by: string, about: string) =>
      sql`insert into role_assessments (id, programme_id, user_id, role_kind, outcome, reason, assessed_by_id, review_on) values (${w.newId()}, ${w.ids.programme}, ${about}, 'mentor', 'not_regulated', 'Always beside someone who is clear', ${by}, current_date + 9)`
    await expect(raw(lead, insert(lead, lead))).rejects.toMatchObject({ cause: { code: expect.stringMatching(/42501|23514/) } })
    await expect(raw(lead, insert(w.ids.users.safeguarding, w.ids.users.mentor))).rejects.toMatchObject({ cause: { code: '42501' } })
  })
})
