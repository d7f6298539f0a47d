// Who may read what, in the words of the domain: for every route that names a thing, and for the rows of every table whose ids are ever shown.
// Written for the oracle, beside the policies and never from them.
import type { Category, Oracle } from './oracle.ts'
import type { Person } from './world.ts'

interface Asking {
  oracle: Oracle
  user: string
}
export interface AskingRoute extends Asking {
  partnership: string
  ids: Record<string, string>
  programme: string
  participant: string
}
type Row = Record<string, unknown> & { table: string }
interface AskingRow extends Asking {
  row: Row
}

type Need = (asking: AskingRoute) => boolean
const all =
  (category: Category): Need =>
  ({ oracle, user, programme }) =>
    oracle.seesAll(user, category, programme)
const one =
  (category: Category): Need =>
  ({ oracle, user, participant }) =>
    oracle.sees(user, category, participant)
const role =
  (...roles: string[]): Need =>
  ({ oracle, user, programme }) =>
    oracle.holds(user, programme, ...roles)
const member: Need = ({ oracle, user, programme }) => oracle.belongs(user, programme)
const admin: Need = ({ oracle, user, partnership }) => oracle.isAdmin(user, partnership)
const here: Need = ({ oracle, user, partnership }) => oracle.worksIn(user, partnership)
/** Whoever holds a live role in any programme of the partnership. */
const colleague: Need = (asking) => asking.oracle.held(asking.user).length > 0 && here(asking)
const self: Need = ({ oracle, user, participant }) => oracle.isSelf(user, participant)
const keeper: Need = ({ oracle, user, programme }) => oracle.keepsSafe(user, programme)
const nobody: Need = () => false
const is =
  (name: string): Need =>
  ({ user, ids }) =>
    ids[name] === user
const works =
  (name: string): Need =>
  ({ oracle, user, ids }) =>
    oracle.partnerOf(user) !== undefined && oracle.partnerOf(user) === ids[name]
const either =
  (...needs: Need[]): Need =>
  (asking) =>
    needs.some((need) => need(asking))
const both =
  (...needs: Need[]): Need =>
  (asking) =>
    needs.every((need) => need(asking))

/** 404 for whom this says no; anything else (also 403) for whom it says yes. The things are Sam's, or Harbour's: see testing/rows.ts. */
const byOperation: Record<string, Need> = {
  'offline.isNever': one('identity'),
  'offline.open': nobody,
  'visitSafety.mobile': either(admin, is('officerId')),
  'visitSafety.read': all('participation'),
  'visitSafety.rules': all('participation'),
  'risk-benefits.people': either(member, admin),
  'logs.unusual': member,
  'power.changes': all('power'),
  'power.board': all('power'),
  'accessReviews.read': either(role('programme_lead', 'data_lead'), admin),
  'adaptations.read': all('power'),
  'agreements.read': either(admin, role('data_lead', 'programme_lead'), works('agreementPartnerId')),
  'attachments.bytes': either(all('notes'), self),
  'breakGlass.read': either(role('programme_lead', 'data_lead'), is('lookUserId')),
  'chronology.read': either(all('participation'), keeper, self),
  'complaints.read': either(role('data_lead'), self),
  'concerns.read': keeper,
  'concerns.reads': keeper,
  'concerns.secondReaders': keeper,
  'contacts.read': either(all('participation'), self),
  'contributions.read': either(all('participation'), self),
  'enrolments.candidates': member,
  'exportFiles.read': nobody,
  'exportFiles.file': nobody,
  'ideas.read': all('power'),
  'imports.read': is('importOwnerId'),
  'imports.errors': is('importOwnerId'),
  'imports.preview': is('importOwnerId'),
  'me.ownJson': self,
  'me.ownPdf': self,
  'meetings.read': all('power'),
  'mentoring.read': either(all('participation'), is('mentorId'), self),
  'mentoring.meetUps': either(all('participation'), is('mentorId'), self),
  'mentoring.readMeetUp': nobody,
  'nominations.read': all('identity'),
  'opportunities.read': either(
    works('opportunityPartnerId'),
    role('programme_lead', 'outreach_officer', 'mentor', 'participant', 'analyst'),
  ),
  'opportunities.suggestions': either(
    works('opportunityPartnerId'),
    role('programme_lead', 'outreach_officer', 'mentor', 'participant', 'analyst'),
  ),
  'participants.contact': one('contact'),
  'participants.safety': one('risk'),
  'placements.read': both(one('participation'), ({ oracle, user, programme }) => !oracle.holds(user, programme, 'mentor')),
  'placements.supervisors': both(one('participation'), ({ oracle, user, programme }) => !oracle.holds(user, programme, 'mentor')),
  'promises.read': either(all('participation'), self),
  'promises.steps': either(all('participation'), self),
  'pvg.ofPerson': either(colleague, admin),
  'people.read': either(colleague, admin),
  'sessions.list': either(colleague, admin),
  'retention.batch': role('data_lead', 'programme_lead'),
  'rights.read': role('data_lead', 'programme_lead'),
  'rights.entries': either(role('data_lead', 'programme_lead'), self),
  'rights.json': self,
  'rights.pdf': self,
  'risk-benefits.read': all('risk'),
  'shares.read': either(all('participation'), role('data_lead')),
  'supporters.read': all('participation'),
  'trace.interest': one('interests'),
  'trace.session': member,
  'visits.read': either(all('participation'), self),
  'visits.versions': either(all('participation'), self),
  'whatTheySee.look': either(member, admin),
  'whatTheySee.choices': either(member, admin),
}

