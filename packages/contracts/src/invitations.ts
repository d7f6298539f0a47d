// A single-use link in someone's post: an invitation, or a new password. The secret is in the body, never in an API address.
import { Type, type Static } from 'typebox'
import { Body } from './common.ts'
import { endpoints } from './endpoint.ts'
import { Entered, NewPassword } from './session.ts'

const Token = Type.String({ minLength: 20, maxLength: 100, pattern: '^[A-Za-z0-9_-]+$' })
export const Invitation = Type.Object({
  kind: Type.Enum(['invitation', 'password']),
  name: Type.String(),
  partnership: Type.String(),
  email: Type.String(),
  /** The address already signs in elsewhere: its own password accepts the invitation, none is chosen. */
  hasPassword: Type.Boolean(),
})
export type Invitation = Static<typeof Invitation>

export const Acceptance = Body({ token: Token, password: Type.String({ minLength: 1, maxLength: 200 }) })
export type Acceptance = Static<typeof Acceptance>
/** What a form checks when a password is chosen. */
export const NewPasswordForm = Body({ password: NewPassword })

export const invitations = endpoints('invitations', {
  read: {
    method: 'POST',
    url: '/invitations/read',
    schema: { summary: 'Whom a single-use link is for', body: Body({ token: Token }), response: { 200: Invitation } },
  },
  accept: {
    method: 'POST',
    url: '/invitations/accept',
    schema: {
      summary: 'Use the link: choose a password (or prove the one there is) and come in',
      body: Acceptance,
      response: { 201: Entered },
    },
  },
})
