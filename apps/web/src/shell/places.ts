// What is offered to whom: one line for each place, with who it is for. The API decides what they may do there.
import type { Session } from '@modulus/contracts/session.ts'

export interface Place {
  to: string
  label: string
  short?: string
  icon: string
  /** Addresses elsewhere whose pages belong to this one by what they hold. */
  also?: string[]
  /** Under which heading of a long menu; a home stands above them all. */
  group?: Group
}
type Group = keyof typeof groups
/** In the order of a long menu. */
const groups = { people: 'The people', power: 'Sharing power', programme: 'The programme' }
type Who = 'officer' | 'lead' | 'mentor' | 'partner' | 'referrer' | 'safeguarding' | 'data' | 'analyst' | 'admin'

const who: Record<Who, (session: Session) => boolean> = {
  lead: ({ roles }) => roles.includes('programme_lead'),
  officer: ({ roles }) => roles.includes('outreach_officer'),
  mentor: ({ roles }) => roles.includes('mentor'),
  partner: ({ roles }) => roles.includes('partner_contact') || roles.includes('placement_supervisor'),
  referrer: ({ roles }) => roles.includes('partner_contact'),
  safeguarding: ({ roles }) => roles.includes('safeguarding_lead'),
  data: ({ roles }) => roles.includes('data_lead'),
  analyst: ({ roles }) => roles.includes('analyst'),
  admin: ({ administrator }) => administrator,
}

/** In the order of the menu. The first place that is for you is your home. */
const places: (Place & { for: Who[] })[] = [
  { to: '/lead', label: 'Lead home', short: 'Home', icon: 'i-lucide-layout-dashboard', for: ['lead'] },
  { to: '/', label: 'My day', icon: 'i-lucide-sun', for: ['officer'] },
  { to: '/mentoring', label: 'My young people', short: 'My people', icon: 'i-lucide-heart-handshake', for: ['mentor'] },
  {
    to: '/partner',
    label: 'Partner home',
    short: 'Home',
    icon: 'i-lucide-building-2',
    also: ['/changes', '/risk-benefits', '/pulse', '/coherence', '/barriers'],
    for: ['partner'],
  },
  { to: '/safeguarding', label: 'Safeguarding', icon: 'i-lucide-shield', for: ['safeguarding'] },
  { to: '/admin', label: 'Administration', short: 'Admin', icon: 'i-lucide-settings-2', for: ['admin'] },
  {
    to: '/people',
    label: 'People',
    icon: 'i-lucide-users',
    also: ['/visits', '/contacts', '/placements', '/follow-ups', '/warnings'],
    group: 'people',
    for: ['officer', 'lead'],
  },
  { to: '/nominations', label: 'Nominations', icon: 'i-lucide-user-plus', group: 'people', for: ['lead'] },
  { to: '/visits/new', label: 'Record a visit', short: 'Record', icon: 'i-lucide-circle-plus', group: 'people', for: ['officer'] },
  { to: '/courses', label: 'Courses', icon: 'i-lucide-route', group: 'programme', for: ['officer', 'lead'] },
  { to: '/out-now', label: 'Who is out now', short: 'Out now', icon: 'i-lucide-door-open', group: 'people', for: ['lead'] },
  { to: '/changes', label: 'Changes', icon: 'i-lucide-shuffle', also: ['/risk-benefits'], group: 'power', for: ['officer', 'lead'] },
  {
    to: '/ideas',
    label: 'Ideas and decisions',
    short: 'Ideas',
    icon: 'i-lucide-lightbulb',
    also: ['/decisions', '/interests'],
    group: 'power',
    for: ['officer', 'lead', 'mentor', 'partner'],
  },
  {
    to: '/replies',
    label: 'Replies to read',
    short: 'Replies',
    icon: 'i-lucide-message-circle-reply',
    group: 'people',
    for: ['officer', 'lead'],
  },
  { to: '/promises', label: 'Promises', icon: 'i-lucide-handshake', group: 'power', for: ['officer', 'lead', 'mentor', 'partner'] },
  { to: '/meetings', label: 'Meetings', icon: 'i-lucide-calendar-check', group: 'power', for: ['lead', 'partner'] },
  { to: '/offers', label: 'Offers', icon: 'i-lucide-briefcase', group: 'programme', for: ['lead'] },
  {
    to: '/programmes',
    label: 'Programmes',
    icon: 'i-lucide-map',
    also: ['/learning', '/pace', '/imports'],
    group: 'programme',
    for: ['lead', 'admin'],
  },
  { to: '/pulse', label: 'Pulse', icon: 'i-lucide-heart-pulse', also: ['/coherence'], group: 'power', for: ['officer', 'lead'] },
  {
    to: '/barriers',
    label: 'Barriers and help',
    short: 'Barriers',
    icon: 'i-lucide-construction',
    also: ['/supporters', '/effort', '/contributions'],
    group: 'programme',
    for: ['officer', 'lead'],
  },
  { to: '/admin/agreements', label: 'Sharing agreements', short: 'Sharing', icon: 'i-lucide-file-key', for: ['data'] },
  { to: '/exports', label: 'Files to take away', short: 'Files', icon: 'i-lucide-file-down', group: 'programme', for: ['lead', 'data'] },
  { to: '/what-they-see', label: 'What would they see?', short: 'Their view', icon: 'i-lucide-scan-eye', for: ['data'] },
  { to: '/rights', label: 'Rights', icon: 'i-lucide-scale', group: 'programme', for: ['data', 'lead'] },
  {
    to: '/retention',
    label: 'Keeping and erasing',
    short: 'Erasing',
    icon: 'i-lucide-archive-x',
    group: 'programme',
    for: ['data', 'lead'],
  },
  { to: '/shares', label: 'Shared outside', icon: 'i-lucide-send', for: ['data'] },
  { to: '/withheld', label: 'Held back', icon: 'i-lucide-eye-off', for: ['data'] },
  {
    to: '/outcomes',
    label: 'Outcomes',
    icon: 'i-lucide-chart-line',
    also: ['/barriers'],
    group: 'programme',
    for: ['officer', 'lead', 'analyst'],
  },
  {
    to: '/checks/team',
    label: 'Who is clear',
    short: 'Clear',
    icon: 'i-lucide-shield-check',
    group: 'programme',
    for: ['lead', 'safeguarding'],
  },
  {
    to: '/access-review',
    label: 'Who still needs their role',
    short: 'Roles',
    icon: 'i-lucide-user-check',
    group: 'programme',
    for: ['lead', 'data'],
  },
  // The lead has it further up: for those who only suggest, it comes last.
  { to: '/nominations', label: 'Nominations', icon: 'i-lucide-user-plus', group: 'people', for: ['officer', 'referrer'] },
  {
    to: '/break-glass',
    label: 'Look in an emergency',
    short: 'Emergency',
    icon: 'i-lucide-siren',
    group: 'people',
    for: ['officer', 'lead', 'mentor', 'partner', 'safeguarding', 'data'],
  },
]

