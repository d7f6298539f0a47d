import { sql } from 'drizzle-orm'
import type { Category } from '@modulus/contracts/agreements.ts'
import type { Role } from '@modulus/contracts/session.ts'
import type { Lookable, SeenSection, WhatTheySee, WhatTheySeeSection } from '@modulus/contracts/what-they-see.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { sections } from './sections.ts'

type Raw<T> = T & Record<string, unknown>

// What the asker sees with their own eyes.

export async function getProgramme(tx: Tx, id: string): Promise<WhatTheySee['programme'] & { leadPartnerId: string }> {
  const { rows } = await tx.execute<{ id: string; name: string; leadPartnerId: string }>(
    sql`select id, name, lead_partner_id as "leadPartnerId" from programmes where partnership_id = app.partnership() and id = ${id}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0]
}
const asleep = sql`(m.partner_id <> g.lead_partner_id and not exists (select from sharing_agreements a where a.partnership_id = m.partnership_id and a.programme_id = m.programme_id
  and a.partner_id = m.partner_id and a.agreed_at is not null and a.ended_at is null and a.valid_from <= now() and now() < a.valid_until))`
const roles = sql`from memberships m join programmes g on g.partnership_id = m.partnership_id and g.id = m.programme_id
  join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id join partners t on t.partnership_id = h.partnership_id and t.id = h.partner_id
  where m.partnership_id = app.partnership() and m.role not in ('participant', 'participant_rep') and m.partner_id = h.partner_id
    and m.from_at <= now() and (m.until_at is null or now() < m.until_at)`

export async function listPeople(tx: Tx, programmeId: string): Promise<Lookable['people']> {
  const { rows } = await tx.execute<Raw<Lookable['people'][number]>>(sql`
    select h.user_id as id, h.name, t.name as partner, array_agg(distinct m.role) as roles, bool_and(${asleep}) as asleep
    ${roles} and m.programme_id = ${programmeId} and h.disabled_at is null and (h.left_on is null or h.left_on > current_date)
    group by h.user_id, h.name, t.name order by t.name, h.name`)
  return rows
}
export async function listYoungPeople(tx: Tx, programmeId: string): Promise<Lookable['youngPeople']> {
  const { rows } = await tx.execute<Raw<Lookable['youngPeople'][number]>>(sql`
    select r.id, r.reference, r.since, r.restricted, p.known_as as "knownAs" from app.records_of(${programmeId}) r
    left join participants p on p.partnership_id = app.partnership() and p.id = r.id order by length(r.reference), r.reference`)
  return rows
}
export async function findYoungPerson(tx: Tx, programmeId: string, id: string): Promise<WhatTheySee['youngPerson']> {
  const found = (await listYoungPeople(tx, programmeId)).find((one) => one.id === id)
  if (!found) throw notFound()
  const { since: _, ...rest } = found
  return rest
}
export async function findPerson(tx: Tx, programmeId: string, userId: string) {
  const { rows } = await tx.execute<{ id: string; name: string; partnerId: string; partner: string; role: Role; asleep: boolean }>(sql`
    select h.user_id as id, h.name, t.id as "partnerId", t.name as partner, m.role, ${asleep} as asleep ${roles} and m.programme_id = ${programmeId} and m.user_id = ${userId}
    order by m.role`)
  const [first] = rows
  if (!first) throw notFound()
  return {
    person: { id: first.id, name: first.name, partner: { id: first.partnerId, name: first.partner } },
    roles: rows.map(({ role, asleep }) => ({ role, asleep })),
  }
}
export async function findAgreement(tx: Tx, programmeId: string, partnerId: string): Promise<WhatTheySee['agreement']> {
  const { rows } = await tx.execute<Raw<NonNullable<WhatTheySee['agreement']>>>(sql`
    select id, app.iso(valid_until) as "validUntil", categories from sharing_agreements where partnership_id = app.partnership() and programme_id = ${programmeId} and partner_id = ${partnerId}
      and agreed_at is not null and ended_at is null and valid_from <= now() and now() < valid_until`)
  return rows[0] ?? null
}
export async function listGiven(tx: Tx, programmeId: string, participantId: string, userId: string): Promise<WhatTheySee['given']> {
  const { rows } = await tx.execute<Raw<WhatTheySee['given'][number]>>(
    sql`select kind, app.iso(since) as since from app.given_to(${programmeId}, ${participantId}, ${userId})`,
  )
  return rows
}
export async function findBreakGlass(tx: Tx, participantId: string, userId: string): Promise<string | null> {
  const { rows } = await tx.execute<{ until: string }>(sql`
    select app.iso(max(until_at)) as until from break_glass where partnership_id = app.partnership() and participant_id = ${participantId} and user_id = ${userId}
      and ended_at is null and until_at > now()`)
  return rows[0]?.until ?? null
}
/** Which of the categories a role could have at all: the access matrix, which is the same for everyone. */
export async function categoriesOf(tx: Tx, held: Role[]): Promise<Map<Category, 'programme' | 'given'>> {
  const { rows } = await tx.execute<{ category: Category; reach: 'programme' | 'given' }>(
    sql`select category, max(reach) as reach from app.access where role = any (${sql.param(held)}::text[]) group by category`,
  )
  return new Map(rows.map(({ category, reach }) => [category, reach]))
}
export const now = async (tx: Tx): Promise<string> => (await tx.execute<{ at: string }>(sql`select app.iso(now()) as at`)).rows[0]!.at

// And with the eyes of whoever is asked about: through the door as them. It counts, and brings back no word.

export const order: Category[] = ['identity', 'contact', 'interests', 'participation', 'notes', 'risk', 'outcomes', 'safeguarding', 'power']
/** What the door gave them, read from the settings that every policy asks. */
export async function reachOf(
  tx: Tx,
  programmeId: string,
  participantId: string,
): Promise<Map<Category, 'everyone' | 'given' | 'nothing'>> {
  const { rows } = await tx.execute<{ category: Category; reach: 'everyone' | 'given' | 'nothing' }>(sql`
    select c as category, case when ${participantId}::uuid = any (app.restricted()) then 'nothing' when ${programmeId}::uuid = any (app.programmes(c)) then 'everyone'
      when ${participantId}::uuid = any (app.participants(c)) then 'given' else 'nothing' end as reach
    from unnest(${sql.param(order)}::text[]) c`)
  return new Map(rows.map(({ category, reach }) => [category, reach]))
}
const filled = (field: string) => `'${field}', count(*) filter (where coalesce(trim(${field}::text), '') not in ('', '{}', '[]'))`
const counting = Object.entries(sections)
  .map(
    ([name, { table, on, entry, fields }]) => `select '${name}' as section, count(*)::int as count, max((${on})::date)::text as "latestOn",
      ${entry ? `count(*) filter (where visibility <> 'shared_with_person')::int` : '0'} as "heldBack", ${fields.length ? `jsonb_build_object(${fields.map(filled).join(', ')})` : `'{}'::jsonb`} as fields
    from ${table} where partnership_id = app.partnership() and ${table === 'participants' ? 'id' : 'participant_id'} = $1`,
  )
  .join('\nunion all ')
export async function countSections(tx: Tx, participantId: string): Promise<WhatTheySeeSection[]> {
  const { rows } = await tx.$client.query<Omit<WhatTheySeeSection, 'category' | 'fields'> & { fields: Record<string, number> }>(counting, [
    participantId,
  ])
  return rows.map(({ section, fields, ...rest }) => ({
    section,
    category: sections[section as SeenSection].category,
    ...rest,
    fields: sections[section as SeenSection].fields.map((field) => ({ field, filled: fields[field] ?? 0 })).filter((one) => one.filled > 0),
  }))
}
