// What goes wrong with phones: full, wiped by the browser, a clock put back, a window that dies, a session that ends, access that is lost. Each time
// the words are still there, and what happened is said.
import pg from 'pg'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Colleague } from './deeds.ts'
import { phone, Product } from './harness.ts'
import { insideOf, take, unlock } from './on-the-phone.ts'

const password = 'try-modulus-2026'
let product: Product, owner: pg.Client, officer: Colleague, context: BrowserContext, people: string[]
beforeAll(async () => {
  product = await Product.start()
  owner = new pg.Client({ host: product.database, port: 5432, user: 'modulus_owner', database: 'modulus' })
  await owner.connect()
})
afterAll(async () => {
  await context?.close()
  await owner?.end()
  await product?.stop()
})
/** Each begins with a phone of its own, on which the next days are locked up. */
beforeEach(async () => {
  await context?.close()
  officer = await Colleague.arrives(product, 'officer', phone)
  context = officer.page.context()
  await take(officer)
  people = await (await insideOf(officer.page)).evaluate(({ store }) => store.phone!.people.map(({ id }) => id))
})

let last = Date.now()
const words = () => `What they said, number ${++last}`
const heading = (name: string | RegExp) => officer.page.getByRole('heading', { level: 1, name }).waitFor()
const inBox = () => officer.page.getByLabel('What did they say?').inputValue()
const waiting = async () => (await insideOf(officer.page)).evaluate(({ store }) => store.waiting.length)
const onServer = async (text: string) =>
  (await owner.query('select count(*)::int as n from notes where kind = $1 and their_words = $2', ['contact', text])).rows[0].n as number
/** To the form about somebody who is along; without signal it is unlocked on the way. */
async function toTheForm(signal: boolean, person = people[0]) {
  await context.setOffline(!signal)
  await officer.page.goto(`${product.origin}/contacts/new?person=${person}`)
  if (!signal) await unlock(officer)
  await officer.page.getByRole('group', { name: 'How did it go?' }).waitFor()
  await officer.answer({ 'How did it go?': 'Good chat' })
}
const saved = () => officer.page.waitForURL(({ pathname }) => pathname !== '/contacts/new')
async function writeOne() {
  const text = words()
  await toTheForm(false)
  await officer.write({ 'What did they say?': text })
  await officer.press('Save')
  await saved()
  return text
}
async function withSignal() {
  await context.setOffline(false)
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
}

it('a full phone: it is said, nothing kept before is lost, the form keeps its words, and with signal it is saved', async () => {
  const before = await writeOne(),
    text = words()
  await toTheForm(false)
  await officer.write({ 'What did they say?': text })
  await officer.page.waitForTimeout(500)
  const cdp = await context.newCDPSession(officer.page)
  const { usage } = await officer.page.evaluate(() => navigator.storage.estimate())
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: product.origin, quotaSize: Math.max(1_000_000, usage!) })
  // Filled up by another: to the last kilobyte.
  await officer.page.evaluate(async () => {
    const opening = indexedDB.open('photos of a cat', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('all', { autoIncrement: true })
    const database = await new Promise<IDBDatabase>((ok) => (opening.onsuccess = () => ok(opening.result)))
    for (let size = 512 * 1024; size >= 256;) {
      const done = await new Promise((ok) => {
        const work = database.transaction('all', 'readwrite')
        work.oncomplete = () => ok(true)
        work.onabort = () => ok(false)
        work.objectStore('all').add(
          crypto
            .getRandomValues(new Uint8Array(Math.min(size, 65_536)))
            .toString()
            .repeat(size / 65_536 + 1)
            .slice(0, size),
        )
      })
      if (!done) size /= 2
    }
    database.close()
  })
  await officer.press('Save')
  await officer.sees('There is no room left on this phone, so this is not saved.')
  expect(await inBox()).toBe(text)
  expect(await waiting()).toBe(1)
  await officer.picture('faults-full')
  await context.setOffline(false)
  await officer.press('Save')
  await saved()
  // What waited goes, too, although nothing new can be noted down about it.
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
  expect([await onServer(text), await onServer(before)]).toEqual([1, 1])
  console.log('a full phone: said, 1 of 1 kept before is there, the words stay, saved with signal once')
})

it('a browser that cleared its storage says so at the start, and never shows an empty day in its place', async () => {
  const clear = () => officer.page.evaluate(() => new Promise<void>((ok) => (indexedDB.deleteDatabase('modulus').onsuccess = () => ok())))
  // While a form is open: what is saved now is kept afresh or stays in the form.
  const text = words()
  await toTheForm(false)
  await officer.write({ 'What did they say?': text })
  await clear()
  await officer.press('Save')
  await officer.sees('No connection. What you typed is still here.')
  expect(await inBox()).toBe(text)
  await officer.page.goto(`${product.origin}/`)
  await heading('Your visits are not on this phone')
  await officer.sees('That does not mean that there are no visits.')
  expect(await officer.page.getByText(/no visits today/i).count()).toBe(0)

  await context.setOffline(false)
  await officer.page.goto(`${product.origin}/settings/offline`)
  await take(officer)
  await clear()
  await officer.page.goto(`${product.origin}/`)
  await officer.sees('Your days are not on this phone any more.')
  await officer.picture('faults-cleared')
  await officer.follow('Take them with you again')
  await heading('Working without signal')
})

