// Each question of My day is one statement, seen through the asker's eyes; they are sent together. $1 is the day, Europe/London.
import type { DayOffer, DayVisit, Todo } from '@modulus/contracts/day.ts'
import { named } from '#db/named.ts'
import type { Tx } from '#db/transact.ts'
import { signs } from '../adaptations/queries.ts'

/** `programmeId` is for the read log and does not go out. */
export type Shown<T> = T & { programmeId: string | null }

const visits = `
  select v.id, jsonb_build_object('id', p.id, 'knownAs', p.known_as) as participant, v.programme_id as "programmeId", app.iso(v.starts_at) as "startsAt",
    case when app.sees('contact', v.programme_id, v.participant_id) then v.place end as place, nullif(c.address, '') as address, v.why, v.status = 'recorded' as recorded,
    not exists (select 1 from visits b where b.partnership_id = v.partnership_id and b.participant_id = v.participant_id and b.status = 'recorded' and b.id <> v.id) as first,
    (select name from people h where h.partnership_id = v.partnership_id and h.user_id = case when v.officer_id = app.user_id() then v.second_officer_id else v.officer_id end) as "with",
    array(select f.what_to_do from visit_risk_flags f where f.partnership_id = v.partnership_id and f.participant_id = v.participant_id and f.ended_on is null order by f.agreed_on desc) as safety,
    (select d.id from drafts d where d.partnership_id = v.partnership_id and d.id = v.id and d.created_by = app.user_id()) as "draftId"
  from visits v join participants p on p.partnership_id = v.partnership_id and p.id = v.participant_id
  left join participant_contacts c on c.partnership_id = v.partnership_id and c.participant_id = v.participant_id
  where v.partnership_id = app.partnership() and app.user_id() in (v.officer_id, v.second_officer_id) and v.status in ('planned', 'recorded')
    and v.starts_at >= ($1::date)::timestamp at time zone 'Europe/London' and v.starts_at < ($1::date + 1)::timestamp at time zone 'Europe/London'
  order by v.starts_at, v.id limit 100`

// The people I look after; a lead also has those whom nobody does yet.
const mine = `mine as (select id, programme_id, known_as, status, next_step, next_step_on, last_contact_at from participants
  where partnership_id = app.partnership() and (worker_id = app.user_id() or (worker_id is null and programme_id = any (app.role_in('programme_lead')))))`
const who = `jsonb_build_object('id', p.id, 'knownAs', p.known_as) as participant, p.programme_id as "programmeId"`
const todo = (kind: string, select: string) => `select '${kind}' as kind, ${select}`

