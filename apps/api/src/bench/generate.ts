// N generated participants with visits, interests and attendance, in a database of the bench's own. Every name is made of syllables.
// Written set by set, without triggers and with the indexes built afterwards, so that a million takes minutes.
import type pg from 'pg'
import { v7 as uuidv7 } from 'uuid'

const perProgramme = 500
/** Ten visits to each; four where that would be ten million rows, which say nothing more and take long to write. */
export const visitsFor = (n: number) => (n > 200_000 ? 4 : 10)

export interface Generated {
  partnershipId: string
  userId: string
  programmeId: string
  participantIds: string[]
  courses: number
}

/** Arranges as superuser: one partnership, N / 500 programmes; the officer of the bench belongs to the first. */
export async function generate(superuser: pg.ClientBase, n: number, visitsEach = visitsFor(n)): Promise<Generated> {
  const partnershipId = uuidv7(),
    userId = uuidv7(),
    partnerId = uuidv7(),
    areaId = uuidv7()
  const q = (text: string, values: unknown[] = []) => superuser.query(text, values)
  await q(`insert into partnerships (id, name, slug) values ($1, 'Bench', 'bench')`, [partnershipId])
  await q(`insert into users (id, email) values ($1, 'bench@bench.invalid')`, [userId])
  await q(`insert into partners (partnership_id, id, name, sector) values ($1, $2, 'Bench partner', 'public')`, [partnershipId, partnerId])
  await q(
    `insert into people (partnership_id, id, user_id, partner_id, name, email) values ($1, $2, $3, $4, 'Bench Officer', 'bench@bench.invalid')`,
    [partnershipId, uuidv7(), userId, partnerId],
  )
  await q(
    `insert into pvg_checks (partnership_id, id, user_id, workforce, membership_confirmed_on, renewal_due, carried_over) values ($1, $2, $3, 'children', current_date - 1, current_date + 1000, true)`,
    [partnershipId, uuidv7(), userId],
  )
  await q(`insert into areas (partnership_id, id, kind, code, name) values ($1, $2, 'estate', 'BENCH', 'Bench')`, [partnershipId, areaId])
  const programmes = Math.max(1, Math.round(n / perProgramme))
  const tables = [
    'programmes',
    'participants',
    'participant_contacts',
    'interests',
    'visits',
    'notes',
    'courses',
    'course_sessions',
    'enrolments',
    'attendance',
  ]
  const { rows: indexes } = await q(
    `select format('%I', c.relname) as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = any ($1::regclass[]) and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)`,
    [tables],
  )
  for (const { name } of indexes) await q(`drop index ${name}`)
  // Triggers write audit rows one by one and foreign keys ask one by one; the bench measures requests, not its own generator.
  await q(`set session_replication_role = replica; set maintenance_work_mem = '512MB'; set synchronous_commit = off`)
  await q(
    `insert into programmes (partnership_id, id, name, area_id, lead_partner_id, status, started_on) select $1, gen_random_uuid(), 'Bench ' || i, $2, $3, 'running', '2026-01-01' from generate_series(1, $4::int) i`,
    [partnershipId, areaId, partnerId, programmes],
  )
  await q(
    `create temp table bench_programmes as select id, row_number() over (order by name) - 1 as number from programmes where partnership_id = '${partnershipId}'`,
  )
  await q(`create temp table bench_people as select gen_random_uuid() as id, (i - 1) % ${programmes} as number, i,
    (array['Ada','Bel','Cor','Dun','Eil','Fin','Gre','Han','Ion','Jam'])[1 + k % 10] || (array['an','ie','y','ra','lo','na','in','us'])[1 + k / 10 % 8] as known_as,
    (array['Mac','Fer','Bai','Dou','Ros','Ken','Lin','Mor'])[1 + k / 3 % 8] || (array['lean','guson','rd','glas','s','nedy','dsay','rison'])[1 + k / 7 % 8] || (k % 97) as family_name
    from generate_series(1, ${n}) i, lateral (select (i - 1) / ${programmes} + i % 13 as k) mixed`)
  await q(
    `insert into participants (partnership_id, id, programme_id, known_as, age_band, status, worker_id, last_contact_at, next_step, next_step_on)
    select $1, p.id, g.id, p.known_as, '16_17', (array['in_conversation','interested','agreed','active'])[1 + p.i % 4], $2, now() - (p.i % 60) * interval '1 day', 'Call back', current_date + (p.i % 20) from bench_people p join bench_programmes g using (number)`,
    [partnershipId, userId],
  )
  await q(
    `insert into participant_contacts (partnership_id, id, programme_id, participant_id, family_name, address) select $1, gen_random_uuid(), g.id, p.id, p.family_name, (p.i % 200) || ' Bench Road' from bench_people p join bench_programmes g using (number)`,
    [partnershipId],
  )
  await q(
    `insert into interests (partnership_id, id, programme_id, participant_id, own_words, tag, heard_on) select $1, gen_random_uuid(), g.id, p.id, 'I like making things', (array['joinery','motors','music','cooking'])[1 + p.i % 4], '2026-02-01' from bench_people p join bench_programmes g using (number)`,
    [partnershipId],
  )
  await q(
    `insert into visits (partnership_id, id, programme_id, participant_id, status, starts_at, happened_at, outcome, officer_id, place)
    select $1, gen_random_uuid(), g.id, p.id, 'recorded', now() - (v * 7 + p.i % 7) * interval '1 day', now() - (v * 7 + p.i % 7) * interval '1 day', 'listened', $2, 'at home' from bench_people p join bench_programmes g using (number), generate_series(1, ${visitsEach}) v`,
    [partnershipId, userId],
  )
  await q(
    `insert into notes (partnership_id, id, programme_id, participant_id, kind, about_id, job_words) select partnership_id, gen_random_uuid(), programme_id, participant_id, 'visit', id, 'Something with my hands' from visits where partnership_id = $1 and extract(day from starts_at)::int % 2 = 0`,
    [partnershipId],
  )
  await q(
    `insert into courses (partnership_id, id, programme_id, name, status, weeks, capacity, starts_on) select $1, gen_random_uuid(), id, 'Bench course', 'running', 8, 200, '2026-09-07' from bench_programmes`,
    [partnershipId],
  )
  await q(
    `insert into course_sessions (partnership_id, id, programme_id, course_id, week, starts_at, ends_at, title, planned_title, status) select $1, gen_random_uuid(), programme_id, id, w, '2026-09-07 10:00+01'::timestamptz + w * interval '7 days', '2026-09-07 15:00+01'::timestamptz + w * interval '7 days', 'Session', 'Session', 'held' from courses, generate_series(1, 8) w where partnership_id = $1`,
    [partnershipId],
  )
  await q(
    `insert into enrolments (partnership_id, id, programme_id, participant_id, course_id, enrolled_on) select $1, gen_random_uuid(), g.id, p.id, c.id, '2026-09-01' from bench_people p join bench_programmes g using (number) join courses c on c.programme_id = g.id where p.i / ${programmes} % 25 = 0`,
    [partnershipId],
  )
  await q(
    `insert into attendance (partnership_id, id, programme_id, participant_id, course_session_id, mark) select e.partnership_id, gen_random_uuid(), e.programme_id, e.participant_id, s.id, 'came' from enrolments e join course_sessions s on s.partnership_id = e.partnership_id and s.course_id = e.course_id where e.partnership_id = $1`,
    [partnershipId],
  )
  for (const { definition } of indexes) await q(definition)
  await q('reset session_replication_role')
  const {
    rows: [programme],
  } = await q('select id from bench_programmes order by number limit 1')
  await q(
    `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role, from_at) values ($1, $2, $3, $4, $5, 'outreach_officer', '2026-01-01'), ($1, $6, $3, $4, $5, 'programme_lead', '2026-01-01')`,
    [partnershipId, uuidv7(), programme.id, userId, partnerId, uuidv7()],
  )
  const { rows } = await q('select p.id from bench_people p where number = 0')
  for (const table of tables) await q(`vacuum analyze ${table}`)
  await q('analyze')
  return {
    partnershipId,
    userId,
    programmeId: programme.id,
    participantIds: rows.map((row: { id: string }) => row.id),
    courses: programmes,
  }
}
