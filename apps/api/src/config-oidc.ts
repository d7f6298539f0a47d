// OIDC_PROVIDERS: a JSON list, so that each partner can bring the sign-in of its own organisation. For example
// [{ "id": "fire", "name": "Fire and Rescue", "issuer": "https://login.fire.example", "clientId": "modulus", "clientSecret": "…" }]
// Register there the redirect address PUBLIC_URL/api/session/oidc/<id>/callback, and for signing out /api/session/oidc/<id>/logout.
import { isLoopback } from './plugins/outside.ts'
import { StartError } from './start-error.ts'

export interface OidcProvider {
  /** In our addresses: small letters, digits, hyphens. Changing it changes the redirect address. */
  id: string
  /** On the button: "Sign in with …". */
  name: string
  issuer: string
  clientId: string
  clientSecret: string
  /** What names a person there: `sub`, or with Microsoft Entra `tid+oid`, which stays the same for all programs of a tenant. */
  subject: 'sub' | 'tid+oid'
  /** With tid+oid: only these tenants. */
  tenants: string[]
  /** Their sign-in counts as both factors when it says one of these in `acr` or `amr`; without any it counts as a password. */
  strong: string[]
  /** Whoever comes without one of these `acr` values is refused. */
  acr: string[]
  /** Seconds since they last proved who they are there; asked for as max_age and checked in auth_time. */
  maxAge: number | undefined
  /** On a network of our own: private addresses and other ports than 443 are allowed. */
  inside: boolean
}

const known = ['id', 'name', 'issuer', 'clientId', 'clientSecret', 'subject', 'tenants', 'strong', 'acr', 'maxAge', 'inside']
const texts = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === 'string' && one !== '')

/** Throws a StartError that names what is wrong, never a secret. */
export function readProviders(text: string | undefined, production: boolean): OidcProvider[] {
  if (!text?.trim()) return []
  const wrong = (why: string) => new StartError(`OIDC_PROVIDERS ${why}`)
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch {
    throw wrong('must be a JSON list of providers.')
  }
  if (!Array.isArray(list)) throw wrong('must be a JSON list of providers.')
  const providers = list.map((one: Record<string, unknown>, i): OidcProvider => {
    const which = `[${i}]`
    const stray = Object.keys(one ?? {}).find((name) => !known.includes(name))
    if (stray) throw wrong(`${which} knows no "${stray}".`)
    for (const name of ['id', 'name', 'issuer', 'clientId', 'clientSecret'])
      if (typeof one[name] !== 'string' || one[name] === '') throw wrong(`${which} needs "${name}".`)
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(one.id as string)) throw wrong(`${which}.id must be small letters, digits and hyphens.`)
    for (const name of ['tenants', 'strong', 'acr'])
      if (one[name] !== undefined && !texts(one[name])) throw wrong(`${which}.${name} must be a list of words.`)
    const subject = one.subject ?? 'sub',
      tenants = (one.tenants ?? []) as string[]
    if (subject !== 'sub' && subject !== 'tid+oid') throw wrong(`${which}.subject must be "sub" or "tid+oid".`)
    if (subject === 'tid+oid' && tenants.length === 0) throw wrong(`${which} with tid+oid needs the list "tenants".`)
    if (one.maxAge !== undefined && !(Number.isInteger(one.maxAge) && (one.maxAge as number) > 0))
      throw wrong(`${which}.maxAge must be seconds.`)
    const issuer = one.issuer as string
    if (!URL.canParse(issuer)) throw wrong(`${which}.issuer must be an address.`)
    const { protocol, hostname } = new URL(issuer)
    // Without TLS a network in between could say who anybody is: only for trying things out on one machine.
    if (protocol !== 'https:' && (production || protocol !== 'http:' || !isLoopback(hostname)))
      throw wrong(`${which}.issuer must begin with https:// .`)
    return {
      id: one.id as string,
      name: one.name as string,
      issuer,
      clientId: one.clientId as string,
      clientSecret: one.clientSecret as string,
      subject,
      tenants,
      strong: (one.strong ?? []) as string[],
      acr: (one.acr ?? []) as string[],
      maxAge: one.maxAge as number | undefined,
      inside: one.inside === true || (!production && isLoopback(hostname)),
    }
  })
  if (new Set(providers.map(({ id }) => id)).size !== providers.length) throw wrong('has two providers with one id.')
  if (new Set(providers.map(({ issuer }) => issuer)).size !== providers.length) throw wrong('has two providers with one issuer.')
  return providers
}
