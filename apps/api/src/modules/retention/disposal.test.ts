import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Batch } from '@modulus/contracts/retention.ts'
import { world, type Person, type World } from '#testing/world.ts'
import { dispose, retentionClock } from './jobs.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
beforeEach(async () => {
  for (const table of [
    'disposal_approvals',
    'disposal_items',
    'disposal_batches',
    'retention_holds',
    'retention_rules',
    'nominations',
    'drafts',
    'visit_risk_flags',
  ])
    await w.owner.query(`delete from ${table}`)
  await w.owner.query(`update participants set status = 'active', erasure_due_at = null, restricted = false`)
})

const sent: { name: string; id: string }[] = []
const tools = () => ({
  doors: w.doors,
  config: w.config,
  log: () => {},
  send: async (_tx: unknown, name: string, { id }: { id: string }) => void sent.push({ name, id }),
})
const night = async () => {
  sent.length = 0
  await retentionClock.run(tools() as never, w.ids.partnership)
}
const carryOut = (id: string) => dispose(tools() as never, { partnershipId: w.ids.partnership, id })
const nominee = async (name: string, due = `now() - interval '1 day'`, status = 'not_suitable', programme = w.ids.programme) => {
  const id = uuidv7()
  await w.owner.query(
    `insert into nominations (partnership_id, id, programme_id, source_partner_id, source_kind, received_on, first_name, good_at_text, status, erasure_due_at) values ($1, $2, $3, $4, 'housing', '2026-06-01', $5, 'Drawing', $6, ${due})`,
    [w.ids.partnership, id, programme, w.ids.partners.housing, name, status],
  )
  return id
}
const open = async (person: Person = 'data') =>
  (await w.as(person).get('/retention/batches?state=waiting').expect(200)).body.items as Batch[]
const read = async (id: string, person: Person = 'data') => (await w.as(person).get(`/retention/batches/${id}`).expect(200)).body as Batch
const confirm = async (person: Person, id: string) =>
  w.as(person).post(`/retention/batches/${id}/confirm`, { version: (await read(id, person)).version })
const stands = async (id: string) => ((await w.owner.query('select from nominations where id = $1', [id])).rowCount ?? 0) === 1

