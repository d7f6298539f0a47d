// A locked phone in the wrong hands: every byte that the browser left on its disk is searched for what an officer had along and wrote; and when the
// lease is over, the right passphrase opens nothing.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchIn } from './browser.ts'
import { Colleague } from './deeds.ts'
import { lookOf, phone, Product } from './harness.ts'
import { insideOf, kept, take, toTheQuestions, unlock } from './on-the-phone.ts'

const folder = mkdtempSync(join(tmpdir(), 'modulus-phone-'))
const letters = 'bcdfghjklmnpqrstvwxz'
/** Fourteen letters that stand nowhere else. A compressed page of a database keeps their first occurrence as it is. */
const canary = () => 'Q' + Array.from({ length: 13 }, () => letters[Math.floor(Math.random() * letters.length)]).join('')
const canaries = (count: number) => Array.from({ length: count }, canary)
const names = canaries(5),
  addresses = canaries(3),
  heard = canaries(2),
  safety = canaries(1),
  typed = { job: canary(), skills: canary(), staff: canary(), place: canary(), interest: canary() },
  called = canaries(2),
  worry = canaries(2)
const along = [...names, ...addresses, ...heard, ...safety],
  written = [...Object.values(typed), ...called, ...worry],
  all = [...along, ...written]
const control = canary()

