// What a phone may keep, locked: rows sealed with a key that exists only in memory while it is open. The key lies wrapped beside them, and is
// thrown away when the lease is over: then nothing opens them any more, not the right passphrase either.
import type { Lease, OfflineKeys } from '@modulus/contracts/offline.ts'
import type { Session } from '@modulus/contracts/session.ts'
import { digestOf, fromBase64, random, textOf, toBase64, utf8, type Bytes } from './bytes.ts'
import { readLease, standingOf } from './lease.ts'
import type { Way } from './secret.ts'
import type { Row, Shelves } from './shelves.ts'

/** What stands open, so that the rest can be opened or thrown away in time: no name, no place, no word of anybody. */
export interface Door extends Row {
  userId: string
  validUntil: string
  /** See standingOf. */
  seen: number
  /** See reachOf. */
  reach: string
  /** The number to ring when nothing else works. */
  dutyPhone: string
  way: Way
  iv: string
  wrapped: string
}
/** What was agreed with the server when the vault was made. */
export interface Core {
  session: Session
  keys: OfflineKeys
  lease: Lease
}
interface SealedRow extends Row {
  iv: Bytes
  text: ArrayBuffer
}
export type Refused = 'none' | 'over' | 'clock' | 'wrong' | 'left'
export class VaultRefusal extends Error {
  readonly why: Refused
  constructor(why: Refused) {
    super(why)
    this.why = why
  }
}

const gcm = (iv: Bytes, about: string) => ({ name: 'AES-GCM', iv, additionalData: utf8(about) })

export class Vault {
  readonly core: Core
  private readonly shelves: Shelves
  private readonly dek: CryptoKey
  private readonly about: (id: string) => string
  private constructor(shelves: Shelves, dek: CryptoKey, about: (id: string) => string, core: Core) {
    this.shelves = shelves
    this.dek = dek
    this.about = about
    this.core = core
  }
  private static about = (origin: string, userId: string) => (id: string) => `v1|${origin}|${userId}|${id}`
  private static importKey = (raw: Bytes) => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])

  /** Everything that was kept before goes, but for what waits to be sent. */
  static async make(
    shelves: Shelves,
    origin: string,
    core: Core,
    { way, key }: { way: Way; key: CryptoKey },
    lease: { validUntil: string; issuedAt: string },
  ): Promise<Vault> {
    const about = Vault.about(origin, core.session.userId)
    const raw = random(32),
      iv = random(12)
    const wrapped = await crypto.subtle.encrypt(gcm(iv, about('vault')), key, raw)
    const vault = new Vault(shelves, await Vault.importKey(raw), about, core)
    raw.fill(0)
    const door: Door = {
      id: 'vault',
      userId: core.session.userId,
      validUntil: lease.validUntil,
      seen: Date.parse(lease.issuedAt),
      reach: await reachOf(core.session),
      dutyPhone: core.session.partnership.dutyPhone,
      way,
      iv: toBase64(iv),
      wrapped: toBase64(new Uint8Array(wrapped)),
    }
    await shelves.write(
      { shelf: 'records', clear: true },
      { shelf: 'vault', put: door },
      { shelf: 'records', put: await vault.sealed('core', core) },
    )
    return vault
  }

  /** Throws a VaultRefusal: none here, the lease is over, the clock was put back, or this is not the key. */
  static async open(shelves: Shelves, origin: string, ask: (way: Way) => Promise<CryptoKey | null>, now: number): Promise<Vault> {
    const door = await shelves.get<Door>('vault', 'vault')
    if (!door) throw new VaultRefusal('none')
    const standing = standingOf(door, now)
    if (standing !== 'good') throw new VaultRefusal(standing)
    const key = await ask(door.way)
    if (!key) throw new VaultRefusal('left')
    const about = Vault.about(origin, door.userId)
    const raw = await crypto.subtle.decrypt(gcm(fromBase64(door.iv), about('vault')), key, fromBase64(door.wrapped)).catch(() => {
      throw new VaultRefusal('wrong')
    })
    const half = new Vault(shelves, await Vault.importKey(new Uint8Array(raw)), about, undefined as never)
    new Uint8Array(raw).fill(0)
    const core = await half.read<Core>('core')
    // What stands open could have been rewritten by whoever holds the phone: the lease inside, signed, has the last word.
    const lease = core && (await readLease(core.lease, core.keys))
    if (!core || !lease || lease.userId !== door.userId || standingOf({ ...lease, seen: door.seen }, now) !== 'good')
      throw new VaultRefusal('over')
    return new Vault(shelves, half.dek, about, core)
  }

  private async sealed(id: string, value: unknown): Promise<SealedRow> {
    const iv = random(12)
    return { id, iv, text: await crypto.subtle.encrypt(gcm(iv, this.about(id)), this.dek, utf8(JSON.stringify(value))) }
  }
  async read<T>(id: string): Promise<T | undefined> {
    const row = await this.shelves.get<SealedRow>('records', id)
    if (!row) return undefined
    return JSON.parse(textOf(await crypto.subtle.decrypt(gcm(row.iv, this.about(id)), this.dek, row.text))) as T
  }
  /** Every record whose id begins so, by the rest of its id. */
  async under<T>(prefix: string): Promise<[string, T][]> {
    const rows = (await this.shelves.all('records')).filter(({ id }) => id.startsWith(prefix))
    return Promise.all(rows.map(async ({ id }) => [id.slice(prefix.length), (await this.read<T>(id))!] as [string, T]))
  }
  /** Something to write together with other rows. */
  change = async (id: string, value: unknown) => ({ shelf: 'records', put: await this.sealed(id, value) }) as const
  write = async (id: string, value: unknown) => this.shelves.write(await this.change(id, value))
  remove = (id: string) => this.shelves.write({ shelf: 'records', remove: id })

  /** The same vault for longer, under a new lease. */
  async renew(core: Core, { validUntil, issuedAt }: { validUntil: string; issuedAt: string }): Promise<Vault> {
    const door = (await this.shelves.get<Door>('vault', 'vault'))!
    await this.shelves.write(
      { shelf: 'vault', put: { ...door, validUntil, seen: Date.parse(issuedAt), reach: await reachOf(core.session) } as Door },
      await this.change('core', core),
    )
    return new Vault(this.shelves, this.dek, this.about, core)
  }
}

/** Where somebody worked and as what when their days were taken along, as a digest: told apart from today's without opening anything. */
export const reachOf = ({ userId, programmes }: Session): Promise<string> =>
  digestOf(JSON.stringify([userId, programmes.map(({ id, roles }) => `${id} ${roles.toSorted().join()}`).sort()]))

/** Keys and records go for good; what waits to be sent stays, sealed as it is. */
export const wipe = (shelves: Shelves) => shelves.write({ shelf: 'vault', clear: true }, { shelf: 'records', clear: true })

/** Remembers that this moment has been. */
export async function mark(shelves: Shelves, moment: number): Promise<void> {
  const door = await shelves.get<Door>('vault', 'vault')
  if (door && moment > door.seen) await shelves.write({ shelf: 'vault', put: { ...door, seen: moment } as Door })
}
