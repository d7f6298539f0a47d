import { Type, type Static } from 'typebox'
import { Body, Id, Instant, Nullable } from './common.ts'
import { endpoints } from './endpoint.ts'

export const Role = Type.Enum([
  'programme_lead',
  'outreach_officer',
  'mentor',
  'partner_contact',
  'placement_supervisor',
  'safeguarding_lead',
  'data_lead',
  'analyst',
  'participant',
  'participant_rep',
])
export type Role = Static<typeof Role>

/** Who is signed in, and which roles are live at this moment. */
export const Session = Type.Object({
  userId: Id,
  name: Type.String(),
  partnership: Type.Object({ id: Id, name: Type.String(), demo: Type.Boolean(), dutyPhone: Type.String() }),
  partner: Nullable(Type.Object({ id: Id, name: Type.String() })),
  administrator: Type.Boolean(),
  roles: Type.Array(Role),
  programmes: Type.Array(Type.Object({ id: Id, name: Type.String(), roles: Type.Array(Role) })),
  /** The participants that are this person: one for a young person, none for staff. */
  self: Type.Array(Id),
})
export type Session = Static<typeof Session>

/** Half open: the session exists, and opens nothing but the routes that take a second factor ('factor') or set one up ('enrolment'). */
export const Owed = Type.Object({ waitingFor: Type.Enum(['factor', 'enrolment']) })
export type Owed = Static<typeof Owed>
/** What every way of signing in ends with. */
export const Entered = Type.Union([Session, Owed])
export type Entered = Static<typeof Entered>

export const SignIn = Body({
  email: Type.String({ minLength: 3, maxLength: 254 }),
  password: Type.String({ minLength: 1, maxLength: 200 }),
})
export type SignIn = Static<typeof SignIn>

/** A password for the future: long rather than odd. Common ones are refused by name, not by composition rules. */
export const NewPassword = Type.String({ minLength: 12, maxLength: 128 })

export const PasswordChange = Body({ current: Type.String({ minLength: 1, maxLength: 200 }), next: NewPassword })
export type PasswordChange = Static<typeof PasswordChange>

export const Forgotten = Body({ email: Type.String({ minLength: 3, maxLength: 254 }) })
export type Forgotten = Static<typeof Forgotten>

/** A device on which I am signed in. */
export const MySession = Type.Object({ id: Id, device: Type.String(), startedAt: Instant, lastSeenAt: Instant, thisOne: Type.Boolean() })
export type MySession = Static<typeof MySession>

export const session = endpoints('session', {
  signIn: {
    method: 'POST',
    url: '/session',
    schema: { summary: 'Sign in with e-mail and password', body: SignIn, response: { 201: Entered } },
  },
  signInByLink: {
    method: 'POST',
    url: '/session/link',
    schema: {
      summary: 'Sign in with a single-use link',
      body: Body({ token: Type.String({ minLength: 20, maxLength: 100 }) }),
      response: { 201: Entered },
    },
  },
  forgotten: {
    method: 'POST',
    url: '/session/forgotten',
    schema: {
      summary: 'Ask for a link to choose a new password; the answer is the same whether or not anyone has this address',
      body: Forgotten,
      response: { 204: Type.Null() },
    },
  },
  read: { method: 'GET', url: '/session', schema: { summary: 'Who is signed in', response: { 200: Session } } },
  mine: {
    method: 'GET',
    url: '/session/mine',
    schema: { summary: 'Where I am signed in', response: { 200: Type.Object({ items: Type.Array(MySession) }) } },
  },
  endOne: {
    method: 'DELETE',
    url: '/session/mine/:sessionId',
    schema: { summary: 'Sign out on one of my devices, at once', params: Type.Object({ sessionId: Id }), response: { 204: Type.Null() } },
  },
  endOthers: {
    method: 'POST',
    url: '/session/mine/end-others',
    schema: { summary: 'Sign out everywhere but here', response: { 200: Type.Object({ ended: Type.Integer() }) } },
  },
  changePassword: {
    method: 'POST',
    url: '/session/password',
    schema: { summary: 'Change my password; every other session ends', body: PasswordChange, response: { 204: Type.Null() } },
  },
  signOut: {
    method: 'DELETE',
    url: '/session',
    schema: { summary: 'Sign out: this session ends at once', response: { 204: Type.Null() } },
  },
  demo: {
    method: 'GET',
    url: '/session/demo',
    schema: {
      summary: 'The demonstration sign-ins; not found outside demo mode',
      response: {
        200: Type.Object({ accounts: Type.Array(Type.Object({ email: Type.String(), who: Type.String() })), password: Type.String() }),
      },
    },
  },
})
