// Who may see what, worked out a second time and in another way than the database does it: from the rows of memberships, agreements, matches and
// placements as they stand, by the words of the access matrix. It shares no line, no function and no setting with the door or a policy.
import type pg from 'pg'

export type Category = 'identity' | 'contact' | 'interests' | 'participation' | 'notes' | 'risk' | 'outcomes' | 'safeguarding' | 'power'

/** Who reads what of everyone in the programme, and who of those given to them. */
const everyone: Record<string, Category[]> = {
  programme_lead: ['identity', 'contact', 'interests', 'participation', 'notes', 'risk', 'outcomes', 'power'],
  outreach_officer: ['identity', 'contact', 'interests', 'participation', 'notes', 'risk', 'outcomes', 'power'],
  safeguarding_lead: ['identity', 'contact', 'safeguarding', 'power'],
  mentor: ['power'],
  partner_contact: ['power'],
  participant: ['power'],
  participant_rep: ['power'],
}
const given: Record<string, Category[]> = {
  mentor: ['identity', 'interests', 'participation', 'outcomes'],
  partner_contact: ['identity', 'interests', 'participation'],
  placement_supervisor: ['identity', 'participation'],
  participant: ['identity', 'contact', 'interests', 'participation', 'notes', 'outcomes'],
}

interface Held {
  programmeId: string
  partnerId: string | null
  role: string
  /** Null: nothing narrows it. */
  agreed: string[] | null
}
export interface Oracle {
  /** Roles that live at this moment. */
  held(userId: string): Held[]
  belongs(userId: string, programmeId: string): boolean
  holds(userId: string, programmeId: string, ...roles: string[]): boolean
  /** Safeguarding lead by role, or named as its lead or deputy by the programme. */
  keepsSafe(userId: string, programmeId: string): boolean
  /** Of a partnership: one that the person works in. */
  worksIn(userId: string, partnershipId: string): boolean
  isAdmin(userId: string, partnershipId: string): boolean
  partnerOf(userId: string): string | undefined
  /** Of everyone in the programme. */
  seesAll(userId: string, category: Category, programmeId: string): boolean
  /** Of one young person. */
  sees(userId: string, category: Category, participantId: string): boolean
  isSelf(userId: string, participantId: string): boolean
}

export async function readOracle(client: pg.ClientBase): Promise<Oracle> {
  const all = async <T extends object>(text: string) => (await client.query<T>(text)).rows
  const now = Date.now()
  const staff = await all<{ user_id: string; partnership_id: string; partner_id: string; administrator: boolean; gone: boolean }>(
    `select user_id, partnership_id, partner_id, administrator, disabled_at is not null or coalesce(left_on <= current_date, false) as gone from people`,
  )
  const roles = await all<{
    user_id: string
    programme_id: string
    partner_id: string | null
    role: string
    from_at: Date
    until_at: Date | null
  }>('select user_id, programme_id, partner_id, role, from_at, until_at from memberships')
  const kept = await all<{
    id: string
    lead_partner_id: string
    safeguarding_lead_id: string | null
    safeguarding_deputy_id: string | null
  }>('select id, lead_partner_id, safeguarding_lead_id, safeguarding_deputy_id from programmes')
  const programmes = new Map(kept.map((one) => [one.id, one.lead_partner_id]))
  const agreements = await all<{
    programme_id: string
    partner_id: string
    categories: string[]
    valid_from: Date
    valid_until: Date
    ended_at: Date | null
    agreed_at: Date | null
  }>('select programme_id, partner_id, categories, valid_from, valid_until, ended_at, agreed_at from sharing_agreements')
  const matches = await all<{ participant_id: string; mentor_id: string }>(
    `select participant_id, mentor_id from mentor_matches where status = 'active'`,
  )
  const placements = await all<{ participant_id: string; partner_id: string }>(
    `select participant_id, partner_id from placements where state not in ('suggested', 'they_said_no', 'ended_early')`,
  )
  const young = new Map(
    (
      await all<{ id: string; partnership_id: string; programme_id: string; user_id: string | null; restricted: boolean }>(
        'select id, partnership_id, programme_id, user_id, restricted from participants',
      )
    ).map((one) => [one.id, one]),
  )
  const worksFor = (userId: string) => staff.find((one) => one.user_id === userId && !one.gone)

  const held = (userId: string): Held[] =>
    roles
      .filter((one) => one.user_id === userId && one.from_at.getTime() <= now && (one.until_at === null || one.until_at.getTime() > now))
      .filter((one) => one.partner_id === null || worksFor(userId)?.partner_id === one.partner_id)
      .flatMap((one): Held[] => {
        const held = { programmeId: one.programme_id, partnerId: one.partner_id, role: one.role }
        if (one.partner_id === null || programmes.get(one.programme_id) === one.partner_id) return [{ ...held, agreed: null }]
        const live = agreements.filter(
          (a) =>
            a.programme_id === one.programme_id &&
            a.partner_id === one.partner_id &&
            a.agreed_at !== null &&
            a.ended_at === null &&
            a.valid_from.getTime() <= now &&
            now < a.valid_until.getTime(),
        )
        return live.length === 0 ? [] : [{ ...held, agreed: live.flatMap((a) => a.categories) }]
      })
  const covers = ({ agreed }: Held, category: Category) => agreed === null || agreed.includes(category)
  const isSelf = (userId: string, participantId: string) => young.get(participantId)?.user_id === userId
  const givenTo = (userId: string, { role, partnerId }: Held, participantId: string) =>
    role === 'mentor'
      ? matches.some((one) => one.mentor_id === userId && one.participant_id === participantId)
      : role === 'participant'
        ? isSelf(userId, participantId)
        : placements.some((one) => one.partner_id === partnerId && one.participant_id === participantId)
  const seesAll = (userId: string, category: Category, programmeId: string) =>
    held(userId).some((one) => one.programmeId === programmeId && covers(one, category) && everyone[one.role]?.includes(category))
  return {
    held,
    isSelf,
    seesAll,
    belongs: (userId, programmeId) => held(userId).some((one) => one.programmeId === programmeId),
    holds: (userId, programmeId, ...wanted) => held(userId).some((one) => one.programmeId === programmeId && wanted.includes(one.role)),
    keepsSafe: (userId, programmeId) =>
      held(userId).some((one) => one.programmeId === programmeId && one.role === 'safeguarding_lead') ||
      (held(userId).some((one) => one.programmeId === programmeId) &&
        kept.some((one) => one.id === programmeId && [one.safeguarding_lead_id, one.safeguarding_deputy_id].includes(userId))),
    worksIn: (userId, partnershipId) =>
      worksFor(userId)?.partnership_id === partnershipId ||
      [...young.values()].some((one) => one.user_id === userId && one.partnership_id === partnershipId),
    isAdmin: (userId, partnershipId) => worksFor(userId)?.partnership_id === partnershipId && worksFor(userId)!.administrator,
    partnerOf: (userId) => worksFor(userId)?.partner_id,
    sees: (userId, category, participantId) => {
      const one = young.get(participantId)
      if (!one || (one.restricted && !isSelf(userId, participantId))) return false
      return (
        seesAll(userId, category, one.programme_id) ||
        held(userId).some(
          (h) =>
            h.programmeId === one.programme_id &&
            covers(h, category) &&
            given[h.role]?.includes(category) &&
            givenTo(userId, h, participantId),
        )
      )
    },
  }
}