export const placesOf = (session: Session): Place[] =>
  places
    .filter((place) => place.for.some((one) => who[one](session)))
    .filter((place, at, all) => all.findIndex(({ to }) => to === place.to) === at)

const liesUnder = (path: string, address: string) => path === address || (address !== '/' && path.startsWith(`${address}/`))
/** The place that a page belongs to: /people/1 to People, /decisions/1 to Ideas. The longest address that it lies under is the nearest,
 *  and a place's own comes before what belongs to another. */
export const placeAt = (places: Place[], path: string): string | undefined =>
  places
    .flatMap(({ to, also = [] }) => [to, ...also].filter((address) => liesUnder(path, address)).map((address) => ({ to, address })))
    .sort((a, b) => b.address.length - a.address.length || Number(b.to === b.address) - Number(a.to === a.address))[0]?.to

/** A menu in parts: those without a heading first. A short one is one part. */
export function partsOf(places: Place[]): { heading: string | null; places: Place[] }[] {
  if (places.length <= 8) return [{ heading: null, places }]
  return [
    { heading: null, places: places.filter(({ group }) => !group) },
    ...(Object.keys(groups) as Group[]).map((one) => ({ heading: groups[one], places: places.filter(({ group }) => group === one) })),
  ].filter((part) => part.places.length > 0)
}

/** Where they land after signing in. A young person has pages of their own. */
export const homeOf = (session: Session): string => placesOf(session)[0]?.to ?? (session.self.length > 0 ? '/me' : '/help')

/** The bottom of a phone holds five; what does not fit is behind the last one, More. */
export function tabsOf(session: Session): { tabs: Place[]; more: Place[] } {
  const all = placesOf(session)
  const tabs = all.slice(0, 4)
  return { tabs: [...tabs, { to: '/more', label: 'More', icon: 'i-lucide-ellipsis' }], more: all.slice(4) }
}

const said: Record<Who, string> = {
  lead: 'Programme lead',
  officer: 'Outreach officer',
  mentor: 'Mentor',
  partner: 'Partner contact',
  referrer: 'Partner contact',
  safeguarding: 'Safeguarding lead',
  data: 'Data lead',
  analyst: 'Analyst',
  admin: 'Administrator',
}
/** "Outreach officer, Harbour Housing" */
export const describe = (session: Session): string =>
  [
    ...(Object.keys(who) as Who[])
      .filter((one) => who[one](session))
      .map((one) => said[one])
      .slice(0, 1),
    session.partner?.name,
  ]
    .filter(Boolean)
    .join(', ')
