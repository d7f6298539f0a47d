// "Who can see me" (app.who_sees) restates the rules of the door (app.enter). Here each person of the world walks through the door, and
// what they were given is set beside what the young person is told, in every state that changes it: the two cannot drift apart.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from 'drizzle-orm'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
let categories: string[]
beforeAll(async () => {
  w = await world()
  categories = (
    await w.owner.query<{ category: string }>(`select distinct category from app.access where category <> 'power' order by 1`)
  ).rows.map((one) => one.category)
})
afterAll(() => w?.close())

interface Seen {
  partner: string
  role: string
  people: string[]
  categories: string[]
}
const key = ({ partner, role }: Seen) => `${partner} ${role}`
const sorted = (list: Seen[]) => [...list].sort((a, b) => key(a).localeCompare(key(b)))

/** What the door gives each member of staff about one young person, put together by partner and role. Here everyone has one role. */
async function byTheDoor(participantId: string): Promise<Seen[]> {
  const found = new Map<string, Seen>()
  for (const [name, userId] of Object.entries(w.ids.users) as [Person, string][]) {
    if (name === 'otherlead' || name === 'sam') continue
    const through = await w.doors
      .asPerson(userId, w.ids.partnership, w.newId())
      .transact(async (tx, actor) => {
        const given: string[] = []
        for (const category of categories) {
          const { rows } = await tx.execute<{ given: boolean }>(
            sql`select ${w.ids.programme}::uuid = any (app.programmes(${category})) or ${participantId}::uuid = any (app.participants(${category})) as given`,
          )
          if (rows[0]!.given) given.push(category)
        }
        return { given, held: actor.memberships }
      })
      .catch((error: { code?: string; cause?: { code?: string } }) => {
        if ((error.code ?? error.cause?.code) !== 'MO401') throw error
        return { given: [], held: [] } // shut out, or left
      })
    for (const { partnerId, role } of through.given.length > 0 ? through.held : []) {
      const one: Seen = { partner: partnerId!, role, people: [], categories: [] }
      const row = found.get(key(one)) ?? one
      row.people.push(userId)
      row.categories = [...new Set([...row.categories, ...through.given])].sort()
      found.set(key(one), row)
    }
  }
  return sorted([...found.values()])
}
/** What the young person is told. People are counted; only those who were given this one person are named. */
async function askedBy(asker: Person, participantId: string) {
  const { rows } = await w.doors
    .asPerson(w.ids.users[asker], w.ids.partnership, w.newId())
    .transact((tx) =>
      tx.execute<{ partner: string; role: string; people: number; names: string[]; categories: string[] }>(
        sql`select partner_id as partner, role, people, names, array(select c from unnest(categories) c order by 1) as categories from app.who_sees(${participantId})`,
      ),
    )
  return rows
}
/** Asked by someone who may see this young person in every state below: the lead, or, where the lead is away, an officer. */
async function byThePage(participantId: string) {
  const rows = await askedBy('lead', participantId)
  return rows.length > 0 ? rows : askedBy('secondOfficer', participantId)
}
const nameOf = async (userId: string) =>
  (await w.owner.query<{ name: string }>('select name from people where user_id = $1', [userId])).rows[0]!.name

async function compare() {
  const told: string[] = []
  for (const participantId of Object.values(w.ids.participants)) {
    const door = await byTheDoor(participantId),
      page = await byThePage(participantId)
    expect(sorted(page.map(({ partner, role, categories }) => ({ partner, role, categories, people: [] })))).toEqual(
      door.map((one) => ({ ...one, people: [] })),
    )
    for (const row of door) {
      const same = page.find((one) => one.partner === row.partner && one.role === row.role)!
      expect(same.people).toBe(row.people.length)
      if (['mentor', 'partner_contact', 'placement_supervisor'].includes(row.role))
        expect([...same.names].sort()).toEqual((await Promise.all(row.people.map(nameOf))).sort())
      else expect(same.names).toEqual([])
      told.push(row.role)
    }
  }
  return new Set(told)
}

