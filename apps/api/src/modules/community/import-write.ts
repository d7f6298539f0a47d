import { v7 as uuidv7 } from 'uuid'
import type { Actor, Tx } from '#db/transact.ts'
import type { CheckedRow, ImportOrder, TakenRow } from '#import-kind.ts'
import type { CountRow } from './import-kind.ts'
import { areasByCode, insertCounts, listKnown, type FreshCount, type Known } from './import-queries.ts'

/** All good lines at once: street-level lines are counted first, then every count is kept as the next revision of its month. */
export async function takeIn(tx: Tx, _actor: Actor, order: ImportOrder, rows: CheckedRow<CountRow>[]): Promise<TakenRow[]> {
  const wanted = new Map<string, { name: string; kind: 'datazone' | 'custom' }>()
  for (const { value } of rows) {
    if (!wanted.get(value.areaCode)?.name)
      wanted.set(value.areaCode, { name: value.areaName, kind: value.count === null ? 'datazone' : 'custom' })
  }
  const areas = await areasByCode(tx, wanted),
    known = await listKnown(tx, [...wanted.keys()])
  const ledger = ledgerOf(areas, known),
    taken: TakenRow[] = []
  for (const { line, value } of rows.filter((one) => one.value.count !== null))
    taken.push({ line, takenAs: ledger.keep(value as CountRow & { count: number }) })
  const street = rows.filter((one) => one.value.count === null)
  const holders = new Map(streetCounts(street.map((one) => one.value)).map((one) => [sameCount(one), ledger.keep(one)]))
  for (const { line, value } of street) taken.push({ line, takenAs: holders.get(sameCount(value)) ?? null })
  await insertCounts(tx, order.id, ledger.fresh)
  return taken
}

type Counted = CountRow & { count: number }
const sameCount = ({ areaCode, kind, type, month }: CountRow) => [areaCode, kind, type, month].join('\t')

/** Decides what each count becomes: the id of its row, or null when the same was kept before, or a newer extract is. */
function ledgerOf(areas: Map<string, string>, known: Known) {
  const fresh: FreshCount[] = []
  return {
    fresh,
    keep(row: Counted): string | null {
      const kept = known.of(row),
        latest = kept.at(-1)
      if (
        kept.some(
          (one) =>
            one.count === row.count && one.extractDate === row.extractDate && (row.revision === null || row.revision === one.revision),
        )
      )
        return null
      if (latest && latest.extractDate > row.extractDate) return null
      const revision = Math.max(row.revision ?? 0, (latest?.revision ?? 0) + 1),
        id = uuidv7()
      const { areaCode, kind, type, month, count, source, extractDate, definition } = row
      fresh.push({ id, areaId: areas.get(areaCode)!, areaCode, kind, type, month, count, source, extractDate, revision, definition })
      known.add(row, { revision, count, extractDate, source, id })
      return id
    },
  }
}

/**
 * Lines of a street-level file as counts by area, month and type, with all recorded crime together besides. The file tells of every
 * crime in an area it names at all, so a type that is missing in one of its months there is a count of none, not an unknown one.
 */
export function streetCounts(rows: CountRow[]): Counted[] {
  const months = new Set(rows.map(({ month }) => month)),
    kinds = new Map<string, Pick<CountRow, 'kind' | 'type'>>()
  const places = new Map<string, CountRow>(),
    counts = new Map<string, number>()
  const add = (row: CountRow) => {
    counts.set(sameCount(row), (counts.get(sameCount(row)) ?? 0) + 1)
  }
  const total = { kind: 'recorded_crime' as const, type: '' }
  for (const row of rows) {
    places.set(row.areaCode, row)
    kinds.set(`${row.kind}\t${row.type}`, { kind: row.kind, type: row.type })
    add(row)
    if (row.kind !== 'recorded_crime') continue
    kinds.set('recorded_crime\t', total)
    add({ ...row, ...total })
  }
  return [...places.values()].flatMap((place) =>
    [...months].sort().flatMap((month) =>
      [...kinds.values()].map((what) => {
        const row = { ...place, ...what, month }
        return { ...row, count: counts.get(sameCount(row)) ?? 0 }
      }),
    ),
  )
}
