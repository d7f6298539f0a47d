// The keys of this installation: one pair to seal for (ECDH), one to sign leases with (ECDSA), both on P-256. They are made once by whichever
// process needs them first, and made anew after half a year; what was sealed for an earlier one still opens.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, webcrypto } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { OfflineKeys } from '@modulus/contracts/offline.ts'

type Kind = 'sealing' | 'signing'
type PublicKey = OfflineKeys['sealing']['key']
export interface KeyPair {
  id: string
  kind: Kind
  publicKey: PublicKey
  privateKey: webcrypto.CryptoKey
}
export interface Keyring {
  current(kind: Kind): Promise<KeyPair>
  /** Undefined: no such key, or one that another secret locked. */
  find(id: string): Promise<KeyPair | undefined>
}

const { subtle } = webcrypto
const lastsDays = 180
/** A process that runs for months notices that a key was replaced. */
const freshFor = 3_600_000
const algorithms = { sealing: { name: 'ECDH', namedCurve: 'P-256' }, signing: { name: 'ECDSA', namedCurve: 'P-256' } } as const
const uses = { sealing: ['deriveBits'], signing: ['sign'] } as const satisfies Record<Kind, webcrypto.KeyUsage[]>

/** AES-256-GCM: 12 bytes of IV, 16 of tag, the rest; the id of the key is bound to it. Throws for another secret or id. */
function lockWith(secret: string) {
  const derive = (what: string) => Buffer.from(hkdfSync('sha256', secret, '', what, 32))
  const key = derive('modulus offline keys v1')
  return {
    by: createHash('sha256').update(derive('modulus offline keys, whose v1')).digest('hex').slice(0, 16),
    lock(text: string, id: string): string {
      const iv = randomBytes(12),
        cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(id))
      const locked = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), locked]).toString('base64url')
    },
    unlock(locked: string, id: string): string {
      const bytes = Buffer.from(locked, 'base64url')
      const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(id)).setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8')
    },
  }
}

interface Row extends Record<string, unknown> {
  id: string
  kind: Kind
  public_key: PublicKey
  private_key: string
  wrapped_by: string
  created_at: string | Date
}

export function keyringOf({ doors, sealOf }: Pick<FastifyInstance, 'doors' | 'sealOf'>): Keyring {
  const safe = lockWith(sealOf('offline keys'))
  let pairs = new Map<string, KeyPair>(),
    readAt = 0

  async function read(): Promise<Map<string, KeyPair>> {
    const rows = await doors.asNobody().transact(async (tx) => (await tx.execute<Row>(sql`select * from app.offline_keys()`)).rows)
    const ours = rows.filter((row) => row.wrapped_by === safe.by),
      young = (kind: Kind) =>
        ours.some((row) => row.kind === kind && Date.now() - Date.parse(String(row.created_at)) < lastsDays * 86_400_000)
    const missing = (['sealing', 'signing'] as const).filter((kind) => !young(kind))
    if (missing.length > 0) {
      for (const kind of missing) await make(kind)
      return read()
    }
    pairs = new Map(await Promise.all(ours.map(async (row) => [row.id, await open(row)] as const))) // newest first
    readAt = Date.now()
    return pairs
  }
  async function open(row: Row): Promise<KeyPair> {
    const jwk = { ...row.public_key, d: safe.unlock(row.private_key, row.id) }
    return {
      id: row.id,
      kind: row.kind,
      publicKey: row.public_key,
      privateKey: await subtle.importKey('jwk', jwk, algorithms[row.kind], false, [...uses[row.kind]]),
    }
  }
  async function make(kind: Kind) {
    const made = await subtle.generateKey(algorithms[kind], true, kind === 'sealing' ? ['deriveBits'] : ['sign', 'verify'])
    const { x, y, d } = await subtle.exportKey('jwk', (made as webcrypto.CryptoKeyPair).privateKey)
    const id = `${kind}-${randomBytes(8).toString('hex')}`,
      key = JSON.stringify({ kty: 'EC', crv: 'P-256', x, y })
    await doors
      .asNobody()
      .transact((tx) =>
        tx.execute(sql`select app.keep_offline_key(${id}, ${kind}, ${key}::jsonb, ${safe.lock(d!, id)}, ${safe.by}, ${lastsDays})`),
      )
  }

  return {
    async current(kind) {
      const known = Date.now() - readAt < freshFor ? pairs : await read()
      return [...known.values()].find((pair) => pair.kind === kind)!
    },
    async find(id) {
      return pairs.get(id) ?? (await read()).get(id)
    },
  }
}

/** ECDSA with SHA-256; the signature is r and s beside each other (IEEE P1363), in Base64. */
export async function sign(pair: KeyPair, text: string): Promise<string> {
  return Buffer.from(await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, Buffer.from(text))).toString('base64')
}
