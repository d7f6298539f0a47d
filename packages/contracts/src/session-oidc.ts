// Signing in with the account of one's own organisation (OpenID Connect). Nobody gets an account by it: it opens one that is connected.
import { Type, type Static } from 'typebox'
import { Body, Id, Instant, Nullable } from './common.ts'
import { endpoints } from './endpoint.ts'

export const Provider = Type.Object({ id: Type.String(), name: Type.String() })
export type Provider = Static<typeof Provider>
/** An organisation's account that opens mine. `provider` is null when the service no longer knows the organisation. */
export const MyIdentity = Type.Object({ id: Id, provider: Nullable(Provider), connectedAt: Instant, lastUsedAt: Nullable(Instant) })
export type MyIdentity = Static<typeof MyIdentity>

const params = Type.Object({ provider: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }) })
/** Where the browser goes now. */
const Away = Type.Object({ address: Type.String() })
export const sessionOidc = endpoints('session', {
  providers: {
    method: 'GET',
    url: '/session/oidc',
    schema: { summary: 'Organisations whose sign-in opens accounts here', response: { 200: Type.Object({ items: Type.Array(Provider) }) } },
  },
  startAtProvider: {
    method: 'POST',
    url: '/session/oidc/:provider/start',
    schema: {
      summary: 'Begin to sign in at an organisation; with the secret of an invitation, accept it that way',
      params,
      body: Body({
        next: Type.Optional(Type.String({ maxLength: 400, pattern: '^/(?![/\\\\])' })),
        invitation: Type.Optional(Type.String({ minLength: 20, maxLength: 100, pattern: '^[A-Za-z0-9_-]+$' })),
      }),
      response: { 200: Away },
    },
  },
  connectProvider: {
    method: 'POST',
    url: '/session/oidc/:provider/connect',
    schema: { summary: 'Begin to connect an organisation’s sign-in to my account', params, response: { 200: Away } },
  },
  providerAnswer: {
    method: 'GET',
    url: '/session/oidc/:provider/callback',
    schema: {
      summary: 'Where the organisation sends the browser back to; answers with a page of ours',
      params,
      response: { 204: Type.Null() },
    },
  },
  providerSignsOut: {
    method: 'POST',
    url: '/session/oidc/:provider/logout',
    schema: {
      summary: 'The organisation says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0)',
      consumes: ['application/x-www-form-urlencoded'],
      params,
      body: Type.Object({ logout_token: Type.String({ minLength: 1, maxLength: 16_384 }) }),
      response: { 200: Type.Object({ ended: Type.Integer() }) },
    },
  },
  identities: {
    method: 'GET',
    url: '/session/identities',
    schema: { summary: 'Organisations’ accounts that open mine', response: { 200: Type.Object({ items: Type.Array(MyIdentity) }) } },
  },
  disconnectIdentity: {
    method: 'DELETE',
    url: '/session/identities/:identityId',
    schema: {
      summary: 'It no longer opens my account; sessions that came by it end',
      params: Type.Object({ identityId: Id }),
      response: { 204: Type.Null() },
    },
  },
})
