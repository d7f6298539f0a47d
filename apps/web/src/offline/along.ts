// What was taken along answers in place of the API: which entry of the pack an address means, and what a save looks like until it is sent.
import type { MentorMatch } from '@modulus/contracts/mentoring.ts'
import type { Pack } from '@modulus/contracts/offline.ts'
import type { Register } from '@modulus/contracts/register.ts'
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
  const match = /^\/mentoring\/matches(?:\/([0-9a-f-]{36}))?$/.exec(want.pathname)
  if (match) return matchesFrom(entries, match[1], want.query)
  // A knock that was not planned, on the door of somebody who is in the pack.
  const participantId = want.query.find(([name]) => name === 'participantId')?.[1]
  if (!isDoor(asked) || !participantId || want.query.some(([name]) => name === 'visitId')) return undefined
  const door = doors(entries).find(({ participant }) => participant.id === participantId)
  return door && { ...door, visit: null, draftId: null }
}
/** Only those that are going on travel: a list of others, or its next part, is not here. */
function matchesFrom(entries: Pack['entries'], id: string | undefined, query: [string, string][]): unknown {
  const taken = entries.find(({ path }) => parts(path).pathname === '/mentoring/matches')
  if (!taken) return undefined
  if (id) return matches(entries).find((one) => one.id === id)
  return query.some(([name]) => name !== 'limit') ? undefined : taken.body
}
export const matches = (entries: Pack['entries']): MentorMatch[] =>
  entries.flatMap(({ path, body }) => (parts(path).pathname === '/mentoring/matches' ? (body as { items: MentorMatch[] }).items : []))
export const registers = (entries: Pack['entries']): Register[] =>
  entries.flatMap(({ path, body }) => (/^\/course-sessions\/[^/]+\/register$/.test(parts(path).pathname) ? [body as Register] : []))

/** What can be done from here besides visits: where it is, what it is called, when it begins. */
export interface Along {
  to: string
  title: string
  at: string | null
}
export const alongIn = ({ entries }: Pack): Along[] => [
  ...registers(entries).map(({ session: { id, courseId, title, startsAt } }) => ({
    to: `/courses/${courseId}/sessions/${id}`,
    title: `Register: ${title}`,
    at: startsAt,
  })),
  ...matches(entries)
    .filter(({ can }) => can.log)
    .map(({ id, participant }) => ({
      to: `/mentoring/${id}/note`,
      title: `Note a meet-up with ${participant.knownAs ?? 'them'}`,
      at: null,
    })),
]

const doors = (entries: Pack['entries']) => entries.filter(({ path }) => isDoor(path)).map(({ body }) => body as Door)

/** Whom a form is about, as far as the pack knows. */
export function personIn({ entries, people }: Pack, id: string): Door['participant'] | undefined {
  const door = doors(entries).find(({ participant }) => participant.id === id)
  if (door) return door.participant
  const knownAs = nameIn({ people } as Pack, id)
  const programmeId =
    registers(entries).find(({ rows }) => rows.some((row) => row.participantId === id))?.session.programmeId ??
    matches(entries).find(({ participant }) => participant.id === id)?.participant.programmeId
  return knownAs !== null && programmeId ? { id, knownAs, programmeId } : undefined
}
export const nameIn = ({ people }: Pack, id: unknown): string | null => people.find((one) => one.id === id)?.knownAs ?? null

/** What may be written without signal; the names are those of the contracts. */
export const writable = [
  'visits.record',
  'visits.amend',
  'contacts.log',
  'concerns.raise',
  'register.take',
  'register.mark',
  'mentoring.log',
  'adaptations.raise',
  'attachments.send',
]

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
