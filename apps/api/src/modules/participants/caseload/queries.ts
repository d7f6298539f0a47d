// The caseload. Each programme that the asker may see gives its first rows from an ordered index, and the nearest of them make the
// page: the work does not grow with the number of people. The shape of a request names its statement, so each is prepared once.
import type { CaseloadFilter, CaseloadSummary, ParticipantRow, Worker } from '@modulus/contracts/participants.ts'
import { statusesOf } from '@modulus/contracts/participants.ts'
import { sql } from 'drizzle-orm'
import { named } from '#db/named.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { Problem } from '#plugins/problems.ts'
import { mayNotes, touchOf } from '../queries.ts'

const keys = {
  last_contact: [`coalesce(p.last_contact_at, '-infinity'::timestamptz)`, 'timestamptz'],
  name: ['p.name_key', 'text'],
  status_since: ['p.status_since', 'date'],
} as const

export async function listCaseload(tx: Tx, filter: CaseloadFilter): Promise<{ items: ParticipantRow[]; next: string | null }> {
  const { sort = 'last_contact', limit = 25 } = filter
  const from = cursor.read(filter.after, 3)
  if (from && from[0] !== sort)
    throw new Problem('invalid-input', {
      errors: [{ pointer: '/querystring/after', keyword: 'format', detail: 'is a place in a list of another order' }],
    })
  const values: unknown[] = [filter.programmeId ?? null, limit + 1]
  const put = (value: unknown) => `$${values.push(value)}`
  const [key, type] = keys[sort.replace('-', '') as keyof typeof keys]
  const [direction, beyond] = sort.startsWith('-') ? ['desc', '<'] : ['asc', '>']
  const statuses = filter.status?.split(',') ?? (filter.stage && statusesOf[filter.stage])
  const filters = [
    statuses && `p.status = any (${put(statuses)}::text[])`,
    filter.workerId && `p.worker_id = coalesce(${put(filter.workerId === 'me' ? null : filter.workerId)}::uuid, app.user_id())`,
    filter.noContactDays &&
      `(p.last_contact_at is null or p.last_contact_at < now() - make_interval(days => ${put(filter.noContactDays)}::integer)) and app.sees('notes', p.programme_id, p.id)`,
    from && `(${key}, p.id) ${beyond} (${put(from[1])}::${type}, ${put(from[2])}::uuid)`,
  ].filter((one) => typeof one === 'string')
  const name = `caseload ${sort} ${[statuses && 's', filter.workerId && 'w', filter.noContactDays && 'n', from && 'a'].filter(Boolean).join('')}`
  const [, rows] = await Promise.all([
    named(tx, 'in order', inOrder, []),
    named<ParticipantRow & { place: string }>(tx, name, pageOf(key, direction, filters.map((one) => ` and ${one}`).join('')), values),
  ])
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursor.write(sort, last.place, last.id) : null }
}

// The planner takes the programme's own condition and that of the policy for two that narrow each other, expects one row, and would read
// and sort the whole programme rather than the first rows of its ordered index. Where sorting is dear, the order of the index is taken.
const inOrder = `select set_config('enable_sort', 'off', true)`
const pageOf = (key: string, direction: string, filters: string) => `
with reach as materialized (select id from unnest(app.programmes('identity')) id where $1::uuid is null or id = $1),
page as materialized (
  select p.* from (
    select one.* from reach cross join lateral (
      select p.*, ${key} as place from participants p
      where p.partnership_id = app.partnership() and p.programme_id = reach.id${filters}
      order by ${key} ${direction}, p.id ${direction} limit $2) one
    union all
    select one.* from unnest(app.participants('identity')) given cross join lateral (
      select p.*, ${key} as place from participants p
      where p.partnership_id = app.partnership() and p.id = given and p.programme_id <> all (app.programmes('identity'))
        and ($1::uuid is null or p.programme_id = $1)${filters}) one
  ) p order by place ${direction}, id ${direction} limit $2
),
seen as (insert into access_events (partnership_id, user_id, request_id, programme_id, participant_id, operation)
  select app.partnership(), app.user_id(), app.request(), programme_id, id, 'participants.list'
  from (select programme_id, id from page order by place ${direction}, id ${direction} limit $2 - 1) shown)
select ${columns}, p.place::text as place from page p ${names} order by p.place ${direction}, p.id ${direction}`

const columns = `p.id, p.programme_id as "programmeId", coalesce(g.name, '') as "programmeName", p.reference, p.known_as as "knownAs",
  nullif(c.family_name, '') as "familyName", p.age_band as "ageBand", p.status, p.status_since as "statusSince", p.worker_id as "workerId", h.name as "workerName",
  ${touchOf('p', 'may.notes')}`
