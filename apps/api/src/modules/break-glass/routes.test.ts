import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { example } from '#testing/example.ts'
import type { Tx } from '#db/transact.ts'
import { world, type World } from '#testing/world.ts'
import { emergencyLooks } from './clock.ts'

let w: World
let quay: string
let reference: string
beforeAll(async () => {
  w = await world()
  // The second officer works in Quay, the fire partner's own programme, and knows nobody of Harbour.
  quay = w.newId()
  await w.owner.query(
    `insert into programmes (partnership_id, id, name, area_id, lead_partner_id, status) values ($1, $2, 'Quay', $3, $4, 'running')`,
    [w.ids.partnership, quay, w.ids.area, w.ids.partners.fire],
  )
  await w.owner.query('update memberships set programme_id = $1 where user_id = $2', [quay, w.ids.users.secondOfficer])
  const { rows } = await w.owner.query<{ reference: string }>('select reference from participants where id = $1', [w.ids.participants.sam])
  reference = rows[0]!.reference
})
afterAll(() => w?.close())
beforeEach(async () => {
  await w.owner.query('delete from break_glass')
  await w.owner.query('delete from break_glass_attempts')
  await w.owner.query('delete from messages')
})

const reason = 'His mother rang our station, he has not come home since yesterday.'
type Someone = Parameters<World['as']>[0]
const look = (body: object = { reference, reason }, person: Someone = 'secondOfficer') =>
  w.as(person).put(`/break-glass/${w.newId()}`, body)
const messages = async () =>
  (await w.owner.query<{ to: string; subject: string; body: string }>('select to_address as "to", subject, body from messages order by 1'))
    .rows
const page = (path = '', person: Someone = 'secondOfficer') => w.as(person).get(`/participants/${w.ids.participants.sam}${path}`)