describe('what is due each night', () => {
  it('waits in one batch for two different people, then goes, with a certificate that names nobody', async () => {
    const ines = await nominee('Inesita'),
      tam = await nominee('Tammas', undefined, 'declined_by_person'),
      later = await nominee('Later', `now() + interval '1 day'`)
    await night()
    await night()
    const [batch, ...rest] = await open()
    expect(rest).toEqual([])
    expect(batch).toMatchObject({
      programme: { name: 'Harbour' },
      total: 2,
      done: 0,
      state: 'waiting',
      agreedBy: [],
      can: { confirm: true },
    })
    expect((await confirm('data', batch!.id)).body).toMatchObject({ state: 'waiting', agreedBy: [{ role: 'data_lead' }] })
    expect(await stands(ines)).toBe(true)
    expect((await confirm('lead', batch!.id)).body).toMatchObject({ state: 'approved' })
    await carryOut(batch!.id)
    expect([await stands(ines), await stands(tam), await stands(later)]).toEqual([false, false, true])
    const done = await read(batch!.id)
    expect(done).toMatchObject({
      state: 'done',
      done: 2,
      can: { confirm: false, hold: false },
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      certificate: {
        people: 2,
        held: 0,
        byRule: false,
        tables: [{ table: 'nominations', deleted: 2, anonymised: 0, kept: 0 }],
        agreedBy: [
          { name: 'Data Test', role: 'data_lead' },
          { name: 'Lead Test', role: 'programme_lead' },
        ],
        rules: [
          { trigger: 'declined', items: 1, keepCount: 90, keepUnit: 'day' },
          { trigger: 'not_suitable', items: 1, keepCount: 90, keepUnit: 'day' },
        ],
      },
    })
    expect(JSON.stringify(done)).not.toMatch(/Inesita|Tammas/)
    const { rows } = await w.owner.query(
      `select digest = encode(sha256(convert_to(certificate::text, 'UTF8')), 'hex') as fits from disposal_batches where id = $1`,
      [batch!.id],
    )
    expect(rows).toEqual([{ fits: true }])
  })
  it('the same person cannot be both, neither here nor in the database', async () => {
    await nominee('Ines')
    await night()
    const [batch] = await open()
    await confirm('data', batch!.id)
    expect((await confirm('data', batch!.id)).body).toMatchObject({ status: 409, type: '/problems/disposal-same-person' })
    await expect(
      w.owner.query(
        `insert into disposal_approvals (partnership_id, id, batch_id, user_id, as_role) select partnership_id, gen_random_uuid(), batch_id, user_id, 'programme_lead' from disposal_approvals where batch_id = $1`,
        [batch!.id],
      ),
    ).rejects.toMatchObject({ constraint: 'disposal_approvals_by_different_people' })
    await expect(w.owner.query(`update disposal_batches set state = 'approved' where id = $1`, [batch!.id])).rejects.toMatchObject({
      constraint: 'disposal_batches_two_people',
    })
    await expect(w.owner.query(`update disposal_batches set by_rule = true where id = $1`, [batch!.id])).rejects.toMatchObject({
      constraint: 'disposal_batches_stand',
    })
    await carryOut(batch!.id)
    expect((await read(batch!.id)).state).toBe('waiting')
  })
  it('what was agreed to is not added to: who comes due later waits in another batch', async () => {
    await nominee('Ines')
    await night()
    const [batch] = await open()
    const stale = batch!.version
    await nominee('Tam')
    await night()
    expect((await w.as('data').post(`/retention/batches/${batch!.id}/confirm`, { version: stale })).body.type).toBe(
      '/problems/changed-meanwhile',
    )
    await confirm('data', batch!.id)
    await nominee('Una')
    await night()
    expect((await open()).map(({ total }) => total).sort()).toEqual([1, 2])
    await expect(
      w.owner.query(
        `insert into disposal_items (partnership_id, id, batch_id, kind, trigger, due_on) values ($1, gen_random_uuid(), $2, 'rows', 'drafts', '2026-11-01')`,
        [w.ids.partnership, batch!.id],
      ),
    ).rejects.toMatchObject({ constraint: 'disposal_items_before_approval' })
  })
  it('goes on where it was when the process died in the middle, and once only', async () => {
    const all = await Promise.all(['A', 'B', 'C', 'D'].map((name) => nominee(`Nominee ${name}`)))
    await night()
    const [batch] = await open()
    await confirm('data', batch!.id)
    await confirm('lead', batch!.id)
    const next = () =>
      w.doors.asSystem('clock', w.ids.partnership, uuidv7()).transact((tx) => tx.execute(sql`select app.dispose_next(${batch!.id})`))
    await next()
    await expect(
      w.doors.asSystem('clock', w.ids.partnership, uuidv7()).transact(async (tx) => {
        await tx.execute(sql`select app.dispose_next(${batch!.id})`)
        throw new Error('killed')
      }),
    ).rejects.toThrow('killed')
    expect((await Promise.all(all.map(stands))).filter(Boolean)).toHaveLength(3)
    expect(await read(batch!.id)).toMatchObject({ state: 'approved', done: 1, total: 4 })
    await night()
    expect(sent).toEqual([{ name: 'retention.dispose', id: batch!.id }])
    await Promise.all([carryOut(batch!.id), carryOut(batch!.id)])
    await carryOut(batch!.id)
    expect(await read(batch!.id)).toMatchObject({ state: 'done', done: 4, certificate: { people: 4 } })
    expect((await w.owner.query('select sum(n)::int as n from erased_counts')).rows[0].n).toBeGreaterThanOrEqual(4)
  })
  it('who came back to talk in the meantime is not erased', async () => {
    const { rosa } = w.ids.participants
    await w.owner.query(`update participants set status = 'declined', erasure_due_at = now() - interval '1 day' where id = $1`, [rosa])
    await night()
    const [batch] = await open()
    await confirm('data', batch!.id)
    await confirm('lead', batch!.id)
    await w.owner.query(`update participants set status = 'in_conversation' where id = $1`, [rosa])
    await carryOut(batch!.id)
    expect(await read(batch!.id)).toMatchObject({ state: 'closed', items: [{ state: 'held', heldFor: 'came_back' }] })
    expect((await w.owner.query('select from participants where id = $1', [rosa])).rowCount).toBe(1)
  })
  it('three years after the last follow-up is due too, and nobody who still takes part', async () => {
    await w.owner.query(`update participants set status = 'completed', status_since = '2022-01-01' where id = $1`, [
      w.ids.participants.rosa,
    ])
    await night()
    expect(await open()).toMatchObject([{ total: 1 }])
    expect((await read((await open())[0]!.id)).items).toMatchObject([
      { trigger: 'last_follow_up', dueOn: '2025-01-01', subject: { reference: expect.stringMatching(/^YP-/), name: null } },
    ])
  })
})

