// What this phone holds and does without signal, in one place: take along, unlock, lock, answer, keep, send, wipe. Knows no screen.
import type { OfflineKeys, OfflineRequest, Pack } from '@modulus/contracts/offline.ts'
import type { Session } from '@modulus/contracts/session.ts'
import { newId } from '#lib/new-id.ts'
import type { Kept } from '#lib/unsent.ts'
import { alongIn, answerFrom, personIn, writable, type Along, type Taken } from './along.ts'
import { digestOf } from './bytes.ts'
import { readLease, standingOf, toleranceMs } from './lease.ts'
import { flush, flushLeft, listItems, newItem, sweep, type Item, type Lane, type Submit } from './outbox.ts'
import { saveOf } from './saves.ts'
import { sealItem } from './seal.ts'
import type { Way } from './secret.ts'
import type { Shelves } from './shelves.ts'
import { mark, reachOf, Vault, VaultRefusal, wipe, type Door } from './vault.ts'

/** What something waiting is called, while the phone is unlocked. */
export interface Label {
  operation: string
  recordId: string
  who: string | null
  /** Which parts of that record, where it is saved in parts: whose marks in a register, by their ids with blanks between. */
  part?: string
}
export interface Waiting extends Item {
  label: Label | null
}
export interface PhoneState {
  vault: 'none' | 'locked' | 'open'
  userId: string | null
  validUntil: string | null
  wayIn: Way['kind'] | null
  dutyPhone: string
  takenAt: string | null
  people: Pack['people']
  leftOut: number
  /** Besides visits: registers, meet-ups. */
  along: Along[]
  items: Waiting[]
  drafts: number
}
export interface Asked {
  operation: string
  method: string
  /** Without /api, with its query. */
  path: string
  body: unknown
  /** What the form began from. */
  base?: unknown
}
interface Tools {
  shelves: Shelves
  origin: string
  now: () => number
  net: { keys: () => Promise<OfflineKeys>; pack: () => Promise<Pack>; session: () => Promise<Session>; submit: Submit }
  changed: (state: PhoneState) => void
}
/** The lease or the clock of this phone cannot be relied on. */
export class NotTaken extends Error {
  readonly why: 'unsigned' | 'clock' | 'over'
  constructor(why: 'unsigned' | 'clock' | 'over') {
    super(why)
    this.why = why
  }
}

export class Phone {
  vault: Vault | null = null
  taken: Taken | null = null
  private readonly tools: Tools
  private sending: Record<Lane, Promise<unknown>> = { words: Promise.resolve(), pictures: Promise.resolve() }
  /** One after another, so that each knows of those before it. */
  private writing: Promise<unknown> = Promise.resolve()
  constructor(tools: Tools) {
    this.tools = tools
  }
  private spares = {
    ids: new Map<string, string>(),
    of: async (draftId: string): Promise<string | undefined> => {
      const known = this.spares.ids.get(draftId)
      if (known) return known
      const about = await digestOf(`draft ${draftId}`)
      return (await listItems(this.tools.shelves)).find((item) => item.standing === 'spare' && item.about === about)?.id
    },
    /** They are sent now, or go with everything else. */
    end: async (send: boolean) => {
      const rows = (await listItems(this.tools.shelves)).filter(({ standing }) => standing === 'spare')
      const changes = rows.map((item) =>
        send
          ? ({ shelf: 'outbox', put: { ...item, standing: 'waiting' } as Item } as const)
          : ({ shelf: 'outbox', remove: item.id } as const),
      )
      this.spares.ids.clear()
      if (changes.length > 0) await this.tools.shelves.write(...changes)
    },
  }
  private door = () => this.tools.shelves.get<Door>('vault', 'vault')

  async state(): Promise<PhoneState> {
    const { shelves } = this.tools
    const door = await this.door()
    const items = (await listItems(shelves, door?.userId)).filter(({ standing }) => standing !== 'spare')
    const labels = new Map(await (this.vault?.under<Label>('label:') ?? []))
    const drafts = (await shelves.all('records')).filter(({ id }) => id.startsWith('draft:')).length
    return {
      vault: this.vault ? 'open' : door ? 'locked' : 'none',
      userId: door?.userId ?? null,
      validUntil: door?.validUntil ?? null,
      wayIn: door?.way.kind ?? null,
      dutyPhone: door?.dutyPhone ?? '',
      takenAt: this.taken?.at ?? null,
      people: this.taken?.pack.people ?? [],
      leftOut: this.taken?.pack.leftOut ?? 0,
      along: this.taken ? alongIn(this.taken.pack) : [],
      items: items.map((item) => ({ ...item, label: labels.get(item.id) ?? null })),
      drafts,
    }
  }
  private tell = async () => this.tools.changed(await this.state())

