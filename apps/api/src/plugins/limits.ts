// How much may be asked. Three counts that cost a look into a map, kept by each process for itself, because they protect the process: what
// an address may ask without signing in, an account, a token. And one that protects young people: how many single records an account may
// read in ten minutes (ASVS 2.4.1), added up over all processes in the database, which is told only of every thirtieth reading.
import { sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '#config.ts'
import { addressOf } from './address.ts'
import { Problem } from './problems.ts'

const tenMinutes = 600_000
/** Readings that a process keeps to itself; with n processes an account may thus read 30 × (n - 1) records over the limit. */
const step = 30

/** Counts a minute at a time; the minute before counts by the part of it that is less than a minute ago. */
export function minuteCounter(now = () => Date.now()) {
  let minute = 0,
    counts = new Map<string, number>(),
    before = new Map<string, number>()
  return (key: string, most: number): number => {
    const at = now() / 60_000,
      this_ = Math.floor(at)
    if (this_ !== minute) {
      before = this_ === minute + 1 ? counts : new Map()
      counts = new Map()
      minute = this_
    }
    const count = (counts.get(key) ?? 0) + 1,
      part = at - this_
    if (count + (before.get(key) ?? 0) * (1 - part) > most) return Math.max(1, Math.ceil((1 - part) * 60))
    counts.set(key, count)
    return 0
  }
}

/** One record about one person, asked for by its id. */
const aboutOne =
  /:(participant|visit|contact|placement|match|nomination|enrolment|followUp|concern|goal|interest|asset|destination|entry|share)Id\b/
const isReading = ({ method, routeOptions: { url = '' } }: FastifyRequest) => method === 'GET' && aboutOne.test(url)

interface Reader {
  /** What all processes saw in the last ten minutes, as far as this one was told. */
  total: number
  /** On its way to the database, and what it saw since. */
  pending: number
  unsent: number
  since: number
  until: number
}

export default fp(
  async (app, { config: { limits } }: { config: Config }) => {
    const asked = minuteCounter(),
      readers = new Map<string, Reader>()
    const refuse = (seconds: number) => {
      if (seconds > 0) throw new Problem('too-many-requests', { seconds })
    }

    app.addHook('onRequest', async (request) => {
      const stranger = request.routeOptions.config.public || !(request.headers.cookie || request.headers.authorization)
      if (stranger && request.url.startsWith('/api/')) refuse(asked(`from ${addressOf(request.ip)}`, limits.address))
    })

    app.addHook('preValidation', async (request) => {
      if (request.routeOptions.config.public || request.is404) return
      const { tokenDigest } = request,
        key = tokenDigest || request.user.sub
      refuse(asked(key, tokenDigest ? limits.token : limits.account))
      if (!isReading(request)) return
      const now = Date.now()
      let reader = readers.get(key)
      if (!reader) {
        if (readers.size > 10_000)
          for (const [one, { since, until }] of readers) if (now - since > tenMinutes && until < now) readers.delete(one)
        readers.set(key, (reader = { total: 0, pending: 0, unsent: 0, since: now, until: 0 }))
      }
      if (reader.until > now) throw new Problem('too-many-records', { seconds: Math.ceil((reader.until - now) / 1000) })
      if (now - reader.since > tenMinutes) Object.assign(reader, { total: 0, unsent: 0, since: now }) // what it knew is over
      reader.unsent++
      const near = reader.total + reader.pending + reader.unsent >= limits.records
      if (near || reader.unsent >= step) await tell(request, reader, near)
    })

    /** Adds up what this process saw. Near the limit the answer is waited for, and decides; before that nobody waits. */
    async function tell(request: FastifyRequest, reader: Reader, wait: boolean) {
      const reads = reader.unsent
      reader.unsent = 0
      reader.pending += reads
      reader.since = Date.now()
      const told = request.doorOfNobody
        .transact(async (tx) => {
          const { rows } = await tx.execute<{ total: number; wait: number; tell: string | null; who: string | null }>(
            sql`select * from app.count_readings(${request.tokenDigest ? null : request.user.sid}, ${request.tokenDigest || null}, ${reads}, ${limits.records})`,
          )
          const { total, wait: seconds, tell: partnershipId, who } = rows[0]!
          if (partnershipId) await app.jobs.send(tx, 'readings.many', { partnershipId, id: who! })
          Object.assign(reader, { total, until: seconds > 0 ? Date.now() + seconds * 1000 : 0 })
          return total
        })
        .finally(() => {
          reader.pending -= reads
        })
      if (!wait)
        return void told.catch((error: Error) => request.log.warn({ stack: error.stack?.split('\n').slice(0, 3) }, 'readings not counted'))
      const total = await told
      if (total > limits.records)
        throw new Problem('too-many-records', { seconds: Math.max(1, Math.ceil((reader.until - Date.now()) / 1000)) })
    }
  },
  { name: 'limits' },
)
