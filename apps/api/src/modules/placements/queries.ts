import { and, eq, sql } from 'drizzle-orm'
import type {
  NewPlacement,
  NewPlacementReview,
  PlacementBrief,
  PlacementState,
  SaidHow,
  StepSaidBy,
} from '@modulus/contracts/placements.ts'
import type { OpportunityKind } from '@modulus/contracts/opportunities.ts'
import type { ClearBy } from '@modulus/contracts/clear-by.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { v7 as uuidv7 } from 'uuid'
import { placementReviews, placements, placementSteps } from './table.ts'

// The young person is joined and may be missing: an agreement without the identity category shows a placement and no name.
const from = sql`from placements p
  join opportunities o on o.partnership_id = p.partnership_id and o.id = p.opportunity_id
  join partners a on a.partnership_id = p.partnership_id and a.id = p.partner_id
  left join participants t on t.partnership_id = p.partnership_id and t.id = p.participant_id`
const brief = sql`p.id, p.state, p.starts_on as "startsOn", p.ends_on as "endsOn", p.partner_accepted_on as "partnerAcceptedOn",
  jsonb_build_object('id', p.participant_id, 'programmeId', p.programme_id, 'knownAs', t.known_as) as participant,
  jsonb_build_object('id', o.id, 'kind', o.kind, 'title', o.title, 'place', o.place) as opportunity, jsonb_build_object('id', a.id, 'name', a.name) as partner`
const supervisor = sql`(select jsonb_build_object('id', x.user_id, 'name', x.name) from people x where x.partnership_id = p.partnership_id and x.user_id = p.supervisor_id)`
const employer = sql`(select jsonb_build_object('id', x.id, 'name', x.name) from partners x where x.partnership_id = p.partnership_id and x.id = p.job_employer_id)`
// Whom the partner asks: the young person's worker, a member of staff.
const contact = sql`(select jsonb_build_object('name', x.name, 'writeTo', x.email) from people x where x.partnership_id = p.partnership_id and x.user_id = t.worker_id)`

interface Extra {
  version: number
  kind: OpportunityKind
  programmeId: string
  participantId: string
  partnerId: string
  opportunityId: string
  adjustments: string
  travel: string
  matchReason: string
  endedReason: string
  endedBy: 'participant' | 'partner' | 'programme' | null
  ageBand: string | null
  interest: { ownWords: string; tag: string | null } | null
  supervisor: { id: string; name: string } | null
  employer: { id: string; name: string } | null
  contact: { name: string; writeTo: string } | null
  clear: ClearBy | null
  jobStartsOn: string | null
  contract: 'permanent' | 'fixed' | 'apprenticeship' | 'casual' | 'sessional' | null
  hoursPerWeek: number | null
  realLivingWage: boolean | null
  days: { day: string; came: boolean }[]
  reviews: { id: string; side: 'partner' | 'participant'; reviewedOn: string; words: string; score: number | null; saidBy: StepSaidBy }[]
  steps: { from: PlacementState | null; to: PlacementState; on: string; saidBy: StepSaidBy; how: SaidHow; recordedBy: string | null }[]
}
export type PlacementRow = PlacementBrief & Extra

export async function findPlacement(tx: Tx, id: string): Promise<PlacementRow | undefined> {
  const { rows } = await tx.execute<
    Record<string, unknown>
  >(sql`select ${brief}, p.version, o.kind, p.programme_id as "programmeId", p.participant_id as "participantId", p.partner_id as "partnerId", p.opportunity_id as "opportunityId",
    p.adjustments, p.travel, p.match_reason as "matchReason", p.ended_reason as "endedReason", p.ended_by as "endedBy", t.age_band as "ageBand",
    (select jsonb_build_object('ownWords', i.own_words, 'tag', i.tag) from interests i where i.partnership_id = p.partnership_id and i.id = p.matched_interest_id) as interest,
    ${supervisor} as supervisor, ${employer} as employer, ${contact} as contact,
    app.clearance(p.programme_id, p.supervisor_id, 'placement_supervisor') as clear,
    p.job_starts_on as "jobStartsOn", p.job_contract as contract, p.job_hours_per_week::float8 as "hoursPerWeek", p.real_living_wage as "realLivingWage",
    coalesce((select jsonb_agg(jsonb_build_object('day', d.day, 'came', d.came) order by d.day desc) from placement_days d where d.partnership_id = p.partnership_id and d.placement_id = p.id), '[]') as days,
    coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'side', r.side, 'reviewedOn', r.reviewed_on, 'words', r.words, 'score', r.score, 'saidBy', r.said_by) order by r.id) from placement_reviews r where r.partnership_id = p.partnership_id and r.placement_id = p.id), '[]') as reviews,
    coalesce((select jsonb_agg(jsonb_build_object('from', s.from_state, 'to', s.to_state, 'on', s.happened_on, 'saidBy', s.said_by, 'how', s.how,
      'recordedBy', (select name from people x where x.partnership_id = s.partnership_id and x.user_id = s.created_by)) order by s.happened_on, s.id) from placement_steps s where s.partnership_id = p.partnership_id and s.placement_id = p.id), '[]') as steps
    ${from} where p.partnership_id = app.partnership() and p.id = ${id}`)
  return rows[0] as unknown as PlacementRow | undefined
}
export async function getPlacement(tx: Tx, id: string): Promise<PlacementRow> {
  const found = await findPlacement(tx, id)
  if (!found) throw notFound()
  return found
}

