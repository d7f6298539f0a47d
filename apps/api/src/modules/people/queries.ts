import { sql, type SQL } from 'drizzle-orm'
import type { AdminOverview, NewPerson, PersonCard, PersonEdit, PersonFilter, PersonRole, PersonState } from '@modulus/contracts/people.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'

export interface PersonRow extends Omit<PersonCard, 'roles' | 'partner'> {
  userId: string
  partnerId: string
  partnerName: string
  roles: PersonRole[]
  worksWithUsSince: string | null
  leftOn: string | null
  invitedAt: string | null
  joinedAt: string | null
  disabledAt: string | null
  openPromises: number | null
  version: number
}
type Raw<T> = T & Record<string, unknown>

const state = sql`case when p.disabled_at is not null then 'disabled' when p.left_on <= current_date then 'left' when p.invited_at is not null and p.joined_at is null then 'invited' else 'active' end`
const live = sql`m.from_at <= now() and (m.until_at is null or now() < m.until_at)`
const rolesWhere = (which: SQL) => sql`coalesce((
  select jsonb_agg(jsonb_build_object('id', m.id, 'programmeId', g.id, 'programmeName', g.name, 'role', m.role, 'fromAt', m.from_at, 'untilAt', m.until_at)
                   order by (m.until_at is null or now() < m.until_at) desc, g.name, m.role, m.from_at desc)
  from memberships m join programmes g on g.partnership_id = m.partnership_id and g.id = m.programme_id
  where m.partnership_id = p.partnership_id and m.user_id = p.user_id and ${which}), '[]')`
const card = sql`p.user_id as id, p.name, p.email, p.job_title as "jobTitle", p.partner_id as "partnerId", t.name as "partnerName", p.administrator, ${state} as state`
const from = sql`from people p join partners t on t.partnership_id = p.partnership_id and t.id = p.partner_id where p.partnership_id = app.partnership()`

type CardRow = Raw<Omit<PersonCard, 'partner'> & { partnerId: string; partnerName: string; key: string }>
const cardOf = ({ partnerId, partnerName, key: _, ...rest }: CardRow): PersonCard => ({
  ...rest,
  partner: { id: partnerId, name: partnerName },
})

export async function listPeople(tx: Tx, { after, limit = 25, partner, programme, role, state: wanted, administrator }: PersonFilter) {
  const place = cursor.read(after, 2)
  const given: SQL[] = [
    sql`not p.service`, // programs are nobody to choose or to write to
    ...(place ? [sql`(app.fold(p.name), p.user_id) > (${place[0]}, ${place[1]}::uuid)`] : []),
    ...(partner ? [sql`p.partner_id = ${partner}`] : []),
    ...(wanted ? [sql`${state} = ${wanted}`] : []),
    ...(administrator === undefined ? [] : [sql`p.administrator = ${administrator}`]),
    ...(programme || role
      ? [
          sql`exists (select 1 from memberships m where m.partnership_id = p.partnership_id and m.user_id = p.user_id and ${live}
      ${programme ? sql`and m.programme_id = ${programme}` : sql``} ${role ? sql`and m.role = ${role}` : sql``})`,
        ]
      : []),
  ]
  const { rows } = await tx.execute<CardRow>(sql`
    select ${card}, ${rolesWhere(live)} as roles, app.fold(p.name) as key ${from} ${given.length ? sql`and ${sql.join(given, sql` and `)}` : sql``}
    order by app.fold(p.name), p.user_id limit ${limit + 1}`)
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return { items: items.map(cardOf), next: rows.length > limit && last ? cursor.write(last.key, last.id) : null }
}

/** The likeliest first, at most 25: a part of the name or of the address, or a name that is spelt nearly so. */
export async function searchPeople(tx: Tx, text: string): Promise<PersonCard[]> {
  const has = sql`(position(app.fold(${text}) in app.fold(p.name)) > 0 or position(app.fold(${text}) in lower(p.email)) > 0)`
  const { rows } = await tx.execute<CardRow>(sql`
    select ${card}, ${rolesWhere(live)} as roles, app.fold(p.name) as key ${from} and not p.service
    and (${has} or word_similarity(app.fold(${text}), app.fold(p.name)) > 0.5)
    order by ${has} desc, word_similarity(app.fold(${text}), app.fold(p.name)) desc, app.fold(p.name), p.user_id limit 25`)
  return rows.map(cardOf)
}