it('the world as it is: the team and the safeguarding lead, and nobody through a match or a placement', async () => {
  expect([...(await compare())].sort()).toEqual(['outreach_officer', 'programme_lead', 'safeguarding_lead'])
})
it('a mentor and an employer see the one they are given, and no other', async () => {
  await w.match(w.ids.participants.sam)
  await w.place(w.ids.participants.rosa)
  expect((await compare()).has('mentor')).toBe(true)
  expect((await compare()).has('placement_supervisor')).toBe(true)
})
it.each([
  ['an agreement of fewer categories', `update sharing_agreements set categories = '{identity}' where partner_id = $1`, 'joinery'],
  ['an agreement for nothing but the shared part', `update sharing_agreements set categories = '{power}' where partner_id = $1`, 'joinery'],
  ['an agreement that has not begun', `update sharing_agreements set valid_from = now() + interval '1 day' where partner_id = $1`, 'fire'],
  [
    'an agreement that has run out',
    `update sharing_agreements set valid_from = now() - interval '2 days', valid_until = now() - interval '1 day' where partner_id = $1`,
    'fire',
  ],
  ['an agreement that was ended', `update sharing_agreements set ended_at = now() where partner_id = $1`, 'fire'],
  ['another programme’s agreement', `delete from sharing_agreements where partner_id = $1`, 'fire'],
  [
    'another lead partner',
    `update programmes set lead_partner_id = $1 where partnership_id = (select partnership_id from partners where id = $1)`,
    'joinery',
  ],
] as const)('%s', (_, change, partner) => inside(change, [w.ids.partners[partner]]))
it.each([
  ['a role that ended', `update memberships set until_at = now() where user_id = $1`, 'lead'],
  ['a role that begins tomorrow', `update memberships set from_at = now() + interval '1 day' where user_id = $1`, 'officer'],
  [
    'a role held for another partner than theirs',
    `update people set partner_id = (select id from partners where name = 'Garage') where user_id = $1`,
    'secondOfficer',
  ],
  ['someone shut out', `update people set disabled_at = now() where user_id = $1`, 'officer'],
  ['someone who left', `update people set left_on = current_date where user_id = $1`, 'mentor'],
  ['someone who leaves tomorrow', `update people set left_on = current_date + 1 where user_id = $1`, 'mentor'],
  ['a match that ended', `update mentor_matches set status = 'ended' where mentor_id = $1`, 'mentor'],
] as const)('%s', (_, change, person) => inside(change, [w.ids.users[person]]))
it('a placement that ended', () => inside(`update placements set state = 'ended_early'`, []))

/** The change, the comparison, and everything as it was: rows are put back from copies, as the doors use connections of their own. */
async function inside(change: string, values: unknown[]) {
  const tables = ['sharing_agreements', 'programmes', 'memberships', 'people', 'mentor_matches', 'placements']
  const snapshots = await Promise.all(tables.map(async (table) => [table, (await w.owner.query(`select * from ${table}`)).rows] as const))
  await w.owner.query(change, values)
  try {
    await compare()
  } finally {
    for (const [table, rows] of snapshots) await putBack(table, rows as Record<string, unknown>[])
  }
}
async function putBack(table: string, rows: Record<string, unknown>[]) {
  await w.owner.query(`alter table ${table} disable trigger user`)
  for (const row of rows) {
    const columns = Object.keys(row)
    const { rowCount } = await w.owner.query(
      `update ${table} set (${columns.join()}) = (select ${columns.map((one) => `x.${one}`).join()} from jsonb_populate_record(null::${table}, $1) x) where id = $2`,
      [JSON.stringify(row), row.id],
    )
    if (rowCount === 0)
      await w.owner.query(`insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`, [JSON.stringify(row)])
  }
  await w.owner.query(`alter table ${table} enable trigger user`)
}
