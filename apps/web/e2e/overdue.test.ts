// Nobody came back from a door: the buddy is told, then the lead, in this order and once, although the server loses its power in between; and every
// page of theirs says so until it is put right.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Colleague } from './deeds.ts'
import { phone, Product } from './harness.ts'

let product: Product, owner: pg.Client
const signIn = async () => {
  owner = new pg.Client({ host: product.database, port: 5432, user: 'modulus_owner', database: 'modulus' })
  await owner.connect()
}
beforeAll(async () => {
  product = await Product.start()
  await signIn()
})
afterAll(async () => {
  await owner?.end()
  await product?.stop()
  // A database that outlived its server belongs to nobody: whoever cut the power puts it away.
  try {
    process.kill(Number(readFileSync(join(product.database, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGINT')
  } catch {
    /* it went with the product */
  }
})

const started = Date.now()
const seconds = () => Math.round((Date.now() - started) / 1000)
interface Told {
  to: string
  body: string
}
const told = async () =>
  (await owner.query<Told>(`select to_address as to, body from messages where subject like '%has not checked out' order by created_at, id`))
    .rows
const toldAtLeast = (count: number) =>
  expect.poll(async () => (await told()).length, { timeout: 150_000, interval: 1000 }).toBeGreaterThanOrEqual(count)

it('an overdue visit: the buddy, a power cut, the lead, a power cut, and nobody twice', async () => {
  const officer = await Colleague.arrives(product, 'officer', phone)
  const api = officer.page.context().request
  const headers = { origin: product.origin, 'sec-fetch-site': 'same-origin' }
  const ask = async <T>(method: 'get' | 'put' | 'post', path: string, data?: object) => {
    const answer = await api[method](`${product.origin}/api${path}`, { headers, ...(data && { data }) })
    expect([path, answer.status() < 300, answer.status() < 300 ? '' : await answer.text()]).toEqual([path, true, ''])
    return (await answer.json()) as T
  }
  const id = () => {
    const hex = Date.now().toString(16).padStart(12, '0') + '7' + crypto.randomUUID().replaceAll('-', '').slice(13)
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }
  const { people } = await ask<{ people: { id: string; because: string }[] }>('get', '/offline/pack')
  const visitId = id()
  await ask('put', `/visits/${visitId}/plan`, {
    participantId: people[0]!.id,
    startsAt: new Date(Date.now() + 600_000).toISOString(),
    place: '',
    why: '',
  })
  const { rows } = await owner.query<{ id: string; email: string }>(
    `select id, email from users where email in ('officer2@demo.modulus.test', 'lead@demo.modulus.test') order by email desc`,
  )
  const [second, lead] = rows
  const planned = await ask<{ version: number }>('put', `/visits/${visitId}/safety`, {
    version: 0,
    buddyId: second!.id,
    expectedMinutes: 10,
    baseContact: '',
  })
  const boss = await Colleague.arrives(product, 'lead')
  const yes = await boss.page.context().request.post(`${product.origin}/api/visits/${visitId}/safety/approve`, {
    headers,
    data: { version: planned.version },
  })
  expect([200, 409]).toContain(yes.status())
  // In for ten minutes, twenty-six minutes ago: sixteen too long.
  await ask('post', `/visits/${visitId}/safety/check-in`, { id: id(), happenedAt: new Date(Date.now() - 26 * 60_000).toISOString() })
  await toldAtLeast(1)
  const first = await told()
  console.log(`overdue by 16 minutes: the buddy is told (${first.map(({ to }) => to).join(', ')}), ${seconds()} s`)
  const [mobile] = (await owner.query<{ mobile: string }>('select mobile from people_mobiles where user_id = $1', [second!.id])).rows
  expect(first.map(({ to }) => to).sort()).toEqual([second!.email, ...(mobile ? [mobile.mobile.replaceAll(' ', '')] : [])].sort())

  await product.powerCut()
  await owner.query('update visit_safety set expected_end_at = expected_end_at - make_interval(mins => 15) where visit_id = $1', [visitId])
  await toldAtLeast(first.length + 1)
  await product.powerCut()
  // The clock strikes every minute: it has struck again when this is over.
  await new Promise((go) => setTimeout(go, 65_000))
  const all = await told()
  console.log(`overdue by 31 minutes, after two power cuts: ${all.map(({ to }) => to).join(', ')}, ${seconds()} s`)
  expect(all.slice(0, first.length)).toEqual(first)
  expect(all.slice(first.length).map(({ to }) => to)).toContain(lead!.email)
  expect(new Set(all.map(({ to }) => to)).size).toBe(all.length)
  expect(all.some(({ body }) => body.includes(people[0]!.id))).toBe(false)

  // Said on every page of theirs, once, and cleared with one tap where it leads.
  await boss.go('/people')
  const alarm = boss.page.getByRole('alert').filter({ hasText: /^No word from .* Ring now\./ })
  await alarm.waitFor()
  expect(await alarm.count()).toBe(1)
  await boss.picture('overdue-alarm')
  await boss.follow('Ring, or say they are safe')
  const { name } = await ask<{ name: string }>('get', '/session')
  const safe = boss.page.getByRole('button', { name: `${name} is out and safe` })
  await safe.click()
  await safe.waitFor({ state: 'detached' })
  await boss.go('/people')
  await boss.page.waitForTimeout(1000)
  expect(await alarm.count()).toBe(0)
  await officer.leaves()
  await boss.leaves()
}, 480_000)