  /** Reads what the next days need and locks it up: in the open vault, or in a new one. Throws NotTaken, or what the API refused. */
  async take(makeWay?: () => Promise<{ way: Way; key: CryptoKey } | null>): Promise<boolean> {
    const { net, now, shelves, origin } = this.tools
    const [keys, pack, session] = [await net.keys(), await net.pack(), await net.session()]
    const lease = await readLease(pack.lease, keys)
    if (!lease || lease.userId !== session.userId) throw new NotTaken('unsigned')
    const standing = standingOf({ ...lease, seen: Date.parse(lease.issuedAt) }, now())
    if (standing !== 'good') throw new NotTaken(Math.abs(now() - Date.parse(lease.issuedAt)) > toleranceMs ? 'clock' : 'over')
    const core = { session, keys, lease: pack.lease }
    if (this.vault && this.vault.core.session.userId === session.userId) this.vault = await this.vault.renew(core, lease)
    else {
      const made = await makeWay?.()
      if (!made) return false
      await this.spares.end(true) // what was half typed in a vault that nobody opens again
      this.vault = await Vault.make(shelves, origin, core, made, lease)
    }
    await this.keep({ pack, at: new Date(now()).toISOString() })
    await this.tell()
    return true
  }
  private async keep(taken: Taken) {
    await this.vault!.write('pack', taken)
    this.taken = taken
  }

  /** Throws a VaultRefusal. When the lease is over, nothing is left to open. */
  async unlock(ask: (way: Way) => Promise<CryptoKey | null>): Promise<void> {
    const { shelves, origin, now } = this.tools
    try {
      this.vault = await Vault.open(shelves, origin, ask, now())
      this.taken = (await this.vault.read<Taken>('pack')) ?? null
    } catch (refusal) {
      this.vault = null
      if (refusal instanceof VaultRefusal && refusal.why === 'over') await this.wipe(true)
      throw refusal
    }
    await this.tell()
  }
  async lock(): Promise<void> {
    this.vault = null
    this.taken = null
    await this.tell()
  }
  /** `over`: by time, and not by anybody's wish; then what was half typed is sent. */
  async wipe(over = false): Promise<void> {
    this.vault = null
    this.taken = null
    await this.spares.end(over)
    await wipe(this.tools.shelves)
    await this.tell()
  }
  /** The session is over: nothing of anybody may be read. Half-typed words stay locked until the lease ends, when there are any. */
  async revoke(): Promise<void> {
    const { shelves } = this.tools
    const rows = await shelves.all('records')
    if (!rows.some(({ id }) => id.startsWith('draft:'))) return this.wipe()
    await shelves.write({ shelf: 'records', remove: 'pack' })
    await this.lock()
  }
  /** What they may do has changed since their days were taken along: says so, and throws away what lies locked. */
  async hasMoved(session: Session): Promise<boolean> {
    const door = await this.door()
    if (!door || door.userId !== session.userId || door.reach === (await reachOf(session))) return false
    if (!this.vault) await this.revoke()
    return true
  }
  /** Is the lease still good, and the clock where it was? Remembers that this moment has been. `heard` is the server's own time. */
  async look(heard?: number): Promise<'none' | 'good' | 'over' | 'clock'> {
    const door = await this.door()
    if (!door) {
      if (this.vault) await this.lock() // wiped in another window
      return 'none'
    }
    const now = this.tools.now()
    const standing = standingOf({ ...door, seen: Math.max(door.seen, heard ?? 0) }, now)
    if (standing === 'over') await this.wipe(true)
    else if (standing === 'clock' && this.vault) await this.lock()
    const moment = Math.max(heard ?? 0, standing === 'good' && this.vault ? now : 0)
    if (standing !== 'over') await mark(this.tools.shelves, moment).catch(() => {}) // a full phone: noted the next time
    return standing
  }

  /** An answer from what was taken along; undefined when it is not here. */
  answer = (path: string): unknown => {
    if (!this.vault) return undefined
    return path === '/session' ? this.vault.core.session : this.taken ? answerFrom(this.taken.pack, path) : undefined
  }
  person = (id: string) => this.taken && personIn(this.taken.pack, id)

