// What was typed and is not yet with the API. It stays in this tab until it is, and no longer: the device keeps nothing else. Where someone
// took their work along, it is kept sealed in their vault instead (offline/begin.ts), and outlives the tab.
import { drafts, type Draft, type DraftKind } from '@modulus/contracts/drafts.ts'
import { computed, shallowReactive } from 'vue'
import { useOffline } from '#stores/offline.ts'
import { useSession } from '#stores/session.ts'
import { api, ApiProblem } from './api.ts'

export interface Text {
  kind: DraftKind
  aboutId: string | null
  title: string
  body: Record<string, unknown>
}

const pause = 600,
  patience = 10_000
const waiting = shallowReactive(new Map<string, Text>())
/** The same form, filled in further on another device: the person chooses. */
const elsewhere = shallowReactive(new Map<string, Draft>())
const versions = new Map<string, number>()
/** When each was last typed into, in milliseconds. */
const times = new Map<string, number>()
/** With the API, and in the vault of this phone as well: for where there is no signal. */
const copies = shallowReactive(new Map<string, Text>())
const over = new Set<string>() // sent or thrown away: never kept again
const running = new Map<string, Promise<void>>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()

/** `saved`: the API has these very words. */
export type Kept = Text & { version?: number | undefined; at?: number | undefined; saved?: boolean }
export interface Keeper {
  keep(id: string, text: Kept): void
  drop(id: string): void
}
let keeper: Keeper | null = null

const aboutIn = (texts: Map<string, Text>, kind: DraftKind, aboutId: string) =>
  [...texts].find(([, text]) => text.kind === kind && text.aboutId === aboutId)?.[0]
const prefix = 'modulus.unsent.'
const place = (id: string) => `${prefix}${useSession().current?.userId ?? ''}.${id}`
const onDevice = (deed: (storage: Storage) => void) => {
  try {
    deed(sessionStorage)
  } catch {
    /* a browser without room keeps it in memory */
  }
}
const later = (id: string, wait: number) => {
  clearTimeout(timers.get(id))
  timers.set(
    id,
    setTimeout(() => void push(id), wait),
  )
}

export const unsent = {
  count: computed(() => waiting.size),
  /** What this device holds; `saved` is with the API, too. */
  list: computed(() =>
    [...[...waiting].map((one) => [...one, false] as const), ...[...copies].map((one) => [...one, true] as const)]
      .map(([id, { kind, aboutId, title }, saved]) => ({ id, kind, aboutId, title, saved, at: times.get(id) ?? null }))
      .sort((a, b) => (b.at ?? 0) - (a.at ?? 0)),
  ),
  other: (id: string) => elsewhere.get(id),
  text: (id: string) => waiting.get(id),
  about: (kind: DraftKind, aboutId: string) => aboutIn(waiting, kind, aboutId),
  /** The same, of what the API has and cannot be asked for now. */
  copy: (id: string) => copies.get(id),
  copyAbout: (kind: DraftKind, aboutId: string) => aboutIn(copies, kind, aboutId),
  /** The draft as the API gave it: what is typed from here on continues that version. */
  read: (draft: { id: string; version: number }) => {
    over.delete(draft.id)
    elsewhere.delete(draft.id)
    versions.set(draft.id, draft.version)
  },
  keep(id: string, text: Text) {
    if (over.has(id)) return
    guardSignOut()
    waiting.set(id, text)
    copies.delete(id)
    times.set(id, Date.now())
    if (keeper) keeper.keep(id, { ...text, version: versions.get(id), at: times.get(id) })
    // A phone that goes to doors keeps no word in the clear, not for a second: while its vault is locked they are with this window and the API.
    else if (useOffline().phone?.vault !== 'locked')
      onDevice((storage) => storage.setItem(place(id), JSON.stringify({ ...text, version: versions.get(id) })))
    if (!elsewhere.has(id)) later(id, pause)
  },
  push,
  pushAll: () => {
    for (const id of waiting.keys()) void push(id)
  },
  /** Nothing is on its way when this is done, so that a late save cannot bring back what is about to be sent. */
  async settle(id: string) {
    clearTimeout(timers.get(id))
    await running.get(id)
  },
  /** Sent, or thrown away. */
  finish(id: string) {
    over.add(id)
    copies.delete(id)
    forget(id)
  },
  keptByApi: (id: string) => versions.has(id),
  /** After a reload: what this person's tab still holds. */
  resume() {
    onDevice((storage) => {
      // What someone else left unsent in this tab is not for the next person.
      for (const key of Object.keys(storage)) if (key.startsWith(prefix) && !key.startsWith(place(''))) storage.removeItem(key)
      for (const key of Object.keys(storage).filter((one) => one.startsWith(place('')))) {
        const id = key.slice(place('').length),
          { version, ...text } = JSON.parse(storage.getItem(key)!) as Text & { version?: number }
        if (waiting.has(id)) continue
        if (version) versions.set(id, version)
        guardSignOut()
        waiting.set(id, text)
        later(id, 0)
      }
    })
  },
  /** From here on it is kept there, with what the keeper holds already; null: in the tab again, as long as it is open. */
  keepIn(other: Keeper | null, held: [string, Kept][] = []) {
    keeper = other
    if (!other) return copies.clear()
    onDevice((storage) => {
      for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key)
    })
    for (const [id, text] of waiting) other.keep(id, { ...text, version: versions.get(id), at: times.get(id) })
    for (const [id, { version, at, saved, ...text }] of held) {
      if (waiting.has(id) || over.has(id)) continue
      if (at) times.set(id, at)
      if (saved) {
        if (version && !versions.has(id)) versions.set(id, version)
        copies.set(id, text)
        continue
      }
      if (version) versions.set(id, version)
      guardSignOut()
      waiting.set(id, text)
      later(id, 0)
    }
  },
  /** Signing out: nothing typed stays on the device. */
  forgetAll(tell = true) {
    for (const id of [...waiting.keys(), ...copies.keys()]) unsent.finish(id)
    onDevice((storage) => {
      for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key)
    })
    if (tell) others?.postMessage('forget')
  },
}