const nextSteps = `with ${mine} ${todo(
  'next_step',
  `p.id, ${who}, p.next_step as words, p.next_step_on as "dueOn" from mine p
  where p.next_step <> '' and p.next_step_on <= $1::date + 7 and p.status not in ('completed', 'stepped_back', 'moved_on', 'ended_for_safety', 'declined')
    and not exists (select 1 from visits v where v.partnership_id = app.partnership() and v.participant_id = p.id and v.status = 'planned' and v.starts_at >= ($1::date)::timestamp at time zone 'Europe/London')
  order by p.next_step_on, p.id limit 50`,
)}`
const unrecorded = todo(
  'unrecorded',
  `v.id, ${who}, '' as words, (v.starts_at at time zone 'Europe/London')::date as "dueOn"
  from visits v join participants p on p.partnership_id = v.partnership_id and p.id = v.participant_id
  where v.partnership_id = app.partnership() and v.officer_id = app.user_id() and v.status = 'planned'
    and v.starts_at < ($1::date)::timestamp at time zone 'Europe/London' and v.starts_at > ($1::date - 60)::timestamp at time zone 'Europe/London' order by v.starts_at limit 50`,
)
// Two sessions in a row, and nobody has been in touch since: a kind word, never a sanction.
const checkIns = `with ${mine} ${todo(
  'check_in',
  `p.id, ${who}, last.course as words, $1::date as "dueOn" from mine p
  cross join lateral (select array_agg(one.mark) as marks, max(one.starts_at) as at, min(one.name) as course from (
    select a.mark, s.starts_at, c.name from attendance a join course_sessions s on s.partnership_id = a.partnership_id and s.id = a.course_session_id
      join courses c on c.partnership_id = s.partnership_id and c.id = s.course_id
    where a.partnership_id = app.partnership() and a.participant_id = p.id and a.mark not in ('not_expected', 'cancelled_by_us')
      and s.starts_at between ($1::date - 42)::timestamptz and ($1::date + 1)::timestamptz order by s.starts_at desc limit 2) as one) as last
  where last.marks = '{didnt_come,didnt_come}' and coalesce(p.last_contact_at < last.at, true) order by last.at, p.id limit 50`,
)}`
// What the registers ask about the group, and about those I look after. Two sessions missed in a row already ask for a kind word.
const somethingElse = todo(
  'something_else',
  `coalesce(s.participant ->> 'id', s.session ->> 'id') as id, s.participant, s."programmeId", s.course ->> 'name' as words, null::date as "dueOn",
    jsonb_build_object('id', s.session ->> 'id', 'courseId', s.course ->> 'id') as session
  from (${signs}) s where s.kind <> 'twice_away' and s."programmeId" = any (app.role_in('programme_lead') || app.role_in('outreach_officer'))
    and (s.participant is null or s."workerId" = app.user_id() or (s."workerId" is null and s."programmeId" = any (app.role_in('programme_lead'))))
  order by s.participant is not null, s.session ->> 'startsAt', s.participant ->> 'knownAs' limit 50`,
)
const backings = todo(
  'backing',
  `r.id, null::jsonb as participant, null::uuid as "programmeId", r.subject as words, null::date as "dueOn" from risk_benefits r
  where r.partnership_id = app.partnership() and r.backing = 'asked' and r.backed_by_id = app.user_id() and $1::date is not null order by r.id limit 50`,
)
const trials = todo(
  'trial_ends',
  `a.id, null::jsonb as participant, null::uuid as "programmeId", a.to_text as words, t.until as "dueOn" from adaptations a
  join lateral (select (array_agg(x.status order by x.number desc))[1] as status, (array_agg(x.trial_until order by x.number desc) filter (where x.trial_until is not null))[1] as until
    from adaptation_steps x where x.partnership_id = a.partnership_id and x.adaptation_id = a.id) t on true
  where a.partnership_id = app.partnership() and t.status in ('agreed', 'trialled') and t.until <= $1::date + 3
    and (a.created_by = app.user_id() or a.programme_id = any (app.role_in('programme_lead'))) order by t.until, a.id limit 50`,
)
const followUps = `with ${mine} ${todo(
  'follow_up',
  `f.id, ${who}, f.months::text as words, f.due_on as "dueOn" from mine p
  join follow_ups f on f.partnership_id = app.partnership() and f.participant_id = p.id where f.status = 'due' and f.due_on <= $1::date + 14 order by f.due_on, f.id limit 50`,
)}`
const drafts = todo(
  'draft',
  `d.id, null::jsonb as participant, null::uuid as "programmeId", d.title as words, null::date as "dueOn", jsonb_build_object('kind', d.kind, 'aboutId', d.about_id) as draft
  from drafts d where d.partnership_id = app.partnership() and d.created_by = app.user_id() and $1::date is not null order by d.updated_at desc limit 20`,
)
const notices = todo(
  'notice',
  `n.id, null::jsonb as participant, n.programme_id as "programmeId", n.first_name as words, n.notice_due_on as "dueOn" from nominations n
  where n.partnership_id = app.partnership() and n.programme_id = any (app.role_in('programme_lead')) and n.notice_given_on is null and n.status in ('received', 'screening', 'accepted')
    and n.notice_due_on <= $1::date + 7 order by n.notice_due_on, n.id limit 50`,
)
const quietMatches = todo(
  'quiet_match',
  `m.id, ${who}, h.name as words, (coalesce(s.last_on, m.started_on) + m.meets_every_days) as "dueOn"
  from mentor_matches m join participants p on p.partnership_id = m.partnership_id and p.id = m.participant_id
  join people h on h.partnership_id = m.partnership_id and h.user_id = m.mentor_id
  left join lateral (select max(held_on) as last_on from mentoring_sessions x where x.partnership_id = m.partnership_id and x.match_id = m.id and x.kind <> 'missed') s on true
  where m.partnership_id = app.partnership() and m.programme_id = any (app.role_in('programme_lead')) and m.status = 'active'
    and coalesce(s.last_on, m.started_on) + (m.meets_every_days * 1.5)::integer < $1::date order by 6, m.id limit 50`,
)
const concerns = todo(
  'concerns',
  `c.programme_id as id, null::jsonb as participant, null::uuid as "programmeId", g.name as words, null::date as "dueOn", count(*)::int as count
  from safeguarding_concerns c join programmes g on g.partnership_id = c.partnership_id and g.id = c.programme_id
  where c.partnership_id = app.partnership() and c.status = 'raised' and $1::date is not null group by c.programme_id, g.name`,
)

