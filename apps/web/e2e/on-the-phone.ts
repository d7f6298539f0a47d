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
