// More than two hundred submits, each cut off at a random moment: every one is on the server exactly once, and nothing is let go before its receipt.
import pg from 'pg'
import type { JSHandle } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Mast, moments, type Moment } from './cutting.ts'
import { Colleague } from './deeds.ts'
import { phone, Product } from './harness.ts'
import { insideOf, take, unlock, type Inside } from './on-the-phone.ts'

const throughForms = 8,
  throughOutbox = 200,
  total = throughForms + throughOutbox
/** A trial of this number loses its window, too. */
const windowLost = 48
const seed = Number(process.env.CUT_SEED ?? Date.now() % 1_000_000)
/** Mulberry32: the same seed, the same cuts. */
let state = seed
const random = () => {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}

let product: Product, mast: Mast, officer: Colleague, inside: JSHandle<Inside>, owner: pg.Client, person: string
const written: string[] = []
beforeAll(async () => {
  product = await Product.start()
  const raised = await Mast.raise(product.origin)
  mast = raised.mast
  product.origin = raised.address
  owner = new pg.Client({ host: product.database, port: 5432, user: 'modulus_owner', database: 'modulus' })
  await owner.connect()
  officer = await Colleague.arrives(product, 'officer', phone)
  await take(officer)
  inside = await insideOf(officer.page)
  person = await inside.evaluate(({ store }) => store.phone!.people[0]!.id)
})
afterAll(async () => {
  await owner?.end()
  mast?.fell()
  await product?.stop()
})

const rows = async <T>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows as T[]
const items = () => inside.evaluate(({ store }) => store.items.map(({ id, standing, sealed }) => ({ id, standing, kept: sealed !== null })))
/** What the phone let go of has a receipt on the server; what has none is still there. */
async function nothingLetGo() {
  const gone = (await items()).filter(({ kept }) => !kept).map(({ id }) => id)
  const found = await rows<{ n: number }>('select count(*)::int as n from offline_receipts where id = any ($1)', [gone])
  expect(found[0]!.n).toBe(gone.length)
}
const signalAgain = async () => {
  mast.spare()
  mast.back()
  for (let tries = 0; ; tries++) {
    await officer.page.evaluate(() => dispatchEvent(new Event('online')))
    const left = await inside.evaluate(async ({ store, sendNow }, late) => {
      if (late) await sendNow()
      for (let quiet = 0; store.waiting.length > 0 && quiet < 40; quiet++) await new Promise((ok) => setTimeout(ok, 25))
      return store.waiting.length
    }, tries > 0)
    if (left === 0) return
    expect(tries, 'tries with signal').toBeLessThan(5)
  }
}
const cutFor = (trial: number) => ({ moment: moments[trial % 4]!, at: random(), stays: random() < 0.7 })

it(`${throughOutbox} things that waited are handed in over connections that break`, async () => {
  for (let trial = 0; trial < throughOutbox; trial++) {
    const id = await inside.evaluate(
      async ({ standIn }, { participantId, trial }) => {
        const now = Date.now()
        const hex = now.toString(16).padStart(12, '0') + '7' + crypto.randomUUID().replaceAll('-', '').slice(13)
        const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
        const happenedAt = new Date(now - 3_600_000).toISOString()
        const both = { participantId, happenedAt, staffWords: `Trial ${trial}`, nextOn: null }
        if (trial % 2)
          await standIn.answer({
            operation: 'contacts.log',
            method: 'PUT',
            path: `/contacts/${id}`,
            body: { ...both, channel: 'call', direction: 'out', outcome: 'good_chat', theirWords: `Ring me on day ${trial}` },
          })
        else
          await standIn.answer({
            operation: 'visits.record',
            method: 'PUT',
            path: `/visits/${id}/record`,
            body: {
              ...both,
              place: 'At home',
              outcome: 'welcomed',
              present: ['them'],
              interests: [{ ownWords: `Boats, number ${trial}`, tag: null }],
              skillsWords: '',
              jobWords: 'out on the vans',
              wantsToCome: 'yes',
              nextStep: 'bring_a_partner',
              toldWhatWeWrite: true,
              worry: false,
            },
          })
        return id
      },
      { participantId: person, trial },
    )
    written.push(id)
    const cut = cutFor(trial)
    mast.cutNext(cut)
    if (trial % windowLost === windowLost - 1) {
      // The window is closed in the middle of it, and opened again when there is signal.
      void inside.evaluate(({ sendNow }) => sendNow()).catch(() => {})
      await officer.page.waitForTimeout(cut.at * 40)
      const context = officer.page.context()
      await officer.page.close({ runBeforeUnload: false })
      mast.spare()
      mast.back()
      Object.assign(officer.at, { page: await context.newPage() })
      await officer.page.goto(`${product.origin}/settings/offline`)
      await unlock(officer)
      inside = await insideOf(officer.page)
    } else await inside.evaluate(({ sendNow }) => sendNow())
    await nothingLetGo()
    await signalAgain()
    await nothingLetGo()
  }
})

