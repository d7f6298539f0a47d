// Taking a file in: every row is checked, in small transactions that show how far it is; then all good rows are written in one.
// Each transaction goes through the uploader's own door, so what they may no longer do ends the import, also half way.
import { randomUUID } from 'node:crypto'
import type { CheckedRow, TakenRow } from '#import-kind.ts'
import type { Actor, Door, Tx } from '#db/transact.ts'
import { kindOf } from '#import-kinds.ts'
import { Problem, toProblem } from '#plugins/problems.ts'
import type { JobHandler } from '../../jobs.ts'
import { checkRow } from './mapping.ts'
import { changeImport, clearGoodRows, getImport, keepRowErrors, listRows, lockImport, type ImportRow } from './queries.ts'

const unfinished = ['waiting', 'checking', 'writing', 'failed']
const batch = 500

/** May run twice, also at the same time: what is done stays done, and one of two writers finds it so. */
export const runImport: JobHandler = async ({ doors, log }, { partnershipId, id, userId }) => {
  const door = (): Door => doors.asPerson(userId!, partnershipId, randomUUID())
  try {
    const order = await door().transact((tx) => begin(tx, id))
    if (!order) return
    const { good, wrong, repeated } = await checkAll(door, order)
    await door().transact((tx) => changeImport(tx, id, unfinished, { status: 'writing' }))
    await door().transact((tx, actor) => finish(tx, actor, order, good, wrong, repeated))
  } catch (error) {
    const { slug } = toProblem(error)
    await door()
      .transact((tx) => changeImport(tx, id, unfinished, { status: 'failed', failure: slug, finishedAt: new Date().toISOString() }))
      .catch(() => log(`import ${id}: ${slug}, and this could not be noted`))
    if (slug === 'unexpected' || slug === 'busy-now') throw error // the queue tries again
  }
}

async function begin(tx: Tx, id: string): Promise<ImportRow | undefined> {
  const begun = await changeImport(tx, id, unfinished, {
    status: 'checking',
    rowsSeen: 0,
    rowsWrong: 0,
    rowsTaken: 0,
    rowsRepeated: 0,
    failure: null,
    finishedAt: null,
  })
  return begun && getImport(tx, id)
}

async function checkAll(door: () => Door, order: ImportRow) {
  const kind = kindOf(order.kind),
    seen = new Map<string, number>(),
    good: CheckedRow<unknown>[] = []
  const context = await door().transact((tx, actor) => kind.prepare(tx, actor, order))
  let wrong = 0,
    repeated = 0,
    rowsSeen = 0,
    after = 0
  for (;;) {
    const read = await door().transact(async (tx) => {
      const rows = await listRows(tx, order.id, { after, limit: batch })
      const found = rows.map(({ line, cells }) => ({ line, ...checkRow(kind, context, order, cells) }))
      await keepRowErrors(
        tx,
        order.id,
        found.map(({ line, errors = null }) => ({ line, errors })),
      )
      const wrongHere = found.filter(({ errors }) => errors).length
      if (rows.length > 0)
        await changeImport(tx, order.id, ['checking'], { rowsSeen: rowsSeen + rows.length, rowsWrong: wrong + wrongHere })
      return { found, wrongHere }
    })
    if (read.found.length === 0) return { good, wrong, repeated }
    rowsSeen += read.found.length
    wrong += read.wrongHere
    after = read.found.at(-1)!.line
    for (const { line, value, errors } of read.found) {
      if (errors) continue
      const same = kind.sameness(value)
      if (same !== null && seen.has(same)) {
        repeated++
        continue
      }
      if (same !== null) seen.set(same, line)
      good.push({ line, value })
    }
  }
}

async function finish(
  tx: Tx,
  actor: Actor,
  order: ImportRow,
  good: CheckedRow<unknown>[],
  rowsWrong: number,
  repeatedInFile: number,
): Promise<void> {
  const status = await lockImport(tx, order.id)
  if (status === undefined) throw new Problem('not-found')
  if (status === 'done') return
  const kind = kindOf(order.kind)
  await kind.prepare(tx, actor, order)
  const taken: TakenRow[] = good.length > 0 ? await kind.write(tx, actor, order, good) : []
  const rowsTaken = taken.filter(({ takenAs }) => takenAs !== null).length
  await clearGoodRows(tx, order.id)
  await changeImport(tx, order.id, unfinished, {
    status: 'done',
    rowsTaken,
    rowsWrong,
    rowsRepeated: repeatedInFile + good.length - rowsTaken,
    rowsSeen: order.rowsTotal,
    finishedAt: new Date().toISOString(),
  })
}