it('a clock put back a day: locked, with the reason; the lease is no longer than it was', async () => {
  const until = () => insideOf(officer.page).then((inside) => inside.evaluate(({ store }) => store.phone!.validUntil))
  const lease = await until()
  await context.setOffline(true)
  const real = Date.now()
  await context.clock.install({ time: real })
  await officer.page.goto(`${product.origin}/`)
  await unlock(officer)
  await officer.sees('Visits today')
  // Turned back while it is open: it locks by itself.
  await context.clock.setSystemTime(real - 24 * 3_600_000)
  await officer.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await heading('No signal')
  await unlock(officer)
  await officer.sees('This phone’s clock was put back, so it stays locked.')
  expect(await until()).toBe(lease)
  await officer.picture('faults-clock')
  await context.clock.setSystemTime(real + 60_000)
  await unlock(officer)
  await officer.sees('Visits today')
  expect(await until()).toBe(lease)
})

it('a window that dies in the middle of a word loses less than five seconds of typing', async () => {
  await toTheForm(false)
  const box = officer.page.getByLabel('What did they say?')
  await box.click()
  const cdp = await context.newCDPSession(officer.page)
  const typed: { at: number; length: number }[] = []
  let alive = true
  const text = 'He showed me the bike he built from three others, and asked who else in town does that for a living. '.repeat(3)
  void (async () => {
    for (const letter of text) {
      await officer.page.keyboard.type(letter, { delay: 60 }).catch(() => (alive = false))
      if (!alive) return
      typed.push({ at: Date.now(), length: typed.length + 1 })
    }
  })()
  await new Promise((go) => setTimeout(go, 5000 + Math.random() * 1500))
  const died = Date.now()
  await Promise.race([cdp.send('Page.crash').catch(() => {}), new Promise((go) => setTimeout(go, 1000))])
  alive = false
  const page = await context.newPage()
  Object.assign(officer.at, { page })
  await page.goto(`${product.origin}/contacts/new?person=${people[0]}`)
  await unlock(officer)
  await page.waitForFunction(() => (document.querySelector('textarea')?.value.length ?? 0) > 0)
  const left = (await inBox()).length
  const before = typed.filter(({ at }) => at <= died)
  const lost = before.filter(({ length }) => length > left)
  const seconds = lost.length ? (died - lost[0]!.at) / 1000 : 0
  console.log(`window killed mid-typing: ${before.length} letters typed, ${left} restored, ${seconds.toFixed(2)} s of typing lost`)
  expect([before.length > 10, before.length < text.length]).toEqual([true, true])
  expect(text.startsWith(await inBox())).toBe(true)
  expect(seconds).toBeLessThanOrEqual(5)
})

it('a session that ends mid-form: sign in again in place, every word is there, and it is saved once', async () => {
  const text = words()
  await toTheForm(true)
  await officer.write({ 'What did they say?': text })
  await owner.query(`update sessions set ended_at = now() where ended_at is null and user_id = (select id from users where email = $1)`, [
    'officer@demo.modulus.test',
  ])
  // Another question of the page may hear of it first: then they are asked before they could press, and press afterwards.
  const save = officer.page.getByRole('button', { name: 'Save', exact: true }),
    pressed = await save.click({ timeout: 3000 }).then(
      () => true,
      () => false,
    )
  const dialog = officer.page.getByRole('dialog', { name: 'Sign in again' })
  await officer.write({ 'E-mail': 'officer@demo.modulus.test', Password: password }, dialog)
  await officer.press('Sign in', dialog)
  if (!pressed) await officer.press('Save')
  await saved()
  expect(await onServer(text)).toBe(1)
})

it('access that ended while it waited: set aside and sealed, the officer and the lead are told, nothing is dropped', async () => {
  const text = await writeOne()
  await owner.query(
    `update memberships set until_at = now() where until_at is null and user_id = (select id from users where email = 'officer@demo.modulus.test')
      and programme_id = (select programme_id from participants where id = $1)`,
    [people[0]],
  )
  await withSignal()
  await officer.page.goto(`${product.origin}/sync`)
  await officer.sees('Came back')
  await officer.sees('You no longer have access to this record, so it could not be taken in. It is with the lead.')
  await officer.picture('faults-set-aside')
  expect(await onServer(text)).toBe(0)
  const { rows } = await owner.query(
    'select status, outcome, problem, sealed is not null as kept from offline_items order by id desc limit 1',
  )
  expect(rows).toEqual([{ status: 'handed_over', outcome: 'set_aside', problem: expect.stringMatching(/forbidden|not-found/), kept: true }])
  const lead = await Colleague.arrives(product, 'lead')
  const { items } = (await (await lead.page.context().request.get(`${product.origin}/api/offline/set-aside`)).json()) as {
    items: { status: string; can: { open: boolean; take: boolean } }[]
  }
  expect(items.filter(({ status, can }) => status === 'handed_over' && can.open && can.take)).toHaveLength(1)
  const mail = await owner.query(`select count(*)::int as n from messages where body like '%/sync?item=%'`)
  expect(mail.rows[0].n).toBeGreaterThan(0)
  console.log('access ended while it waited: 1 set aside, sealed, handed over to the lead, 0 dropped, 0 stored without permission')
  await lead.leaves()
})