describe('a look in an emergency', () => {
  it('opens one record for an hour, is told to the lead and the data lead at once, and ends early when it is done', async () => {
    await page().expect(404)
    const { body } = await look().expect(201)
    expect(body).toMatchObject({
      reference,
      participantId: w.ids.participants.sam,
      programme: { name: 'Harbour' },
      who: { name: 'SecondOfficer Test', partnerName: 'Fire' },
      state: 'open',
      can: { end: true, review: false },
    })
    expect(Date.parse(body.until) - Date.parse(body.from)).toBe(3_600_000)
    const told = await messages()
    expect(told.map((one) => one.to)).toEqual(['data@test.invalid', 'lead@test.invalid'])
    for (const one of told) expect(`${one.subject} ${one.body}`).not.toMatch(/Sam|Baird|YP-|mother/)
    const opened = (await page().expect(200)).body
    expect(opened).toMatchObject({ knownAs: 'Sam', programmeName: 'Harbour', reference })
    expect(Object.entries(opened.can).filter(([deed, may]) => may && !/^see/.test(deed))).toEqual([])
    for (const part of ['/contact', '/story', '/safety', '/interests']) await page(part).expect(200)
    await w.as('secondOfficer').get(`/participants/${w.ids.participants.rosa}`).expect(404)
    expect((await w.as('secondOfficer').get('/participants').expect(200)).body.items.map((one: { id: string }) => one.id)).not.toContain(
      w.ids.participants.rosa,
    )
    const ended = (await w.as('secondOfficer').post(`/break-glass/${body.id}/end`).expect(200)).body
    expect(ended).toMatchObject({ state: 'to_review', endedAt: expect.any(String) })
    await page().expect(404)
  })
  it('is found by the whole name too, however it is written', async () => {
    expect((await look({ knownAs: 'sam', familyName: ' BAIRD', reason }).expect(201)).body.participantId).toBe(w.ids.participants.sam)
  })
  it('is over by itself after the hour', async () => {
    const { id } = (await look().expect(201)).body
    await w.owner.query(
      `update break_glass set from_at = now() - interval '61 minutes', until_at = now() - interval '1 minute' where id = $1`,
      [id],
    )
    await page().expect(404)
    expect((await w.as('secondOfficer').get(`/break-glass/${id}`).expect(200)).body).toMatchObject({
      state: 'to_review',
      can: { end: false },
    })
  })
  it('may be ended by the data lead, and by nobody else', async () => {
    const { id } = (await look().expect(201)).body
    await w.as('lead').post(`/break-glass/${id}/end`).expect(403)
    await w.as('officer').post(`/break-glass/${id}/end`).expect(404)
    await w.as('data').post(`/break-glass/${id}/end`).expect(200)
    await page().expect(404)
  })
  it('writes nothing: no route changes the record, or anything of its programme', async () => {
    await w.owner.query(
      `insert into interests (partnership_id, id, programme_id, participant_id, own_words, heard_on) values ($1, $2, $3, $4, 'Boats', '2026-11-01')`,
      [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.sam],
    )
    await look().expect(201)
    const of = async () => {
      const { rows } = await w.owner.query<{ name: string }>(
        `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'programme_id' join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'access_events'`,
      )
      const all: Record<string, string> = {}
      for (const { name } of rows)
        all[name] = (
          await w.owner.query<{ n: string }>(
            `select count(*) || coalesce(md5(string_agg(t::text, '' order by t::text)), '') as n from ${name} t where programme_id = $1`,
            [w.ids.programme],
          )
        ).rows[0]!.n
      return all
    }
    const before = await of()
    const { paths } = w.app.swagger() as unknown as {
      paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>>
    }
    const ids: Record<string, string> = {
      participantId: w.ids.participants.sam,
      programmeId: w.ids.programme,
      userId: w.ids.users.secondOfficer,
    }
    const id = (name: string) => ids[name] ?? w.newId()
    const done: string[] = []
    for (const [url, operations] of Object.entries(paths).filter(([path]) => !/session|break-glass|me\b/.test(path)))
      for (const [method, one] of Object.entries(operations).filter(([verb]) => verb !== 'get')) {
        const schema = one.requestBody?.content['application/json']?.schema
        const { statusCode } = await w.app.inject({
          method: method.toUpperCase() as 'POST',
          url: url.replace(/\{(\w+)\}/g, (_, name: string) => id(name)),
          headers: { authorization: `Bearer ${w.tokens.secondOfficer}` },
          ...(schema ? { payload: example(schema as never, id) as object } : {}),
        })
        if (statusCode < 300) done.push(`${method} ${url}`)
      }
    expect(await of()).toEqual(before)
    expect(done.filter((one) => /participant/.test(one) && !/search/.test(one))).toEqual([])
    const asThey = (text: string) =>
      w.doors.asPerson(w.ids.users.secondOfficer, w.ids.partnership, w.newId()).transact((tx) => tx.$client.query(text))
    for (const table of ['participants', 'participant_contacts', 'interests'])
      expect((await asThey(`update ${table} set updated_at = now()`)).rowCount).toBe(0)
    await expect(asThey(`update break_glass set reason = 'something else altogether'`)).rejects.toMatchObject({ code: '42501' })
    await expect(asThey('delete from break_glass_attempts')).rejects.toMatchObject({ code: '42501' })
  }, 60_000)
})

