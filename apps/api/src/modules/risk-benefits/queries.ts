import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { NewRiskBenefit, RiskBenefit, RiskBenefitLine, WeighedAbout } from '@modulus/contracts/risk-benefits.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { riskBenefits } from './table.ts'

type Raw<T> = T & Record<string, unknown>
const line = sql`r.id, r.programme_id as "programmeId", g.name as "programmeName", r.about,
  case r.about when 'adaptation' then jsonb_build_object('id', a.id, 'title', a.to_text) when 'course' then jsonb_build_object('id', c.id, 'title', c.name)
    when 'visit' then jsonb_build_object('id', v.id, 'title', to_char(v.starts_at at time zone 'Europe/London', 'YYYY-MM-DD'))
    when 'placement' then jsonb_build_object('id', l.id, 'title', o.title) end as "aboutWhat",
  case when y.id is not null then jsonb_build_object('id', y.id, 'knownAs', y.known_as) end as participant, r.subject, r.judgement,
  jsonb_build_object('id', r.carried_by_id, 'name', coalesce(k.name, '')) as "carriedBy", r.backing,
  case when r.backed_by_id is not null then jsonb_build_object('id', r.backed_by_id, 'name', coalesce(b.name, '')) end as "backedBy",
  r.review_on as "reviewOn", (r.created_at at time zone 'Europe/London')::date as "weighedOn"`
const from = sql`from risk_benefits r
  join programmes g on g.partnership_id = r.partnership_id and g.id = r.programme_id
  left join adaptations a on a.partnership_id = r.partnership_id and a.id = r.adaptation_id
  left join courses c on c.partnership_id = r.partnership_id and c.id = r.course_id
  left join visits v on v.partnership_id = r.partnership_id and v.id = r.visit_id
  left join placements l on l.partnership_id = r.partnership_id and l.id = r.placement_id
  left join opportunities o on o.partnership_id = l.partnership_id and o.id = l.opportunity_id
  left join participants y on y.partnership_id = r.partnership_id and y.id = r.participant_id
  left join people k on k.partnership_id = r.partnership_id and k.user_id = r.carried_by_id
  left join people b on b.partnership_id = r.partnership_id and b.user_id = r.backed_by_id
  where r.partnership_id = app.partnership()`

