// What goes out: everything shared, other people's names covered, their own words first. Made from entries; nothing that is covered or held
// back gets this far.
import type { FoundEntry } from '@modulus/contracts/rights-access.ts'
import { redact } from './redact.ts'

export interface Around {
  knownAs: string
  reference: string
  programme: string
  partnership: string
  receivedOn: string
  harmTest: 'withhold' | 'include' | null
  sharedWith: { partner: string; categories: string[]; purpose: string }[]
  looks: { on: string; role: string; partner: string; times: number }[]
}
export interface Item {
  source: string
  field: string
  /** A day, YYYY-MM-DD. */
  on: string | null
  by: string
  text: string
}
export interface Content {
  title: string
  about: { knownAs: string; reference: string; programme: string; heldBy: string; askedOn: string; preparedOn: string }
  /** Their own words, oldest first. */
  theirWords: Item[]
  /** What else is held, by where it stands. */
  held: { title: string; items: Item[] }[]
  notIncluded: { why: string; entries: number }[]
  covered: number
  sharedWith: { partner: string; what: string[]; purpose: string }[]
  looks: { on: string; role: string; partner: string; times: number }[]
  rights: string[]
}

const roles: Record<string, string> = {
  participant: 'You',
  programme_lead: 'Programme lead',
  outreach_officer: 'Outreach officer',
  mentor: 'Mentor',
  partner_contact: 'Partner contact',
  placement_supervisor: 'Placement supervisor',
  safeguarding_lead: 'Safeguarding lead',
  data_lead: 'Data lead',
  analyst: 'Analyst',
  staff: 'Someone who works here',
  service: 'The service itself',
}
const titles: Record<string, string> = {
  participants: 'Your record',
  participant_contacts: 'How to reach you',
  notes: 'Notes',
  note_versions: 'Earlier versions of notes',
  visits: 'Home visits',
  visit_versions: 'Earlier versions of home visits',
  contact_events: 'Calls and texts',
  interests: 'What you are interested in',
  assets: 'What you are good at',
  goals: 'What you are aiming for',
  participation_agreements: 'Our agreements',
  participant_steps: 'Where you were with us, over time',
  enrolments: 'Courses',
  attendance: 'Days on courses',
  placements: 'Placements',
  mentor_matches: 'Your mentor',
  mentoring_sessions: 'Meet-ups with your mentor',
  measures: 'How far you have come',
  destinations: 'What you did next',
  visit_risk_flags: 'Notes to keep visits safe',
  nominations: 'How you were suggested to us',
  triage_decisions: 'How it was decided to get in touch',
  entry_replies: 'Your answers to what is written',
  messages: 'Messages to you',
  rights_requests: 'What you asked about your record',
  rights_complaints: 'Your complaints',
  restrictions: 'When use of your record was paused',
}
const readable = (name: string) => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' ')
export const titleOf = (source: string) => titles[source] ?? readable(source)

const heldBackWhy: Record<string, string> = {
  third_party: 'It is mostly about someone else',
  safeguarding: 'To keep someone safe',
  investigation: 'An investigation is going on',
  harm: 'Reading it could do serious harm',
}
const rights = [
  'You may ask us to put right what is wrong, to stop using it, to use it less, or to delete it.',
  'You may complain to us. We acknowledge a complaint within 30 days.',
  'You may complain to the Information Commissioner: ico.org.uk, telephone 0303 123 1113.',
  'No computer decides anything about you here.',
]

export function contentOf(entries: readonly FoundEntry[], around: Around, preparedOn: string): Content {
  const shared = entries.filter(({ decision, withheldReason }) =>
    withheldReason === null ? decision !== 'withhold' : decision === 'share',
  )
  const kept = entries.filter((one) => !shared.includes(one))
  const itemOf = (one: FoundEntry): Item => ({
    source: titleOf(one.source),
    field: one.field === 'facts' ? 'Facts' : readable(one.field),
    on: one.at?.slice(0, 10) ?? null,
    by: one.own ? 'You' : (roles[one.byRole ?? 'service'] ?? 'Someone who works here'),
    text: redact(one.body, live(one)),
  })
  const reasons = new Map<string, number>()
  for (const one of kept) {
    const why = heldBackWhy[one.withheldReason ?? ''] ?? 'It is mostly about someone else, or could do harm'
    reasons.set(why, (reasons.get(why) ?? 0) + 1)
  }
  const groups = Map.groupBy(
    shared.filter(({ own }) => !own),
    ({ source }) => titleOf(source),
  )
  return {
    title: `What is held about ${around.knownAs}`,
    about: {
      knownAs: around.knownAs,
      reference: around.reference,
      programme: around.programme,
      heldBy: around.partnership,
      askedOn: around.receivedOn,
      preparedOn,
    },
    theirWords: shared
      .filter(({ own, field }) => own && field !== 'facts')
      .sort(byTime)
      .map(itemOf),
    held: [
      ...[...groups]
        .map(([title, found]) => ({ title, items: found.sort(byTime).map(itemOf) }))
        .sort((a, b) => a.title.localeCompare(b.title)),
      ...own(shared).map(({ title, items }) => ({ title, items: items.map(itemOf) })),
    ],
    notIncluded: [...reasons].map(([why, count]) => ({ why, entries: count })),
    covered: shared.reduce((sum, one) => sum + live(one).length, 0),
    sharedWith: around.sharedWith.map(({ partner, categories, purpose }) => ({ partner, what: categories.map(readable), purpose })),
    looks: around.looks.map((one) => ({ ...one, role: roles[one.role] ?? 'Someone who works here' })),
    rights: [
      ...(around.harmTest === 'include'
        ? []
        : ['What may be kept to keep people safe is not part of this copy, whether or not there is any. You may ask about that too.']),
      ...rights,
    ],
  }
}
const live = ({ masks }: FoundEntry) => masks.filter(({ lifted }) => !lifted)
const byTime = (a: FoundEntry, b: FoundEntry) => (a.at ?? '').localeCompare(b.at ?? '') || a.number - b.number
/** Facts of what they entered themselves: no words of theirs, and no one else's. */
const own = (shared: FoundEntry[]) => {
  const items = shared.filter((one) => one.own && one.field === 'facts').sort(byTime)
  return items.length > 0 ? [{ title: 'Dates and choices of what you said yourself', items }] : []
}