/** By what stands last in the address, where an operation has no line of its own. */
const byAddress: [RegExp, Need][] = [
  [/\/participants\/\{participantId\}/, one('identity')],
  [/^\/api\/programmes\/\{programmeId\}(\/papers|\/checks)?$/, either(member, admin)],
  [/\/programmes\/\{programmeId\}\//, member],
  [/\/(courses|course-sessions|community\/comparisons)\/\{/, member],
  [/\/partners\/\{partnerId\}/, here],
  [/\/(decisions|barriers)\/\{/, all('power')],
]

export function needs(operation: string, url: string): Need | undefined {
  return byOperation[operation] ?? byAddress.find(([address]) => address.test(url))?.[1]
}
export { admin, all, both, byAddress, byOperation, either, is, keeper, member, nobody, one, role, self, works }

/** Who may be told that a row of a table is there. */
type RowRule = (asking: AskingRow) => boolean
const text = (value: unknown) => value as string
/** Of the young person it is about; of everyone in the programme where it is about nobody in particular. */
const about =
  (category: Category): RowRule =>
  ({ oracle, user, row }) =>
    row.participant_id ? oracle.sees(user, category, text(row.participant_id)) : oracle.seesAll(user, category, text(row.programme_id))
const team =
  (category: Category): RowRule =>
  ({ oracle, user, row }) =>
    oracle.seesAll(user, category, text(row.programme_id))
const own: RowRule = ({ oracle, user, row }) => oracle.isSelf(user, text(row.participant_id))
const mine =
  (column: string): RowRule =>
  ({ user, row }) =>
    row[column] === user
const office =
  (...roles: string[]): RowRule =>
  ({ oracle, user, row }) =>
    oracle.holds(user, text(row.programme_id), ...roles)
const belongs: RowRule = ({ oracle, user, row }) => oracle.belongs(user, text(row.programme_id))
const runs: RowRule = ({ oracle, user, row }) => oracle.isAdmin(user, text(row.partnership_id))
const inHouse: RowRule = ({ oracle, user, row }) => oracle.worksIn(user, text(row.partnership_id))
const theirs =
  (column: string): RowRule =>
  ({ oracle, user, row }) =>
    oracle.partnerOf(user) === row[column]
const safe: RowRule = ({ oracle, user, row }) => oracle.keepsSafe(user, text(row.programme_id))
const some =
  (...rules: RowRule[]): RowRule =>
  (asking) =>
    rules.some((rule) => rule(asking))
/** Everyone who works in the partnership may know of it. */
const known = inHouse

export const tableRules: Record<string, RowRule> = {
  access_reviews: some(office('programme_lead', 'data_lead'), runs),
  access_review_lines: some(office('programme_lead', 'data_lead'), runs),
  adaptation_steps: team('power'),
  adaptations: team('power'),
  agreement_parties: some(runs, office('data_lead', 'programme_lead'), theirs('with_partner_id')),
  api_tokens: some(mine('user_id'), runs),
  areas: known,
  attachments: some(about('notes'), own),
  barriers: team('power'),
  barrier_strategies: team('power'),
  break_glass: some(mine('user_id'), office('programme_lead', 'data_lead'), own),
  comparisons: belongs,
  consents: some(team('participation'), office('data_lead'), own),
  contact_events: some(team('participation'), own),
  contributions: some(team('participation'), own),
  course_elements: belongs,
  course_sessions: belongs,
  courses: belongs,
  decisions: team('power'),
  destinations: about('outcomes'),
  disposal_items: office('data_lead', 'programme_lead'),
  disposal_batches: office('data_lead', 'programme_lead'),
  drafts: mine('created_by'),
  enrolments: some(team('participation'), own, about('participation')),
  entry_replies: some(team('notes'), own),
  erasure_requests: some(office('data_lead', 'programme_lead'), own),
  follow_ups: about('outcomes'),
  goals: about('interests'),
  assets: about('interests'),
  ideas: team('power'),
  imports: mine('created_by'),
  info_shares: some(team('participation'), office('data_lead'), own),
  interests: about('interests'),
  meetings: team('power'),
  actions: team('power'),
  memberships: some(mine('user_id'), belongs, runs),
  mentor_matches: some(team('participation'), mine('mentor_id'), own),
  messages: some(mine('created_by'), runs),
  nominations: some(team('identity'), theirs('source_partner_id')),
  opportunities: some(theirs('partner_id'), inHouse),
  own_asks: some(team('notes'), own),
  pace_checks: team('power'),
  participants: ({ oracle, user, row }) =>
    oracle.sees(user, 'identity', text(row.id)) || oracle.holds(user, text(row.programme_id), 'data_lead'),
  partners: known,
  partnerships: ({ oracle, user, row }) => oracle.worksIn(user, text(row.id)),
  people: known,
  placements: some(team('participation'), own, theirs('partner_id')),
  programme_partners: some(belongs, theirs('partner_id'), runs),
  programmes: ({ oracle, user, row }) => oracle.belongs(user, text(row.id)) || oracle.isAdmin(user, text(row.partnership_id)),
  promises: some(team('participation'), own, mine('from_user_id'), mine('to_user_id')),
  provider_checks: some(theirs('partner_id'), inHouse),
  restrictions: some(office('data_lead'), team('notes'), own),
  retention_holds: office('data_lead', 'programme_lead'),
  retention_rules: inHouse,
  pvg_checks: some(runs, mine('user_id')),
  rights_complaints: some(office('data_lead'), own),
  rights_requests: some(office('data_lead', 'programme_lead'), own),
  risk_benefits: ({ oracle, user, row }) => oracle.seesAll(user, row.participant_id ? 'risk' : 'power', text(row.programme_id)),
  role_assessments: some(runs, mine('user_id'), office('programme_lead', 'safeguarding_lead')),
  safeguarding_absences: some(mine('user_id'), inHouse),
  safeguarding_concerns: some(safe, mine('created_by'), mine('second_reader_id')),
  saved_views: mine('created_by'),
  sessions: some(mine('user_id'), runs),
  sharing_agreements: some(runs, office('data_lead', 'programme_lead'), theirs('partner_id')),
  significant_events: some(team('participation'), safe, own),
  supporter_links: team('interests'),
  supporters: team('participation'),
  time_pressures: team('power'),
  users: inHouse,
  visit_risk_flags: team('risk'),
  visits: some(team('participation'), own),
  write_digests: mine('created_by'),
}

/** Routes about oneself, or about what everyone in a partnership knows of it: not compared for these. */
const ownBusiness =
  /^(status|session|invitations|me|words|saved-?[vV]iews|drafts|messages|factors|passkeys|tokens)\.|^imports\.(describe|template)$/
export function allowed(operation: string, person: Person | 'otherSam', whose: 'harbour' | 'quay' | 'mirror'): boolean {
  // An administrator keeps the accounts of the whole partnership; a partner's people read its agreements in every programme; who is away
  // from safeguarding is known to those who keep it.
  const alsoTheirs =
    whose === 'quay' &&
    (person === 'admin' ||
      (operation.startsWith('agreements.') && ['officer', 'secondOfficer'].includes(person)) ||
      (operation.startsWith('cover.') && ['safeguarding', 'lead'].includes(person)))
  return ownBusiness.test(operation) || alsoTheirs
}
/** Lists that name rows without showing them: who changed what, for whoever keeps the accounts; a programme, by its agreement with one's own partner. */
export const namesOnly = (url: string, table: string): boolean =>
  url === '/api/audit-events' || (url === '/api/agreements' && table === 'programmes')
/** What is made in one's own house beside the rows that are asked about, or stands in the partnership and in no programme. */
export const inOwnHouse = (method: string, url: string, whose: 'quay' | 'mirror'): boolean =>
  (method === 'PUT' && /^\/api\/(areas|community\/counts|opportunities|partners)\/\{\w+\}$/.test(url)) ||
  (whose === 'quay' && method !== 'GET' && /^\/api\/(opportunities|partners|provider-checks|safeguarding\/absences)\//.test(url))
/** In another programme of the same partnership its partners and areas are the same ones: both sides of a comparison name them. */
export function partnerships(
  ids: Record<string, string>,
  harbour: Record<string, string>,
  whose: 'quay' | 'mirror',
): Record<string, string> {
  return whose === 'mirror' ? {} : Object.fromEntries(Object.entries(ids).filter(([name, id]) => harbour[name] === id))
}