describe('nobody learns who is here by trying', () => {
  it('unknown, ambiguous, left alone, and not allowed are the same answer', async () => {
    const strip = ({ status, body: { instance: _, ...rest } }: { status: number; body: { instance: string } }) => ({ status, rest })
    const unknown = strip(await look({ reference: 'YP-999999', reason }))
    expect(unknown).toMatchObject({ status: 404, rest: { type: '/problems/not-found' } })
    expect(strip(await look({ knownAs: 'Sam', familyName: 'Fraser', reason }))).toEqual(unknown)
    expect(strip(await look({ knownAs: 'Sa', familyName: 'Bair', reason }))).toEqual(unknown)
    await w.owner.query(`update participants set restricted = true where id = $1`, [w.ids.participants.sam])
    expect(strip(await look())).toEqual(unknown)
    await w.owner.query(`update participants set restricted = false where id = $1`, [w.ids.participants.sam])
    for (const person of ['otherpartner', 'admin', 'sam', 'otherlead'] as const)
      expect(strip(await look({ reference, reason }, person))).toEqual(unknown)
    const { rows } = await w.owner.query('select outcome from break_glass_attempts order by created_at')
    expect(rows.filter((one) => (one as { outcome: string }).outcome === 'unknown').length).toBeGreaterThanOrEqual(4)
    expect(await messages()).toEqual([])
  })
  it('every try is kept without what was typed, administrators read them, and ten an hour are enough', async () => {
    for (let i = 0; i < 9; i++) await look({ reference: `YP-99${i}`, reason }).expect(404)
    await look().expect(201)
    const stopped = await look().expect(429)
    expect(stopped.body).toMatchObject({ type: '/problems/too-many-guesses', seconds: 3600 })
    await look({ reference: 'YP-998', reason }).expect(429)
    const { body } = await w.as('admin').get('/break-glass-attempts?limit=4').expect(200)
    expect(body.items[0]).toMatchObject({ who: 'SecondOfficer Test', byName: false, outcome: 'opened' })
    expect((await w.as('admin').get(`/break-glass-attempts?after=${body.next}`).expect(200)).body.items).toHaveLength(6)
    expect(JSON.stringify(body)).not.toMatch(/YP-/)
    for (const person of ['lead', 'data', 'secondOfficer'] as const) await w.as(person).get('/break-glass-attempts').expect(403)
    expect(
      (await w.as('otherlead').get('/break-glass-attempts').expect(200)).body.items.map((one: { who: string }) => one.who),
    ).not.toContain('SecondOfficer Test')
  })
  it('wants a reason and one way of knowing whom', async () => {
    await look({ reference, reason: 'Urgent' }).expect(400)
    await look({ reference, reason: ' '.repeat(30) }).expect(400)
    await look({ reason }).expect(400)
    await look({ knownAs: 'Sam', reason }).expect(400)
    await look({ reference: 'Sam', reason }).expect(400)
    expect((await look({ reference, reason }, 'officer').expect(409)).body.type).toBe('/problems/in-your-work')
    const id = w.newId()
    await w.as('secondOfficer').put(`/break-glass/${id}`, { reference, reason }).expect(201)
    await w.as('secondOfficer').put(`/break-glass/${id}`, { reference, reason }).expect(200)
    expect(await messages()).toHaveLength(2)
    const again = w.newId()
    await w.as('secondOfficer').put(`/break-glass/${again}`, { reference: 'YP-7', reason }).expect(404)
    await w.as('secondOfficer').put(`/break-glass/${again}`, { reference, reason }).expect(201)
    expect(
      (
        await w
          .as('secondOfficer')
          .put(`/break-glass/${again}`, { reference, reason: `${reason} And more.` })
          .expect(409)
      ).body.type,
    ).toBe('/problems/already-exists')
  })
})

