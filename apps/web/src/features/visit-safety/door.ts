// Word from the door that is not with the API yet, and the alarm on this phone. Both live by the phone's own clock and need no signal. They stay
// in this tab until they are sent, and no longer; what is kept names a visit and a time, and nobody.
import { alertAfter, visitSafety, type VisitSafety } from '@modulus/contracts/visit-safety.ts'
import { shallowReactive } from 'vue'
import { api, ApiProblem } from '#lib/api.ts'
import { newId } from '#lib/new-id.ts'
import { useSession } from '#stores/session.ts'

export type Deed = 'checkIn' | 'extend' | 'fine' | 'checkOut' | 'clear'
export interface Kept {
  id: string
  visitId: string
  deed: Deed
  happenedAt: string
  minutes?: 15 | 30
}

/** In the order in which it happened. */
const waiting = shallowReactive<Kept[]>([])
/** What the API would not take, by visit: said plainly, until they look at it. */
const refused = shallowReactive(new Map<string, { deed: Deed; problem: ApiProblem }>())
/** When each visit that is going on is to end. */
const ends = shallowReactive(new Map<string, string>())
/** Those whose time is over. */
const ringing = shallowReactive(new Set<string>())

const place = () => `modulus.door.${useSession().current?.userId ?? ''}`
const onDevice = (deed: (storage: Storage) => void) => {
  try {
    deed(sessionStorage)
  } catch {
    /* a browser without room keeps it in memory */
  }
}
const keep = () =>
  onDevice((storage) =>
    waiting.length || ends.size ? storage.setItem(place(), JSON.stringify({ waiting, ends: [...ends] })) : storage.removeItem(place()),
  )

const minute = 60_000
const later = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * minute).toISOString()

/** How it stands with what the phone knows and the API does not: the same sums as the API does when it comes. */
export function asHere(known: VisitSafety): Pick<VisitSafety, 'state' | 'checkedInAt' | 'expectedEndAt' | 'checkedOutAt'> {
  let { state, checkedInAt, expectedEndAt, checkedOutAt } = known
  for (const one of waiting.filter(({ visitId }) => visitId === known.visitId)) {
    const at = one.happenedAt
    if (one.deed === 'checkIn' && state !== 'checked_in') {
      state = 'checked_in'
      checkedInAt = at
      expectedEndAt = later(at, known.expectedMinutes)
    } else if (state !== 'checked_in' || !expectedEndAt) continue
    else if (one.deed === 'extend') expectedEndAt = later(expectedEndAt > at ? expectedEndAt : at, one.minutes!)
    else if (one.deed === 'fine') expectedEndAt = expectedEndAt > later(at, 15) ? expectedEndAt : later(at, 15)
    else if (one.deed === 'checkOut' || one.deed === 'clear') {
      state = 'checked_out'
      checkedOutAt = at
    }
  }
  return { state, checkedInAt, expectedEndAt, checkedOutAt }
}

const patience = 10_000
let again: ReturnType<typeof setTimeout> | undefined
let running: Promise<void> | undefined
type Tell = (visitId: string, answer: VisitSafety | null) => void
const sent: Tell[] = []

/** Written down with the time it is now, and sent as soon as it can be. */
export function say(visitId: string, deed: Deed, minutes?: 15 | 30): Promise<void> {
  guardSignOut()
  refused.delete(visitId)
  waiting.push({ id: newId(), visitId, deed, happenedAt: new Date().toISOString(), ...(minutes && { minutes }) })
  keep()
  return push()
}
/** One after another; a visit whose word does not get through holds up no other visit. */
export const push = (): Promise<void> => (running ??= sendAll().finally(() => (running = undefined)))
async function sendAll() {
  clearTimeout(again)
  const stuck = new Set<string>()
  for (let one = waiting[0]; one; one = waiting.find(({ visitId }) => !stuck.has(visitId))) {
    const { visitId, deed, minutes, ...word } = one
    let answer: VisitSafety | null = null
    try {
      const call = { params: { visitId }, body: word }
      answer =
        deed === 'extend'
          ? await api(visitSafety.extend, { ...call, body: { ...word, minutes: minutes! } })
          : await api(visitSafety[deed], call)
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem
      if (problem.type === 'offline' || problem.status >= 500 || problem.status === 429 || problem.status === 401) {
        stuck.add(visitId)
        continue
      }
      refused.set(visitId, { deed, problem })
    }
    for (const tell of sent) tell(visitId, answer) // first, so that the screen never falls back to what stood before
    waiting.splice(waiting.indexOf(one), 1)
    keep()
  }
  if (waiting.length > 0) again = setTimeout(() => void push(), patience)
}

