import { sql } from 'drizzle-orm'
import type { LeadHome } from '@modulus/contracts/board.ts'
import type { Tx } from '#db/transact.ts'

const mine = sql`any (app.role_in('programme_lead'))`
const today = sql`app.today()`

/** Everything that waits for a lead, over all the programmes they lead, in one query. */
export async function readHome(tx: Tx): Promise<LeadHome> {
  const {
    rows: [found],
  } = await tx.execute<{ home: LeadHome }>(sql`
    with decision as (
      select 'nomination' as kind, n.id, g.id as programme_id, g.name as programme, 'Suggested by ' || p.name as title, n.received_on as since, null::uuid as participant_id
      from nominations n join programmes g on g.partnership_id = n.partnership_id and g.id = n.programme_id join partners p on p.partnership_id = n.partnership_id and p.id = n.source_partner_id
      where n.partnership_id = app.partnership() and n.programme_id = ${mine} and n.status in ('received', 'screening')
      union all
      select 'offer', o.id, null, null, o.title || ', ' || p.name, (o.created_at at time zone 'Europe/London')::date, null
      from opportunities o join partners p on p.partnership_id = o.partnership_id and p.id = o.partner_id where o.partnership_id = app.partnership() and o.status = 'offered'
      union all
      select 'course', c.id, g.id, g.name, c.name, (c.updated_at at time zone 'Europe/London')::date, null
      from courses c join programmes g on g.partnership_id = c.partnership_id and g.id = c.programme_id where c.partnership_id = app.partnership() and c.programme_id = ${mine} and c.status = 'proposed'
      union all
      select 'safety_review', f.id, g.id, g.name, t.known_as, f.review_on, f.participant_id
      from visit_risk_flags f join programmes g on g.partnership_id = f.partnership_id and g.id = f.programme_id join participants t on t.partnership_id = f.partnership_id and t.id = f.participant_id
      where f.partnership_id = app.partnership() and f.programme_id = ${mine} and f.ended_on is null and f.review_on < ${today}
      union all
      select 'idea', i.id, g.id, g.name, i.words, i.raised_on, null
      from ideas i join programmes g on g.partnership_id = i.partnership_id and g.id = i.programme_id
      where i.partnership_id = app.partnership() and i.programme_id = ${mine} and i.replied_at is null and i.reply_due_on <= ${today} + 7
      union all
      select 'share', s.id, g.id, g.name, 'To share with ' || s.to_organisation, (s.created_at at time zone 'Europe/London')::date, null
      from info_shares s join programmes g on g.partnership_id = s.partnership_id and g.id = s.programme_id
      where s.partnership_id = app.partnership() and s.programme_id = ${mine} and s.state = 'drafted' and s.created_by <> app.user_id()
    ), change as (
      select d.decided_on as "on", g.name as programme, d.title || case when d.outcome_text <> '' then ': ' || d.outcome_text else '' end as words, d.course_id as "courseId"
      from decisions d join programmes g on g.partnership_id = d.partnership_id and g.id = d.programme_id
      where d.partnership_id = app.partnership() and d.programme_id = ${mine} and d.decided_by in ('participants', 'together') and d.decided_on > ${today} - 30
      union all
      select (s.starts_at at time zone 'Europe/London')::date, g.name, s.title || ' instead of ' || s.planned_title || ': ' || s.changed_why, s.course_id
      from course_sessions s join programmes g on g.partnership_id = s.partnership_id and g.id = s.programme_id
      where s.partnership_id = app.partnership() and s.programme_id = ${mine} and s.changed_why <> '' and s.title <> s.planned_title and s.starts_at > now() - interval '30 days' and s.starts_at < now()
    ), person as (
      select status, last_contact_at from participants where partnership_id = app.partnership() and programme_id = ${mine} and status in ('in_conversation', 'interested', 'agreed', 'active')
    )
    select json_build_object(
      'onCourses', (select count(distinct e.participant_id) from enrolments e join courses c on c.partnership_id = e.partnership_id and c.id = e.course_id
        where e.partnership_id = app.partnership() and e.programme_id = ${mine} and e.status = 'enrolled' and c.status = 'running'),
      'quiet', (select count(*) from person where last_contact_at is null or last_contact_at < now() - interval '14 days'),
      'reviewsOverdue', (select count(*) from decision where kind = 'safety_review'),
      'followUpsDue', (select count(*) from follow_ups where partnership_id = app.partnership() and programme_id = ${mine} and status = 'due' and due_on <= ${today}),
      'promisesToHandOver', (select count(*) from promises x where x.partnership_id = app.partnership() and x.programme_id = ${mine} and x.status in ('made', 'renegotiated')
        and (app.has_gone(x.programme_id, x.from_user_id) or app.has_gone(x.programme_id, x.to_user_id))),
      'waiting', (select count(*) from decision),
      'decisions', coalesce((select json_agg(json_build_object('kind', kind, 'id', id, 'programmeId', programme_id, 'programme', programme, 'title', title, 'since', since, 'participantId', participant_id) order by since, id)
        from (select * from decision order by since, id limit 20) d), '[]'),
      'changed', coalesce((select json_agg(c order by c."on" desc) from (select * from change order by "on" desc limit 10) c), '[]')) as home`)
  return found!.home
}
