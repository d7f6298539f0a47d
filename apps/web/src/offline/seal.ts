// One thing that was written without signal, closed so that only the server can open it: not even this phone can read it back.
import { sealingInfo, type OfflineKeys, type OfflineRequest, type Sealed } from '@modulus/contracts/offline.ts'
import { digestOf, random, toBase64, utf8 } from './bytes.ts'

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const
/** ECDH with a throw-away key, HKDF with SHA-256, AES-256-GCM with the item's id as additional data. */
export async function sealItem(
  itemId: string,
  request: OfflineRequest,
  { sealing }: Pick<OfflineKeys, 'sealing'>,
): Promise<{ sealed: Sealed; digest: string }> {
  const server = await crypto.subtle.importKey('jwk', { ...sealing.key }, curve, false, [])
  const own = (await crypto.subtle.generateKey(curve, true, ['deriveBits'])) as CryptoKeyPair
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: server }, own.privateKey, 256)
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(sealingInfo + sealing.id) },
    await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']),
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  )
  const iv = random(12)
  const closed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: utf8(itemId.toLowerCase()) },
    key,
    utf8(JSON.stringify(request)),
  )
  const { x, y } = await crypto.subtle.exportKey('jwk', own.publicKey)
  const text = toBase64(new Uint8Array(closed))
  const sealed: Sealed = {
    version: 1,
    keyId: sealing.id,
    ephemeral: { kty: 'EC', crv: 'P-256', x: x!, y: y! },
    iv: toBase64(iv),
    text,
  }
  return { sealed, digest: await digestOf(text) }
}
