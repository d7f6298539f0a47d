// A small world with names, so that tests read as stories. All invented.
import { v7 as uuidv7 } from 'uuid'
import { testApp } from './app.ts'

const staff = {
  lead: ['housing', 'programme_lead'],
  officer: ['fire', 'outreach_officer'],
  secondOfficer: ['fire', 'outreach_officer'],
  mentor: ['housing', 'mentor'],
  partner: ['joinery', 'partner_contact'],
  supervisor: ['joinery', 'placement_supervisor'],
  safeguarding: ['housing', 'safeguarding_lead'],
  data: ['housing', 'data_lead'],
  analyst: ['housing', 'analyst'],
  admin: ['housing', null],
  otherpartner: ['garage', 'partner_contact'],
} as const
export type Person = keyof typeof staff | 'otherlead' | 'sam'

/**
 * Harbour is a running programme of the Riverside partnership, led by the housing partner. Fire works under a full agreement, the
 * joinery under one for identity, interests and participation; the garage has a contact but no agreement at all. Sam and Rosa are
 * participants; Sam has an account. Hill is another partnership with a programme and a lead of its own.
 */
export async function world(options: Parameters<typeof testApp>[0] = {}) {
  const t = await testApp(options)
  const q = (text: string, values: unknown[] = []) => t.owner.query(text, values)
  const id = uuidv7
  const partnership = id(),
    otherPartnership = id(),
    area = id(),
    otherArea = id(),
    programme = id(),
    otherProgramme = id(),
    hillside = id()
  const partners = { housing: id(), fire: id(), joinery: id(), garage: id() }
  const users = Object.fromEntries([...Object.keys(staff), 'otherlead', 'sam'].map((name) => [name, id()])) as Record<Person, string>
  const participants = { sam: id(), rosa: id() }

  await q(
    `insert into partnerships (id, name, slug, duty_phone) values ($1, 'Riverside', 'riverside', '0141 496 0000'), ($2, 'Hill', 'hill', '')`,
    [partnership, otherPartnership],
  )
  for (const [name, user] of Object.entries(users)) await q('insert into users (id, email) values ($1, $2)', [user, `${name}@test.invalid`])
  for (const [name, partner] of Object.entries(partners)) {
    await q(`insert into partners (partnership_id, id, name, sector, anchor_capable) values ($1, $2, $3, $4, $5)`, [
      partnership,
      partner,
      name[0]!.toUpperCase() + name.slice(1),
      name === 'joinery' || name === 'garage' ? 'private' : 'public',
      name === 'housing',
    ])
  }
  for (const [name, [partner]] of Object.entries(staff)) {
    await q(
      `insert into people (partnership_id, id, user_id, partner_id, name, email, administrator) values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        partnership,
        id(),
        users[name as Person],
        partners[partner],
        `${name[0]!.toUpperCase()}${name.slice(1)} Test`,
        `${name}@test.invalid`,
        name === 'admin',
      ],
    )
  }
  // Everyone here is in the PVG scheme, as the administrator saw; theirs was seen by the lead.
  for (const name of Object.keys(staff))
    await q(
      `insert into pvg_checks (partnership_id, id, user_id, workforce, membership_confirmed_on, renewal_due, seen_by_id) values ($1, $2, $3, 'both', current_date - 300, current_date + 1400, $4)`,
      [partnership, id(), users[name as Person], name === 'admin' ? users.lead : users.admin],
    )
  await q(`insert into areas (partnership_id, id, kind, code, name) values ($1, $2, 'estate', 'HARB', 'Harbour')`, [partnership, area])
  await q(
    `insert into programmes (partnership_id, id, name, area_id, lead_partner_id, cohort_name, status, started_on, dpia_status, rights_check_status, safeguarding_lead_id, safeguarding_deputy_id)
    values ($1, $2, 'Harbour', $3, $4, 'The Harbour crew', 'running', '2026-02-01', 'approved', 'done', $5, $6)`,
    [partnership, programme, area, partners.housing, users.safeguarding, users.lead],
  )
  for (const [name, [partner, role]] of Object.entries(staff)) {
    if (role)
      await q(
        `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role, from_at) values ($1, $2, $3, $4, $5, $6, '2026-01-01')`,
        [partnership, id(), programme, users[name as Person], partners[partner], role],
      )
  }
  const agree = (partner: string, categories: string[]) =>
    q(
      `insert into sharing_agreements (partnership_id, id, programme_id, partner_id, categories, purpose, valid_from, valid_until, agreed_at) values ($1, $2, $3, $4, $5, 'To run the programme together', '2026-01-01', '2099-01-01', now())`,
      [partnership, id(), programme, partner, categories],
    )
  await agree(partners.fire, ['identity', 'contact', 'interests', 'participation', 'notes', 'risk', 'outcomes', 'power'])
  await agree(partners.joinery, ['identity', 'interests', 'participation', 'power'])
  for (const [name, one] of Object.entries(participants)) {
    const known = name[0]!.toUpperCase() + name.slice(1)
    await q(
      `insert into participants (partnership_id, id, programme_id, known_as, age_band, status, worker_id) values ($1, $2, $3, $4, '18_20', 'active', $5)`,
      [partnership, one, programme, known, users.officer],
    )
    await q(
      `insert into participant_contacts (partnership_id, id, programme_id, participant_id, family_name, date_of_birth, address, phone) values ($1, $2, $3, $4, $5, '2007-03-04', '4 Quay Lane', '07700 900123')`,
      [partnership, id(), programme, one, name === 'sam' ? 'Baird' : 'Fraser'],
    )
  }
  await q(
    `insert into memberships (partnership_id, id, programme_id, user_id, role, from_at) values ($1, $2, $3, $4, 'participant', '2026-01-01')`,
    [partnership, id(), programme, users.sam],
  )
  await q('update participants set user_id = $1 where id = $2', [users.sam, participants.sam])

  await q(`insert into partners (partnership_id, id, name, sector) values ($1, $2, 'Hillside', 'third')`, [otherPartnership, hillside])
  await q(
    `insert into people (partnership_id, id, user_id, partner_id, name, email, administrator) values ($1, $2, $3, $4, 'Otherlead Test', 'otherlead@test.invalid', true)`,
    [otherPartnership, id(), users.otherlead, hillside],
  )
  await q(`insert into areas (partnership_id, id, kind, code, name) values ($1, $2, 'estate', 'HILL', 'Hill')`, [
    otherPartnership,
    otherArea,
  ])
  await q(
    `insert into programmes (partnership_id, id, name, area_id, lead_partner_id, status) values ($1, $2, 'Hill', $3, $4, 'running')`,
    [otherPartnership, otherProgramme, otherArea, hillside],
  )
  await q(
    `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role, from_at) values ($1, $2, $3, $4, $5, 'programme_lead', '2026-01-01')`,
    [otherPartnership, id(), otherProgramme, users.otherlead, hillside],
  )

  const tokens = {} as Record<Person, string>
  for (const [name, user] of Object.entries(users))
    tokens[name as Person] = await t.tokenOf(user, name === 'otherlead' ? otherPartnership : partnership)
  return {
    ...t,
    ids: { partnership, otherPartnership, area, programme, otherProgramme, partners, users, participants },
    tokens,
    as: (person: Person) => t.call(tokens[person]),
    stranger: () => t.call(),
    newId: id,
    /** The joinery's agreement ends now, as the data lead would end it. */
    endAgreement: (partner: string = partners.joinery) =>
      q('update sharing_agreements set ended_at = now() where partner_id = $1', [partner]),
    /** Whether somebody's PVG check stands: Disclosure Scotland was told that they stopped, or was not. */
    clear: (person: Person, clear = true) =>
      q('update pvg_checks set ended_notified_on = case when $2 then null else current_date end where user_id = $1', [
        users[person],
        clear,
      ]),
    /** Arranges an offer and a placement of a participant with the joinery, in a state. */
    place: async (participant: string, state = 'placement') => {
      const opportunity = id(),
        placement = id()
      await q(
        `insert into opportunities (partnership_id, id, partner_id, kind, title, status, places) values ($1, $2, $3, 'placement', 'Bench joinery', 'open', 3)`,
        [partnership, opportunity, partners.joinery],
      )
      await q(
        `insert into placements (partnership_id, id, programme_id, participant_id, opportunity_id, partner_id, state, starts_on) values ($1, $2, $3, $4, $5, $6, $7, '2026-11-02')`,
        [partnership, placement, programme, participant, opportunity, partners.joinery, state],
      )
      return { opportunity, placement }
    },
    /** Arranges an active match of a participant with the mentor. */
    match: async (participant: string) => {
      const match = id()
      await q(
        `insert into mentor_matches (partnership_id, id, programme_id, participant_id, mentor_id, status, proposed_on, participant_yes_on, mentor_yes_on, started_on) values ($1, $2, $3, $4, $5, 'active', '2026-10-01', '2026-10-02', '2026-10-02', '2026-10-02')`,
        [partnership, match, programme, participant, users.mentor],
      )
      return match
    },
  }
}
export type World = Awaited<ReturnType<typeof world>>
