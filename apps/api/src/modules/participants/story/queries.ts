// Everything that happened with one person, as one list. Every branch reads one table under its own policy, so that each reader gets the
// story that is theirs to read; what someone may not see leaves no gap and no count.
import type { RecordEntry } from '@modulus/contracts/me-record.ts'
import type { StoryItem, StoryKind } from '@modulus/contracts/participant-story.ts'
import { named } from '#db/named.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'

/** One flight: the person, the log of the reading, one page of the story. Throws not-found for a person who is not there to see. */
export async function readStory(
  tx: Tx,
  participantId: string,
  after: string | undefined,
  limit = 20,
): Promise<{ items: StoryItem[]; next: string | null }> {
  const from = cursor.read(after, 2)
  const [row] = await named<{ items: (StoryItem & { place: string })[] }>(tx, from ? 'story on' : 'story', from ? storyOn : storyStart, [
    participantId,
    limit + 1,
    ...(from ?? []),
  ])
  if (!row) throw notFound()
  const shown = row.items.slice(0, limit),
    last = shown.at(-1)
  return { items: shown, next: row.items.length > limit && last ? cursor.write(last.place, last.id) : null }
}

const of = (table: string) => `${table}.partnership_id = app.partnership() and ${table}.participant_id = $1`
const said = (...words: string[]) => `array_remove(array[${words.map((one) => `nullif(${one}, '')`).join()}]::text[], null)`
const notesOf = (kind: string, table: string) =>
  `left join notes n on n.partnership_id = ${table}.partnership_id and n.kind = '${kind}' and n.about_id = ${table}.id`
const none = `'{}'::text[]`
/** What someone is into, good at or aiming for: theirs unless a worker said it of them. Nobody's mouth is used for another's words. */
const ownOf = (table: string) =>
  `case when ${table}.said_by = 'worker' then ${none} else array[${table}.own_words] end, case when ${table}.said_by = 'worker' then ${table}.own_words end`

