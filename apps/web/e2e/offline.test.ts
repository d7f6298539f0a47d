// A day without signal, in a real browser: taken along, cut off, written down, closed and opened again, and on the server exactly once.
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Colleague, day } from './deeds.ts'
import { everySize } from './grid-look.ts'
import { phone, Product } from './harness.ts'
import { kept, phrase } from './on-the-phone.ts'

const quote = 'Engines. Anything that has an engine, kvothe-canary'
let product: Product, officer: Colleague, context: BrowserContext
beforeAll(async () => {
  product = await Product.start()
})
afterAll(() => product?.stop())

interface Plan {
  id: string
  participant: { id: string; knownAs: string }
  address: string | null
}
let visit: Plan
const heading = (name: string | RegExp) => officer.page.getByRole('heading', { level: 1, name }).waitFor()
/** What the API says, with this browser's own cookie. */
const asked = async <T>(path: string) => (await (await context.request.get(`${product.origin}/api${path}`)).json()) as T
async function unlock() {
  await heading('No signal')
  await officer.page.getByLabel('Your passphrase for this phone').fill(phrase)
  await officer.press('Unlock')
}

it('an officer takes the next days along', async () => {
  officer = await Colleague.arrives(product, 'officer', phone)
  context = officer.page.context()
  // A door of today that nobody has knocked on yet.
  await officer.follow('Plan a visit')
  await officer.page
    .getByRole('button')
    .filter({ hasText: /Iona|Callum|Aidan/ })
    .first()
    .click()
  await officer.write({ Date: day(), Time: '23:50' })
  await officer.press('Plan the visit')
  await officer.sees('Visit planned.')
  const { visits } = await asked<{ visits: (Plan & { recorded: boolean; startsAt: string })[] }>(`/day?date=${day()}`)
  visit = visits.filter(({ recorded }) => !recorded).at(-1)!
  await officer.go('/settings/offline')
  await officer.write({ 'Choose a passphrase for this phone': '123456789012' })
  await officer.press('Take my days with me')
  await officer.sees('Numbers alone are guessed quickly.')
  await everySize(officer.at, 'once')
  await officer.write({ 'Choose a passphrase for this phone': phrase })
  await officer.press('Take my days with me')
  await officer.sees('Your days are on this phone, locked.')
  await officer.sees(visit.participant.knownAs)
  await everySize(officer.at, 'once')
  await officer.picture('offline-on-this-phone')
  await officer.page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated', undefined, {
    timeout: 60_000,
  })
  await officer.page.waitForFunction(() => navigator.serviceWorker.controller !== null)
})

it('without signal the pages open, locked, and show nothing of anybody', async () => {
  await context.setOffline(true)
  await officer.page.goto(`${product.origin}/`)
  await heading('No signal')
  const text = await kept(officer.page)
  for (const canary of [visit.participant.knownAs, visit.address, 'Linnbrae'].filter((one) => one !== null))
    expect(text).not.toContain(canary)
  await officer.page.getByLabel('Your passphrase for this phone').fill('lantern otter gravel pianos')
  await officer.press('Unlock')
  await officer.sees('That is not the passphrase.')
  await everySize(officer.at, 'once')
  await officer.picture('offline-locked')
})

it('a full visit from My day takes at most twelve taps', async () => {
  await unlock()
  await officer.sees('Visits today')
  await officer.sees(/You see what you took along, as of/)
  await officer.countTaps()
  await officer.page.locator(`a[href*="${visit.id}"]`, { hasText: 'Record' }).first().click()
  const told = officer.page.getByRole('button', { name: 'I have told them' }),
    how = officer.page.getByRole('group', { name: 'How did it go?' })
  await told.or(how).first().waitFor()
  if (await told.isVisible()) await told.click()
  await officer.answer({ 'How did it go?': 'Welcomed us', 'What are they into?': 'Motors' })
  await officer.page.getByLabel('what kind of job would that be').click()
  await officer.page.keyboard.type(quote)
  await officer.answer({ 'Would they come along?': 'Yes', Next: 'Call back this week' })
})

it('what was half typed outlives the window, sealed', async () => {
  const taps = (await officer.taps())!
  await officer.page.waitForTimeout(1500)
  await officer.page.close({ runBeforeUnload: false })
  const page = await context.newPage()
  page.on('pageerror', (error) => void officer.at.failed.push(error.stack ?? error.message))
  Object.assign(officer.at, { page })
  await page.goto(`${product.origin}/visits/new?person=${visit.participant.id}&visit=${visit.id}`)
  await heading('No signal')
  expect(await kept(officer.page)).not.toContain('kvothe-canary')
  await unlock()
  await heading(/Visit to/)
  await officer.page.waitForFunction((words) => [...document.querySelectorAll('textarea')].some(({ value }) => value === words), quote)
  await officer.answer({ 'Worried about anyone’s safety?': 'No' })
  await officer.press('Save visit')
  await officer.sees(/saved on this phone/)
  await officer.sees('1 waiting to be sent')
  console.log(`from My day to a visit saved without signal: ${taps + 2} taps`)
  expect(taps + 2).toBeLessThanOrEqual(12)
  await officer.picture('offline-saved')
})

it('closed and opened again, it still waits; locked, nothing of it can be read', async () => {
  await officer.page.reload()
  await heading('No signal')
  await officer.sees('1 thing you wrote waits here')
  const text = await kept(officer.page)
  for (const canary of [visit.participant.knownAs, 'kvothe-canary', visit.address].filter((one) => one !== null))
    expect(text).not.toContain(canary)
  await unlock()
  await officer.sees('Visits today')
  await officer.page
    .getByRole('link', { name: /1 waiting/ })
    .first()
    .click()
  await heading('Waiting to be sent')
  await officer.sees(`Visit to ${visit.participant.knownAs}`)
  await everySize(officer.at, 'once')
  await officer.picture('offline-waiting')
})

it('with signal it is sent by itself, and is there exactly once', async () => {
  await context.setOffline(false)
  await officer.sees('Sent')
  await officer.sees('Nothing is waiting to be sent.')
  const { items } = await asked<{ items: { id: string; status: string }[] }>(`/visits?participantId=${visit.participant.id}&limit=100`)
  expect(items.filter(({ id, status }) => id === visit.id && status === 'recorded')).toHaveLength(1)
  expect(await asked<{ words: { job: string } }>(`/visits/${visit.id}`)).toMatchObject({ status: 'recorded', words: { job: quote } })
  await officer.picture('offline-sent')
})

it('signing out leaves nothing behind', async () => {
  await officer.go('/settings')
  await officer.press('Sign out', officer.page.locator('#main'))
  await officer.lands(/^\/signin$/)
  const rows = await officer.page.evaluate(
    () =>
      new Promise<number>((ok) => {
        const opening = indexedDB.open('modulus')
        opening.onsuccess = () => {
          const count = opening.result.transaction(['vault', 'records'])
          const [one, two] = [count.objectStore('vault').count(), count.objectStore('records').count()]
          count.oncomplete = () => {
            opening.result.close()
            ok(one.result + two.result)
          }
        }
      }),
  )
  expect(rows).toBe(0)
  await officer.leaves()
})
