// What waits on this phone, in one line: for every page that says so.
import { plural } from '#lib/format.ts'

interface Waits {
  /** When it was finished, in milliseconds. */
  at: number
  label: { operation: string } | null
}
const hour = 3_600_000
/** "3 visits waiting, oldest 4 h". */
export function waitingWords(items: Waits[], now = Date.now()): string {
  if (items.length === 0) return 'Nothing is waiting to be sent.'
  const visits = items.every(({ label }) => label?.operation === 'visits.record')
  const hours = Math.floor((now - Math.min(...items.map(({ at }) => at))) / hour)
  const oldest = hours > 0 ? `, oldest ${hours} h` : ''
  return `${plural(items.length, visits ? 'visit' : 'thing')} waiting${oldest}.`
}
