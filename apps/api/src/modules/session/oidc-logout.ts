// A logout token: what an organisation sends when somebody signed out there (OpenID Connect Back-Channel Logout 1.0, section 2.6).
import { constants, createPublicKey, verify, type JsonWebKey } from 'node:crypto'

const event = 'http://schemas.openid.net/event/backchannel-logout'
/** Seconds that a token may be old, or from the future. */
const slack = 300

const signatures: Record<string, { hash: string | null; kty: string; options: object }> = {
  RS256: { hash: 'sha256', kty: 'RSA', options: { padding: constants.RSA_PKCS1_PADDING } },
  PS256: { hash: 'sha256', kty: 'RSA', options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } },
  ES256: { hash: 'sha256', kty: 'EC', options: { dsaEncoding: 'ieee-p1363' } },
  EdDSA: { hash: null, kty: 'OKP', options: {} },
}
const read = (part: string | undefined): Record<string, unknown> => {
  const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString())
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('not an object')
  return value as Record<string, unknown>
}
const wordOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

export interface SignedOut {
  subject: string | null
  providerSession: string | null
}
/** Undefined for whatever does not hold in every point. `now` in milliseconds. */
export function readLogoutToken(
  token: string,
  { issuer, clientId, keys }: { issuer: string; clientId: string; keys: Record<string, unknown>[] },
  now = Date.now(),
): SignedOut | undefined {
  try {
    const [head, body, signature, ...more] = token.split('.')
    if (!head || !body || !signature || more.length > 0) return undefined
    const { alg, kid, typ, crit } = read(head),
      how = typeof alg === 'string' && Object.hasOwn(signatures, alg) ? signatures[alg] : undefined
    if (!how || crit !== undefined || (typ !== undefined && !/^(application\/)?(logout\+jwt|jwt)$/i.test(String(typ)))) return undefined
    const fits = keys.filter((one) => one.kty === how.kty && (kid === undefined || one.kid === kid) && (one.use ?? 'sig') === 'sig')
    const signed = fits.some((one) => {
      const key = createPublicKey({ key: one as JsonWebKey, format: 'jwk' })
      return verify(how.hash, Buffer.from(`${head}.${body}`), { key, ...how.options }, Buffer.from(signature, 'base64url'))
    })
    if (!signed) return undefined

    const { iss, aud, iat, exp, events, sub, sid, nonce, jti } = read(body)
    const forUs = Array.isArray(aud) ? aud.includes(clientId) : aud === clientId
    const said = typeof events === 'object' && events !== null && Object.hasOwn(events, event)
    const fresh =
      typeof iat === 'number' &&
      Math.abs(now / 1000 - iat) <= slack &&
      (exp === undefined || (typeof exp === 'number' && exp > now / 1000 - slack))
    // A nonce would make it an ID token, which somebody might try to pass off as this.
    if (iss !== issuer || !forUs || !said || !fresh || nonce !== undefined || !wordOf(jti)) return undefined
    const subject = wordOf(sub),
      providerSession = wordOf(sid)
    return subject === null && providerSession === null ? undefined : { subject, providerSession }
  } catch {
    return undefined
  }
}
