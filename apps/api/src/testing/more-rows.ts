// What testing/rows.ts and testing/world.ts leave out: people who have nothing to do with Sam, and what hangs on a visit, a match, a request.
import type { World } from './world.ts'

/** A second participant with an account, one who speaks for the group, a mentor and a supervisor of nobody. */
export async function morePeople(w: World) {
  const { partnership, programme, partners, participants } = w.ids
  const q = (text: string, values: unknown[]) => w.owner.query(text, values)
  const ines = w.newId()
  await q(`insert into participants (partnership_id, id, programme_id, known_as, status) values ($1, $2, $3, 'Ines', 'active')`, [
    partnership,
    ines,
    programme,
  ])
  const tokens: Record<string, string> = {},
    users: Record<string, string> = {}
  for (const [name, partner, role, participant] of [
    ['rosa', null, 'participant', participants.rosa],
    ['rep', null, 'participant_rep', ines],
    ['secondMentor', 'fire', 'mentor', null],
    ['secondSupervisor', 'fire', 'placement_supervisor', null],
  ] as const) {
    const user = w.newId()
    await q('insert into users (id, email) values ($1, $2)', [user, `${name}@test.invalid`])
    if (partner)
      await q(`insert into people (partnership_id, id, user_id, partner_id, name, email) values ($1, $2, $3, $4, $5, $6)`, [
        partnership,
        w.newId(),
        user,
        partners[partner],
        `${name} Test`,
        `${name}@test.invalid`,
      ])
    await q(
      `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role, from_at) values ($1, $2, $3, $4, $5, $6, '2026-01-01')`,
      [partnership, w.newId(), programme, user, partner && partners[partner], role],
    )
    if (participant) await q('update participants set user_id = $1 where id = $2', [user, participant])
    users[name] = user
    tokens[name] = await w.tokenOf(user, partnership)
  }
  return { tokens, users }
}

/** Adds to `ids` what it makes: a name may stand for several rows. */
export async function moreRows(w: World, rows: Record<string, string>, ids: Record<string, string[]>): Promise<void> {
  const { partnership, programme, participants, users, partners } = w.ids
  const add = async (table: string, values: Record<string, unknown>) => {
    const all = { partnership_id: partnership, id: w.newId(), programme_id: programme, participant_id: participants.sam, ...values }
    await w.owner.query(
      `insert into ${table} (${Object.keys(all).join()}) values (${Object.keys(all)
        .map((_, i) => `$${i + 1}`)
        .join()})`,
      Object.values(all),
    )
    return all.id
  }
  const meetUp = await add('mentoring_sessions', {
    match_id: rows.matchId,
    mentor_id: users.mentor,
    held_on: '2026-11-02',
    created_by: users.mentor,
  })
  ids.sessionId!.push(meetUp)
  const notes = { visit: rows.visitId, contact: rows.contactId, mentoring: meetUp, placement: rows.placementId }
  for (const [kind, about_id] of Object.entries(notes))
    await add('notes', { kind, about_id, created_by: kind === 'mentoring' ? users.mentor : users.officer })
  await add('participant_steps', { to_status: 'active', happened_on: '2026-10-01' })
  await add('participation_agreements', { what_i_get: 'x', what_i_give: 'x', agreed_on: '2026-10-01' })
  for (const [side, said_by] of Object.entries({ participant: 'participant', partner: 'partner' }))
    await add('placement_reviews', {
      placement_id: rows.placementId,
      partner_id: partners.joinery,
      side,
      reviewed_on: '2026-11-02',
      words: 'x',
      said_by,
    })
  await add('promise_steps', { promise_id: rows.promiseId, deed: 'made', was_text: 'x' })
  await add('session_replies', { course_session_id: rows.sessionId, reply: 'coming' })
  await add('own_answers', { own_ask_id: rows.askId, decision: 'read' })
  await add('measures', {
    occasion_id: w.newId(),
    framework: 'goal',
    goal_id: rows.goalId,
    value: 4,
    rated_by: 'self',
    rated_on: '2026-11-01',
  })
  await add('safety_checks', { checked_on: '2026-11-01' })
  await w.owner.query(
    `insert into triage_decisions (partnership_id, id, programme_id, nomination_id, outcome, decided_on) values ($1, $2, $3, $4, 'accepted', '2026-11-01')`,
    [partnership, w.newId(), programme, rows.nominationId],
  )
  // One request is with the second person, one went out; each with its package.
  const weighed = {
    prepared_by: users.data,
    id_ok_on: '2026-11-01',
    searched_at: '2026-11-02T10:00:00Z',
    harm_test: 'withhold',
    harm_words: 'x',
    harm_on: '2026-11-02',
  }
  await w.owner.query(
    `update rights_requests set state = 'second_check', prepared_by = $2, id_ok_on = '2026-11-01', harm_test = 'withhold', harm_words = 'x', harm_on = '2026-11-02' where id = $1`,
    [rows.requestId, users.data],
  )
  const sent = await add('rights_requests', {
    ...weighed,
    kind: 'access',
    made_by: 'participant',
    made_how: 'own_page',
    received_on: '2026-09-01',
    state: 'sent',
    checked_by: users.lead,
    closed_on: '2026-11-10',
    outcome: 'done',
  })
  ids.requestId!.push(sent)
  await add('rights_entries', { request_id: rows.requestId, number: 1, source: 'visits', field: 'why', body: 'x' })
  await add('rights_pauses', { request_id: rows.requestId, from_on: '2026-11-02', asked: 'x' })
  await add('erasure_requests', {
    asked_by: 'participant',
    state: 'refused',
    ground: 'legal_claims',
    answer: 'x',
    answered_on: '2026-11-02',
  })
  await add('info_shares', {
    kind: 'notice',
    to_organisation: 'x',
    to_person: 'x',
    items: ['known_as'],
    why: 'x',
    lawful_basis: 'public_task',
    told_how: 'in_person',
    told_on: '2026-11-01',
    state: 'opened',
    created_by: users.officer,
    authorised_by_id: users.lead,
    authorised_at: '2026-11-01T10:00:00Z',
    sent_at: '2026-11-01T10:00:00Z',
    opened_at: '2026-11-01T11:00:00Z',
  })
  ids.attachmentId = [
    await add('attachments', {
      about_kind: 'visit',
      visit_id: rows.visitId,
      name: 'x',
      size: 3,
      media_type: 'application/pdf',
      digest: 'x',
      status: 'kept',
      created_by: users.officer,
    }),
  ]
}