const names = `
${mayNotes('p')}
left join programmes g on g.partnership_id = p.partnership_id and g.id = p.programme_id
left join people h on h.partnership_id = p.partnership_id and h.user_id = p.worker_id
left join participant_contacts c on c.partnership_id = p.partnership_id and c.participant_id = p.id`

/** How near a word comes to a name: letters in common, or the same sound. */
const near = (name: string) =>
  `greatest(public.word_similarity(a.word, ${name}.name_key), case when ${name}.sounds && a.sounds then 0.85::real else 0::real end)`
/** Whose names the asker may see, a programme and a given person at a time: as conditions of one scan the policies would be asked of every row. */
const visible = (category: 'identity' | 'contact', table: string, whose: string, columns: string, only = '') => `
  select ${columns} from unnest(app.programmes('${category}')) reach cross join lateral (
    select * from ${table} where partnership_id = app.partnership() and programme_id = reach${only}) n where $2::uuid is null or reach = $2
  union all
  select ${columns} from unnest(app.participants('${category}')) given cross join lateral (
    select * from ${table} where partnership_id = app.partnership() and ${whose} = given and programme_id <> all (app.programmes('${category}'))${only}) n
  where $2::uuid is null or programme_id = $2`
// The names are fetched first; only then are they compared.
const search = `
with asked as materialized (select n, word, app.sounds(word) as sounds from unnest(string_to_array(btrim(app.fold($1)), ' ')) with ordinality as typed (word, n) where word <> '' limit 6),
known as materialized (${visible('identity', 'participants', 'id', 'id, name_key, sounds, lower(reference) as reference')}),
family as materialized (${visible('contact', 'participant_contacts', 'participant_id', 'participant_id, name_key, sounds', ` and name_key <> ''`)}),
compared as (
  select k.id, a.n, greatest(${near('k')}, case when k.reference in (a.word, 'yp-' || a.word) then 3::real else 0::real end) as near from known k cross join asked a
  union all
  select f.participant_id, a.n, ${near('f')} from family f cross join asked a
),
best as materialized (
  select id, sum(near) as near from (select id, n, max(near) as near from compared where near >= 0.5 group by id, n) word group by id order by 2 desc, id limit 20
),
seen as (insert into access_events (partnership_id, user_id, request_id, programme_id, participant_id, operation)
  select app.partnership(), app.user_id(), app.request(), p.programme_id, p.id, 'participants.find' from best join participants p on p.partnership_id = app.partnership() and p.id = best.id)
select ${columns} from best join participants p on p.partnership_id = app.partnership() and p.id = best.id ${names} order by best.near desc, p.name_key, p.id`

export const findByName = (tx: Tx, words: string, programmeId?: string): Promise<ParticipantRow[]> =>
  named<ParticipantRow>(tx, 'find by name', search, [words, programmeId ?? null])

export async function summariseCaseload(tx: Tx, programmeId?: string): Promise<CaseloadSummary> {
  const rows = await named<CaseloadSummary>(
    tx,
    'caseload summary',
    `
    select count(*)::integer as people, count(*) filter (where talking)::integer as talking, count(*) filter (where taking)::integer as "takingPart",
      count(*) filter (where (talking or taking) and worker_id = app.user_id())::integer as mine,
      count(*) filter (where (talking or taking) and (last_contact_at is null or last_contact_at < now() - interval '14 days') and app.sees('notes', programme_id, id))::integer as "noContact"
    from (select id, programme_id, worker_id, last_contact_at, status = any ($2::text[]) as talking, status = any ($3::text[]) as taking from participants
          where partnership_id = app.partnership() and ($1::uuid is null or programme_id = $1)) p`,
    [programmeId ?? null, statusesOf.talking, statusesOf.taking_part],
  )
  return rows[0]!
}

export async function listWorkers(tx: Tx): Promise<Worker[]> {
  const { rows } = await tx.execute<Worker & Record<string, unknown>>(sql`
    select h.user_id as id, h.name, array_agg(distinct m.programme_id) as "programmeIds"
    from memberships m join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id
    where m.partnership_id = app.partnership() and m.role in ('programme_lead', 'outreach_officer') and m.programme_id = any (app.mine())
      and m.from_at <= now() and (m.until_at is null or now() < m.until_at) and h.disabled_at is null and (h.left_on is null or h.left_on > current_date)
    group by h.user_id, h.name order by h.name`)
  return rows
}