  static writable = ({ operation }: Asked) => writable.includes(operation)
  /** Seals a save for later, and gives what the form may go on with. Throws QuotaExceededError when the phone is full. */
  write(asked: Asked): Promise<Record<string, unknown>> {
    const run = this.writing.then(() => this.writeOne(asked))
    this.writing = run.catch(() => {})
    return run
  }
  private async writeOne({ operation, method, path, body, base }: Asked): Promise<Record<string, unknown>> {
    const { vault } = this
    if (!vault) throw new VaultRefusal('left')
    const { now, shelves } = this.tools
    const { session, keys } = vault.core
    const itemId = newId(),
      at = now()
    const asked = { operation, method, path, body }
    const save = saveOf(asked, { itemId, pack: this.taken?.pack ?? null, session })
    const after = this.taken?.amended?.[save.recordId]
    const request: OfflineRequest = {
      ...asked,
      method: method as OfflineRequest['method'],
      finishedAt: new Date(at).toISOString(),
      userId: session.userId,
      lease: vault.core.lease,
      ...(base !== undefined && { base }),
      ...(after && { after }),
    }
    const { sealed, digest } = await sealItem(itemId, request, keys)
    const label: Label = { operation, recordId: save.recordId, who: save.who, ...(save.part !== undefined && { part: save.part }) }
    const item = newItem({
      id: itemId,
      userId: session.userId,
      about: await digestOf(save.recordId),
      at,
      digest,
      sealed,
      ...(save.after !== undefined && { after: await digestOf(save.after) }),
    })
    const replaced = (await this.state()).items.filter(
      ({ standing, tries, label: one }) => standing === 'waiting' && tries === 0 && one && save.replaces(one),
    )
    await shelves.write(
      { shelf: 'outbox', put: item },
      await vault.change(`label:${itemId}`, label),
      ...replaced.flatMap(({ id }) => [{ shelf: 'outbox', remove: id } as const, { shelf: 'records', remove: `label:${id}` } as const]),
    )
    if (save.pack && this.taken) {
      const amended = operation === 'visits.amend' ? { ...this.taken.amended, [save.recordId]: itemId } : this.taken.amended
      await this.keep({ ...this.taken, pack: save.pack, ...(amended && { amended }) })
    }
    await this.tell()
    return save.answer
  }

  /** Hands in what waits, words and pictures side by side; in each lane one at a time however many windows are open. `forced` also tries what is
   * not due, and what was refused. */
  async send(userId: string, forced = false): Promise<{ done: number; reached: boolean }> {
    const words = await this.sendLane('words', userId, forced)
    if (!words.reached) return words
    const pictures = await this.sendLane('pictures', userId, forced)
    return { done: words.done + pictures.done, reached: pictures.reached }
  }
  private async sendLane(lane: Lane, userId: string, forced: boolean) {
    const { shelves, net, now } = this.tools
    const work = () => flush({ shelves, userId, now, submit: net.submit }, forced, lane)
    const alone = async () =>
      typeof navigator !== 'undefined' && navigator.locks
        ? ((await navigator.locks.request(`modulus outbox ${lane}`, { ifAvailable: true }, (lock) => (lock ? work() : undefined))) ?? {
            done: 0,
            reached: true,
          })
        : work()
    const run = this.sending[lane].then(alone)
    this.sending[lane] = run.catch(() => {})
    const result = await run
    const old = await sweep(shelves)
    if (this.vault) for (const id of old) await this.vault.remove(`label:${id}`)
    await this.tell()
    return result
  }
  /** Hands in what others wrote here whose accounts ended. `userId`: who is signed in. */
  async handInLeft(userId: string | null, submit: Submit): Promise<number> {
    const { shelves, now } = this.tools
    const done = await flushLeft({ shelves, userId, now, submit })
    if (done > 0) await this.tell()
    return done
  }
  /** Somebody has looked at what came back. */
  async seen(itemId: string): Promise<void> {
    await this.tools.shelves.write({ shelf: 'outbox', remove: itemId }, { shelf: 'records', remove: `label:${itemId}` })
    await this.tell()
  }

  /** Sealed in the vault, and for the server as well, so that the end of a lease does not end it. What the API has is no such matter. */
  async keepDraft(id: string, text: Kept): Promise<void> {
    const { vault } = this
    if (!vault) return
    const spare = await this.spares.of(id)
    const { at = this.tools.now(), saved, ...words } = text
    if (saved) this.spares.ids.delete(id)
    if (saved)
      return this.tools.shelves.write(
        await vault.change(`draft:${id}`, text),
        ...(spare ? [{ shelf: 'outbox', remove: spare } as const] : []),
      )
    const itemId = spare ?? newId()
    this.spares.ids.set(id, itemId)
    const { keys, session } = vault.core
    const { sealed, digest } = await sealItem(
      itemId,
      {
        operation: 'drafts.keep',
        method: 'PUT',
        path: `/drafts/${id}`,
        body: words,
        finishedAt: new Date(at).toISOString(),
        userId: session.userId,
      },
      keys,
    )
    const item = newItem({ id: itemId, userId: session.userId, about: await digestOf(`draft ${id}`), at, digest, sealed })
    await this.tools.shelves.write(await vault.change(`draft:${id}`, text), {
      shelf: 'outbox',
      put: { ...item, standing: 'spare' } as Item,
    })
  }
  async dropDraft(id: string): Promise<void> {
    if (!this.vault) return
    const spare = await this.spares.of(id)
    this.spares.ids.delete(id)
    const gone = { shelf: 'records', remove: `draft:${id}` } as const
    await this.tools.shelves.write(gone, ...(spare ? [{ shelf: 'outbox', remove: spare } as const] : []))
  }
  drafts = <T>(): Promise<[string, T][]> => this.vault?.under<T>('draft:') ?? Promise.resolve([])
}
