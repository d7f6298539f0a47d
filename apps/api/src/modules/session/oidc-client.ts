// Talking to an organisation's sign-in: the authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 9700). The
// token's signature is checked although it comes over TLS. What its answer says of roles or groups is not read.
import { createHash } from 'node:crypto'
import * as oidc from 'openid-client'
import type { OidcProvider } from '../../config-oidc.ts'
import { askOutside, OutsideError } from '#plugins/outside.ts'
import { Problem } from '#plugins/problems.ts'
import type { Errand } from './oidc-cookie.ts'

export interface Who {
  issuer: string
  subject: string
  /** Their session there, if it has a name: `sid`. */
  providerSession: string | null
  /** They showed a second factor there, and we believe this organisation. */
  strong: boolean
}

export interface Client {
  provider: OidcProvider
  /** A new errand, and where the browser goes with it. */
  begin(rest: Pick<Errand, 'next' | 'session' | 'invitation'>): Promise<{ errand: Errand; address: string }>
  /** Who came back to `url`. Throws provider-stopped, provider-weak or provider-away. */
  finish(errand: Errand, url: URL): Promise<Who>
  /** The keys of the organisation, and what it calls itself. */
  keys(): Promise<{ issuer: string; keys: Record<string, unknown>[] }>
}

const hour = 3_600_000

export function clientOf(provider: OidcProvider, publicUrl: string, log: (why: string) => void): Client {
  const callback = `${publicUrl}/api/session/oidc/${provider.id}/callback`
  const ask: oidc.CustomFetch = (url, { method, headers, body }) =>
    askOutside(url, {
      method,
      headers,
      body: body === null || body === undefined ? undefined : String(body as string),
      inside: provider.inside,
    })

  let known: { until: number; config: Promise<oidc.Configuration> } | undefined
  const discover = (): Promise<oidc.Configuration> => {
    if (known && known.until > Date.now()) return known.config
    const plain = provider.issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []
    const config = oidc.discovery(new URL(provider.issuer), provider.clientId, undefined, oidc.ClientSecretBasic(provider.clientSecret), {
      [oidc.customFetch]: ask,
      execute: [...plain, oidc.enableNonRepudiationChecks],
    })
    known = { until: Date.now() + hour, config }
    config.catch(() => {
      known = undefined
    })
    return config
  }
  const reach = async () => {
    try {
      return await discover()
    } catch (error) {
      log(reasonOf(error))
      throw new Problem('provider-away')
    }
  }

  return {
    provider,
    async begin(rest) {
      const config = await reach(),
        verifier = oidc.randomPKCECodeVerifier()
      const errand: Errand = { ...rest, provider: provider.id, state: oidc.randomState(), nonce: oidc.randomNonce(), verifier }
      const address = oidc.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: 'openid',
        state: errand.state,
        nonce: errand.nonce,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...(provider.acr.length > 0 ? { acr_values: provider.acr.join(' ') } : {}),
        ...(provider.maxAge === undefined ? {} : { max_age: String(provider.maxAge) }),
      })
      return { errand, address: address.href }
    },

    async finish({ state, nonce, verifier }, url) {
      const config = await reach()
      let claims: oidc.IDToken | undefined
      try {
        const tokens = await oidc.authorizationCodeGrant(config, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
          ...(provider.maxAge === undefined ? {} : { maxAge: provider.maxAge }),
        })
        claims = tokens.claims()
      } catch (error) {
        log(reasonOf(error))
        throw new Problem(isAway(error) ? 'provider-away' : 'provider-stopped')
      }
      if (!claims) throw new Problem('provider-stopped')
      return whoIs(provider, claims)
    },

    async keys() {
      const { issuer, jwks_uri } = (await reach()).serverMetadata()
      const answer = await askOutside(jwks_uri!, { inside: provider.inside })
      const { keys } = (await answer.json()) as { keys: Record<string, unknown>[] }
      return { issuer, keys }
    },
  }
}

/** Throws provider-weak when the organisation did not ask for enough, provider-stopped when the token does not name a person. */
export function whoIs(provider: OidcProvider, claims: oidc.IDToken): Who {
  const says = [claims.acr, ...(Array.isArray(claims.amr) ? claims.amr : [])].filter((one) => typeof one === 'string')
  if (provider.acr.length > 0 && !provider.acr.includes(claims.acr as string)) throw new Problem('provider-weak')
  let subject = claims.sub
  if (provider.subject === 'tid+oid') {
    const { tid, oid } = claims
    if (typeof tid !== 'string' || typeof oid !== 'string' || !provider.tenants.includes(tid)) throw new Problem('provider-stopped')
    subject = `${tid}/${oid}`
  }
  return {
    issuer: claims.iss,
    subject,
    providerSession: typeof claims.sid === 'string' ? claims.sid : null,
    strong: says.some((one) => provider.strong.includes(one)),
  }
}

/** The library's code or the error's name: never a message, which may quote a token. */
const reasonOf = (error: unknown) => {
  const { code, name, cause } = error as { code?: string; name?: string; cause?: { code?: string } }
  return [name, code, cause?.code].filter((one) => typeof one === 'string').join(' ')
}
const isAway = (error: unknown): boolean => {
  const { code, cause, name } = error as { code?: string; cause?: unknown; name?: string }
  if (error instanceof OutsideError || name === 'TimeoutError' || /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST)/.test(code ?? '')) return true
  return cause instanceof Error && isAway(cause)
}