it(`${throughForms} forms that were sent with signal, and cut, wait instead and are not there twice`, async () => {
  for (let trial = 0; trial < throughForms; trial++) {
    await officer.page.goto(`${product.origin}/contacts/new?person=${person}`)
    inside = await insideOf(officer.page)
    await officer.page.getByRole('group', { name: 'How did it go?' }).waitFor()
    await officer.answer({ 'How did it go?': 'Good chat' })
    const words = `Typed with signal, form ${trial} of ${seed}`
    await officer.write({ 'What did they say?': words })
    await officer.page.waitForTimeout(700) // what was typed is kept by now, so that the next thing sent is the form itself
    const before = mast.cuts.length
    mast.cutNext(cutFor(trial))
    await officer.press('Save')
    // The page was opened with signal, so that nothing was unlocked yet: then it is asked for in place.
    const locked = officer.page.getByRole('dialog', { name: 'No signal' }),
      away = officer.page.waitForURL(({ pathname }) => pathname !== '/contacts/new')
    await Promise.race([
      away,
      locked
        .waitFor()
        .then(() => unlock(officer))
        .catch(() => {}),
    ])
    await away
    expect(mast.cuts.length, 'the save was cut').toBe(before + 1)
    await signalAgain()
    const found = await rows<{ id: string }>(
      `select c.id from contact_events c join notes n on n.about_id = c.id where n.their_words = $1`,
      [words],
    )
    expect(found).toHaveLength(1)
    written.push(found[0]!.id)
  }
})

it('every one of them is on the server exactly once', async () => {
  const found = await rows<{ id: string; n: number }>(
    `select id, count(*)::int as n from (select id from visits union all select id from contact_events) r where id = any ($1) group by id`,
    [written],
  )
  const aside = await rows<{ operation: string; problem: string }>('select operation, problem from offline_items limit 3')
  const fell = (moment: Moment) => mast.cuts.filter((one) => one.moment === moment).length
  const left = (await items()).filter(({ kept }) => kept).length
  console.log(
    `${new Set(written).size} written, ${mast.cuts.length} submits cut (seed ${seed}): ${fell('before')} before the request, ${fell('body')} in its body, ` +
      `${fell('unanswered')} before the answer, ${fell('answer')} in the answer; the signal stayed away after ${mast.cuts.filter(({ stays }) => stays).length}`,
  )
  console.log(`on the server exactly once: ${found.filter(({ n }) => n === 1).length} of ${total}; left on the phone ${left}`)
  expect([aside, left]).toEqual([[], 0])
  expect(new Set(written).size).toBe(total)
  expect(found.filter(({ n }) => n === 1)).toHaveLength(total)
  expect(mast.cuts.length).toBeGreaterThanOrEqual(200)
  for (const moment of moments) expect(fell(moment)).toBeGreaterThan(total / 10)
  await officer.leaves()
})