const branches: [kind: StoryKind, sql: string][] = [
  [
    'visit',
    `select v.id, 'visit', v.happened_at, jsonb_build_object('outcome', v.outcome, 'wantsToCome', v.wants_to_come, 'nextStep', v.next_step, 'nextOn', v.next_on,
     'interests', coalesce((select jsonb_agg(i.own_words order by i.id) from interests i where i.partnership_id = v.partnership_id and i.heard_visit_id = v.id), '[]')),
     ${said('n.skills_words', 'n.job_words', 'n.their_words')}, n.staff_words, v.created_by
   from visits v ${notesOf('visit', 'v')} where ${of('v')} and v.status = 'recorded'`,
  ],
  [
    'contact',
    `select c.id, 'contact', c.happened_at, jsonb_build_object('channel', c.channel, 'direction', c.direction, 'outcome', c.outcome), ${said('n.their_words')}, n.staff_words, c.created_by
   from contact_events c ${notesOf('contact', 'c')} where ${of('c')}`,
  ],
  [
    'interest',
    `select i.id, 'interest', app.begun(i.heard_on), jsonb_build_object('tag', i.tag), ${ownOf('i')}, i.created_by from interests i where ${of('i')} and i.heard_visit_id is null`,
  ],
  [
    'asset',
    `select a.id, 'asset', app.begun(a.heard_on), jsonb_build_object('kind', a.kind), ${ownOf('a')}, a.created_by from assets a where ${of('a')}`,
  ],
  [
    'goal',
    `select g.id, 'goal', app.begun(g.set_on), jsonb_build_object('status', g.status), ${ownOf('g')}, g.created_by from goals g where ${of('g')}`,
  ],
  [
    'deal',
    `select d.id, 'deal', app.begun(d.agreed_on), jsonb_build_object('get', d.what_i_get, 'give', d.what_i_give, 'format', d.format), ${none}, null, d.created_by from participation_agreements d where ${of('d')}`,
  ],
  [
    'step',
    `select s.id, 'step', app.begun(s.happened_on), jsonb_build_object('from', s.from_status, 'to', s.to_status),
     case when s.said_by = 'worker' then ${none} else ${said('s.reason')} end, case when s.said_by = 'worker' then s.reason end, s.created_by from participant_steps s where ${of('s')} and s.from_status is not null and (s.to_status <> 'agreed' or s.reason <> '')`,
  ],
  [
    'course',
    `select e.id, 'course', app.begun(e.enrolled_on), jsonb_build_object('course', c.name, 'status', e.status, 'came', r.came, 'of', r.of), ${none}, null, e.created_by
   from enrolments e join courses c on c.partnership_id = e.partnership_id and c.id = e.course_id
   left join lateral (select count(*) filter (where t.mark in ('came', 'came_part', 'came_late')) as came, count(*) filter (where t.mark not in ('not_expected', 'cancelled_by_us')) as of
     from attendance t join course_sessions z on z.partnership_id = t.partnership_id and z.id = t.course_session_id
     where ${of('t')} and z.course_id = e.course_id and z.starts_at >= e.enrolled_on) r on true
   where ${of('e')}`,
  ],
  [
    'change',
    `select z.id, 'change', least(z.starts_at, z.updated_at), jsonb_build_object('course', c.name, 'week', z.week, 'title', z.title, 'planned', z.planned_title), case when z.changed_why like '“%' then array[trim('“”' from z.changed_why)] else ${none} end, case when z.changed_why not like '“%' then z.changed_why end, z.updated_by
   from course_sessions z join courses c on c.partnership_id = z.partnership_id and c.id = z.course_id
   where z.partnership_id = app.partnership() and z.changed_why <> ''
     and exists (select 1 from enrolments e where ${of('e')} and e.course_id = z.course_id and e.status <> 'waiting' and z.starts_at >= e.enrolled_on and (e.left_on is null or z.starts_at < e.left_on + 1))`,
  ],
  [
    'placement',
    `select s.id, 'placement', app.begun(s.happened_on), jsonb_build_object('from', s.from_state, 'to', s.to_state, 'title', o.title, 'partner', r.name), ${none}, null, s.created_by
   from placement_steps s join placements p on p.partnership_id = s.partnership_id and p.id = s.placement_id
   left join opportunities o on o.partnership_id = p.partnership_id and o.id = p.opportunity_id left join partners r on r.partnership_id = p.partnership_id and r.id = p.partner_id
   where ${of('s')}`,
  ],
  [
    'placement_review',
    `select w.id, 'placement_review', app.begun(w.reviewed_on), jsonb_build_object('side', w.side, 'partner', r.name),
     case when w.side = 'participant' then array[w.words] else ${none} end, case when w.side = 'partner' then w.words end, w.created_by
   from placement_reviews w left join placements p on p.partnership_id = w.partnership_id and p.id = w.placement_id left join partners r on r.partnership_id = p.partnership_id and r.id = p.partner_id
   where ${of('w')}`,
  ],
  [
    'mentor',
    `select m.id, 'mentor', app.begun(m.started_on), jsonb_build_object('mentor', h.name, 'ended', false), ${none}, null, m.created_by
   from mentor_matches m left join people h on h.partnership_id = m.partnership_id and h.user_id = m.mentor_id where ${of('m')} and m.started_on is not null`,
  ],
  [
    'mentor',
    `select m.id, 'mentor', app.begun(m.ended_on), jsonb_build_object('mentor', h.name, 'ended', true), ${none}, null, m.updated_by
   from mentor_matches m left join people h on h.partnership_id = m.partnership_id and h.user_id = m.mentor_id where ${of('m')} and m.status = 'ended'`,
  ],
  [
    'mentoring',
    `select s.id, 'mentoring', app.begun(s.held_on), jsonb_build_object('kind', s.kind, 'minutes', s.minutes), ${said('n.their_words')}, n.staff_words, s.created_by
   from mentoring_sessions s ${notesOf('mentoring', 's')} where ${of('s')}`,
  ],
  [
    'measure',
    `select min(m.id::text)::uuid, 'measure', app.begun(m.rated_on), jsonb_build_object('ratedBy', m.rated_by, 'answers', count(*), 'goals', count(*) filter (where m.framework = 'goal')),
     case when m.rated_by = 'worker' then ${none} else coalesce(array_agg(m.words) filter (where m.words <> ''), '{}') end, case when m.rated_by = 'worker' then string_agg(nullif(m.words, ''), ' ') end, m.created_by
   from measures m where ${of('m')} group by m.occasion_id, m.rated_on, m.rated_by, m.created_by`,
  ],
  [
    'destination',
    `select d.id, 'destination', app.begun(d.starts_on), jsonb_build_object('kind', d.kind), ${none}, nullif(d.evidence, ''), d.created_by from destinations d where ${of('d')}`,
  ],
  [
    'follow_up',
    `select f.id, 'follow_up', app.begun(f.done_on), jsonb_build_object('months', f.months, 'status', f.status), ${said('f.words')}, null, f.updated_by from follow_ups f where ${of('f')} and f.status <> 'due'`,
  ],
  [
    'nomination',
    `select n.id, 'nomination', app.begun(n.received_on), jsonb_build_object('sourceKind', n.source_kind, 'partner', r.name, 'goodAt', n.good_at_text), ${none}, n.why_text, n.created_by
   from nominations n left join partners r on r.partnership_id = n.partnership_id and r.id = n.source_partner_id
   where n.partnership_id = app.partnership() and n.id = (select p.nomination_id from participants p where p.partnership_id = app.partnership() and p.id = $1)`,
  ],
  [
    'triage',
    `select t.id, 'triage', app.begun(t.decided_on), jsonb_build_object('outcome', t.outcome, 'assetSeen', t.asset_seen), ${none}, t.reasons, t.created_by
   from triage_decisions t where t.partnership_id = app.partnership() and t.nomination_id = (select p.nomination_id from participants p where p.partnership_id = app.partnership() and p.id = $1)`,
  ],
]

