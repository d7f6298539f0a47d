// What was taken along answers in place of the API: which entry of the pack an address means, and what a save looks like until it is sent.
import type { Pack } from '@modulus/contracts/offline.ts'

export interface Taken {
  pack: Pack
  /** When it was taken, ISO. */
  at: string
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
export const writable = ['visits.record', 'contacts.log', 'concerns.raise']

/** After a visit is written down, my day says so. */
export const recordedIn = (pack: Pack, visitId: string): Pack => ({
  ...pack,
  entries: pack.entries.map((entry) => {
    if (parts(entry.path).pathname !== '/day') return entry
    const day = entry.body as { visits?: { id: string; recorded: boolean }[] }
    return { ...entry, body: { ...day, visits: day.visits?.map((one) => (one.id === visitId ? { ...one, recorded: true } : one)) } }
  }),
})
