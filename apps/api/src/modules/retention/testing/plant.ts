// A young person with a row in nearly every table, and a canary in every text of theirs that may hold free words.
import type { World } from '#testing/world.ts'

/** Gives the canaries that stand now, by table and column. */
export async function plant(w: World, participant: string, canary = 'canary') {
  const { owner, ids, newId } = w
  const { partnership, programme, users, partners } = ids
  const add = async (table: string, values: Record<string, unknown>) => {
    const id = newId(),
      all = { partnership_id: partnership, id, ...values }
    await owner.query(
      `insert into ${table} (${Object.keys(all).join()}) values (${Object.keys(all)
        .map((_, i) => `$${i + 1}`)
        .join()})`,
      Object.values(all),
    )
    return id
  }
  const here = { programme_id: programme },
    theirs = { ...here, participant_id: participant }
  const nomination = await add('nominations', {
    ...here,
    source_partner_id: partners.housing,
    source_kind: 'housing',
    received_on: '2026-10-01',
    first_name: 'Sam',
    good_at_text: 'Drawing',
    status: 'accepted',
  })
  await add('nominations', {
    ...here,
    source_partner_id: partners.housing,
    source_kind: 'school',
    received_on: '2026-10-02',
    first_name: 'Sam',
    good_at_text: 'Boats',
    status: 'duplicate',
    duplicate_of_id: nomination,
    duplicate_of_participant_id: participant,
  })
  await add('triage_decisions', { ...here, nomination_id: nomination, outcome: 'accepted', decided_on: '2026-10-03' })
  await owner.query('update participants set nomination_id = $1 where id = $2', [nomination, participant])
  const visit = await add('visits', {
    ...theirs,
    starts_at: '2026-11-02T10:00:00Z',
    happened_at: '2026-11-02T10:00:00Z',
    officer_id: users.officer,
    status: 'recorded',
    outcome: 'welcomed',
  })
  await add('contact_events', { ...theirs, channel: 'call', outcome: 'good_chat', happened_at: '2026-11-03T10:00:00Z' })
  const note = await add('notes', { ...theirs, kind: 'visit', about_id: visit, their_words: 'First', staff_words: 'Second' })
  const interest = await add('interests', { ...theirs, own_words: 'Wood', tag: 'making', heard_on: '2026-11-02', heard_visit_id: visit })
  await add('assets', { ...theirs, own_words: 'Hands', heard_on: '2026-11-02' })
  const goal = await add('goals', { ...theirs, own_words: 'A van', set_on: '2026-11-02' })
  await add('participation_agreements', { ...theirs, what_i_get: 'A', what_i_give: 'B', agreed_on: '2026-11-02' })
  await add('participant_steps', { ...theirs, from_status: 'interested', to_status: 'agreed', happened_on: '2026-11-02' })
  await add('visit_risk_flags', { ...theirs, what_to_do: 'Go in twos', agreed_on: '2026-11-02', review_on: '2026-12-02' })
  await add('safety_checks', { ...theirs, checked_on: '2026-11-02' })
  const course = await add('courses', { ...here, name: 'Makers', capacity: 8, weeks: 6 })
  await add('course_elements', { ...here, course_id: course, title: 'Bench', interest_id: interest })
  await add('enrolments', { ...theirs, course_id: course, enrolled_on: '2026-11-03' })
  const session = await add('course_sessions', {
    ...here,
    course_id: course,
    week: 1,
    starts_at: '2026-11-05T13:00:00Z',
    ends_at: '2026-11-05T15:00:00Z',
    title: 'Bench',
    planned_title: 'Bench',
  })
  await add('attendance', { ...theirs, course_session_id: session, mark: 'came' })
  await add('session_replies', { ...theirs, course_session_id: session, reply: 'coming' })
  const { placement } = await w.place(participant, 'placement')
  await add('placement_steps', {
    ...theirs,
    placement_id: placement,
    partner_id: partners.joinery,
    from_state: 'taster',
    to_state: 'placement',
    happened_on: '2026-11-04',
    said_by: 'participant',
    how: 'in_person',
  })
  await add('placement_reviews', {
    ...theirs,
    placement_id: placement,
    partner_id: partners.joinery,
    side: 'participant',
    reviewed_on: '2026-11-06',
    words: 'Good',
    said_by: 'participant',
  })
  const match = await w.match(participant)
  await add('mentoring_sessions', { ...theirs, match_id: match, mentor_id: users.mentor, held_on: '2026-11-07', kind: 'met' })
  await add('measures', {
    ...theirs,
    occasion_id: newId(),
    framework: 'goal',
    item: '',
    goal_id: goal,
    value: 4,
    rated_by: 'self',
    rated_on: '2026-11-07',
  })
  const destination = await add('destinations', { ...theirs, kind: 'employment', starts_on: '2026-11-08', checked_on: '2026-11-08' })
  await add('follow_ups', { ...theirs, months: 3, due_on: '2027-02-08', destination_id: destination })
  const idea = await add('ideas', { ...here, words: 'A boat', raised_by_kind: 'participant' })
  await add('idea_voices', { ...theirs, idea_id: idea, from_interest_id: interest })
  await add('idea_supports', { ...here, idea_id: idea, user_id: users.sam })
  const decision = await add('decisions', { ...here, title: 'What first', state: 'options' })
  const option = await add('decision_options', { ...here, decision_id: decision, position: 1, words: 'Boats' })
  await add('decision_votes', { ...theirs, decision_id: decision, option_id: option, said_how: 'own_phone', created_by: users.sam })
  await add('contributions', {
    ...theirs,
    given_by: 'participant',
    given_on: '2026-11-08',
    what: 'Swept',
    minutes: 30,
    co_mode: 'co_deliver',
    voice_or_action: 'action',
    pathway: 'prevention',
  })
  await add('promises', {
    ...theirs,
    from_kind: 'officer',
    from_user_id: users.officer,
    to_kind: 'participant',
    text: 'Ring',
    made_in: 'other',
  })
  await add('risk_benefits', {
    ...theirs,
    subject: 'A lift',
    about: 'visit',
    visit_id: visit,
    risk_of_not_doing: 'No visit',
    carried_by_id: users.officer,
  })
  await add('risk_benefits', {
    ...theirs,
    subject: 'Tools',
    about: 'course',
    course_id: course,
    risk_of_not_doing: 'No bench',
    carried_by_id: users.officer,
  })
  await add('entry_replies', { ...theirs, about_kind: 'visit', about_id: visit, response: 'leave_out' })
  await add('own_asks', { ...theirs, kind: 'talk' })
  await add('withholdings', {
    ...theirs,
    about_kind: 'note',
    about_id: visit,
    visibility: 'team',
    reason: 'harm',
    withheld_on: '2026-11-08',
    review_on: '2026-12-08',
  })
  const supporter = await add('supporters', { ...here, kind: 'coach', known_as: 'Coach', already_does: 'Gym' })
  await add('supporter_links', { ...theirs, supporter_id: supporter })
  await add('break_glass', { ...theirs, user_id: users.secondOfficer, reason: 'Nobody else is at work tonight, and they rang us twice' })
  await add('drafts', {
    kind: 'note',
    about_id: participant,
    body: JSON.stringify({ words: `${canary} draft` }),
    created_by: users.officer,
  })
  await add('drafts', {
    kind: 'note',
    body: JSON.stringify({ participantId: participant, words: `${canary} draft` }),
    created_by: users.lead,
  })
  await add('messages', { kind: 'own', channel: 'text', to_address: '07700900123', subject: 'x', body: `${canary} message` })
  const imported = await add('imports', {
    ...here,
    kind: 'nominations',
    file_name: 'a.csv',
    file_digest: 'x',
    encoding: 'utf-8',
    delimiter: ',',
    columns: ['a'],
    created_by: users.lead,
  })
  await add('import_rows', { import_id: imported, line: 2, cells: ['Sam', 'Baird', `${canary} import`] })
  await owner.query(`insert into write_digests (partnership_id, id, operation, digest) values ($1, $2, 'visits.record', 'x')`, [
    partnership,
    visit,
  ])
  await owner.query(`insert into jobs.job (name, data) select name, $1::jsonb from jobs.queue where name = 'me.remind'`, [
    JSON.stringify({ partnershipId: partnership, id: participant, words: `${canary} job` }),
  ])
  return { planted: await canaries(w, participant, canary), nomination, visit, note, course, placement, idea, decision }
}

