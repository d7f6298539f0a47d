// The phone's own database: three shelves of rows by id. Everything on them is sealed, but for what must be known to open the rest.
export type Shelf = 'vault' | 'records' | 'outbox'
export type Row = { id: string }
export type Change = { shelf: Shelf; put: Row } | { shelf: Shelf; remove: string } | { shelf: Shelf; clear: true }

export interface Shelves {
  get<T extends Row>(shelf: Shelf, id: string): Promise<T | undefined>
  all<T extends Row>(shelf: Shelf): Promise<T[]>
  /** All or nothing, and on the disk before it is done. Throws QuotaExceededError when the phone is full. */
  write(...changes: Change[]): Promise<void>
}

const names: Shelf[] = ['vault', 'records', 'outbox']
const answerOf = <T>(request: IDBRequest<T>) =>
  new Promise<T>((ok, fail) => {
    request.onsuccess = () => ok(request.result)
    request.onerror = () => fail(request.error ?? new Error('The database of this phone did not answer.'))
  })

async function open(name: string, gone: () => void): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 1)
  opening.onupgradeneeded = () => {
    for (const shelf of names) opening.result.createObjectStore(shelf, { keyPath: 'id' })
  }
  const database = await answerOf(opening)
  database.onclose = gone
  database.onversionchange = () => {
    database.close()
    gone()
  }
  return database
}

/** Throws when the browser keeps nothing, as some do in private windows. */
export async function openShelves(name = 'modulus'): Promise<Shelves> {
  // A browser may clear a site's storage under its feet: then it begins anew with empty shelves, and does not answer with an error for ever.
  const opened = () => open(name, () => (database = undefined))
  let database: Promise<IDBDatabase> | undefined = opened()
  await database
  const there = () => (database ??= opened())
  return {
    get: async (shelf, id) => answerOf((await there()).transaction(shelf).objectStore(shelf).get(id)),
    all: async (shelf) => answerOf((await there()).transaction(shelf).objectStore(shelf).getAll()),
    write: async (...changes) => {
      const database = await there()
      return new Promise((ok, fail) => {
        // The browser's default may lose the last words when the battery dies.
        const work = database.transaction(names, 'readwrite', { durability: 'strict' })
        work.oncomplete = () => ok()
        work.onabort = () => fail(work.error ?? new Error('Nothing was written on this phone.'))
        for (const change of changes) {
          const shelf = work.objectStore(change.shelf)
          if ('put' in change) shelf.put(change.put)
          else if ('remove' in change) shelf.delete(change.remove)
          else shelf.clear()
        }
      })
    },
  }
}
