import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { accessReviewsClock } from './clock.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
beforeEach(async () => {
  await w.owner.query('delete from access_review_lines')
  await w.owner.query('delete from access_reviews')
  await w.owner.query('delete from messages')
  await w.owner.query('update memberships set until_at = null')
})

interface Line {
  id: string
  person: { name: string }
  role: string
  decision: string | null
  over: boolean
  can: { confirm: boolean }
}
type Someone = Parameters<World['as']>[0]
const begin = (person: Someone = 'lead') => w.as(person).put(`/access-reviews/${w.newId()}`, { programmeId: w.ids.programme })
const lineOf = (body: { lines: Line[] }, role: string) => body.lines.find((one) => one.role === role)!
const confirm = (line: Line, decision: 'keep' | 'end', reason = '', person: Someone = 'lead') =>
  w.as(person).post(`/access-review-lines/${line.id}/confirm`, { decision, reason })
const strike = () => accessReviewsClock.run({ doors: w.doors, config: w.config, log: () => {}, send: async () => {} }, w.ids.partnership)
const told = async () =>
  (await w.owner.query<{ to: string }>('select to_address as "to" from messages order by 1')).rows.map((one) => one.to)

describe('a review of who has a role', () => {
  it('names every role of staff once; the lead answers for all but leads, the data lead for leads', async () => {
    const { body } = await begin().expect(201)
    expect(body).toMatchObject({ programme: { name: 'Harbour' }, doneAt: null, roles: 10, open: 10, late: false })
    expect(body.lines.map((one: Line) => one.role)).not.toContain('participant')
    expect(lineOf(body, 'programme_lead').can.confirm).toBe(false)
    expect(body.lines.filter((one: Line) => one.can.confirm)).toHaveLength(9)
    expect((await confirm(lineOf(body, 'programme_lead'), 'keep').expect(403)).body.type).toBe('/problems/not-to-yourself')
    await confirm(lineOf(body, 'mentor'), 'keep', '', 'data').expect(403)
    await confirm(lineOf(body, 'data_lead'), 'keep', '', 'data').expect(403)
    let now = body
    for (const line of body.lines as Line[])
      now = (await confirm(line, 'keep', '', line.role === 'programme_lead' ? 'data' : 'lead').expect(200)).body
    expect(now).toMatchObject({ open: 0, doneAt: expect.any(String) })
    expect((await confirm(lineOf(body, 'mentor'), 'keep').expect(409)).body.type).toBe('/problems/review-over')
  })
  it('ends a role with a reason, from the next request on, and gives none back', async () => {
    await w.match(w.ids.participants.sam)
    expect((await w.as('mentor').get('/mentoring/matches').expect(200)).body.items).toHaveLength(1)
    const { body } = await begin().expect(201)
    const mentor = lineOf(body, 'mentor')
    expect((await confirm(mentor, 'end').expect(400)).body.errors[0].pointer).toBe('/body/reason')
    const after = (await confirm(mentor, 'end', 'Moved to another town').expect(200)).body
    expect(lineOf(after, 'mentor')).toMatchObject({ decision: 'end', over: true, can: { confirm: false } })
    expect((await w.as('mentor').get('/mentoring/matches').expect(200)).body.items).toEqual([])
    expect((await confirm(mentor, 'keep').expect(409)).body.type).toBe('/problems/review-over')
    const { rows } = await w.owner.query(
      `select user_id from audit_events where table_name = 'memberships' and verb = 'update' order by id desc limit 1`,
    )
    expect(rows[0]).toEqual({ user_id: w.ids.users.lead })
    await w.doors.asPerson(w.ids.users.lead, w.ids.partnership, w.newId()).transact(async (tx) => {
      expect((await tx.$client.query('update memberships set until_at = null')).rowCount).toBe(0)
    })
  })
  it('a role that ended otherwise needs no answer', async () => {
    const { body } = await begin().expect(201)
    for (const line of body.lines as Line[])
      if (!['mentor', 'analyst'].includes(line.role))
        await confirm(line, 'keep', '', line.role === 'programme_lead' ? 'data' : 'lead').expect(200)
    await w.owner.query(`update memberships set until_at = now() where role = 'analyst'`)
    expect((await confirm(lineOf(body, 'mentor'), 'keep').expect(200)).body).toMatchObject({ open: 0, doneAt: expect.any(String) })
  })
  it('one at a time, begun by the lead or the data lead, seen by them and administrators', async () => {
    const id = w.newId()
    await w.as('data').put(`/access-reviews/${id}`, { programmeId: w.ids.programme }).expect(201)
    await w.as('data').put(`/access-reviews/${id}`, { programmeId: w.ids.programme }).expect(200)
    expect((await begin().expect(409)).body.type).toBe('/problems/review-under-way')
    const { body } = await w.as('admin').get(`/access-reviews/${id}`).expect(200)
    expect(body.lines.some((one: Line) => one.can.confirm)).toBe(false)
    for (const person of ['officer', 'mentor', 'sam', 'otherpartner', 'otherlead'] as const) {
      await w.as(person).get(`/access-reviews/${id}`).expect(404)
      expect((await w.as(person).get('/access-reviews').expect(200)).body.items).toEqual([])
      await confirm(body.lines[0], 'keep', '', person).expect(404)
      await begin(person).expect(['otherpartner', 'otherlead'].includes(person) ? 404 : 403)
    }
    await begin('admin').expect(403)
    expect((await w.as('lead').get('/access-reviews?open=true').expect(200)).body.items).toMatchObject([{ id }])
    expect((await w.as('lead').get('/access-reviews?open=false').expect(200)).body.items).toEqual([])
    await w.as('lead').put(`/access-reviews/${w.newId()}`, { programmeId: w.newId() }).expect(404)
  })
})

