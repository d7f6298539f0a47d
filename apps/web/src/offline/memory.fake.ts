// Shelves in memory, for tests: what a phone's database would hold, and a way to look at all of it as a thief would.
import type { Change, Row, Shelf, Shelves } from './shelves.ts'

export function memoryShelves() {
  const shelves = new Map<Shelf, Map<string, Row>>((['vault', 'records', 'outbox'] as const).map((name) => [name, new Map<string, Row>()]))
  let full = false
  const copy = <T>(row: T): T => structuredClone(row)
  const apply = (change: Change) => {
    const shelf = shelves.get(change.shelf)!
    if ('put' in change) shelf.set(change.put.id, copy(change.put))
    else if ('remove' in change) shelf.delete(change.remove)
    else shelf.clear()
  }
  const made: Shelves = {
    get: async (shelf, id) => copy(shelves.get(shelf)!.get(id)) as never,
    all: async (shelf) => [...shelves.get(shelf)!.values()].map(copy) as never,
    write: async (...changes) => {
      if (full && changes.some((change) => 'put' in change)) throw new DOMException('full', 'QuotaExceededError')
      changes.forEach(apply)
    },
  }
  return {
    ...made,
    fill: (yes = true) => {
      full = yes
    },
    /** Everything as text, bytes included. */
    dump: () =>
      JSON.stringify(
        [...shelves].map(([name, rows]) => [name, [...rows.values()]]),
        (_, value: unknown) =>
          value instanceof ArrayBuffer
            ? Buffer.from(value).toString('latin1')
            : value instanceof Uint8Array
              ? Buffer.from(value).toString('latin1')
              : value,
      ),
  }
}