// A promise names the young person on its other side, or the colleague in words.
const promised = (kind: string, where: string) =>
  todo(
    kind,
    `x.id, case when p.id is not null then jsonb_build_object('id', p.id, 'knownAs', p.known_as) end as participant, p.programme_id as "programmeId", x.text as words, x.due_on as "dueOn"
  from promises x left join participants p on p.partnership_id = x.partnership_id and p.id = x.participant_id
  where x.partnership_id = app.partnership() and x.status in ('made', 'renegotiated') and ${where} order by x.due_on nulls last, x.id limit 50`,
  )
const promisesMine = promised('promise', `x.from_user_id = app.user_id() and x.said_kept_by_maker_at is null and x.due_on <= $1::date + 7`)
const promisesToMe = promised(
  'promise_word',
  `((x.to_user_id = app.user_id() and (x.said_kept_by_maker_at is not null or x.due_on <= $1::date or x.asked_by = 'maker')) or (x.from_user_id = app.user_id() and x.asked_by = 'receiver'))`,
)
const newHands = todo(
  'new_hand',
  `x.programme_id as id, null::jsonb as participant, null::uuid as "programmeId", g.name as words, null::date as "dueOn", count(*)::int as count
  from promises x join programmes g on g.partnership_id = x.partnership_id and g.id = x.programme_id
  where x.partnership_id = app.partnership() and x.programme_id = any (app.role_in('programme_lead')) and x.status in ('made', 'renegotiated') and $1::date is not null
    and (app.has_gone(x.programme_id, x.from_user_id) or app.has_gone(x.programme_id, x.to_user_id)) group by x.programme_id, g.name`,
)
// Whoever raises an idea was promised a reply.
const repliesOwed = todo(
  'reply_owed',
  `i.id, null::jsonb as participant, null::uuid as "programmeId", i.words, i.reply_due_on as "dueOn" from ideas i
  where i.partnership_id = app.partnership() and i.programme_id = any (app.role_in('programme_lead') || app.role_in('outreach_officer')) and i.replied_at is null
    and i.reply_due_on <= $1::date + 7 order by i.reply_due_on, i.id limit 20`,
)

// An offer fits someone when it carries the tag of something they are into, and they have not been asked about it.
const offers = `with ${mine} select o.id, o.title, o.kind, b.name as partner, jsonb_agg(jsonb_build_object('id', p.id, 'knownAs', p.known_as, 'ownWords', i.own_words, 'programmeId', p.programme_id) order by p.known_as) as people
  from opportunities o join partners b on b.partnership_id = o.partnership_id and b.id = o.partner_id
  join lateral (select distinct on (i.participant_id) i.participant_id, i.own_words from interests i where i.partnership_id = app.partnership() and i.tag = any (o.tags) and i.status in ('heard', 'being_worked_on')
    and i.participant_id in (select id from mine) order by i.participant_id, i.heard_on desc) i on true
  join mine p on p.id = i.participant_id and p.status in ('interested', 'agreed', 'active', 'paused', 'in_conversation')
  where o.partnership_id = app.partnership() and o.status = 'open' and o.created_at > ($1::date - 30)::timestamptz
    and not exists (select 1 from placements x where x.partnership_id = app.partnership() and x.opportunity_id = o.id and x.participant_id = p.id)
  group by o.id, o.title, o.kind, b.name, o.created_at order by o.created_at desc limit 5`

const questions = {
  concerns,
  newHands,
  notices,
  drafts,
  unrecorded,
  promisesToMe,
  promisesMine,
  repliesOwed,
  backings,
  checkIns,
  somethingElse,
  trials,
  nextSteps,
  quietMatches,
  followUps,
}

export async function readDay(tx: Tx, date: string) {
  const ask = <R extends object>(name: string, text: string) => named<R>(tx, `day.${name}`, text, [date])
  const [list, fitting, ...todos] = await Promise.all([
    ask<Shown<DayVisit>>('visits', visits),
    ask<Omit<DayOffer, 'people'> & { people: (DayOffer['people'][number] & { programmeId: string })[] }>('offers', offers),
    ...Object.entries(questions).map(([name, text]) => ask<Shown<Todo>>(name, text)),
  ])
  const onCard = ({ kind, id }: Todo) => kind === 'draft' && list.some(({ draftId }) => draftId === id) // the visit's own card says Finish
  return {
    visits: list,
    offers: fitting,
    todo: todos
      .flat()
      .filter((one) => !onCard(one))
      .map((one) => ({ ...one, count: one.count ?? null, draft: one.draft ?? null, session: one.session ?? null })),
  }
}
export type DayRead = Awaited<ReturnType<typeof readDay>>