describe('the clock', () => {
  it('opens one fourteen days before 90 days are over, and asks the lead and the data lead', async () => {
    await w.owner.query(`update programmes set created_at = now() - interval '70 days' where id = $1`, [w.ids.programme])
    await strike()
    expect(await told()).toEqual([])
    await w.owner.query(`update programmes set created_at = now() - interval '77 days' where id = $1`, [w.ids.programme])
    await strike()
    await strike()
    expect(await told()).toEqual(['data@test.invalid', 'lead@test.invalid'])
    expect((await w.as('lead').get('/access-reviews').expect(200)).body.items).toMatchObject([{ roles: 10, open: 10 }])
  })
  it('the next comes 90 days after the last was due', async () => {
    await w.owner.query(`update programmes set created_at = now() - interval '300 days' where id = $1`, [w.ids.programme])
    const { id } = (await begin().expect(201)).body
    await w.owner.query('update access_reviews set done_at = now(), due_on = current_date - 60 where id = $1', [id])
    await strike()
    expect(await told()).toEqual([])
    await w.owner.query('update access_reviews set due_on = current_date - 77 where id = $1', [id])
    await strike()
    expect((await w.as('lead').get('/access-reviews').expect(200)).body.items).toHaveLength(2)
  })
  it('tells the data lead and administrators what nobody answered, once, and shuts nobody out', async () => {
    const { id } = (await begin().expect(201)).body
    await w.owner.query('update access_reviews set due_on = current_date - 14 where id = $1', [id])
    await strike()
    expect(await told()).toEqual([])
    await w.owner.query('update access_reviews set due_on = current_date - 15 where id = $1', [id])
    await strike()
    await strike()
    expect(await told()).toEqual(['admin@test.invalid', 'data@test.invalid'])
    expect((await w.as('data').get(`/access-reviews/${id}`).expect(200)).body.late).toBe(true)
    await w.as('officer').get(`/participants/${w.ids.participants.sam}`).expect(200)
  })
})