export type RiskBenefitRow = Omit<RiskBenefit, 'can'> & { participantId: string | null; carriedById: string; backedById: string | null }
export async function getRiskBenefit(tx: Tx, id: string): Promise<RiskBenefitRow> {
  const { rows } = await tx.execute<
    Raw<RiskBenefitRow>
  >(sql`select ${line}, r.participant_id as "participantId", r.carried_by_id as "carriedById", r.backed_by_id as "backedById",
    r.benefits, r.risks, r.risk_of_not_doing as "riskOfNotDoing", r.their_weighing as "theirWeighing", r.our_weighing as "ourWeighing",
    r.backing_words as "backingWords", r.backed_on as "backedOn", r.what_happened as "whatHappened", r.what_happened_on as "whatHappenedOn", r.version
    ${from} and r.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

export interface RiskBenefitFilter {
  programmeId?: string
  about?: WeighedAbout
  aboutId?: string
  waitsForMe?: boolean
  after?: string
  limit?: number
}
export async function listRiskBenefits(tx: Tx, { after, limit = 25, ...filter }: RiskBenefitFilter) {
  const place = cursor.read(after, 1)
  const wanted = [
    filter.programmeId && sql`and r.programme_id = ${filter.programmeId}`,
    filter.about && sql`and r.about = ${filter.about}`,
    filter.aboutId && sql`and ${filter.aboutId}::uuid in (r.adaptation_id, r.course_id, r.visit_id, r.placement_id)`,
    filter.waitsForMe && sql`and r.backing = 'asked' and r.backed_by_id = app.user_id()`,
    place && sql`and r.id < ${place[0]}::uuid`,
  ].filter((one): one is SQL => Boolean(one))
  const { rows } = await tx.execute<Raw<RiskBenefitLine>>(
    sql`select ${line} ${from} ${sql.join(wanted, sql` `)} order by r.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}

/** Colleagues who can open what was weighed. `team`: also where a young person is named. An address, for asking them. */
export async function listBackers(tx: Tx, programmeId: string) {
  const { rows } = await tx.execute<{ id: string; name: string; partner: string; team: boolean; email: string }>(sql`
    select p.user_id as id, p.name, t.name as partner, p.user_id in (select app.who_reads(${programmeId}, 'risk')) as team, p.email
    from people p join partners t on t.partnership_id = p.partnership_id and t.id = p.partner_id
    where p.partnership_id = app.partnership() and p.user_id in (select app.who_reads(${programmeId}, 'power'))
      and exists (select from memberships m where m.partnership_id = p.partnership_id and m.programme_id = ${programmeId} and m.user_id = p.user_id
        and m.role in ('programme_lead', 'outreach_officer', 'safeguarding_lead', 'partner_contact') and m.from_at <= now() and (m.until_at is null or now() < m.until_at))
    order by p.name, p.user_id`)
  return rows
}

/** Whose visit or placement it is, in which programme; undefined when the reader cannot see it. */
export async function findAbout(
  tx: Tx,
  about: WeighedAbout,
  id: string,
): Promise<{ programmeId: string; participantId: string | null } | undefined> {
  const table = { adaptation: 'adaptations', course: 'courses', visit: 'visits', placement: 'placements', programme: 'programmes' }[about]
  const whose = about === 'visit' || about === 'placement' ? sql`participant_id` : sql`null::uuid`
  const programme = about === 'programme' ? sql`id` : sql`programme_id`
  const { rows } = await tx.execute<{ programmeId: string; participantId: string | null }>(
    sql`select ${programme} as "programmeId", ${whose} as "participantId" from ${sql.identifier(table)} where partnership_id = app.partnership() and id = ${id}`,
  )
  return rows[0]
}

export const insertRiskBenefit = (tx: Tx, actor: Actor, id: string, body: NewRiskBenefit & { carriedById: string }) =>
  tx.insert(riskBenefits).values({
    id,
    partnershipId: actor.partnershipId,
    programmeId: body.programmeId,
    participantId: body.participantId ?? null,
    subject: body.subject,
    about: body.about,
    adaptationId: body.about === 'adaptation' ? body.aboutId : null,
    courseId: body.about === 'course' ? body.aboutId : null,
    visitId: body.about === 'visit' ? body.aboutId : null,
    placementId: body.about === 'placement' ? body.aboutId : null,
    benefits: body.benefits,
    risks: body.risks,
    riskOfNotDoing: body.riskOfNotDoing,
    theirWeighing: body.theirWeighing ?? '',
    ourWeighing: body.ourWeighing ?? '',
    judgement: body.judgement ?? null,
    reviewOn: body.reviewOn ?? null,
    carriedById: body.carriedById,
    backing: body.askedId ? 'asked' : 'not_asked',
    backedById: body.askedId ?? null,
  } as typeof riskBenefits.$inferInsert)

/** Nothing means that someone else changed it meanwhile. */
export async function changeRiskBenefit(
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  change: Partial<typeof riskBenefits.$inferInsert>,
): Promise<true | undefined> {
  const { rowCount } = await tx
    .update(riskBenefits)
    .set(change)
    .where(and(eq(riskBenefits.partnershipId, actor.partnershipId), eq(riskBenefits.id, id), eq(riskBenefits.version, version)))
  return rowCount === 1 ? true : undefined
}
/** Given by a function of the database's own: whoever was asked may change this and nothing else of it. */
export async function answerBacking(tx: Tx, id: string, version: number, yes: boolean, words: string): Promise<true | undefined> {
  const { rows } = await tx.execute<{ done: boolean }>(sql`select app.answer_backing(${id}, ${version}, ${yes}, ${words}) as done`)
  return rows[0]!.done || undefined
}
