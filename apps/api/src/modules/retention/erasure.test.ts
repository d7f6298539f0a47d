import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { exportErasures, replayErasures } from '../../erasure-replay.ts'
import { world, type World } from '#testing/world.ts'
import { plant, tablesWith } from './testing/plant.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

/** As the nightly job would, with two people's word behind it. */
async function erase(participant: string) {
  await w.owner.query('begin')
  await w.owner.query(`select set_config('app.partnership', $1, true), set_config('app.system', 'clock', true)`, [w.ids.partnership])
  const { rows } = await w.owner.query<{ did: Record<string, Record<string, number>> | null }>(
    `select app.erase_participant($1, null, 'asked') as did`,
    [participant],
  )
  await w.owner.query('commit')
  return rows[0]!.did
}
const one = async (sql: string, values: unknown[] = []) => (await w.owner.query(sql, values)).rows[0]

describe('a whole young person', () => {
  let before: Record<string, unknown>, did: Awaited<ReturnType<typeof erase>>, planted: Awaited<ReturnType<typeof plant>>
  beforeAll(async () => {
    planted = await plant(w, w.ids.participants.sam)
    await w.as('officer').get(`/participants/${w.ids.participants.sam}`).expect(200)
    before = await counts()
    did = await erase(w.ids.participants.sam)
  }, 60_000)
  const counts = async () => {
    await w.owner.query('begin')
    await w.owner.query(`select set_config('app.partnership', $1, true)`, [w.ids.partnership])
    const found = await one('select * from app.outcome_counts($1)', [w.ids.programme])
    await w.owner.query('commit')
    return found
  }

  it('stood in many tables, with a canary in each text', () => {
    expect(planted.planted.length).toBeGreaterThan(60)
    expect(new Set(planted.planted.map((name) => name.split('.')[0])).size).toBeGreaterThan(28)
  })
  it('is found nowhere afterwards: not one canary, in no table, in no job', async () => {
    expect(await tablesWith(w, 'canary')).toEqual([])
    expect(await tablesWith(w, 'Baird')).toEqual([])
  })
  it('leaves their id only in the two logs and the list of erasures', async () => {
    expect(await tablesWith(w, w.ids.participants.sam)).toEqual(['public.access_events', 'public.audit_events', 'public.erasures'])
  })
  it('no table with a participant_id forgets them, also one added tomorrow, unless it is declared', async () => {
    const { rows } = await w.owner.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'participant_id' and not a.attisdropped
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in (select table_name from erasure_exceptions where action = 'keep')`,
    )
    expect(rows.length).toBeGreaterThan(40)
    for (const { name } of rows) {
      const { rowCount } = await w.owner.query(`select from ${name} where participant_id = $1`, [w.ids.participants.sam])
      expect([name, rowCount]).toEqual([name, 0])
    }
  })
  it('their account opens nothing and names nobody', async () => {
    expect(await one('select email, password_hash, disabled_at is not null as shut from users where id = $1', [w.ids.users.sam])).toEqual({
      email: `erased-${w.ids.users.sam}@erased.invalid`,
      password_hash: null,
      shut: true,
    })
    await w.as('sam').get('/me').expect(401)
    expect(await one('select count(*)::int as n from sessions where user_id = $1', [w.ids.users.sam])).toEqual({ n: 0 })
  })
  it('the board counts them as before, and the group’s own work stands', async () => {
    expect(await counts()).toEqual(before)
    expect(await one('select reason, outcome, stage, n from erased_counts')).toEqual({ reason: 'asked', outcome: 'active', stage: 6, n: 1 })
    expect(await one('select count(*)::int as n from decision_votes where participant_id is null')).toEqual(
      await one('select count(*)::int as n from decision_options'),
    )
    expect(await one('select participant_id, what, minutes from contributions')).toEqual({
      participant_id: null,
      what: 'Taken out',
      minutes: 30,
    })
    expect(await one('select count(*)::int as n from idea_supports')).toEqual({ n: 1 })
    expect(await one('select interest_id from course_elements')).toEqual({ interest_id: null })
  })
  it('says what it did, table by table, and does nothing the second time', async () => {
    expect(did).toMatchObject({
      participants: { deleted: 1 },
      visits: { deleted: 1 },
      nominations: { deleted: 2 },
      notes: { deleted: 1 },
      contributions: { anonymised: 1 },
      access_events: { kept: expect.any(Number) },
    })
    expect(await erase(w.ids.participants.sam)).toBeNull()
    expect(await one('select sum(n)::int as n from erased_counts')).toEqual({ n: 1 })
  })
  it('nobody else lost a word', async () => {
    expect(await one('select known_as from participants where id = $1', [w.ids.participants.rosa])).toEqual({ known_as: 'Rosa' })
    expect((await w.owner.query('select from participant_contacts where participant_id = $1', [w.ids.participants.rosa])).rowCount).toBe(1)
    expect((await w.owner.query('select from users where disabled_at is not null')).rowCount).toBe(1)
  })
})

describe('a copy from before', () => {
  const again = async () => {
    await w.owner.query(
      `insert into participants (partnership_id, id, programme_id, known_as, status) values ($1, $2, $3, 'canary again', 'active')`,
      [w.ids.partnership, w.ids.participants.sam, w.ids.programme],
    )
    await w.owner.query(
      `insert into interests (partnership_id, id, programme_id, participant_id, own_words, heard_on) values ($1, $2, $3, $4, 'canary again', '2026-11-01')`,
      [w.ids.partnership, uuidv7(), w.ids.programme, w.ids.participants.sam],
    )
  }
  it('is erased again by the list, also where the list itself was not yet in it', async () => {
    const lines = await exportErasures(w.owner)
    expect(lines).toHaveLength(3)
    expect(lines.join()).not.toMatch(/Sam|Baird/)
    await again()
    expect(await replayErasures(w.owner, lines)).toEqual({ listed: 3, erased: 1 })
    expect(await tablesWith(w, 'canary')).toEqual([])
    expect(await one('select sum(n)::int as n from erased_counts')).toEqual({ n: 1 })
    await w.owner.query('delete from erasures')
    await w.owner.query('delete from erased_counts')
    await again()
    expect(await replayErasures(w.owner, lines)).toEqual({ listed: 3, erased: 1 })
    expect(await tablesWith(w, 'canary')).toEqual([])
    expect(await one('select sum(n)::int as n from erased_counts')).toEqual({ n: 1 })
    expect(await exportErasures(w.owner)).toEqual(lines)
    expect(await replayErasures(w.owner, lines)).toEqual({ listed: 3, erased: 0 })
  })
  it('a list that was changed is not played back at all', async () => {
    const lines = await exportErasures(w.owner)
    await again()
    await expect(replayErasures(w.owner, lines.slice(1))).rejects.toThrow('line 1')
    await expect(replayErasures(w.owner, [lines[0]!, lines[1]!.replace('"trigger":"asked"', '"trigger":"left"')])).rejects.toThrow('line 2')
    expect(await one('select count(*)::int as n from participants where id = $1', [w.ids.participants.sam])).toEqual({ n: 1 })
    await replayErasures(w.owner, lines)
  })
})

describe('what stands in the way', () => {
  it('an open safeguarding concern, a restriction or a hold blocks it; a closed concern is kept apart', async () => {
    const { rosa } = w.ids.participants
    const concern = uuidv7()
    await w.owner.query(
      `insert into safeguarding_concerns (partnership_id, id, programme_id, participant_id, what_seen) values ($1, $2, $3, $4, 'A bruise')`,
      [w.ids.partnership, concern, w.ids.programme, rosa],
    )
    await expect(erase(rosa)).rejects.toMatchObject({ constraint: 'erasure_held' })
    await w.owner.query('rollback')
    await w.owner.query(`alter table safeguarding_concerns disable trigger user`)
    await w.owner.query(`update safeguarding_concerns set status = 'closed', outcome = 'nothing_more' where id = $1`, [concern])
    await w.owner.query(`alter table safeguarding_concerns enable trigger user`)
    await w.owner.query('update participants set restricted = true where id = $1', [rosa])
    await w.owner.query('begin')
    await w.owner.query(`select set_config('app.partnership', $1, true)`, [w.ids.partnership])
    await expect(w.owner.query(`select app.erase_participant($1, null, 'left')`, [rosa])).rejects.toMatchObject({
      constraint: 'erasure_held',
    })
    await w.owner.query('rollback')
    expect(await erase(rosa)).toMatchObject({ safeguarding_concerns: { anonymised: 1 } })
    expect(await one('select participant_id, about_whom, what_seen from safeguarding_concerns')).toEqual({
      participant_id: null,
      about_whom: 'Rosa Fraser',
      what_seen: 'A bruise',
    })
  })
  it('the app itself can call neither the erasure nor the replay', async () => {
    for (const call of [
      `app.erase_participant('${uuidv7()}', null)`,
      `app.erase_nomination('${uuidv7()}', null)`,
      `app.replay_erasures('[]')`,
      `app.dispose_rows('drafts')`,
    ])
      await expect(w.pool.query(`select ${call}`)).rejects.toMatchObject({ code: '42501' })
  })
})
