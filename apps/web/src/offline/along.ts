// What was taken along answers in place of the API: which entry of the pack an address means, and what a save looks like until it is sent.
import type { Pack } from '@modulus/contracts/offline.ts'
import type { Visit, VisitChange } from '@modulus/contracts/visits.ts'

export interface Taken {
  pack: Pack
  /** When it was taken, ISO. */
  at: string
  /** Visits that were put right since, each with the item that waits or was sent. */
  amended?: Record<string, string>
}
const parts = (path: string) => {
  const url = new URL(path, 'http://phone')
  return { pathname: url.pathname, query: [...url.searchParams] }
}
interface Door {
  participant: { id: string; knownAs: string; programmeId: string }
  visit: unknown
  draftId: string | null
}
const isDoor = (path: string) => parts(path).pathname === '/visits/prepare'

/** The answer to this address, or undefined when it was not taken along. */
export function answerFrom({ entries }: Pack, asked: string): unknown {
  const want = parts(asked)
  const has = (name: string, value: string) => want.query.some(([one, given]) => one === name && given === value)
  const fits = entries.filter(({ path }) => {
    const { pathname, query } = parts(path)
    return pathname === want.pathname && query.every(([name, value]) => has(name, value))
  })
  if (fits[0]) return fits[0].body
  // A knock that was not planned, on the door of somebody who is in the pack.
  const participantId = want.query.find(([name]) => name === 'participantId')?.[1]
  if (!isDoor(asked) || !participantId || want.query.some(([name]) => name === 'visitId')) return undefined
  const door = doors(entries).find(({ participant }) => participant.id === participantId)
  return door && { ...door, visit: null, draftId: null }
}
const doors = (entries: Pack['entries']) => entries.filter(({ path }) => isDoor(path)).map(({ body }) => body as Door)

/** Whom a form is about, as far as the pack knows. */
export const personIn = ({ entries }: Pack, id: string): Door['participant'] | undefined =>
  doors(entries).find(({ participant }) => participant.id === id)?.participant
export const nameIn = ({ people }: Pack, id: unknown): string | null => people.find((one) => one.id === id)?.knownAs ?? null

/** What may be written without signal; the names are those of the contracts. */
export const writable = ['visits.record', 'visits.amend', 'contacts.log', 'concerns.raise']

/** After a visit is written down, my day says so. */
export const recordedIn = (pack: Pack, visitId: string): Pack => ({
  ...pack,
  entries: pack.entries.map((entry) => {
    if (parts(entry.path).pathname !== '/day') return entry
    const day = entry.body as { visits?: { id: string; recorded: boolean }[] }
    return { ...entry, body: { ...day, visits: day.visits?.map((one) => (one.id === visitId ? { ...one, recorded: true } : one)) } }
  }),
})

const isVisit = (path: string, id: string) => parts(path).pathname === `/visits/${id}`
export const visitIn = ({ entries }: Pack, id: string): Visit | undefined =>
  entries.find(({ path }) => isVisit(path, id))?.body as Visit | undefined

/** After a visit is put right it says so here, too, one version on: the next change builds on this one. */
export const amendedIn = (pack: Pack, visitId: string, change: VisitChange): Pack => ({
  ...pack,
  entries: pack.entries.map((entry) => (isVisit(entry.path, visitId) ? { ...entry, body: amended(entry.body as Visit, change) } : entry)),
})
function amended(visit: Visit, change: VisitChange): Visit {
  const { version: _version, skillsWords, jobWords, staffWords, interests: _heard, secondOfficerId: _second, ...answers } = change
  const { skills = '', job = '', staff = '' } = visit.words ?? {}
  const words = { skills: skillsWords ?? skills, job: jobWords ?? job, staff: staffWords ?? staff }
  return { ...visit, ...answers, words, version: visit.version + 1 }
}