/** Every attended or missed session on its own: for the person themselves, who reads each line; the team reads them counted. */
const attendance = `select a.id, 'attendance', z.starts_at, jsonb_build_object('course', c.name, 'title', z.title, 'mark', a.mark), ${none}, null, a.updated_by
   from attendance a join course_sessions z on z.partnership_id = a.partnership_id and z.id = a.course_session_id join courses c on c.partnership_id = z.partnership_id and c.id = z.course_id
   where ${of('a')} and a.visibility = 'shared_with_person'`
const columns = '(id, kind, at, params, their_words, staff_words, by)'

/** The latest reply to the item `t`, with the answer to it; null when there is none, or the reader may not see it. */
const replyTo = `(select jsonb_build_object('id', y.id, 'response', y.response, 'words', y.words, 'at', app.iso(y.created_at), 'answer',
    (select jsonb_build_object('decision', w.decision, 'words', w.words, 'by', b.name, 'at', app.iso(w.created_at)) from own_answers w
     left join people b on b.partnership_id = w.partnership_id and b.user_id = w.created_by where w.partnership_id = y.partnership_id and w.entry_reply_id = y.id))
  from entry_replies y where y.partnership_id = app.partnership() and y.participant_id = $1 and y.about_kind = t.kind and y.about_id = t.id order by y.created_at desc, y.id desc limit 1)`
/** What of the item is held back from the person it is about. */
const heldOf = `(select jsonb_agg(jsonb_build_object('what', h.about_kind, 'reason', h.reason, 'reviewOn', h.review_on) order by h.about_kind) from withholdings h
  where h.partnership_id = app.partnership() and h.about_id = t.id and h.about_kind in (t.kind, 'note') and h.ended_on is null)`

const story = (after: string) => `
with who as (select programme_id, id from participants where partnership_id = app.partnership() and id = $1),
seen as (insert into access_events (partnership_id, user_id, request_id, programme_id, participant_id, operation)
  select app.partnership(), app.user_id(), app.request(), programme_id, id, 'participants.story' from who),
told as materialized (
  select * from (${branches.map(([, sql]) => sql).join('\nunion all\n')}) as item ${columns} where at is not null ${after} order by at desc, id desc limit $2
)
select (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'kind', t.kind, 'at', app.iso(t.at), 'params', t.params, 'theirWords', t.their_words,
    'staffWords', coalesce(t.staff_words, ''), 'by', h.name, 'reply', ${replyTo}, 'held', ${heldOf}, 'place', t.at::text) order by t.at desc, t.id desc), '[]')
  from told t left join people h on h.partnership_id = app.partnership() and h.user_id = t.by) as items
from who`
const storyStart = story(''),
  storyOn = story('and (at, id) < ($3::timestamptz, $4::uuid)')

export interface Entry {
  id: string
  kind: RecordEntry['kind']
  at: string
  params: RecordEntry['params']
  theirWords: string[]
  staffWords: string
  by: string | null
  /** The account that wrote it. */
  byId: string | null
  reply: RecordEntry['reply']
}
/** How the group's course changed, and what came before the first hello, are told elsewhere. */
const elsewhere = ['nomination', 'triage', 'change']
const entries = (which: string[], condition: string) => `
with told as materialized (select * from (${which.join('\nunion all\n')}) as item ${columns} where at is not null ${condition})
select t.id, t.kind, app.iso(t.at) as at, t.params, t.their_words as "theirWords", coalesce(t.staff_words, '') as "staffWords", h.name as by, t.by as "byId", ${replyTo} as reply, t.at::text as place
from told t left join people h on h.partnership_id = app.partnership() and h.user_id = t.by order by t.at desc, t.id desc`
const own = [...branches.filter(([kind]) => !elsewhere.includes(kind)).map(([, sql]) => sql), attendance]
const ownStart = entries(own, 'order by at desc, id desc limit $2'),
  ownOn = entries(own, 'and (at, id) < ($3::timestamptz, $4::uuid) order by at desc, id desc limit $2')

/** Everything written about one person that the reader may see, each attendance by itself; the caller writes the read log. */
export async function readRecord(
  tx: Tx,
  participantId: string,
  after: string | undefined,
  limit = 20,
): Promise<{ items: Entry[]; next: string | null }> {
  const from = cursor.read(after, 2)
  const rows = await named<Entry & { place: string }>(tx, from ? 'record on' : 'record', from ? ownOn : ownStart, [
    participantId,
    limit + 1,
    ...(from ?? []),
  ])
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursor.write(last.place, last.id) : null }
}
/** One entry as the reader sees it now; undefined when it is not there for them, or not of a kind that has replies. */
export async function findEntry(tx: Tx, participantId: string, kind: string, id: string): Promise<Entry | undefined> {
  const which =
    kind === 'attendance' ? [attendance] : branches.filter(([one]) => one === kind && !elsewhere.includes(one)).map(([, sql]) => sql)
  if (which.length === 0) return undefined
  return (await named<Entry>(tx, `entry ${kind}`, entries(which, 'and id = $2 limit 1'), [participantId, id]))[0]
}
