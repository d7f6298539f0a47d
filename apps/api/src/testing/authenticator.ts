// A passkey made of software, for tests: it signs as a phone would, and can be told to lie about what it signs.
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest()

/** As much of CBOR (RFC 8949) as a key and an attestation need: small numbers, text, bytes, maps. */
function cbor(value: number | string | Uint8Array | Map<number | string, unknown>): Buffer {
  const head = (kind: number, n: number) =>
    n < 24
      ? Buffer.from([(kind << 5) | n])
      : n < 256
        ? Buffer.from([(kind << 5) | 24, n])
        : Buffer.from([(kind << 5) | 25, n >> 8, n & 255])
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Map)
    return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one as number)])])
  return Buffer.concat([head(2, value.length), value])
}

interface Told {
  challengeId: string
  options: Record<string, unknown>
}
/** What it says otherwise than it should. */
export interface Lies {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  /** The person was not asked for finger, face or PIN. */
  unverified?: boolean
  counter?: number
  userHandle?: string
}

export class Authenticator {
  readonly id = randomBytes(32)
  /** Counts up with each use; a passkey that is shared between devices stays at 0. */
  counter = 0
  private readonly counts: boolean
  private readonly key: KeyObject
  private readonly publicKey: KeyObject
  constructor({ counts = true } = {}) {
    this.counts = counts
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.key = pair.privateKey
    this.publicKey = pair.publicKey
  }

  private clientData(type: string, { options }: Told, lies: Lies) {
    return Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? options.challenge,
        origin: lies.origin ?? 'http://localhost:3000',
      }),
    )
  }
  private data(rpId: string, lies: Lies, credential?: Buffer) {
    const count = Buffer.alloc(4)
    if (this.counts) this.counter++
    count.writeUInt32BE(lies.counter ?? this.counter)
    const flags = 0x01 | (lies.unverified ? 0 : 0x04) | (credential ? 0x40 : 0)
    return Buffer.concat([sha256(lies.rpId ?? rpId), Buffer.from([flags]), count, credential ?? Buffer.alloc(0)])
  }

  /** The body of session.addPasskey. */
  create(told: Told, name = 'Test key', lies: Lies = {}) {
    const { x, y } = this.publicKey.export({ format: 'jwk' })
    const key = cbor(new Map<number, unknown>([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x!, 'base64url')], [-3, Buffer.from(y!, 'base64url')]])) // prettier-ignore
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, key])
    const authData = this.data((told.options.rp as { id: string }).id, lies, credential)
    const attestation = cbor(new Map<string, unknown>([['fmt', 'none'], ['attStmt', new Map()], ['authData', authData]])) // prettier-ignore
    return {
      challengeId: told.challengeId,
      name,
      id: base64(this.id),
      type: 'public-key',
      clientDataJSON: base64(this.clientData('webauthn.create', told, lies)),
      attestationObject: base64(attestation),
      transports: ['internal'],
    }
  }
  /** The body of session.signInByPasskey and session.showPasskey. */
  answer(told: Told, lies: Lies = {}) {
    const clientData = this.clientData('webauthn.get', told, lies),
      data = this.data(told.options.rpId as string, lies)
    return {
      challengeId: told.challengeId,
      id: base64(this.id),
      type: 'public-key',
      clientDataJSON: base64(clientData),
      authenticatorData: base64(data),
      signature: base64(sign('sha256', Buffer.concat([data, sha256(clientData)]), this.key)),
      ...(lies.userHandle ? { userHandle: lies.userHandle } : {}),
    }
  }
}
