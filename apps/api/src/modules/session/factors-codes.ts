// Codes that show who one is: from an app on a phone (RFC 6238) and the ten to fall back on. Nothing here knows the database.
import { createCipheriv, createDecipheriv, randomBytes, randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

type SealOf = (text: string) => string
const period = 30
/** Steps of thirty seconds either side: a phone's clock may be half a minute off. RFC 6238, section 5.2. */
const tolerance = 1

const totpOf = (secret: string, label = '') =>
  new TOTP({ issuer: 'Modulus', label, algorithm: 'SHA1', digits: 6, period, secret: Secret.fromBase32(secret) })

/** 160 random bits in base32, and the address that a picture of them says. */
export function newAuthenticator(email: string): { secret: string; address: string } {
  const secret = new Secret({ size: 20 }).base32
  return { secret, address: totpOf(secret, email).toString() }
}
/** The step (half minutes since 1970) to which a code belongs; null when it is none of the three that count at this time (ms). */
export function stepOf(secret: string, code: string, at = Date.now()): number | null {
  const delta = totpOf(secret).validate({ token: code.replace(/\s/g, ''), timestamp: at, window: tolerance })
  return delta === null ? null : Math.floor(at / 1000 / period) + delta
}

// A key of its own, which follows from the service's secret. The account's id is bound in: a sealed secret opens for nobody else.
const keyOf = (sealOf: SealOf) => Buffer.from(sealOf('encryption key of authenticator secrets, version 1'), 'base64url')
/** AES-256-GCM: v1.nonce.tag.text, each base64url. */
export function sealSecret(sealOf: SealOf, userId: string, secret: string): string {
  const nonce = randomBytes(12),
    cipher = createCipheriv('aes-256-gcm', keyOf(sealOf), nonce).setAAD(Buffer.from(userId))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return ['v1', ...[nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join('.')
}
/** Null when it was sealed under another secret of the service, for another account, or not by us. */
export function openSecret(sealOf: SealOf, userId: string, sealed: string): string | null {
  const [version, ...parts] = sealed.split('.')
  const [nonce, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'))
  if (version !== 'v1' || nonce?.length !== 12 || tag?.length !== 16 || !text) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(sealOf), nonce, { authTagLength: 16 })
      .setAAD(Buffer.from(userId))
      .setAuthTag(tag)
    return decipher.update(text, undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return null
  }
}

// 24 of 32 letters and digits are 120 random bits: beyond guessing even for whoever holds the database, so a keyed digest is enough and costs
// no time at sign-in (OWASP ASVS 6.5.2 asks for a slow hash below 112 bits). 0, 1, 8 and B are left out: they read like O, I and each other.
const letters = 'ACDEFGHIJKLMNOPQRSTUVWXYZ2345679'
export const recoveryCodeCount = 10
const newRecoveryCode = () =>
  Array.from({ length: 6 }, () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')).join('-')
export const newRecoveryCodes = (): string[] => Array.from({ length: recoveryCodeCount }, newRecoveryCode)
/** As it is kept, however it was typed. */
export const digestOfRecoveryCode = (sealOf: SealOf, userId: string, code: string): string =>
  sealOf(`recovery code ${userId} ${code.toUpperCase().replace(/[^A-Z0-9]/g, '')}`)
