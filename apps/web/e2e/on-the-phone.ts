// What an officer does with their phone before and after they go out, and a way to ask the pages themselves what the phone holds.
import type { JSHandle, Page } from 'playwright-core'
import type { begin } from '../src/offline/begin.ts'
import type { useOffline } from '../src/stores/offline.ts'
import type { Colleague } from './deeds.ts'

export const phrase = 'lantern otter gravel piano'

/** Takes the next days along, locked with the phrase, and waits until the pages themselves are on the phone, too. */
export async function take(officer: Colleague) {
  await officer.go('/settings/offline')
  await officer.write({ 'Choose a passphrase for this phone': phrase })
  await officer.press('Take my days with me')
  await officer.sees('Your days are on this phone, locked.')
  await pagesKept(officer.page)
}
export async function pagesKept(page: Page) {
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated', undefined, {
    timeout: 60_000,
  })
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}
export async function unlock(officer: Colleague, words = phrase) {
  await officer.page.getByLabel('Your passphrase for this phone').fill(words)
  await officer.press('Unlock')
}

/** Everything that the browser keeps for these pages, as text. */
export const kept = (page: Page) =>
  page.evaluate(async () => {
    const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)]
    const show = (value: unknown): unknown => {
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
        const bytes = value instanceof ArrayBuffer ? value : value.buffer
        return new TextDecoder('latin1').decode(bytes as ArrayBuffer) + new TextDecoder().decode(bytes as ArrayBuffer)
      }
      return value !== null && typeof value === 'object' ? Object.entries(value).map(([name, one]) => [name, show(one)]) : value
    }
    const answer = <T>(request: IDBRequest<T>) => new Promise<T>((ok) => (request.onsuccess = () => ok(request.result)))
    for (const { name } of await indexedDB.databases()) {
      const database = await answer(indexedDB.open(name!))
      for (const shelf of database.objectStoreNames)
        texts.push(JSON.stringify(show(await answer(database.transaction(shelf).objectStore(shelf).getAll()))))
      database.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        texts.push(request.url)
        if (new URL(request.url).pathname.startsWith('/api')) texts.push(await (await cache.match(request))!.text())
      }
    }
    return texts.join('\n')
  })
/** Past the words that are said to whoever has not heard them yet, to the questions of a visit. */
export async function toTheQuestions(officer: Colleague) {
  const told = officer.page.getByRole('button', { name: 'I have told them' }),
    how = officer.page.getByRole('group', { name: 'How did it go?' })
  await told.or(how).first().waitFor()
  if (await told.isVisible()) await told.click()
  await how.waitFor()
}

type Begun = Awaited<ReturnType<typeof begin>>
export type Inside = Begun & { store: ReturnType<typeof useOffline> }
/** The product's own parts in this window, as its screens use them. */
export const insideOf = (page: Page): Promise<JSHandle<Inside>> =>
  page.evaluateHandle(async () => {
    const { __vue_app__: app } = document.querySelector('#app') as unknown as {
      __vue_app__: { config: { globalProperties: { $pinia: { _s: Map<string, ReturnType<typeof useOffline>> } } } }
    }
    const store = app.config.globalProperties.$pinia._s.get('offline')!
    return { store, ...(await store.load()) }
  })
