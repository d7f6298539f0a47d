// People with an account: colleagues of every partner. Young people are participants.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'
import { Role } from './session.ts'

/** Roles that an administrator may give. A young person's come with their own link. */
export const StaffRole = Type.Enum([
  'programme_lead',
  'outreach_officer',
  'mentor',
  'partner_contact',
  'placement_supervisor',
  'safeguarding_lead',
  'data_lead',
  'analyst',
])
export type StaffRole = Static<typeof StaffRole>
export const PersonState = Type.Enum(['invited', 'active', 'disabled', 'left'])
export type PersonState = Static<typeof PersonState>
export const Email = Type.String({ format: 'email', maxLength: 254 })

export const PersonRole = Type.Object({
  id: Id,
  programmeId: Id,
  programmeName: Type.String(),
  role: Role,
  fromAt: Instant,
  untilAt: Nullable(Instant),
})
export type PersonRole = Static<typeof PersonRole>

export const PersonCard = Type.Object({
  /** The account's id: what other records mean by a person. */
  id: Id,
  name: Type.String(),
  /** For colleagues; not shown to young people. */
  email: Nullable(Type.String()),
  jobTitle: Type.String(),
  partner: Type.Object({ id: Id, name: Type.String() }),
  administrator: Type.Boolean(),
  state: PersonState,
  /** Live roles in programmes that the reader knows of. */
  roles: Type.Array(Type.Object({ programmeId: Id, programmeName: Type.String(), role: Role })),
})
export type PersonCard = Static<typeof PersonCard>

export const Person = Type.Object({
  ...PersonCard.properties,
  /** Every role, ended ones too, newest first. */
  roles: Type.Array(PersonRole),
  worksWithUsSince: Nullable(Day),
  leftOn: Nullable(Day),
  invitedAt: Nullable(Instant),
  joinedAt: Nullable(Instant),
  disabledAt: Nullable(Instant),
  /** Open promises by them or to them, which need another hand if they go. For administrators, who see none of them. */
  openPromises: Nullable(Type.Integer()),
  version: Type.Integer(),
  can: Can('amend', 'disable', 'leave', 'giveRole', 'sendLink', 'giveAdministrator'),
})
export type Person = Static<typeof Person>

export const NewPerson = Body({
  name: Said(120),
  email: Email,
  partnerId: Id,
  jobTitle: Type.Optional(Words(120)),
  administrator: Type.Optional(Type.Boolean()),
  roles: Type.Optional(Type.Array(Body({ programmeId: Id, role: StaffRole }), { maxItems: 20 })),
})
export type NewPerson = Static<typeof NewPerson>

export const PersonEdit = Body({
  version: Type.Integer(),
  name: Said(120),
  partnerId: Id,
  jobTitle: Words(120),
  administrator: Type.Boolean(),
  worksWithUsSince: Nullable(Day),
})
export type PersonEdit = Static<typeof PersonEdit>

export const NewRole = Body({ personId: Id, programmeId: Id, role: StaffRole })
export type NewRole = Static<typeof NewRole>

export const PersonFilter = Type.Object({
  ...Paging,
  partner: Type.Optional(Id),
  programme: Type.Optional(Id),
  role: Type.Optional(Role),
  state: Type.Optional(PersonState),
  administrator: Type.Optional(Type.Boolean()),
})
export type PersonFilter = Static<typeof PersonFilter>

/** What needs an administrator's eye. */
export const AdminOverview = Type.Object({
  people: Type.Integer(),
  invited: Type.Integer(),
  disabled: Type.Integer(),
  partners: Type.Integer(),
  agreementsLive: Type.Integer(),
  agreementsEndingSoon: Type.Array(Type.Object({ id: Id, partnerName: Type.String(), programmeName: Type.String(), validUntil: Instant })),
  messagesNotSent: Type.Integer(),
  /** People who stopped, of whom Disclosure Scotland has not been told; and memberships to be renewed within 60 days, or run out. */
  checksToTell: Type.Integer(),
  checksToRenew: Type.Integer(),
  /** Wrong passwords at accounts of this partnership since yesterday. */
  wrongGuesses: Type.Integer(),
})
export type AdminOverview = Static<typeof AdminOverview>

const one = Type.Object({ personId: Id })
export const people = endpoints('people', {
  overview: {
    method: 'GET',
    url: '/admin/overview',
    schema: { summary: 'What needs an administrator’s eye', response: { 200: AdminOverview } },
  },
  list: {
    method: 'GET',
    url: '/people',
    schema: { summary: 'People with an account that I may know of', querystring: PersonFilter, response: { 200: Page(PersonCard) } },
  },
  search: {
    method: 'POST',
    url: '/people/search',
    schema: {
      summary: 'Find people by a part of their name or e-mail, forgiving spelling',
      body: Body({ text: Said(120) }),
      response: { 200: Type.Object({ items: Type.Array(PersonCard) }) },
    },
  },
  read: { method: 'GET', url: '/people/:personId', schema: { summary: 'One person', params: one, response: { 200: Person } } },
  invite: {
    method: 'PUT',
    url: '/people/:personId',
    schema: {
      summary: 'Invite a person: an account and a single-use link by message',
      params: one,
      body: NewPerson,
      response: { 200: Person, 201: Person },
    },
  },
  inviteAgain: {
    method: 'POST',
    url: '/people/:personId/invite-again',
    schema: { summary: 'Send a fresh invitation; the earlier link stops working', params: one, response: { 200: Person } },
  },
  sendNewPassword: {
    method: 'POST',
    url: '/people/:personId/new-password',
    schema: { summary: 'Send a link with which the person chooses a new password', params: one, response: { 200: Person } },
  },
  amend: {
    method: 'PATCH',
    url: '/people/:personId',
    schema: { summary: 'Change what is kept about a person', params: one, body: PersonEdit, response: { 200: Person } },
  },
  disable: {
    method: 'POST',
    url: '/people/:personId/disable',
    schema: { summary: 'Shut an account out, from its next request on', params: one, response: { 200: Person } },
  },
  enable: {
    method: 'POST',
    url: '/people/:personId/enable',
    schema: { summary: 'Let an account in again', params: one, response: { 200: Person } },
  },
  leave: {
    method: 'POST',
    url: '/people/:personId/leave',
    schema: { summary: 'The person leaves their partner on a day', params: one, body: Body({ on: Day }), response: { 200: Person } },
  },
  comeBack: {
    method: 'POST',
    url: '/people/:personId/come-back',
    schema: { summary: 'The person did not leave, or is back', params: one, response: { 200: Person } },
  },
  giveRole: {
    method: 'PUT',
    url: '/memberships/:membershipId',
    schema: {
      summary: 'Give a person a role in a programme, for their partner',
      params: Type.Object({ membershipId: Id }),
      body: NewRole,
      response: { 200: Person, 201: Person },
    },
  },
  endRole: {
    method: 'POST',
    url: '/memberships/:membershipId/end',
    schema: { summary: 'End a role, from the next request on', params: Type.Object({ membershipId: Id }), response: { 200: Person } },
  },
  inviteParticipant: {
    method: 'POST',
    url: '/participants/:participantId/link',
    schema: {
      summary: 'Send a young person a link to their own pages; it works once',
      params: Type.Object({ participantId: Id }),
      /** By e-mail to this address, or to the one among their contacts; `text`: to the mobile number among their contacts. */
      body: Body({ email: Type.Optional(Nullable(Email)), text: Type.Optional(Type.Boolean()) }),
      response: { 200: Type.Object({ sentTo: Type.String() }) },
    },
  },
})
