// Who takes part in the demonstration. Everyone here is invented; the partners of the three historical programmes are named as the
// public sources name them, their people are not.
import type { ClientBase } from 'pg'
import type { Category } from '@modulus/contracts/agreements.ts'
import { invitations } from '@modulus/contracts/invitations.ts'
import { messages } from '@modulus/contracts/messages.ts'
import { partners, type NewPartner } from '@modulus/contracts/partners.ts'
import { people, type StaffRole } from '@modulus/contracts/people.ts'
import { pvg } from '@modulus/contracts/pvg.ts'
import { callerOf, newId, signIn, type App, type Caller } from './client.ts'
import { fromToday } from './days.ts'

export type Programme = 'gorbals' | 'govan' | 'castlefern' | 'linnbrae'
export const partnerFacts = {
  safety: {
    name: 'Community Safety Glasgow',
    sector: 'third',
    anchorCapable: false,
    canOffer: ['outreach', 'mentoring'],
    flexibilityNote: 'Can shift people between areas within a week.',
  },
  fire: {
    name: 'Scottish Fire and Rescue Service',
    sector: 'public',
    anchorCapable: true,
    canOffer: ['home visits', 'station days', 'first aid'],
    flexibilityNote: 'Watch changes need two weeks notice.',
  },
  police: { name: 'Police Scotland', sector: 'public', anchorCapable: false, canOffer: ['nominations'], flexibilityNote: '' },
  govanHousing: {
    name: 'Govan Housing Association',
    sector: 'third',
    anchorCapable: true,
    canOffer: ['estate work', 'trade tasters', 'jobs'],
    flexibilityNote: 'Let the young people stay when they asked to.',
  },
  joinery: {
    name: 'Riverbank Joinery',
    sector: 'private',
    anchorCapable: false,
    canOffer: ['bench tasters', 'placements', 'one apprenticeship a year'],
    flexibilityNote: 'Early starts; a later one can be agreed.',
  },
  youth: {
    name: 'Linnbrae Youth Project',
    sector: 'community',
    anchorCapable: false,
    canOffer: ['mentors', 'a hall', 'a kitchen'],
    flexibilityNote: '',
  },
  garage: {
    name: 'Hillfoot Garage',
    sector: 'private',
    anchorCapable: false,
    canOffer: ['motor tasters'],
    flexibilityNote: 'No sharing agreement yet.',
  },
} satisfies Record<string, NewPartner>
export type PartnerKey = keyof typeof partnerFacts

const everywhere: Programme[] = ['gorbals', 'govan', 'castlefern', 'linnbrae']
interface Someone {
  name: string
  partner: PartnerKey
  title: string
  role?: StaffRole
  in: Programme[]
  /** In the PVG scheme, as the administrator saw; a number: the days until it is to be renewed. */
  pvg?: boolean | number
}
/** The first part of the e-mail address, and who that is. */
export const staff = {
  lead: { name: 'Ailsa Drummond', partner: 'safety', title: 'Programme lead', role: 'programme_lead', in: everywhere, pvg: true },
  officer: { name: 'Rowan Sinclair', partner: 'fire', title: 'Outreach officer', role: 'outreach_officer', in: everywhere, pvg: true },
  mentor: { name: 'Fergus Laird', partner: 'youth', title: 'Mentor', role: 'mentor', in: ['linnbrae'], pvg: 28 },
  partner: { name: 'Isla McKendrick', partner: 'joinery', title: 'Partner contact', role: 'partner_contact', in: ['linnbrae'] },
  supervisor: {
    name: 'Tam Rennie',
    partner: 'joinery',
    title: 'Placement supervisor',
    role: 'placement_supervisor',
    in: ['linnbrae'],
    pvg: true,
  },
  safeguarding: {
    name: 'Shona Galbraith',
    partner: 'safety',
    title: 'Safeguarding lead',
    role: 'safeguarding_lead',
    in: everywhere,
    pvg: true,
  },
  data: { name: 'Euan Pringle', partner: 'safety', title: 'Data lead', role: 'data_lead', in: everywhere },
  analyst: { name: 'Nadia Rahman', partner: 'safety', title: 'Analyst', role: 'analyst', in: everywhere },
  otherpartner: {
    name: 'Gregor Tait',
    partner: 'garage',
    title: 'Partner contact of a partner without an agreement',
    role: 'partner_contact',
    in: ['linnbrae'],
  },
  estates: {
    name: 'Rhona Muir',
    partner: 'govanHousing',
    title: 'Estates manager, Govan',
    role: 'partner_contact',
    in: ['govan'],
    pvg: true,
  },
  chief: {
    name: 'Catriona Baird',
    partner: 'fire',
    title: 'Area commander, signs for the fire service',
    role: 'partner_contact',
    in: everywhere,
  },
  club: {
    name: 'Dougie Lennox',
    partner: 'youth',
    title: 'Chair of the youth project, signs for it',
    role: 'partner_contact',
    in: ['linnbrae'],
  },
  officer2: {
    name: 'Morag Petrie',
    partner: 'safety',
    title: 'Second outreach officer',
    role: 'outreach_officer',
    in: everywhere,
    pvg: true,
  },
} satisfies Record<string, Someone>
export type StaffKey = keyof typeof staff