describe('rules that need nobody', () => {
  it('are carried out at once: risk flags after 90 days, forgotten drafts, spent links', async () => {
    const theirs = [w.ids.partnership, w.ids.programme, w.ids.participants.rosa]
    await w.owner.query(
      `insert into visit_risk_flags (partnership_id, id, programme_id, participant_id, what_to_do, agreed_on, review_on) values ($1, gen_random_uuid(), $2, $3, 'Old', current_date - 91, current_date - 5), ($1, gen_random_uuid(), $2, $3, 'New', current_date - 80, current_date)`,
      theirs,
    )
    await w.owner.query(
      `insert into drafts (partnership_id, id, kind, body, created_by, updated_at) values ($1, gen_random_uuid(), 'note', '{}', $2, now() - interval '31 days'), ($1, gen_random_uuid(), 'note', '{}', $2, now())`,
      [w.ids.partnership, w.ids.users.officer],
    )
    await w.owner.query(
      `insert into links (id, partnership_id, kind, token_digest, user_id, expires_at) values (gen_random_uuid(), $1, 'me', 'spent', $2, now() - interval '40 days'), (gen_random_uuid(), $1, 'me', 'live', $2, now() + interval '1 day')`,
      [w.ids.partnership, w.ids.users.sam],
    )
    await night()
    expect(sent).toHaveLength(1)
    await carryOut(sent[0]!.id)
    expect(await read(sent[0]!.id)).toMatchObject({
      byRule: true,
      programme: null,
      state: 'done',
      certificate: {
        byRule: true,
        agreedBy: [],
        tables: expect.arrayContaining([
          { table: 'drafts', deleted: 1, anonymised: 0, kept: 0 },
          { table: 'links', deleted: 1, anonymised: 0, kept: 0 },
          { table: 'visit_risk_flags', deleted: 1, anonymised: 0, kept: 0 },
        ]),
      },
    })
    expect((await w.owner.query('select what_to_do from visit_risk_flags')).rows).toEqual([{ what_to_do: 'New' }])
    await night()
    expect(sent).toEqual([])
  })
  it('wait for two data leads once somebody says that they should', async () => {
    await w
      .as('data')
      .post('/retention/rules', {
        trigger: 'drafts',
        version: 0,
        keepCount: 10,
        keepUnit: 'day',
        action: 'delete',
        needsApproval: true,
        source: 'Our own',
      })
      .expect(200)
    await w.owner.query(
      `insert into drafts (partnership_id, id, kind, body, created_by, updated_at) values ($1, gen_random_uuid(), 'note', '{}', $2, now() - interval '11 days')`,
      [w.ids.partnership, w.ids.users.officer],
    )
    await night()
    expect(sent).toEqual([])
    const [batch] = await open()
    expect(batch).toMatchObject({ programme: null, byRule: false })
    await w.as('lead').get(`/retention/batches/${batch!.id}`).expect(404)
  })
})

