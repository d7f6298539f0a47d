// The second factor of whoever works here: showing it while signing in, and keeping what one signs in with.
import { Type, type Static } from 'typebox'
import { Body, Dictionary, Id, Instant, Nullable, Said } from './common.ts'
import { endpoints } from './endpoint.ts'
import { Entered, Owed, Session } from './session.ts'

export const FactorWay = Type.Enum(['passkey', 'code', 'recovery', 'password'])
export type FactorWay = Static<typeof FactorWay>

/** What this session still waits for; and, once it is open, what the account signs in with. */
export const Factors = Type.Object({
  waitingFor: Nullable(Owed.properties.waitingFor),
  name: Type.String(),
  email: Type.String(),
  /** With what they can show that it is them: now, or once more. */
  ways: Type.Array(FactorWay),
  /** Shown within the last ten minutes: what they sign in with may be changed. */
  recent: Type.Boolean(),
  /** One factor has to stay. */
  required: Type.Boolean(),
  passkeys: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      addedAt: Instant,
      lastUsedAt: Nullable(Instant),
      /** Kept by more than one device. */ backedUp: Type.Boolean(),
    }),
  ),
  authenticator: Nullable(Type.Object({ addedAt: Instant, lastUsedAt: Nullable(Instant) })),
  recovery: Nullable(Type.Object({ left: Type.Integer(), madeAt: Instant })),
})
export type Factors = Static<typeof Factors>

/** What navigator.credentials wants, as WebAuthn level 3 writes it in JSON. */
const Challenge = Type.Object({ challengeId: Id, options: Dictionary(Type.Unsafe<unknown>({})) })
export type Challenge = Static<typeof Challenge>
const encoded = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$' })
const credential = { id: encoded(1400), type: Type.Enum(['public-key']) }
/** A passkey's answer while signing in. */
export const PasskeyAnswer = Body({
  challengeId: Id,
  ...credential,
  clientDataJSON: encoded(4000),
  authenticatorData: encoded(4000),
  signature: encoded(2000),
  userHandle: Type.Optional(Nullable(encoded(200))),
})
export type PasskeyAnswer = Static<typeof PasskeyAnswer>
export const NewPasskey = Body({
  challengeId: Id,
  name: Said(60),
  ...credential,
  clientDataJSON: encoded(4000),
  attestationObject: encoded(20_000),
  transports: Type.Array(Type.String({ maxLength: 20, pattern: '^[a-z-]+$' }), { maxItems: 10 }),
})
export type NewPasskey = Static<typeof NewPasskey>

/** Six digits, as apps show them: a space between is fine. */
export const CodeShown = Body({ code: Type.String({ pattern: '^\\s*([0-9]\\s*){6}$', maxLength: 20 }) })
/** Letters and digits in groups; capitals, spaces and dashes do not matter. */
export const RecoveryCodeShown = Body({ code: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }) })
const Codes = Type.Array(Type.String())
/** Recovery codes come with the first factor, and are never shown again. */
export const FactorAdded = Type.Object({ recoveryCodes: Nullable(Codes), session: Session })
export type FactorAdded = Static<typeof FactorAdded>

const onePasskey = Type.Object({ passkeyId: Id })
export const factors = endpoints('session', {
  factors: {
    method: 'GET',
    url: '/session/factors',
    schema: { summary: 'What this session still waits for, and what I sign in with', response: { 200: Factors } },
  },
  passkeyToEnter: {
    method: 'POST',
    url: '/session/passkey/challenge',
    schema: { summary: 'Something for a passkey to sign, before anyone is known', response: { 200: Challenge } },
  },
  signInByPasskey: {
    method: 'POST',
    url: '/session/passkey',
    schema: { summary: 'Sign in with a passkey alone', body: PasskeyAnswer, response: { 201: Entered } },
  },
  passkeyToShow: {
    method: 'POST',
    url: '/session/factors/passkey/challenge',
    schema: { summary: 'Something for one of my passkeys to sign', response: { 200: Challenge } },
  },
  showPasskey: {
    method: 'POST',
    url: '/session/factors/passkey',
    schema: { summary: 'Show that it is me with a passkey', body: PasskeyAnswer, response: { 201: Session } },
  },
  showCode: {
    method: 'POST',
    url: '/session/factors/code',
    schema: { summary: 'Show that it is me with a code from my app; a code works once', body: CodeShown, response: { 201: Session } },
  },
  showRecoveryCode: {
    method: 'POST',
    url: '/session/factors/recovery',
    schema: { summary: 'Show that it is me with a recovery code; it works once', body: RecoveryCodeShown, response: { 201: Session } },
  },
  showPassword: {
    method: 'POST',
    url: '/session/factors/password',
    schema: {
      summary: 'Show that it is me with my password, where I have no factor yet',
      body: Body({ password: Type.String({ minLength: 1, maxLength: 200 }) }),
      response: { 201: Session },
    },
  },
  passkeyToAdd: {
    method: 'POST',
    url: '/session/passkeys/challenge',
    schema: { summary: 'Begin a new passkey', response: { 200: Challenge } },
  },
  addPasskey: {
    method: 'PUT',
    url: '/session/passkeys/:passkeyId',
    schema: { summary: 'Add a passkey', params: onePasskey, body: NewPasskey, response: { 201: FactorAdded } },
  },
  renamePasskey: {
    method: 'POST',
    url: '/session/passkeys/:passkeyId/rename',
    schema: {
      summary: 'Call a passkey something else',
      params: onePasskey,
      body: Body({ name: Said(60) }),
      response: { 204: Type.Null() },
    },
  },
  removePasskey: {
    method: 'DELETE',
    url: '/session/passkeys/:passkeyId',
    schema: { summary: 'Remove a passkey', params: onePasskey, response: { 204: Type.Null() } },
  },
  beginAuthenticator: {
    method: 'POST',
    url: '/session/authenticator/begin',
    schema: {
      summary: 'Begin with an app that makes codes: its secret, shown once',
      /** `secret` in base32; `address` is what its picture says (otpauth:). */
      response: { 200: Type.Object({ secret: Type.String(), address: Type.String() }) },
    },
  },
  addAuthenticator: {
    method: 'POST',
    url: '/session/authenticator',
    schema: {
      summary: 'Prove the app with its first code; it takes the place of the one before',
      body: CodeShown,
      response: { 201: FactorAdded },
    },
  },
  removeAuthenticator: {
    method: 'DELETE',
    url: '/session/authenticator',
    schema: { summary: 'Remove the app that makes codes', response: { 204: Type.Null() } },
  },
  newRecoveryCodes: {
    method: 'POST',
    url: '/session/recovery-codes',
    schema: { summary: 'Make ten new recovery codes; the old ones stop working', response: { 200: Type.Object({ recoveryCodes: Codes }) } },
  },
})

export const factorReset = endpoints('people', {
  resetFactors: {
    method: 'POST',
    url: '/people/:personId/reset-factors',
    schema: {
      summary: 'Someone lost everything they sign in with: take it away, and send them a link to set it up again',
      params: Type.Object({ personId: Id }),
      response: { 204: Type.Null() },
    },
  },
})