async function canaries({ owner }: World, participant: string, canary: string): Promise<string[]> {
  const { rows: columns } = await owner.query<{ table: string; column: string; kind: string }>(`
    select c.relname as table, a.attname as column, a.atttypid::regtype::text as kind
    from pg_class c join pg_attribute p on p.attrelid = c.oid and p.attname = 'participant_id' join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.atttypid in ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype) and a.attgenerated = ''
      and c.relname not in ('access_events', 'safeguarding_concerns') and a.attname not in ('family_name', 'phone', 'email') order by 1, 2`) // by these they are looked for
  const own = ['pronouns', 'communication_note', 'next_step'].map((column) => ({ table: 'participants', column, kind: 'text' })),
    words = ['family_name', 'contact_pointer', 'why_text', 'good_at_text', 'tried_before_text', 'trusted_person_text', 'notice_how']
  const ofNomination = words.map((column) => ({ table: 'nominations', column, kind: 'text' })),
    planted: string[] = []
  for (const { table, column, kind } of [...columns, ...own, ...ofNomination]) {
    const value = `${canary} ${table} ${column}`
    const where =
      table === 'participants'
        ? 'id = $1'
        : table === 'nominations'
          ? 'id = (select nomination_id from participants where id = $1) or duplicate_of_participant_id = $1'
          : 'participant_id = $1'
    const to = kind === 'text' ? '$2' : kind === 'text[]' ? 'array[$2]' : "jsonb_build_array(jsonb_build_object('words', $2::text))"
    await owner.query('savepoint one').catch(() => owner.query('begin; savepoint one'))
    const { rowCount } = await owner
      .query(`update ${table} set ${column} = ${to} where ${where}`, [participant, value])
      .catch(() => ({ rowCount: 0 }))
    await owner.query(rowCount ? 'release savepoint one' : 'rollback to savepoint one')
    if (rowCount) planted.push(`${table}.${column}`)
  }
  await owner.query('commit')
  return planted
}

/** Every table of ours and of the queue in which a text stands, however deep. */
export async function tablesWith({ owner }: World, text: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'app', 'jobs') and c.relkind = 'r' order by 1`,
  )
  const found: string[] = []
  for (const { name } of rows) {
    const { rowCount } = await owner.query(`select from ${name} t where position($1 in t::text) > 0 limit 1`, [text])
    if (rowCount) found.push(name)
  }
  return found
}
