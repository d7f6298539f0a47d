// Working without signal, switched on: the phone's own memory tied to the requests, the drafts, the session and the clock of this window.
import { offline as contract, type Receipt, type Sealed } from '@modulus/contracts/offline.ts'
import { session as sessions } from '@modulus/contracts/session.ts'
import { watch } from 'vue'
import { leaveLater, owesLeaving } from '#lib/leaving.ts'
import { ApiProblem, send, type StandIn } from '#lib/send.ts'
import { unsent, type Keeper, type Kept } from '#lib/unsent.ts'
import { useOffline } from '#stores/offline.ts'
import { useSession } from '#stores/session.ts'
import type { Handed } from './outbox.ts'
import { Phone, type Asked } from './phone.ts'
import { openShelves } from './shelves.ts'
import { VaultRefusal } from './vault.ts'
import { startWorker } from './worker.ts'

/** Milliseconds without a tap or a key after which the phone locks. */
const idleMs = 5 * 60_000
const minute = 60_000
/** Between two tries to send, when nothing else prompts one; each window a little off. */
const rhythm = () => minute * (0.75 + Math.random() / 2)

const handing =
  (way: typeof contract.submit | typeof contract.left) =>
  async (itemId: string, sealed: Sealed): Promise<Handed> => {
    try {
      const receipt: Receipt = await send(way, { params: { itemId }, body: sealed })
      return { receipt }
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem
      if (problem.type === 'offline') return { nobody: 'offline' }
      // Whoever is not signed in, or not wholly, has not handed it in.
      if (problem.status === 401 || problem.type === 'second-factor-needed') return { nobody: 'signed-out' }
      return problem.status === 429 || problem.status >= 500 ? { trouble: problem.type } : { refused: problem.type }
    }
  }

