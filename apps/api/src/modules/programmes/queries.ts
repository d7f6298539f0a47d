import { and, asc, eq, sql, type AnyColumn, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type {
  Area,
  NewArea,
  NewProgramme,
  NewProgrammePartner,
  ProgrammeEdit,
  ProgrammeLine,
  ProgrammePartner,
  TeamMember,
} from '@modulus/contracts/programmes.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { areas, programmePartners, programmes } from './table.ts'

const here = sql`${programmes.partnershipId} = app.partnership()`
const partnerName = (id: SQL | AnyColumn) =>
  sql<string>`(select name from partners p where p.partnership_id = app.partnership() and p.id = ${id})`
const personName = (id: AnyColumn) =>
  sql<string | null>`(select name from people p where p.partnership_id = app.partnership() and p.user_id = ${id})`
const before = alias(programmes, 'before')

const line = {
  id: programmes.id,
  name: programmes.name,
  areaId: programmes.areaId,
  areaName: areas.name,
  leadPartnerId: programmes.leadPartnerId,
  leadPartnerName: partnerName(programmes.leadPartnerId),
  cohortName: programmes.cohortName,
  status: programmes.status,
  deadlineWhat: programmes.deadlineWhat,
  deadlineOn: programmes.deadlineOn,
  startedOn: programmes.startedOn,
  synthetic: programmes.synthetic,
}
const whole = {
  ...line,
  pausedFrom: programmes.pausedFrom,
  pathway: programmes.pathway,
  goalShared: programmes.goalShared,
  deadlineWhose: programmes.deadlineWhose,
  derivedFromId: before.id,
  derivedFromName: before.name,
  triedBefore: programmes.triedBefore,
  invitedCount: programmes.invitedCount,
  outcomesNote: programmes.outcomesNote,
  dpiaStatus: programmes.dpiaStatus,
  rightsCheckStatus: programmes.rightsCheckStatus,
  safeguardingLeadId: programmes.safeguardingLeadId,
  safeguardingLeadName: personName(programmes.safeguardingLeadId),
  safeguardingDeputyId: programmes.safeguardingDeputyId,
  safeguardingDeputyName: personName(programmes.safeguardingDeputyId),
  version: programmes.version,
  updatedAt: programmes.updatedAt,
}
// An area may be out of the reader's sight when their roles are; the programme never is without it, so the join is to the left.
const withArea = and(eq(areas.partnershipId, programmes.partnershipId), eq(areas.id, programmes.areaId))

const named = (id: string, name: string | null) => ({ id, name: name ?? '' })
const lineOf = ({
  areaId,
  areaName,
  leadPartnerId,
  leadPartnerName,
  ...rest
}: {
  areaId: string
  areaName: string | null
  leadPartnerId: string
  leadPartnerName: string
}) => ({ ...rest, area: named(areaId, areaName), leadPartner: named(leadPartnerId, leadPartnerName) }) as unknown as ProgrammeLine

export const listProgrammes = async (tx: Tx): Promise<ProgrammeLine[]> =>
  (
    await tx
      .select(line)
      .from(programmes)
      .leftJoin(areas, withArea)
      .where(here)
      .orderBy(sql`(${programmes.status} = 'closed'), ${programmes.startedOn} desc nulls first, ${programmes.name}`)
  ).map(lineOf)

export async function findProgramme(tx: Tx, id: string) {
  const [found] = await tx
    .select(whole)
    .from(programmes)
    .leftJoin(areas, withArea)
    .leftJoin(before, and(eq(before.partnershipId, programmes.partnershipId), eq(before.id, programmes.derivedFromId)))
    .where(and(here, eq(programmes.id, id)))
  return found
}
export type ProgrammeRow = NonNullable<Awaited<ReturnType<typeof findProgramme>>>
export async function getProgramme(tx: Tx, id: string): Promise<ProgrammeRow> {
  const found = await findProgramme(tx, id)
  if (!found) throw notFound()
  return found
}
export const lineOfProgramme = (row: ProgrammeRow): ProgrammeLine => lineOf(row)

/** Counted by functions of the database's own: not every reader of a programme may read what is counted. */
export async function countReadiness(tx: Tx, id: string) {
  const { rows } = await tx.execute<{ agreements: number; officers: number; purposes: number; past: boolean | null }>(sql`
    select r.live_agreements as agreements, r.clear_officers as officers, p.purposes, p.dpia_review_on < app.today() as past
    from app.count_readiness(${id}) r, app.count_papers(${id}) p`)
  const { agreements = 0, officers = 0, purposes = 0, past = false } = rows[0] ?? {}
  return { liveAgreements: agreements, clearOfficers: officers, purposes, dpiaReviewPast: past ?? false }
}

/** Inserted without reading back: a programme becomes its lead's own only with the next transaction. */
export async function insertProgramme(tx: Tx, id: string, body: NewProgramme): Promise<void> {
  const {
    name,
    areaId,
    leadPartnerId,
    derivedFromId = null,
    synthetic = false,
    cohortName = '',
    pathway = 'prevention',
    startedOn = null,
    goalShared = '',
  } = body
  const { deadlineWhat = null, deadlineOn = null, deadlineWhose = null, triedBefore = '', invitedCount = null } = body
  await tx.execute(sql`insert into programmes (id, name, area_id, lead_partner_id, derived_from_id, synthetic, cohort_name, pathway, started_on, goal_shared, deadline_what, deadline_on, deadline_whose, tried_before, invited_count)
    values (${id}, ${name}, ${areaId}, ${leadPartnerId}, ${derivedFromId}, ${synthetic}, ${cohortName}, ${pathway}, ${startedOn}, ${goalShared}, ${deadlineWhat}, ${deadlineOn}, ${deadlineWhose}, ${triedBefore}, ${invitedCount})`)
}

/** Undefined when the version has moved on. */
export async function editProgramme(tx: Tx, id: string, { version, ...changes }: ProgrammeEdit): Promise<{ id: string } | undefined> {
  const [done] = await tx
    .update(programmes)
    .set({ ...changes, version })
    .where(and(here, eq(programmes.id, id), eq(programmes.version, version)))
    .returning({ id: programmes.id })
  return done
}

/** Undefined when the programme is no longer in the state it is to leave. */
export async function moveProgramme(
  tx: Tx,
  { id, status }: { id: string; status: string },
  to: string,
): Promise<{ id: string } | undefined> {
  const [done] = await tx
    .update(programmes)
    .set({ status: to, pausedFrom: to === 'paused' ? status : null })
    .where(and(here, eq(programmes.id, id), eq(programmes.status, status)))
    .returning({ id: programmes.id })
  return done
}

export async function listProgrammePartners(tx: Tx, programmeId: string): Promise<ProgrammePartner[]> {
  const rows = await tx
    .select({
      id: programmePartners.id,
      partnerId: programmePartners.partnerId,
      name: partnerName(sql`${programmePartners.partnerId}`),
      role: programmePartners.role,
      offers: programmePartners.offers,
      asks: programmePartners.asks,
    })
    .from(programmePartners)
    .where(and(sql`${programmePartners.partnershipId} = app.partnership()`, eq(programmePartners.programmeId, programmeId)))
    .orderBy(sql`(${programmePartners.role} = 'lead') desc, 3, ${programmePartners.role}`)
  return rows.map(({ partnerId, name, ...rest }) => ({ ...rest, partner: { id: partnerId, name } })) as ProgrammePartner[]
}
export const insertProgrammePartner = (
  tx: Tx,
  programmeId: string,
  id: string,
  { partnerId, role, offers = '', asks = '' }: NewProgrammePartner,
) =>
  tx.execute(
    sql`insert into programme_partners (id, programme_id, partner_id, role, offers, asks) values (${id}, ${programmeId}, ${partnerId}, ${role}, ${offers}, ${asks})`,
  )
export const deleteProgrammePartner = async (tx: Tx, programmeId: string, id: string): Promise<boolean> =>
  (
    await tx.execute(
      sql`delete from programme_partners where partnership_id = app.partnership() and programme_id = ${programmeId} and id = ${id} and role <> 'lead'`,
    )
  ).rowCount === 1

/** Who works in the programme. Young people are not listed: who takes part is not for every reader. */
export const listTeam = async (tx: Tx, programmeId: string): Promise<TeamMember[]> =>
  (
    await tx.execute<TeamMember & Record<string, unknown>>(sql`
    select m.user_id as "userId", p.name, t.name as "partnerName", m.role
    from memberships m join people p on p.partnership_id = m.partnership_id and p.user_id = m.user_id
    left join partners t on t.partnership_id = m.partnership_id and t.id = m.partner_id
    where m.partnership_id = app.partnership() and m.programme_id = ${programmeId} and m.role not in ('participant', 'participant_rep')
      and m.from_at <= now() and (m.until_at is null or now() < m.until_at) and p.disabled_at is null
    order by array_position(array['programme_lead', 'outreach_officer', 'safeguarding_lead'], m.role) nulls last, p.name, m.role`)
  ).rows

export const listAreas = (tx: Tx) =>
  tx
    .select({ id: areas.id, kind: areas.kind, code: areas.code, name: areas.name, sourceVersion: areas.sourceVersion })
    .from(areas)
    .where(sql`${areas.partnershipId} = app.partnership()`)
    .orderBy(asc(areas.name), asc(areas.code)) as Promise<Area[]>
export async function findArea(tx: Tx, id: string): Promise<Area | undefined> {
  const { rows } = await tx.execute<Area & Record<string, unknown>>(
    sql`select id, kind, code, name, source_version as "sourceVersion" from areas where partnership_id = app.partnership() and id = ${id}`,
  )
  return rows[0]
}
export const insertArea = (tx: Tx, id: string, { kind, code, name, sourceVersion = '' }: NewArea) =>
  tx.execute(sql`insert into areas (id, kind, code, name, source_version) values (${id}, ${kind}, ${code}, ${name}, ${sourceVersion})`)

/** A foreign key looks past row-level security, so what a row points at is looked up under the caller's own eyes first. */
export const seesPartner = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.execute(sql`select 1 from partners where partnership_id = app.partnership() and id = ${id} and retired_at is null`)).rows
    .length === 1
export const seesPerson = async (tx: Tx, userId: string): Promise<boolean> =>
  (
    await tx.execute(
      sql`select 1 from people where partnership_id = app.partnership() and user_id = ${userId} and disabled_at is null and (left_on is null or left_on > current_date)`,
    )
  ).rows.length === 1
