// The server's half of offline work, made with Node's own crypto so that the browser's is checked against another hand: keys, a lease, opening.
import {
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  sign,
  type JsonWebKey,
} from 'node:crypto'
import { sealingInfo, type OfflineKeys, type OfflineRequest, type Pack, type Sealed } from '@modulus/contracts/offline.ts'

type PublicJwk = OfflineKeys['sealing']['key']
const pair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  return { privateKey, key: { kty: 'EC', crv: 'P-256', x: x!, y: y! } satisfies PublicJwk }
}
export function fakeServer() {
  const sealing = pair(),
    signing = pair()
  const keys: OfflineKeys = { sealing: { id: 'seal-1', key: sealing.key }, signing: { id: 'sign-1', key: signing.key } }
  return {
    keys,
    lease(userId: string, from: number, hours = 24): Pack['lease'] {
      const issuedAt = new Date(from).toISOString(),
        validUntil = new Date(from + hours * 3_600_000).toISOString()
      const text = JSON.stringify({ userId, partnershipId: userId, sessionId: userId, issuedAt, validUntil })
      const signature = sign('sha256', Buffer.from(text), { key: signing.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64')
      return { keyId: 'sign-1', text, signature }
    },
    /** Throws when it was sealed for another item, or anything of it was changed. */
    open(itemId: string, { ephemeral, iv, text }: Sealed): OfflineRequest {
      const publicKey = createPublicKey({ key: ephemeral as unknown as JsonWebKey, format: 'jwk' })
      const shared = diffieHellman({ privateKey: sealing.privateKey, publicKey })
      const key = Buffer.from(hkdfSync('sha256', shared, Buffer.alloc(0), `${sealingInfo}seal-1`, 32))
      const closed = Buffer.from(text, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64'))
      decipher.setAAD(Buffer.from(itemId.toLowerCase())).setAuthTag(closed.subarray(-16))
      return JSON.parse(Buffer.concat([decipher.update(closed.subarray(0, -16)), decipher.final()]).toString()) as OfflineRequest
    },
    digest: ({ text }: Sealed) => createHash('sha256').update(text).digest('hex'),
  }
}