const team: Category[] = ['identity', 'contact', 'interests', 'participation', 'notes', 'risk', 'outcomes', 'power']
const matched: Category[] = ['identity', 'interests', 'participation', 'power']
/** What each partner that does not lead a programme may see of it, and who signs: for the lead partner, and for them. The garage's waits. */
export const sharing: { programme: Programme; partner: PartnerKey; categories: Category[]; signed: [StaffKey, StaffKey] }[] = [
  { programme: 'gorbals', partner: 'safety', categories: [...team, 'safeguarding'], signed: ['chief', 'lead'] },
  { programme: 'govan', partner: 'safety', categories: [...team, 'safeguarding'], signed: ['estates', 'lead'] },
  { programme: 'govan', partner: 'fire', categories: team, signed: ['estates', 'chief'] },
  { programme: 'castlefern', partner: 'fire', categories: team, signed: ['lead', 'chief'] },
  { programme: 'linnbrae', partner: 'fire', categories: team, signed: ['lead', 'chief'] },
  {
    programme: 'linnbrae',
    partner: 'youth',
    categories: ['identity', 'interests', 'participation', 'outcomes', 'power'],
    signed: ['lead', 'club'],
  },
  { programme: 'linnbrae', partner: 'joinery', categories: matched, signed: ['lead', 'partner'] },
]

export async function addPartners(admin: Caller, founder: string): Promise<Record<PartnerKey, string>> {
  const ids = { safety: founder } as Record<PartnerKey, string>
  const { version } = await admin(partners.read, { params: { partnerId: founder } })
  await admin(partners.amend, { params: { partnerId: founder }, body: { ...partnerFacts.safety, version } })
  for (const [key, facts] of Object.entries(partnerFacts) as [PartnerKey, NewPartner][]) {
    if (key === 'safety') continue
    ids[key] = newId()
    await admin(partners.add, { params: { partnerId: ids[key] }, body: facts })
  }
  return ids
}

/** Accounts of the demonstration owe no second factor in demo mode, and are refused in production. */
export const markDemo = (owner: ClientBase) => owner.query('update users set demo = true where not demo')

/** Invites someone, takes the link from the mailbox as they would, chooses the password, and comes back signed in. */
export async function invite(
  app: App,
  owner: ClientBase,
  admin: Caller & { userId: string },
  password: string,
  key: string,
  one: Omit<Someone, 'in' | 'partner'> & { partnerId: string; programmes: string[] },
): Promise<Caller & { userId: string }> {
  const email = `${key}@demo.modulus.test`
  await admin(people.invite, {
    params: { personId: newId() },
    body: {
      name: one.name,
      email,
      partnerId: one.partnerId,
      jobTitle: one.title,
      roles: one.role ? one.programmes.map((programmeId) => ({ programmeId, role: one.role! })) : [],
    },
  })
  const { items } = await admin(messages.list, { query: { limit: 5 } })
  const token = /\/i\/([\w-]+)/.exec(items.find((message) => message.to.includes(email))?.body ?? '')?.[1]
  if (!token) throw new Error(`No invitation reached the mailbox of ${email}.`)
  await callerOf(app)(invitations.accept, { body: { token, password } })
  await markDemo(owner)
  const person = await signIn(app, email, password)
  if (one.pvg)
    await admin(pvg.record, {
      params: { checkId: newId() },
      body: {
        personId: person.userId,
        workforce: 'both',
        membershipConfirmedOn: fromToday(-420),
        seenById: admin.userId,
        renewalDue: fromToday(one.pvg === true ? 1400 : one.pvg),
      },
    })
  return person
}
