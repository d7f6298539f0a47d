// Opens what a phone sealed: ECDH with its throw-away key, HKDF, AES-256-GCM (the contract says it in full). What does not open is refused by
// name, and the phone keeps it.
import { createHash, webcrypto } from 'node:crypto'
import { OfflineRequest, sealingInfo, type Sealed } from '@modulus/contracts/offline.ts'
import { validate } from '@modulus/contracts/validate.ts'
import { Problem } from '#plugins/problems.ts'
import type { Keyring } from './keys.ts'

const { subtle } = webcrypto

/** SHA-256, hexadecimal, of the sealed text as it was sent. */
export const digestOf = (sealed: Sealed): string => createHash('sha256').update(sealed.text).digest('hex')

const unopened = (field: string, keyword: string, detail: string) =>
  new Problem('sealed-not-opened', { errors: [{ pointer: `/body/${field}`, keyword, detail }] })

/** Errors: sealed-not-opened (another key, or changed on its way), not-for-offline (something else was inside). */
export async function openSealed(keys: Keyring, itemId: string, sealed: Sealed): Promise<OfflineRequest> {
  const pair = await keys.find(sealed.keyId)
  if (pair?.kind !== 'sealing') throw unopened('keyId', 'unknown', 'is no key of this service')
  let inside: unknown
  try {
    inside = JSON.parse(await decrypt(pair.privateKey, itemId, sealed))
  } catch {
    throw unopened('text', 'seal', 'does not open')
  }
  const errors = validate(OfflineRequest, inside)
  if (errors.length > 0)
    throw new Problem('not-for-offline', { errors: errors.map(({ pointer, keyword, detail }) => ({ pointer, keyword, detail })) })
  return inside as OfflineRequest
}

async function decrypt(key: webcrypto.CryptoKey, itemId: string, { keyId, ephemeral, iv, text }: Sealed): Promise<string> {
  const { kty, crv, x, y } = ephemeral
  const theirs = await subtle.importKey('jwk', { kty, crv, x, y }, { name: 'ECDH', namedCurve: 'P-256' }, false, [])
  const shared = await subtle.deriveBits({ name: 'ECDH', public: theirs }, key, 256)
  const material = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const aes = await subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: Buffer.from(sealingInfo + keyId) },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['decrypt'],
  )
  const nonce = Buffer.from(iv, 'base64')
  if (nonce.length !== 12) throw new Error('iv')
  const opened = await subtle.decrypt(
    { name: 'AES-GCM', iv: nonce, additionalData: Buffer.from(itemId.toLowerCase()) },
    aes,
    Buffer.from(text, 'base64'),
  )
  return Buffer.from(opened).toString('utf8')
}
