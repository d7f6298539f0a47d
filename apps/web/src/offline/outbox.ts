// What waits to be sent: each thing sealed and alone, in the order of the record it is about, and never let go before the server's receipt for
// exactly these words is here.
import { offlineLimits, type Receipt, type Sealed } from '@modulus/contracts/offline.ts'
import type { Row, Shelves } from './shelves.ts'

/**
 * `kept`: the server cannot take it as it is, and a person has to look. `spare`: half typed, and still in the vault; it goes only when that is
 * closed for good. The other ends are the server's own words (Outcome).
 */
export type Standing = 'waiting' | 'kept' | 'spare' | Receipt['outcome']
export interface Item extends Row {
  userId: string
  /** Which record it is about, as a digest: those of one record go in order. */
  about: string
  /** The record that has to be sent before this one, as a digest: a photo comes after its visit, and a visit never waits for a photo. */
  after?: string
  /** When it was finished, in milliseconds. */
  at: number
  digest: string
  /** Gone when the receipt is here. */
  sealed: Sealed | null
  standing: Standing
  problem: string | null
  tries: number
  /** Not before. */
  nextAt: number
  doneAt: number | null
}
export const newItem = (item: Pick<Item, 'id' | 'userId' | 'about' | 'after' | 'at' | 'digest' | 'sealed'>): Item => ({
  ...item,
  standing: 'waiting',
  problem: null,
  tries: 0,
  nextAt: 0,
  doneAt: null,
})

/** What came of handing one in: a receipt, a refusal of this one, trouble that may pass, or nobody who answers. */
export type Handed = { receipt: Receipt } | { refused: string } | { trouble: string } | { nobody: 'offline' | 'signed-out' }
export type Submit = (itemId: string, sealed: Sealed) => Promise<Handed>

const second = 1000
/** 1 s, 2 s, 4 s … 5 min, each give or take a quarter, so that phones coming back to one mast do not all knock at once. */
export const pauseAfter = (tries: number, chance = Math.random()): number =>
  Math.min(300 * second, second * 2 ** Math.min(tries - 1, 16)) * (0.75 + chance / 2)

const byTime = (a: Item, b: Item) => a.at - b.at || (a.id < b.id ? -1 : 1)
export const listItems = async (shelves: Shelves, userId?: string): Promise<Item[]> =>
  (await shelves.all<Item>('outbox')).filter((item) => !userId || item.userId === userId).sort(byTime)

/** Those that may go now: mine, due, and the first of their record. */
export function dueOf(items: Item[], now: number, forced: boolean): Item[] {
  const held = new Set<string>(),
    here = new Set<string>()
  const due = items.filter((item) => {
    const open = item.standing === 'waiting' || (forced && item.standing === 'kept')
    const first = !held.has(item.about) && !(item.after !== undefined && here.has(item.after))
    if (item.standing === 'spare') return false
    if (item.sealed) here.add(item.about)
    if (item.sealed && item.standing === 'waiting') held.add(item.about)
    return open && first && item.sealed && (forced || item.nextAt <= now)
  })
  return due
}

/** A photo takes minutes where a record takes a moment: pictures go in a lane of their own, beside the words and after those of their record. */
export type Lane = 'words' | 'pictures'
const laneOf = ({ after }: Item): Lane => (after === undefined ? 'words' : 'pictures')

interface Tools {
  shelves: Shelves
  userId: string
  submit: Submit
  now: () => number
}
/** Hands in what is due, one after another. Gives how many were taken in, and whether anybody answered. */
export async function flush(
  { shelves, userId, submit, now }: Tools,
  forced = false,
  lane: Lane = 'words',
): Promise<{ done: number; reached: boolean }> {
  let done = 0
  const tried = new Set<string>()
  for (;;) {
    // Read anew each time: an answer may have let the next one of the same record go.
    const due = dueOf(await listItems(shelves, userId), now(), forced).filter((one) => !tried.has(one.id) && laneOf(one) === lane)
    const item = due[0]
    if (!item || tried.size >= offlineLimits.batch) return { done, reached: true }
    tried.add(item.id)
    const handed = await submit(item.id, item.sealed!)
    if ('nobody' in handed) return { done, reached: handed.nobody !== 'offline' }
    const after = afterwards(item, handed, now())
    if (after.sealed === null) done++
    // A full phone cannot note down what came of it; what is safely with the server may go all the same.
    await shelves.write({ shelf: 'outbox', put: after }).catch((trouble: unknown) => {
      if (after.standing !== 'stored') throw trouble
      return shelves.write({ shelf: 'outbox', remove: item.id })
    })
  }
}

/**
 * What others wrote on this phone, whose accounts have ended since: handed in without them. Whoever can still sign in sends theirs then; of the try
 * nothing is noted.
 */
export async function flushLeft({ shelves, userId, submit, now }: Omit<Tools, 'userId'> & { userId: string | null }): Promise<number> {
  const theirs = (await listItems(shelves)).filter((item) => item.userId !== userId && item.sealed && item.standing === 'waiting')
  let done = 0
  for (const item of theirs.slice(0, offlineLimits.batch)) {
    const handed = await submit(item.id, item.sealed!)
    if ('nobody' in handed || 'trouble' in handed) return done
    if ('refused' in handed) continue
    const after = afterwards(item, handed, now())
    if (after.sealed !== null) continue
    await shelves.write({ shelf: 'outbox', put: after })
    done++
  }
  return done
}

/** The item as it stands after an answer. */
function afterwards(item: Item, handed: Exclude<Handed, { nobody: unknown }>, now: number): Item {
  const tries = item.tries + 1
  const later = { ...item, tries, nextAt: now + pauseAfter(tries) }
  if ('refused' in handed) return { ...item, tries, standing: 'kept', problem: handed.refused }
  if ('trouble' in handed) return { ...later, problem: handed.trouble }
  const { receipt } = handed
  // A receipt for other words is none: what was written stays until the right one comes.
  if (receipt.itemId.toLowerCase() !== item.id.toLowerCase() || receipt.digest !== item.digest) return { ...later, problem: 'receipt' }
  return { ...item, tries, sealed: null, standing: receipt.outcome, problem: receipt.problem, doneAt: now }
}

/** The last ones sent are remembered for a while; what needs a person stays until they have looked. */
export const sweep = async (shelves: Shelves, keep = 20): Promise<string[]> => {
  const stored = (await listItems(shelves)).filter(({ standing }) => standing === 'stored')
  const old = stored.slice(0, Math.max(0, stored.length - keep)).map(({ id }) => id)
  if (old.length > 0) await shelves.write(...old.map((id) => ({ shelf: 'outbox', remove: id }) as const))
  return old
}