const iso = (moment: string | Date | null) => (moment === null ? null : new Date(moment).toISOString())
/** By the account, or by the row's own id: an invitation to an address that has an account already keeps that account. */
export async function findPerson(tx: Tx, id: string): Promise<PersonRow | undefined> {
  const {
    rows: [found],
  } = await tx.execute<Raw<PersonRow>>(sql`
    select ${card}, ${rolesWhere(sql`true`)} as roles, p.user_id as "userId", p.works_with_us_since as "worksWithUsSince", p.left_on as "leftOn",
      p.invited_at as "invitedAt", p.joined_at as "joinedAt", p.disabled_at as "disabledAt", app.promises_left_by(p.user_id) as "openPromises", p.version ${from} and (p.user_id = ${id} or p.id = ${id})`)
  if (!found) return undefined
  const roles = found.roles.map((one) => ({ ...one, fromAt: iso(one.fromAt)!, untilAt: iso(one.untilAt) }))
  return { ...found, roles, invitedAt: iso(found.invitedAt), joinedAt: iso(found.joinedAt), disabledAt: iso(found.disabledAt) }
}
export async function getPerson(tx: Tx, id: string): Promise<PersonRow> {
  const found = await findPerson(tx, id)
  if (!found) throw notFound()
  return found
}

/** The account of the address, made if there is none; never says which. */
export async function accountFor(tx: Tx, userId: string, email: string): Promise<string> {
  const { rows } = await tx.execute<{ id: string }>(sql`select app.account_for(${userId}, ${email}) as id`)
  return rows[0]!.id
}
export const insertPerson = (
  tx: Tx,
  id: string,
  userId: string,
  { name, email, partnerId, jobTitle = '', administrator = false }: NewPerson,
) =>
  tx.execute(sql`insert into people (id, user_id, partner_id, name, email, job_title, administrator, works_with_us_since, invited_at)
    values (${id}, ${userId}, ${partnerId}, ${name.trim()}, ${email}, ${jobTitle}, ${administrator}, current_date, now())`)

/** Undefined when someone was faster. */
export async function updatePerson(tx: Tx, userId: string, edit: PersonEdit): Promise<string | undefined> {
  const { rows } = await tx.execute<{
    id: string
  }>(sql`update people set name = ${edit.name.trim()}, partner_id = ${edit.partnerId}, job_title = ${edit.jobTitle}, administrator = ${edit.administrator},
      works_with_us_since = ${edit.worksWithUsSince}
    where partnership_id = app.partnership() and user_id = ${userId} and version = ${edit.version} returning id`)
  return rows[0]?.id
}
const ofPerson = (userId: string) => sql`where partnership_id = app.partnership() and user_id = ${userId}`
export const setDisabled = (tx: Tx, userId: string, disabled: boolean) =>
  tx.execute(sql`update people set disabled_at = ${disabled ? sql`now()` : sql`null`} ${ofPerson(userId)}`)
export const setLeft = (tx: Tx, userId: string, on: string | null) => tx.execute(sql`update people set left_on = ${on} ${ofPerson(userId)}`)
export const setInvited = (tx: Tx, userId: string) => tx.execute(sql`update people set invited_at = now() ${ofPerson(userId)}`)
export const shutOut = (tx: Tx, userId: string) => tx.execute(sql`select app.shut_out(${userId})`)
export const letIn = (tx: Tx, userId: string) => tx.execute(sql`select app.let_in(${userId})`)
export const endSessionsOf = (tx: Tx, userId: string) => tx.execute(sql`select app.end_sessions_of(${userId})`)