async function push(id: string): Promise<void> {
  clearTimeout(timers.get(id))
  if (running.has(id)) return running.get(id)!.then(() => push(id))
  const text = waiting.get(id)
  if (!text || elsewhere.has(id)) return
  const work = save(id, text).finally(() => running.delete(id))
  running.set(id, work)
  return work
}

async function save(id: string, text: Text) {
  const version = versions.get(id)
  try {
    const kept = await api(drafts.keep, { params: { draftId: id }, body: { ...text, ...(version && { version }) } })
    versions.set(id, kept.version)
    if (waiting.get(id) !== text) return
    forget(id, keeper !== null)
    if (!keeper) return
    copies.set(id, text)
    keeper.keep(id, { ...text, version: kept.version, at: times.get(id), saved: true })
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem
    if (problem.type === 'changed-meanwhile') elsewhere.set(id, problem.extra.current as Draft)
    else if (problem.type === 'not-found')
      unsent.finish(id) // sent or thrown away on another device
    else later(id, patience)
  }
}

function forget(id: string, copied = false) {
  clearTimeout(timers.get(id))
  waiting.delete(id)
  if (!copied) keeper?.drop(id)
  onDevice((storage) => storage.removeItem(place(id)))
}

const guarded = new WeakSet<object>()
function guardSignOut() {
  const session = useSession()
  if (!guarded.has(session)) session.beforeSignOut(mayLeave)
  guarded.add(session)
}
const lastTry = 3000
/** One more try to send it; if that fails, the person decides whether it is lost. */
async function mayLeave(): Promise<boolean> {
  await Promise.race([Promise.all([...waiting.keys()].map(push)), new Promise((resolve) => setTimeout(resolve, lastTry))])
  if (
    waiting.size > 0 &&
    !confirm(
      'Something you typed is not saved yet, because there is no connection. If you sign out now it is deleted from this device. Sign out anyway?',
    )
  )
    return false
  unsent.forgetAll()
  return true
}

const others = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('modulus')
others?.addEventListener('message', ({ data }) => {
  if (data === 'forget') unsent.forgetAll(false)
})
if (typeof window !== 'undefined') {
  window.addEventListener('online', unsent.pushAll)
  window.addEventListener('beforeunload', (event) => {
    if (waiting.size > 0 && !keeper) event.preventDefault()
  })
  document.addEventListener('visibilitychange', unsent.pushAll)
  document.addEventListener('focusout', unsent.pushAll)
}