export async function begin() {
  const store = useOffline(),
    session = useSession()
  const phone = new Phone({
    shelves: await openShelves(),
    origin: location.origin,
    now: Date.now,
    net: {
      keys: () => send(contract.keys, {}),
      pack: () => send(contract.pack, {}),
      session: () => send(sessions.read, {}),
      submit: handing(contract.submit),
    },
    changed: (state) => {
      store.phone = state
      if (state.vault !== 'none' || state.items.length > 0) store.remember(true)
      else if (!owesLeaving()) store.remember(false)
    },
  })

  // Typed words: written after the last write is done, so that each record keeps its newest.
  const typed = new Map<string, Kept | null>()
  let writing = false
  async function writeDrafts() {
    if (writing) return
    writing = true
    try {
      for (let [one] = typed; one; [one] = typed) {
        await (one[1] === null ? phone.dropDraft(one[0]) : phone.keepDraft(one[0], one[1]))
        if (typed.get(one[0]) === one[1]) typed.delete(one[0])
      }
      store.full = false
    } catch (trouble) {
      // It stays in this window, is said, and tried again with the next key and the next look.
      store.full = (trouble as Error).name === 'QuotaExceededError'
    } finally {
      writing = false
    }
  }
  const keeper: Keeper = {
    keep: (id, text) => {
      typed.set(id, JSON.parse(JSON.stringify(text)) as Kept)
      void writeDrafts()
    },
    drop: (id) => {
      typed.set(id, null)
      void writeDrafts()
    },
  }
  const opened = async () => {
    unsent.keepIn(keeper, await phone.drafts<Kept>())
    void flushNow()
  }

  /** Those who wait for somebody to unlock in place. */
  const unlocking: ((opened: boolean) => void)[] = []
  let declinedAt = 0
  const askToUnlock = (): Promise<boolean> => {
    if (Date.now() - declinedAt < minute) return Promise.resolve(false)
    store.asking = true
    return new Promise((answer) => unlocking.push(answer))
  }
  watch(
    () => store.asking,
    (asking) => {
      if (asking) return
      if (!phone.vault) declinedAt = Date.now()
      for (const answer of unlocking.splice(0)) answer(phone.vault !== null)
    },
  )

  const write = (asked: Asked) =>
    phone.write(asked).catch((trouble: Error) => {
      if (trouble.name === 'QuotaExceededError') throw new ApiProblem('phone-full')
      // Locked in the very moment: the form keeps its words, as it would without a phone that keeps any.
      throw trouble instanceof VaultRefusal ? new ApiProblem('offline') : trouble
    })
  async function answerHere(asked: Asked): Promise<unknown> {
    if (asked.operation === 'session.signOut') {
      if (owesLeaving()) return undefined // this is that very try
      leaveLater()
      await leave()
      return null
    }
    const reads = asked.method === 'GET',
      writes = Phone.writable(asked)
    if ((!reads && !writes) || asked.path.startsWith('/offline')) return undefined
    if (!phone.vault) {
      // Before anything is shown there is a page for it; what a page looks after by itself is not worth a question.
      if (store.phone?.vault !== 'locked' || !session.current || /^\/(drafts|out-now)\b/.test(asked.path)) return undefined
      if (!(await askToUnlock())) return undefined
    }
    if ((await phone.look()) !== 'good') return undefined
    if (reads) {
      const found = phone.answer(asked.path)
      if (found !== undefined) store.asOf = phone.taken?.at ?? null
      return found
    }
    return write(asked)
  }
  const standIn: StandIn = {
    // Where the phone itself fails it is as if it held nothing: the form says that there is no connection, and keeps its words.
    answer: (asked) =>
      answerHere(asked).catch((trouble: unknown) => {
        if (trouble instanceof ApiProblem) throw trouble
        return undefined
      }),
    heard(response, problem) {
      if (problem === 'signed-out' && store.phone?.vault !== 'none') return void revoked()
      if (store.asOf !== null) {
        store.asOf = null
        void flushNow()
      }
      const at = Date.parse(response.headers.get('date') ?? '')
      if (!Number.isNaN(at) && at - lastHeard > minute) {
        lastHeard = at
        void phone.look(at)
      }
    },
  }
  let lastHeard = 0

  /** Nothing on this phone may be read any more. */
  async function leave() {
    typed.clear()
    unsent.keepIn(null)
    await phone.wipe()
  }

  /** The session ended: by time, or from elsewhere. Their own half-typed words stay, locked, until they sign in again. */
  async function revoked() {
    await writeDrafts()
    unsent.keepIn(null)
    await phone.revoke()
    leftAt = 0
    void flushNow()
  }

  /** An ended account cannot sign in to send what waits; asked once an hour, for nobody but them. */
  let leftAt = 0
  async function handInLeft() {
    if (!session.known || Date.now() - leftAt < 60 * minute) return
    leftAt = Date.now()
    await phone.handInLeft(session.expired ? null : (session.current?.userId ?? null), handing(contract.left)).catch(() => 0)
  }
  let failures = 0,
    timer: ReturnType<typeof setTimeout> | undefined
  async function flushNow(forced = false): Promise<void> {
    clearTimeout(timer)
    const userId = session.current?.userId
    const any = store.waiting.some((item) => item.userId === userId) || forced
    const result = userId && any ? await phone.send(userId, forced).catch(() => ({ done: 0, reached: false })) : { done: 0, reached: true }
    failures = result.reached ? 0 : failures + 1
    if (result.reached) void handInLeft()
    const next = Math.min(...store.waiting.map(({ nextAt }) => Math.max(nextAt - Date.now(), 1000)), rhythm())
    timer = setTimeout(() => void flushNow(), failures > 0 ? Math.min(rhythm() * failures, 5 * minute) : next)
  }
  /** What was taken along is read afresh, while there is signal and the vault is open. */
  async function refresh() {
    const old = Date.now() - Date.parse(phone.taken?.at ?? '') > 15 * minute
    if (phone.vault && old && store.asOf === null && navigator.onLine) await takeAnew()
  }
  const takeAnew = () =>
    phone.take().catch(async (problem: unknown) => {
      if (!(problem instanceof ApiProblem) || problem.type !== 'offline-not-allowed') return false
      // Their organisation no longer works without signal: what was typed goes home, the rest is thrown away.
      await writeDrafts()
      unsent.keepIn(null)
      await phone.wipe(true)
      return false
    })

  let touchedAt = Date.now()
  for (const event of ['pointerdown', 'keydown', 'input'] as const)
    addEventListener(event, () => void (touchedAt = Date.now()), { capture: true, passive: true })
  async function lock() {
    await writeDrafts()
    unsent.keepIn(null)
    // What the screen shows came from the vault: a fresh page shows nothing of it.
    const shown = store.asOf !== null
    await phone.lock()
    if (shown) location.assign(`/locked?next=${encodeURIComponent(location.pathname + location.search)}`)
  }
  async function tick() {
    if (phone.vault && Date.now() - touchedAt > idleMs) return lock()
    const open = phone.vault !== null
    const standing = await phone.look()
    if (open && standing !== 'good') {
      unsent.keepIn(null)
      if (store.asOf !== null) location.assign('/locked')
    } else {
      if (typed.size > 0) void writeDrafts()
      await refresh()
    }
  }
  setInterval(() => void tick(), 15_000)
  addEventListener('online', () => void flushNow())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return
    void tick()
    void flushNow()
  })
  session.beforeSignOut(async () => {
    const left = store.waiting.length
    if (
      left > 0 &&
      !confirm(
        `${left === 1 ? 'One thing waits' : `${left} things wait`} to be sent. It stays on this phone, locked, and is sent when you sign in here again. Sign out?`,
      )
    )
      return false
    await leave()
    return true
  })
  // Signing in is when what waited may go, and when it is heard that an agreement or a role has ended: then nothing of it stays on the phone.
  watch(
    () => session.current,
    async (now) => {
      if (now && (await phone.hasMoved(now)) && phone.vault && store.asOf === null) await takeAnew()
      void flushNow()
    },
  )

  store.phone = await phone.state()
  await phone.look()
  if (session.current) await phone.hasMoved(session.current)
  // The pages themselves come along with the rest, or with the home screen; a mere look fetches nothing.
  if (store.phone.vault !== 'none' || matchMedia('(display-mode: standalone)').matches) void startWorker()
  void flushNow()
  return {
    phone,
    standIn,
    /** Seals it to be sent by itself, with or without signal; undefined when the vault is not open. */
    async keep(asked: Asked): Promise<Record<string, unknown> | undefined> {
      if (!phone.vault || (await phone.look()) !== 'good') return undefined
      const kept = await write(asked)
      void flushNow()
      return kept
    },
    lock,
    leave,
    sendNow: () => flushNow(true),
    /** False when they did not finish making a way in. */
    async take(makeWay?: Parameters<Phone['take']>[0]) {
      const done = await phone.take(makeWay)
      if (!done) return false
      await opened()
      void startWorker()
      return true
    },
    /** Throws a VaultRefusal. */
    async unlock(ask: Parameters<Phone['unlock']>[0]) {
      await phone.unlock(ask)
      await opened()
    },
  }
}