export interface MembershipRow {
  id: string
  programmeId: string
  userId: string
  role: string
  live: boolean
}
export async function getMembership(tx: Tx, id: string): Promise<MembershipRow> {
  const { rows } = await tx.execute<
    Raw<MembershipRow>
  >(sql`select m.id, m.programme_id as "programmeId", m.user_id as "userId", m.role, (m.until_at is null or now() < m.until_at) as live
    from memberships m where m.partnership_id = app.partnership() and m.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
export const insertMembership = (tx: Tx, id: string, { userId, partnerId }: PersonRow, programmeId: string, role: string) =>
  tx.execute(
    sql`insert into memberships (id, programme_id, user_id, partner_id, role) values (${id}, ${programmeId}, ${userId}, ${partnerId}, ${role})`,
  )
export const endMembership = (tx: Tx, id: string) =>
  tx.execute(sql`update memberships set until_at = now() where partnership_id = app.partnership() and id = ${id} and until_at is null`)
/** Roles are held for a partner: who moves on, or leaves, holds those no more. */
export const endMembershipsFor = (tx: Tx, userId: string, partnerId: string) =>
  tx.execute(sql`update memberships set until_at = now() ${ofPerson(userId)} and partner_id = ${partnerId} and until_at is null`)

export async function seesProgramme(tx: Tx, id: string): Promise<void> {
  if ((await tx.execute(sql`select 1 from programmes where partnership_id = app.partnership() and id = ${id}`)).rowCount !== 1)
    throw notFound()
}
export async function partnerStands(tx: Tx, id: string): Promise<boolean> {
  return (
    (await tx.execute(sql`select 1 from partners where partnership_id = app.partnership() and id = ${id} and retired_at is null`))
      .rowCount === 1
  )
}

export const makeLink = (tx: Tx, kind: 'invitation' | 'password', userId: string, digest: string, days: number) =>
  tx.execute(sql`select app.make_link(${kind}, ${userId}, ${digest}, ${days})`)
export async function signInAddress(tx: Tx, userId: string): Promise<string> {
  return (await tx.execute<{ email: string }>(sql`select app.sign_in_address(${userId}) as email`)).rows[0]!.email
}
export async function findParticipant(tx: Tx, id: string) {
  const { rows } = await tx.execute<{ id: string; programmeId: string; knownAs: string; email: string | null; mobile: string | null }>(sql`
    select t.id, t.programme_id as "programmeId", t.known_as as "knownAs",
      (select app.phone_key(c.phone) from participant_contacts c where c.partnership_id = t.partnership_id and c.participant_id = t.id and c.safe_to_call is not false) as mobile,
      (select nullif(c.email, '') from participant_contacts c where c.partnership_id = t.partnership_id and c.participant_id = t.id) as email
    from participants t where t.partnership_id = app.partnership() and t.id = ${id}`)
  return rows[0]
}
/** False when there is no such young person for the caller. */
export async function linkParticipant(
  tx: Tx,
  participantId: string,
  userId: string,
  membershipId: string,
  digest: string,
  days: number,
): Promise<boolean> {
  const { rows } = await tx.execute<{ done: boolean }>(
    sql`select app.invite_participant(${participantId}, ${userId}, ${membershipId}, ${digest}, ${days}) as done`,
  )
  return rows[0]!.done
}
export async function partnershipName(tx: Tx): Promise<string> {
  return (await tx.execute<{ name: string }>(sql`select name from partnerships where id = app.partnership()`)).rows[0]!.name
}

export async function countOverview(tx: Tx): Promise<Omit<AdminOverview, 'agreementsEndingSoon'>> {
  const { rows } = await tx.execute<Raw<Omit<AdminOverview, 'agreementsEndingSoon'>>>(sql`
    with states as (select ${state} as state from people p where p.partnership_id = app.partnership()),
    latest as (select distinct on (user_id) user_id, renewal_due, ended_notified_on from pvg_checks where partnership_id = app.partnership() order by user_id, created_at desc, id desc),
    checks as (select c.renewal_due, p.disabled_at is not null or coalesce(p.left_on <= app.today(), false) as gone from latest c
      join people p on p.partnership_id = app.partnership() and p.user_id = c.user_id where c.ended_notified_on is null)
    select (select count(*) from states where state = 'active')::integer as people, (select count(*) from states where state = 'invited')::integer as invited,
      (select count(*) from states where state = 'disabled')::integer as disabled,
      (select count(*) from partners where partnership_id = app.partnership() and retired_at is null)::integer as partners,
      (select count(*) from sharing_agreements where partnership_id = app.partnership() and agreed_at is not null and ended_at is null and valid_from <= now() and now() < valid_until)::integer as "agreementsLive",
      (select count(*) from messages where partnership_id = app.partnership() and status = 'failed')::integer as "messagesNotSent",
      (select count(*) filter (where gone) from checks)::integer as "checksToTell", (select count(*) filter (where not gone and renewal_due <= app.today() + 60) from checks)::integer as "checksToRenew",
      app.wrong_guesses() as "wrongGuesses"`)
  return rows[0]!
}
export async function listEndingSoon(tx: Tx): Promise<AdminOverview['agreementsEndingSoon']> {
  const { rows } = await tx.execute<Raw<AdminOverview['agreementsEndingSoon'][number]>>(sql`
    select a.id, t.name as "partnerName", g.name as "programmeName", a.valid_until as "validUntil"
    from sharing_agreements a join partners t on t.partnership_id = a.partnership_id and t.id = a.partner_id join programmes g on g.partnership_id = a.partnership_id and g.id = a.programme_id
    where a.partnership_id = app.partnership() and a.agreed_at is not null and a.ended_at is null and a.valid_from <= now()
      and not exists (select from sharing_agreements n where n.partnership_id = a.partnership_id and n.renews_id = a.id and n.agreed_at is not null and n.ended_at is null) and a.valid_until between now() and now() + interval '30 days' order by a.valid_until, a.id limit 50`)
  return rows.map((one) => ({ ...one, validUntil: iso(one.validUntil)! }))
}
export type { PersonState }
