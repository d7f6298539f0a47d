// Everything here is read through the young person's own eyes: rows that are not theirs are not there.
import { sql } from 'drizzle-orm'
import type { Me } from '@modulus/contracts/me.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

export interface Self {
  id: string
  programmeId: string
  knownAs: string
  programme: string
  workerName: string | null
  dutyPhone: string
}

/** The participant that this person is; the latest one, if they came back. Staff are none. */
export async function getSelf(tx: Tx, actor: Actor): Promise<Self> {
  const { rows } = await tx.execute<Record<keyof Self, string>>(sql`
    select p.id, p.programme_id as "programmeId", p.known_as as "knownAs", g.name as programme, w.name as "workerName", s.duty_phone as "dutyPhone"
    from participants p
    join programmes g on g.partnership_id = p.partnership_id and g.id = p.programme_id
    join partnerships s on s.id = p.partnership_id
    left join people w on w.partnership_id = p.partnership_id and w.user_id = p.worker_id
    where p.partnership_id = ${actor.partnershipId} and p.id = any (app.self())
    order by p.created_at desc limit 1`)
  if (!rows[0]) throw notFound()
  return rows[0] as unknown as Self
}

export async function findNextSession(tx: Tx, actor: Actor, self: Self): Promise<Me['nextSession']> {
  const { rows } = await tx.execute<NonNullable<Me['nextSession']>>(sql`
    select s.title, to_json(s.starts_at) #>> '{}' as "startsAt", to_json(s.ends_at) #>> '{}' as "endsAt",
      coalesce(nullif(s.place, ''), c.place) as place, c.name as "courseName", s.changed_why as "changedWhy"
    from enrolments e
    join courses c on c.partnership_id = e.partnership_id and c.id = e.course_id
    join course_sessions s on s.partnership_id = c.partnership_id and s.course_id = c.id
    where e.partnership_id = ${actor.partnershipId} and e.participant_id = ${self.id} and e.status = 'enrolled' and s.status = 'planned' and s.ends_at > now()
    order by s.starts_at limit 1`)
  return rows[0] ?? null
}

export async function findDeal(tx: Tx, actor: Actor, self: Self): Promise<Me['deal']> {
  const { rows } = await tx.execute<NonNullable<Me['deal']>>(sql`
    select what_i_get as "whatIGet", what_i_give as "whatIGive", agreed_on as "agreedOn" from participation_agreements
    where partnership_id = ${actor.partnershipId} and participant_id = ${self.id} and withdrawn_on is null`)
  return rows[0] ?? null
}

export async function listSaid(tx: Tx, actor: Actor, self: Self): Promise<Me['said']> {
  const { rows } = await tx.execute<Me['said'][number]>(sql`
    select own_words as words, heard_on as "heardOn" from interests
    where partnership_id = ${actor.partnershipId} and participant_id = ${self.id} and status <> 'gone'
    order by heard_on desc, id desc limit 3`)
  return rows
}