describe('keeping something on purpose', () => {
  const paper = (extra: object = {}) => ({
    holdId: uuidv7(),
    reason: 'legal_claim',
    words: 'A claim was announced',
    reviewOn: '2027-03-01',
    ...extra,
  })
  it('holds one of a batch and lets the others go; it is not found again until the hold is lifted', async () => {
    const ines = await nominee('Ines'),
      tam = await nominee('Tam')
    await night()
    const [batch] = await open()
    const item = (await read(batch!.id)).items.find(({ subject }) => subject?.id === ines)!
    const held = paper()
    expect((await w.as('lead').post(`/retention/items/${item.id}/hold`, held).expect(200)).body).toMatchObject({ held: 1 })
    await confirm('data', batch!.id)
    await confirm('lead', batch!.id)
    await carryOut(batch!.id)
    expect([await stands(ines), await stands(tam)]).toEqual([true, false])
    await night()
    expect(await open()).toEqual([])
    const { body } = await w.as('data').get('/retention/holds').expect(200)
    expect(body.items).toMatchObject([
      { reason: 'legal_claim', kind: 'nomination', subject: { id: ines, name: null, broughtBy: 'Housing' }, can: { lift: true } },
    ])
    await w.as('data').post(`/retention/holds/${held.holdId}/lift`, { version: 1, words: 'It was settled' }).expect(200)
    await night()
    expect(await open()).toMatchObject([{ total: 1 }])
  })
  it('blocks what two people had agreed to already', async () => {
    const ines = await nominee('Ines')
    await night()
    const [batch] = await open()
    await confirm('data', batch!.id)
    await confirm('lead', batch!.id)
    const [item] = (await read(batch!.id)).items
    await w.as('data').post(`/retention/items/${item!.id}/hold`, paper()).expect(200)
    await carryOut(batch!.id)
    expect(await stands(ines)).toBe(true)
    expect((await read(batch!.id)).state).toBe('closed')
    expect((await w.as('data').post(`/retention/items/${item!.id}/hold`, paper()).expect(409)).body.type).toBe('/problems/disposal-over')
  })
  it('can be said ahead, by reference; a restricted person and an open concern hold by themselves', async () => {
    const { rosa, sam } = w.ids.participants
    const { rows } = await w.owner.query<{ reference: string }>('select reference from participants where id = $1', [rosa])
    const put = (person: Person, body: object) => w.as(person).put(`/retention/holds/${uuidv7()}`, body)
    const body = { reference: rows[0]!.reference, reason: 'complaint', words: 'They complained', reviewOn: '2027-03-01' }
    await put('data', body).expect(201)
    expect((await put('data', body).expect(409)).body.type).toBe('/problems/already-kept')
    expect((await put('data', { ...body, reference: 'YP-9' }).expect(400)).body.errors[0].pointer).toBe('/body/reference')
    expect((await put('data', { ...body, reviewOn: '2020-01-01' }).expect(400)).body.errors[0].pointer).toBe('/body/reviewOn')
    expect((await put('data', { ...body, reviewOn: '2029-01-01' }).expect(400)).body.errors[0].pointer).toBe('/body/reviewOn')
    for (const person of ['officer', 'partner', 'otherpartner', 'otherlead', 'sam'] as const)
      expect((await put(person, body)).status).toBeGreaterThanOrEqual(400)
    await w.owner.query(`update participants set status = 'declined', erasure_due_at = now() - interval '1 day'`)
    await w.owner.query('update participants set restricted = true where id = $1', [sam])
    await night()
    expect(await open()).toEqual([])
  })
})