describe('afterwards', () => {
  const over = async () => {
    const { id } = (await look().expect(201)).body
    await page().expect(200)
    await w.as('secondOfficer').post(`/break-glass/${id}/end`).expect(200)
    return id as string
  }
  const review = (id: string, body: object, person: Someone = 'data') => w.as(person).post(`/break-glass/${id}/review`, body)

  it('the data lead judges it within two working days; it is red when late', async () => {
    const id = await over()
    const waiting = (await w.as('data').get('/break-glass?state=to_review').expect(200)).body.items
    expect(waiting).toMatchObject([{ id, reference, reason, reviewLate: false, can: { review: true } }])
    expect(waiting[0].reviewDue > waiting[0].from.slice(0, 10)).toBe(true)
    await w.owner.query('update break_glass set review_due_on = current_date - 1')
    expect((await w.as('data').get(`/break-glass/${id}`).expect(200)).body.reviewLate).toBe(true)
    await w.owner.query('delete from messages')
    expect((await review(id, { justified: true, words: '' }).expect(200)).body).toMatchObject({
      state: 'reviewed',
      justified: true,
      reviewedBy: 'Data Test',
      reviewLate: false,
    })
    expect(await messages()).toEqual([])
    expect((await review(id, { justified: false, words: 'No' }).expect(409)).body.type).toBe('/problems/emergency-not-to-review')
  })
  it('when it was not justified, the administrators hear', async () => {
    const id = await over()
    await w.owner.query('delete from messages')
    await review(id, { justified: false, words: ' ' }).expect(400)
    await review(id, { justified: false, words: 'A telephone call would have done' }).expect(200)
    expect((await messages()).map((one) => one.to)).toEqual(['admin@test.invalid'])
  })
  it('nobody judges one that is open, their own, or of another programme', async () => {
    const { id } = (await look().expect(201)).body
    expect((await review(id, { justified: true, words: '' }).expect(409)).body.type).toBe('/problems/emergency-not-to-review')
    await w.as('secondOfficer').post(`/break-glass/${id}/end`).expect(200)
    await review(id, { justified: true, words: '' }, 'lead').expect(403)
    await review(id, { justified: true, words: '' }, 'secondOfficer').expect(403)
    for (const person of ['otherlead', 'otherpartner', 'officer', 'sam'] as const) {
      await review(id, { justified: true, words: '' }, person).expect(404)
      await w.as(person).get(`/break-glass/${id}`).expect(404)
      expect((await w.as(person).get('/break-glass').expect(200)).body.items).toEqual([])
    }
    const past = (tx: Tx) => tx.$client.query('select * from app.review_emergency($1, true, $2)', [id, ''])
    await expect(w.doors.asPerson(w.ids.users.secondOfficer, w.ids.partnership, w.newId()).transact(past)).rejects.toMatchObject({
      constraint: 'emergency_not_to_review',
    })
  })
  it('a review that does not come is reminded of, once', async () => {
    await over()
    await w.owner.query('delete from messages')
    const strike = () => emergencyLooks.run({ doors: w.doors, config: w.config, log: () => {}, send: async () => {} }, w.ids.partnership)
    await strike()
    expect(await messages()).toEqual([])
    await w.owner.query('update break_glass set review_due_on = current_date - 1')
    await strike()
    await strike()
    expect((await messages()).map((one) => one.to)).toEqual(['admin@test.invalid', 'data@test.invalid'])
  })
  it('the young person and the data lead see that it was in an emergency', async () => {
    await over()
    const { items } = (await w.as('sam').get('/me/looks').expect(200)).body
    expect(items.find((one: { who: string }) => one.who === 'SecondOfficer Test')).toMatchObject({ emergency: true })
    await page('', 'officer').expect(200)
    const after = (await w.as('sam').get('/me/looks').expect(200)).body.items
    expect(after.find((one: { who: string }) => one.who === 'Officer Test')).toMatchObject({ emergency: false })
    const readings = (await w.as('data').get(`/access-events?participant=${w.ids.participants.sam}`).expect(200)).body.items
    expect(readings.filter((one: { emergency: boolean }) => one.emergency).map((one: { who: { name: string } }) => one.who.name)).toContain(
      'SecondOfficer Test',
    )
    expect(readings.some((one: { emergency: boolean }) => !one.emergency)).toBe(true)
  })
  it.each([
    ['2026-11-20', '2026-11-24'],
    ['2026-11-21', '2026-11-24'],
    ['2026-11-18', '2026-11-20'],
  ])('two working days after %s is %s', async (from, to) => {
    expect((await w.owner.query<{ d: string }>('select app.working_days_after($1, 2) as d', [from])).rows[0]!.d).toBe(to)
  })
})
