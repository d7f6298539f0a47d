// What must be remembered while somebody is away at their organisation: in a cookie of ten minutes that only this service can read or write.
// It is Lax because the way back begins on another site; the session's own cookie stays Strict.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

export const oidcCookie = '__Host-oidc'
const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const
const lives = 600

export interface Errand {
  provider: string
  state: string
  nonce: string
  verifier: string
  next?: string | undefined
  /** The session that wants to connect an identity. */
  session?: string
  /** Digest of the invitation that is being accepted. */
  invitation?: string
}
type SealOf = (text: string) => string
const keyOf = (sealOf: SealOf) => createHash('sha256').update(sealOf('oidc cookie')).digest()

export function sealErrand(sealOf: SealOf, errand: Errand, now = Date.now()): string {
  const iv = randomBytes(12),
    cipher = createCipheriv('aes-256-gcm', keyOf(sealOf), iv)
  const text = Buffer.concat([cipher.update(JSON.stringify({ ...errand, at: now })), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
}
/** Undefined for whatever was not written here in the last ten minutes. */
export function openErrand(sealOf: SealOf, text: string | undefined, now = Date.now()): Errand | undefined {
  const sealed = Buffer.from(text ?? '', 'base64url')
  if (sealed.length < 29) return undefined
  try {
    const cipher = createDecipheriv('aes-256-gcm', keyOf(sealOf), sealed.subarray(0, 12)).setAuthTag(sealed.subarray(12, 28))
    const { at, ...errand } = JSON.parse(Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()]).toString()) as Errand & {
      at: number
    }
    return now - at <= lives * 1000 ? errand : undefined
  } catch {
    return undefined
  }
}

export const keepErrand = (reply: FastifyReply, text: string) => reply.setCookie(oidcCookie, text, { ...attributes, maxAge: lives })
/** Read once: whatever comes of it, the cookie is gone. */
export function takeErrand(sealOf: SealOf, request: FastifyRequest, reply: FastifyReply): Errand | undefined {
  const errand = openErrand(sealOf, request.cookies[oidcCookie])
  reply.clearCookie(oidcCookie, attributes)
  return errand
}