const timers = new Map<string, ReturnType<typeof setTimeout>>()
const mark = 'Check out now: '
/** From now on this phone says so itself when the time is over; null when nobody is out any more. */
export function alarmAt(visitId: string, expectedEndAt: string | null) {
  if (expectedEndAt !== null && ends.get(visitId) === expectedEndAt && (timers.has(visitId) || ringing.has(visitId))) return
  clearTimeout(timers.get(visitId))
  timers.delete(visitId)
  ringing.delete(visitId)
  if (expectedEndAt === null) ends.delete(visitId)
  else {
    ends.set(visitId, expectedEndAt)
    // Longer than a browser can count: asked again then.
    timers.set(
      visitId,
      setTimeout(() => ring(visitId), Math.min(Math.max(0, Date.parse(expectedEndAt) - Date.now()), 0x7fffffff)),
    )
  }
  keep()
  if (ringing.size === 0) quiet()
}
function ring(visitId: string) {
  timers.delete(visitId)
  ringing.add(visitId)
  shake()
  every ??= setInterval(shake, 30_000)
}
let every: ReturnType<typeof setInterval> | undefined
function shake() {
  if (!document.title.startsWith(mark)) document.title = mark + document.title
  navigator.vibrate?.([400, 200, 400, 200, 400])
}
function quiet() {
  clearInterval(every)
  every = undefined
  if (document.title.startsWith(mark)) document.title = document.title.slice(mark.length)
}

export const door = {
  waitingFor: (visitId: string) => waiting.filter((one) => one.visitId === visitId),
  refusedOf: (visitId: string) => refused.get(visitId),
  isOver: (visitId: string) => ringing.has(visitId),
  /** Tells when something of a visit has been answered, and how it stands then; gives the way to stop that. */
  onSent: (tell: Tell) => {
    sent.push(tell)
    return () => void sent.splice(sent.indexOf(tell), 1)
  },
}
/** When the buddy, and then the leads, are told. */
export const toldAt = (expectedEndAt: string, who: keyof typeof alertAfter) => later(expectedEndAt, alertAfter[who])

/** After a reload: what this person's tab still holds. What somebody else left in it is not for the next one. */
export async function resume(): Promise<void> {
  if (!(await useSession().load())) return
  onDevice((storage) => {
    for (const key of Object.keys(storage)) if (key.startsWith('modulus.door.') && key !== place()) storage.removeItem(key)
    const held = JSON.parse(storage.getItem(place()) ?? 'null') as { waiting: Kept[]; ends: [string, string][] } | null
    if (!held || waiting.length > 0) return
    waiting.push(...held.waiting)
    if (held.waiting.length) guardSignOut()
    for (const [visitId, end] of held.ends) alarmAt(visitId, end)
  })
  await push()
}

const guarded = new WeakSet<object>()
function guardSignOut() {
  const session = useSession()
  if (guarded.has(session)) return
  guarded.add(session)
  session.beforeSignOut(async () => {
    await Promise.race([push(), new Promise((resolve) => setTimeout(resolve, 3000))])
    if (waiting.length > 0 && !confirm('Word from a door is not sent yet. Whoever waits for you does not know. Sign out anyway?'))
      return false
    forget()
    return true
  })
}
export function forget() {
  waiting.splice(0)
  refused.clear()
  for (const visitId of [...ends.keys()]) alarmAt(visitId, null)
  clearTimeout(again)
  keep()
}

if (typeof window !== 'undefined') {
  window.addEventListener('online', () => void push())
  document.addEventListener('visibilitychange', () => void push())
  window.addEventListener('beforeunload', (event) => {
    if (waiting.length > 0) event.preventDefault()
  })
}