let product: Product, context: BrowserContext, officer: Colleague
/** The phone is switched on, with or without signal, with its clock so many hours on. */
async function open(path: string, { signal = false, hoursOn = 0 } = {}) {
  context = await launchIn(folder, lookOf(phone))
  await context.setOffline(!signal)
  if (hoursOn) await context.clock.install({ time: Date.now() + hoursOn * 3_600_000 })
  officer = await Colleague.opens(product, path, { ...phone, context })
}
beforeAll(async () => {
  product = await Product.start()
})
afterAll(async () => {
  await context?.close()
  await product?.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Packed {
  people: { id: string; because: string }[]
  entries: { path: string; body: { participant?: { id: string }; heardBefore?: { id: string }[]; safety?: unknown[] } }[]
}
/** Names, addresses, earlier words and what keeps people safe, written so that they can be told from anything else. */
async function plant() {
  const pack = (await (await context.request.get(`${product.origin}/api/offline/pack`)).json()) as Packed
  const doors = pack.entries.filter(({ path }) => path.startsWith('/visits/prepare')).map(({ body }) => body)
  const owner = new pg.Client({ host: product.database, port: 5432, user: 'modulus_owner', database: 'modulus' })
  await owner.connect()
  for (const [at, name] of names.entries())
    await owner.query('update participants set known_as = $1 where id = $2', [name, pack.people[at]!.id])
  for (const [at, address] of addresses.entries())
    await owner.query('update participant_contacts set address = $1 where participant_id = $2', [address, doors[at]!.participant!.id])
  const interests = doors.flatMap(({ heardBefore }) => heardBefore!).slice(0, heard.length)
  for (const [at, { id }] of interests.entries()) await owner.query('update interests set own_words = $1 where id = $2', [heard[at], id])
  const cautioned = doors.find((door) => door.safety!.length > 0)!.participant!.id
  await owner.query('update visit_risk_flags set what_to_do = $1 where participant_id = $2', [safety[0], cautioned])
  await owner.end()
}

it('an officer takes twenty things along or writes them down without signal, and locks the phone', async () => {
  context = await launchIn(folder, lookOf(phone))
  officer = await Colleague.arrives(product, 'officer', { ...phone, context })
  await plant()
  await officer.go('/') // seen with signal, too: nothing of it may stay behind
  await officer.sees(names[0]!)
  await take(officer)
  const inside = await insideOf(officer.page)
  const pack = await inside.evaluate(({ phone }) => JSON.stringify(phone.taken!.pack))
  expect(along.flatMap((one, at) => (pack.includes(one) ? [] : [at]))).toEqual([])
  const people = await inside.evaluate(({ store }) => store.phone!.people.map(({ id }) => id))
  await officer.go(`/people/${people[0]}`)
  await officer.sees(names[0]!)

  await context.setOffline(true)
  await officer.page.goto(`${product.origin}/visits/new?person=${people[0]}`)
  await unlock(officer)
  await toTheQuestions(officer)
  await officer.answer({ 'How did it go?': 'Welcomed us', 'Would they come along?': 'Yes', Next: 'Call back this week' })
  await officer.press('Change')
  await officer.press('Something else')
  await officer.page.keyboard.type(typed.interest)
  await officer.page.keyboard.press('Enter')
  await officer.write({
    Where: typed.place,
    'what kind of job would that be': typed.job,
    'what would that look like': typed.skills,
    'Anything to add': typed.staff,
  })
  await officer.answer({ 'Worried about anyone’s safety?': 'No' })
  await officer.press('Save visit')
  await officer.sees(/saved on this phone/)

  const go = (path: string) => officer.page.goto(product.origin + path).then(() => unlock(officer))
  await go(`/contacts/new?person=${people[1]}`)
  await officer.answer({ 'How did it go?': 'Good chat' })
  await officer.write({ 'What did they say?': called[0]!, 'Anything to add': called[1]! })
  await officer.press('Save')
  await officer.page.waitForURL(({ pathname }) => pathname !== '/contacts/new')
  await go(`/safeguarding/new?person=${people[2]}`)
  await officer.page.getByRole('radio', { name: 'No', exact: true }).click()
  await officer.press('Continue')
  await officer.write({ 'What was said, in their words': worry[0]!, 'What you noticed': worry[1]! })
  await officer.page.waitForTimeout(1000)

  await go('/settings/offline')
  expect(await (await insideOf(officer.page)).evaluate(({ store }) => [store.waiting.length, store.phone!.drafts])).toEqual([2, 1])
  // So that the search below can fail: something in plain words that it must find, in each way of writing.
  await officer.page.evaluate((word) => {
    localStorage.setItem('control', word)
    localStorage.setItem('control 16', `${word} ☂`)
    localStorage.setItem('control 64', btoa(`a${word}`))
  }, control)
  await officer.press('Lock now')
  await officer.page.getByRole('heading', { level: 1, name: 'No signal' }).waitFor()
  await officer.page.waitForTimeout(1500)
  await context.close()
})

/** What a word looks like on a disk: as it is, in sixteen bits, and inside a longer Base64 text, which can begin at any of three places. */
const faces = (word: string) => [
  Buffer.from(word),
  Buffer.from(word, 'utf16le'),
  ...[0, 1, 2].map((shift) => {
    const whole = Buffer.from('\0'.repeat(shift) + word)
      .toString('base64')
      .replace(/=+$/, '')
    return Buffer.from(whole.slice(shift ? shift + 1 : 0, -2))
  }),
]
it('nothing of it stands anywhere on the disk of the locked phone', () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  let bytes = 0
  const found: string[] = [],
    controls = new Set<number>()
  const looked = all.map((word) => ({ word, faces: faces(word) })),
    sure = faces(control)
  for (const file of files) {
    const text = readFileSync(file)
    bytes += text.length
    for (const { word, faces } of looked)
      if (faces.some((face) => text.includes(face))) found.push(`${file.slice(folder.length)}: ${all.indexOf(word)} ${word}`)
    for (const [at, face] of sure.entries()) if (text.includes(face)) controls.add(at)
  }
  console.log(
    `profile of a locked phone: ${all.length} canaries, ${files.length} files, ${Math.round(bytes / 1024)} kB read; found ${new Set(found).size}; ` +
      `the control was found in ${controls.size} ways of writing`,
  )
  expect([...controls].sort()).toEqual([0, 1, 3])
  expect(found).toEqual([])
})

it('nor when the pages are opened again and asked from the inside; the passphrase opens it after a restart', async () => {
  await open('/')
  await officer.page.getByRole('heading', { level: 1, name: 'No signal' }).waitFor()
  const text = await kept(officer.page)
  expect(text).toContain(control)
  expect(all.filter((one) => text.includes(one))).toEqual([])
  await unlock(officer)
  await officer.sees(names[0]!)
  const [waiting, drafts] = await (await insideOf(officer.page)).evaluate(({ store }) => [store.waiting.length, store.phone!.drafts])
  expect([waiting, drafts]).toEqual([2, 1])
  await context.close()
})

it('after the lease the right passphrase opens nothing, also when the clock is put back; what waited is still handed in', async () => {
  await open('/settings/offline', { hoursOn: 25 })
  const shelves = () =>
    officer.page.evaluate(
      () =>
        new Promise<number[]>((ok) => {
          const opening = indexedDB.open('modulus')
          opening.onsuccess = () => {
            const work = opening.result.transaction(['vault', 'records', 'outbox'])
            const counts = ['vault', 'records', 'outbox'].map((name) => work.objectStore(name).count())
            work.oncomplete = () => ok(counts.map(({ result }) => result))
          }
        }),
    )
  await officer.page.getByRole('heading', { level: 1, name: 'Your visits are not on this phone' }).waitFor()
  await officer.sees('That does not mean that there are no visits.')
  await officer.sees('3 things you wrote wait here') // two that were finished, and the worry that was half typed
  expect(await officer.page.getByLabel('Your passphrase for this phone').count()).toBe(0)
  expect(await shelves()).toEqual([0, 0, 3])
  console.log('after the lease: keys 0, records 0, things that wait 3')
  await context.close()

  await open('/')
  await officer.page.getByRole('heading', { level: 1, name: 'Your visits are not on this phone' }).waitFor()
  expect(await shelves()).toEqual([0, 0, 3])
  await context.close()

  context = await launchIn(folder, lookOf(phone))
  officer = await Colleague.opens(product, '/', { ...phone, context })
  if (new URL(officer.page.url()).pathname === '/signin') officer = await Colleague.arrives(product, 'officer', { ...phone, context })
  const inside = await insideOf(officer.page)
  await expect.poll(() => inside.evaluate(({ store }) => store.waiting.length), { timeout: 15_000 }).toBe(0)
  const stored = await inside.evaluate(({ store }) => store.items.map(({ standing }) => standing))
  expect(stored).toEqual(['stored', 'stored', 'stored'])
})
