// Making a file: a thousand rows for each time through the orderer's own door, so that whatever they may no longer see ends it, also half way.
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Clock } from '../../clocks.ts'
import type { JobHandler } from '../../jobs.ts'
import { csvOf } from '#csv.ts'
import { toProblem } from '#plugins/problems.ts'
import { holds } from '#policy.ts'
import { kinds } from './kinds.ts'
import { append, finishExport, getExport, startOver } from './queries.ts'

/** May run twice: it begins anew. Fails closed: what was gathered goes, and the order says why. */
export const runExport: JobHandler = async ({ doors, log }, { partnershipId, id, userId }) => {
  const door = () => doors.asPerson(userId!, partnershipId, randomUUID())
  try {
    const begun = await door().transact(async (tx) => {
      const order = await getExport(tx, id)
      const { head, count } = kinds[order.kind]
      return startOver(tx, id, csvOf([head]), await count(tx, order))
    })
    for (let more = begun; more;)
      more = await door().transact(async (tx, actor) => {
        const order = await getExport(tx, id),
          kind = kinds[order.kind]
        if (!holds(actor, order.programmeId, kind.role)) throw new Error('no longer theirs to take')
        const { rows, next } = await kind.read(tx, order, order.place)
        await append(tx, id, csvOf(rows).slice(1), rows.length, next) // the mark at the beginning stands there once
        if (next === null) await finishExport(tx, id)
        return next !== null
      })
  } catch (error) {
    const { slug } = toProblem(error)
    await doors
      .asSystem('clock', partnershipId, randomUUID())
      .transact((tx) => tx.execute(sql`select app.end_exports(${id}, ${['unexpected', 'signed-out'].includes(slug) ? 'forbidden' : slug})`))
      .catch((reason: Error) => log(`export ${id}: ${slug}, and this could not be noted: ${reason.message}`))
  }
}

export const exportsClock: Clock = {
  name: 'exports',
  cron: '5 * * * *',
  run: ({ doors }, partnershipId) =>
    doors.asSystem('clock', partnershipId, randomUUID()).transact(async (tx) => {
      await tx.execute(sql`select app.end_exports(null, '')`)
    }),
}
