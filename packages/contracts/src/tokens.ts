// Tokens for programs: a personal one acts as its owner, a service's as the service. Never more than they have, often less.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

/** 'programme' is what hangs on a role and on no category: programmes, courses, counts. Safeguarding is never a token's. */
export const TokenCategory = Type.Enum([
  'programme',
  'identity',
  'contact',
  'interests',
  'participation',
  'notes',
  'risk',
  'outcomes',
  'power',
])
export type TokenCategory = Static<typeof TokenCategory>
export const TokenState = Type.Enum(['live', 'expired', 'revoked'])
export type TokenState = Static<typeof TokenState>

export const Token = Type.Object({
  id: Id,
  name: Type.String(),
  /** Whose eyes it has. */
  person: Type.Object({ id: Id, name: Type.String() }),
  service: Type.Boolean(),
  writes: Type.Boolean(),
  /** Null: everything that its person has. */
  categories: Nullable(Type.Array(TokenCategory)),
  madeAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Nullable(Instant),
  revokedAt: Nullable(Instant),
  state: TokenState,
  can: Can('revoke'),
})
export type Token = Static<typeof Token>

export const NewToken = Body({
  name: Said(80),
  writes: Type.Boolean(),
  categories: Nullable(Type.Array(TokenCategory, { minItems: 1, maxItems: 9, uniqueItems: true })),
  /** The last day on which it works; within a year. */
  expiresOn: Day,
  /** For this service; left out: for oneself. */
  serviceId: Type.Optional(Nullable(Id)),
})
export type NewToken = Static<typeof NewToken>
/** The secret is said once, as the token is made, and cannot be had again: only its digest is kept. */
export const MadeToken = Type.Object({ token: Token, secret: Nullable(Type.String()) })
export type MadeToken = Static<typeof MadeToken>

export const Service = Type.Object({
  id: Id,
  name: Type.String(),
  partner: Type.Object({ id: Id, name: Type.String() }),
  disabled: Type.Boolean(),
  roles: Type.Integer(),
  tokens: Type.Integer(),
})
export type Service = Static<typeof Service>
export const NewService = Body({ name: Said(120), partnerId: Id })
export type NewService = Static<typeof NewService>

export const tokens = endpoints('tokens', {
  list: {
    method: 'GET',
    url: '/tokens',
    schema: {
      summary: 'My tokens; for administrators, those of everyone in the partnership',
      querystring: Type.Object({ ...Paging, everyone: Type.Optional(Type.Boolean()) }),
      response: { 200: Page(Token) },
    },
  },
  make: {
    method: 'PUT',
    url: '/tokens/:tokenId',
    schema: {
      summary: 'Make a token; its secret is in this one answer only',
      params: Type.Object({ tokenId: Id }),
      body: NewToken,
      response: { 200: MadeToken, 201: MadeToken },
    },
  },
  revoke: {
    method: 'POST',
    url: '/tokens/:tokenId/revoke',
    schema: { summary: 'The token opens nothing from the next request on', params: Type.Object({ tokenId: Id }), response: { 200: Token } },
  },
  services: {
    method: 'GET',
    url: '/services',
    schema: { summary: 'Programs that work here in their own name', response: { 200: Type.Object({ items: Type.Array(Service) }) } },
  },
  addService: {
    method: 'PUT',
    url: '/services/:serviceId',
    schema: {
      summary: 'A program of a partner gets a name of its own; roles are given to it as to a person',
      params: Type.Object({ serviceId: Id }),
      body: NewService,
      response: { 200: Service, 201: Service },
    },
  },
})