export interface PlacementFilter {
  state?: string
  programmeId?: string
  participantId?: string
  opportunityId?: string
  partnerId?: string
  after?: string
  limit?: number
}
export async function listPlacements(tx: Tx, { after, limit = 25, ...filter }: PlacementFilter) {
  const [last] = cursor.read(after, 1) ?? []
  const wanted = [
    filter.state && sql`p.state = ${filter.state}`,
    filter.programmeId && sql`p.programme_id = ${filter.programmeId}`,
    filter.participantId && sql`p.participant_id = ${filter.participantId}`,
    filter.opportunityId && sql`p.opportunity_id = ${filter.opportunityId}`,
    filter.partnerId && sql`p.partner_id = ${filter.partnerId}`,
    last && sql`p.id < ${last}::uuid`,
  ].filter((one) => one !== undefined && one !== '' && one !== null)
  const { rows } = await tx.execute<Record<string, unknown>>(
    sql`select ${brief} ${from} where ${sql.join([sql`p.partnership_id = app.partnership()`, ...(wanted as ReturnType<typeof sql>[])], sql` and `)} order by p.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit) as unknown as PlacementBrief[]
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}

/** What the partner's people see of their own: everything that goes on, with whether it waits for them. */
export async function listOfPartner(tx: Tx, partnerId: string) {
  const { rows } = await tx.execute<Record<string, unknown>>(sql`select ${brief}, case
      when p.state in ('they_said_yes', 'checks') and p.partner_accepted_on is null then 'answer'
      when p.state in ('taster', 'placement') and p.starts_on <= app.today() and coalesce(p.ends_on, app.today()) >= app.today() and extract(isodow from app.today()) < 6
        and not exists (select from placement_days d where d.partnership_id = p.partnership_id and d.placement_id = p.id and d.day = app.today()) then 'attendance'
      when (p.state in ('job_offered', 'job_accepted') or (p.state in ('taster', 'placement') and p.ends_on < app.today()))
        and not exists (select from placement_reviews r where r.partnership_id = p.partnership_id and r.placement_id = p.id and r.side = 'partner') then 'review' end as need
    ${from} where p.partnership_id = app.partnership() and p.partner_id = ${partnerId} and p.state not in ('suggested', 'they_said_no', 'ended_early')
    order by p.starts_on nulls first, p.id limit 100`)
  return rows as unknown as (PlacementBrief & { need: 'answer' | 'attendance' | 'review' | null })[]
}

export async function insertPlacement(
  tx: Tx,
  actor: Actor,
  id: string,
  programmeId: string,
  partnerId: string,
  { participantId, opportunityId, matchedInterestId = null, matchReason }: NewPlacement,
) {
  await tx.insert(placements).values({
    id,
    partnershipId: actor.partnershipId,
    programmeId,
    participantId,
    partnerId,
    opportunityId,
    matchedInterestId,
    matchReason,
  } as typeof placements.$inferInsert)
}
/** No row means that someone else changed it meanwhile. */
export async function changePlacement(tx: Tx, actor: Actor, id: string, version: number, change: Partial<typeof placements.$inferInsert>) {
  return (
    await tx
      .update(placements)
      .set(change)
      .where(and(eq(placements.partnershipId, actor.partnershipId), eq(placements.id, id), eq(placements.version, version)))
      .returning({ id: placements.id })
  )[0]
}

type Whose = Pick<PlacementRow, 'id' | 'programmeId' | 'participantId' | 'partnerId'>
const whose = (actor: Actor, { id, programmeId, participantId, partnerId }: Whose) => ({
  partnershipId: actor.partnershipId,
  placementId: id,
  programmeId,
  participantId,
  partnerId,
})
/** Not read back: a partner adds a step and does not read the history. */
export const insertStep = (
  tx: Tx,
  actor: Actor,
  placement: Whose,
  step: { fromState: PlacementState | null; toState: PlacementState; happenedOn: string; saidBy: StepSaidBy; how: SaidHow },
) => tx.insert(placementSteps).values({ ...whose(actor, placement), ...step, id: uuidv7() } as typeof placementSteps.$inferInsert)
export const insertReview = (tx: Tx, actor: Actor, placement: Whose, id: string, reviewedOn: string, review: NewPlacementReview) =>
  tx.insert(placementReviews).values({ ...whose(actor, placement), ...review, id, reviewedOn } as typeof placementReviews.$inferInsert)
export const markDay = (tx: Tx, { id, programmeId, participantId, partnerId }: Whose, day: string, came: boolean) =>
  tx.execute(sql`insert into placement_days (id, placement_id, programme_id, participant_id, partner_id, day, came) values (${uuidv7()}, ${id}, ${programmeId}, ${participantId}, ${partnerId}, ${day}, ${came})
    on conflict on constraint placement_days_once do update set came = excluded.came`)

export async function listSupervisors(tx: Tx, { programmeId, partnerId }: { programmeId: string; partnerId: string }) {
  const { rows } = await tx.execute<{ userId: string; name: string; jobTitle: string; clear: ClearBy | null }>(sql`
    select user_id as "userId", name, job_title as "jobTitle", app.clearance(${programmeId}, user_id, 'placement_supervisor') as clear from people
    where partnership_id = app.partnership() and partner_id = ${partnerId} and disabled_at is null and (left_on is null or left_on > current_date) order by name`)
  return rows
}
export async function isPartner(tx: Tx, id: string) {
  return (await tx.execute(sql`select from partners where partnership_id = app.partnership() and id = ${id}`)).rows.length > 0
}
export async function isInterestOf(tx: Tx, interestId: string, participantId: string) {
  return (
    (
      await tx.execute(
        sql`select from interests where partnership_id = app.partnership() and id = ${interestId} and participant_id = ${participantId}`,
      )
    ).rows.length > 0
  )
}
