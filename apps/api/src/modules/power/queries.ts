// Figures over rows the reader sees anyway; only the readings of power are counted by a function, because single ones are nobody's to see.
import { sql, type SQL } from 'drizzle-orm'
import type { Change, PowerBoard } from '@modulus/contracts/power.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

type Raw<T> = T & Record<string, unknown>
interface Programme {
  id: string
  name: string
  cohort: string
  deadlineWhat: string | null
  deadlineOn: string | null
}

/** A programme that the reader shares power in; 404 otherwise. */
export async function getSharing(tx: Tx, id: string): Promise<Programme> {
  const { rows } = await tx.execute<
    Raw<Programme>
  >(sql`select id, name, cohort_name as cohort, deadline_what as "deadlineWhat", deadline_on as "deadlineOn"
    from programmes where partnership_id = app.partnership() and id = ${id} and id = any (app.programmes('power'))`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

/** {"participants": 4, "lead": 1}: rows by a value of theirs. */
const tally = (value: SQL, from: SQL) =>
  sql`coalesce((select jsonb_object_agg(value, n) from (select ${value} as value, count(*)::int as n ${from} group by 1) t where value is not null), '{}')`
const middle = (value: SQL, from: SQL) =>
  sql`(select case when count(*) > 0 then jsonb_build_object('n', count(*)::int, 'least', min(v)::int, 'middle', percentile_disc(0.5) within group (order by v)::int, 'most', max(v)::int) end
    from (select ${value} as v ${from}) m where v is not null)`
const fives = (value: SQL, from: SQL) =>
  sql`(select jsonb_agg((select count(*)::int ${from} and ${value} = l) order by l) from generate_series(1, 5) l)`

export async function countPower(tx: Tx, programme: Programme): Promise<PowerBoard> {
  const decisions = sql`from decisions d where d.partnership_id = app.partnership() and d.programme_id = ${programme.id}`,
    made = sql`${decisions} and d.decided_by is not null`,
    ideas = sql`from ideas i where i.partnership_id = app.partnership() and i.programme_id = ${programme.id}`,
    changed = sql`from adaptations a join lateral (select status from adaptation_steps s where s.partnership_id = a.partnership_id and s.adaptation_id = a.id order by number desc limit 1) s on true
      where a.partnership_id = app.partnership() and a.programme_id = ${programme.id}`,
    pace = sql`from pace_checks p where p.partnership_id = app.partnership() and p.programme_id = ${programme.id}`,
    pressures = sql`from time_pressures t where t.partnership_id = app.partnership() and t.programme_id = ${programme.id}`
  const replied = sql`lateral (select min(created_at) as at from idea_replies r where r.partnership_id = i.partnership_id and r.idea_id = i.id) r`
  const { rows } = await tx.execute<Raw<Omit<PowerBoard, 'programme' | 'readings'>>>(sql`select
    jsonb_build_object('n', (select count(*)::int ${made}), 'open', (select count(*)::int ${decisions} and d.decided_by is null), 'by', ${tally(sql`d.decided_by`, made)},
      'how', ${tally(sql`d.how`, made)}, 'co', ${tally(sql`d.co_mode`, made)}, 'voiceOrAction', ${tally(sql`d.voice_or_action`, made)}, 'toldBack', (select count(*)::int ${made} and d.fed_back_on is not null)) as decisions,
    ${middle(sql`d.fed_back_on - d.decided_on`, made)} as "daysToFeedback",
    jsonb_build_object('n', (select count(*)::int ${ideas}), 'byWhom', ${tally(sql`i.raised_by_kind`, ideas)}, 'status', ${tally(sql`i.status`, ideas)},
      'answered', (select count(*)::int ${ideas} and i.replied_at is not null), 'owed', (select count(*)::int ${ideas} and i.replied_at is null),
      'answeredInTime', (select count(*)::int from ideas i, ${replied} where i.partnership_id = app.partnership() and i.programme_id = ${programme.id}
        and (r.at at time zone 'Europe/London')::date <= i.reply_due_on)) as ideas,
    jsonb_build_object('n', (select count(*)::int ${changed}), 'raisedBy', ${tally(sql`a.raised_by`, changed)}, 'status', ${tally(sql`s.status`, changed)}) as adaptations,
    jsonb_build_object('n', (select count(*)::int ${pace}), 'theirs', ${fives(sql`p.their_pace`, pace)}, 'ours', ${fives(sql`p.our_pace`, pace)}, 'action', ${tally(sql`p.action`, pace)},
      'pressures', ${tally(sql`coalesce(t.response, 'open')`, pressures)}) as pace,
    ${middle(
      sql`(select count(*) from visits v where v.partnership_id = y.partnership_id and v.participant_id = y.participant_id and v.status = 'recorded'
        and (v.happened_at at time zone 'Europe/London')::date <= y.said_on)`,
      sql`from (select a.partnership_id, a.participant_id, min(a.agreed_on) as said_on from participation_agreements a
        where a.partnership_id = app.partnership() and a.programme_id = ${programme.id} group by 1, 2) y`,
    )} as "visitsBeforeYes"`)
  return {
    programme: { id: programme.id, name: programme.name, deadlineWhat: programme.deadlineWhat, deadlineOn: programme.deadlineOn },
    ...rows[0]!,
    readings: await countReadings(tx, programme.id),
  }
}

async function countReadings(tx: Tx, programmeId: string): Promise<PowerBoard['readings']> {
  const { rows } = await tx.execute<{ side: 'participants' | 'partners'; n: number; levels: number[]; gaps: number[] | null }>(
    sql`select side, n, levels, gaps from app.count_power_readings(${programmeId})`,
  )
  const side = (name: string) => rows.find((one) => one.side === name)!
  const { n, levels, gaps } = side('participants')
  return { participants: { n, levels }, partners: { n: side('partners').n, levels: side('partners').levels }, gaps: gaps! }
}

/** What was answered to ideas, told back of decisions, and tried of changes: the latest hundred, newest first. */
export async function listChanges(tx: Tx, programmeId: string): Promise<Change[]> {
  const { rows } = await tx.execute<Raw<Change>>(sql`select * from (
    select i.id, 'idea' as kind, i.words as said, case i.status when 'adopted' then 'did' when 'part_adopted' then 'partly' when 'explored' then 'trying' else 'could_not' end as outcome,
      r.words as did, (r.created_at at time zone 'Europe/London')::date as on
    from ideas i join lateral (select words, created_at from idea_replies r where r.partnership_id = i.partnership_id and r.idea_id = i.id order by created_at desc, id desc limit 1) r on true
    where i.partnership_id = app.partnership() and i.programme_id = ${programmeId} and i.status <> 'raised' and i.raised_by_kind = 'participant'
    union all
    select d.id, 'decision', coalesce(nullif(o.words, ''), nullif(d.words, ''), d.title),
      case when d.influence = false then 'could_not' when d.state = 'decided' then 'trying' else 'did' end,
      coalesce(nullif(d.fed_back_text, ''), nullif(d.outcome_text, ''), d.title), coalesce(d.fed_back_on, d.acted_on, d.decided_on)
    from decisions d left join decision_options o on o.partnership_id = d.partnership_id and o.id = d.chosen_option_id
    where d.partnership_id = app.partnership() and d.programme_id = ${programmeId} and d.decided_by in ('participants', 'together')
      and (d.fed_back_text <> '' or d.outcome_text <> '')
    union all
    select a.id, 'adaptation', coalesce(nullif(c.said, ''), a.to_text), case s.status when 'kept' then 'did' when 'reversed' then 'could_not' when 'not_agreed' then 'could_not' else 'trying' end,
      case when s.status in ('not_agreed', 'reversed') then s.words when s.status = 'changed_again' then coalesce(nullif(s.words, ''), c.to_text)
        else c.to_text || case when c.from_text <> '' then ' (before: ' || c.from_text || ')' else '' end end, s.happened_on
    from adaptations a
    join lateral (select status, words, happened_on from adaptation_steps s where s.partnership_id = a.partnership_id and s.adaptation_id = a.id
      and s.kind not in ('correct', 'weigh', 'tell') order by number desc limit 1) s on true
    join lateral (select coalesce((array_agg(x.words order by x.number desc) filter (where x.corrects = 'from_text'))[1], a.from_text) as from_text,
      coalesce((array_agg(x.words order by x.number desc) filter (where x.corrects = 'to_text'))[1], a.to_text) as to_text,
      coalesce((array_agg(x.words order by x.number desc) filter (where x.corrects = 'what_they_said'))[1], a.what_they_said) as said
      from adaptation_steps x where x.partnership_id = a.partnership_id and x.adaptation_id = a.id) c on true
    where a.partnership_id = app.partnership() and a.programme_id = ${programmeId} and a.trigger in ('participants_chose_otherwise', 'participant_asked', 'attendance_signal')
      and s.status in ('agreed', 'not_agreed', 'trialled', 'kept', 'reversed', 'changed_again')
  ) one order by "on" desc, id desc limit 100`)
  return rows
}
