// Guessing at passwords: few guesses are looked at, and the person whose account it is gets in all the same.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Authenticator } from '#testing/authenticator.ts'
import { secondStep } from '#testing/second-step.ts'
import { world, type World } from '#testing/world.ts'
import { addressOf, limits } from './guesses.ts'
import { gateOf } from './gate.ts'
import { hashPassword } from './passwords.ts'

const good = 'a good long password',
  office = 'officer@test.invalid'
let w: World
beforeAll(async () => {
  w = await world({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
  const hash = await hashPassword(good)
  for (const user of [w.ids.users.officer, w.ids.users.lead])
    await w.owner.query('update users set password_hash = $1 where id = $2', [hash, user])
})
afterAll(() => w?.close())
beforeEach(() => w.owner.query('delete from sign_in_attempts'))

const from = (address: string, email: string, password: string, cookie?: string) => {
  const call = w.stranger().post('/session', { email, password }).set('x-forwarded-for', address)
  return cookie ? call.set('cookie', cookie).set('sec-fetch-site', 'same-origin') : call
}
const attack = async (guesses: number, email = office) => {
  const all = await Promise.all(Array.from({ length: guesses }, (_, n) => from(`198.51.100.${n}`, email, `guess ${n}`)))
  return all.map((one) => one.status)
}
/** The passkeys of the two who sign in here. */
const keys: Record<string, Authenticator> = { [office]: new Authenticator(), 'lead@test.invalid': new Authenticator() }
const deviceOf = async (email = office) => {
  const { headers } = await secondStep(w, await from('203.0.113.9', email, good).expect(201), keys[email])
  return (headers['set-cookie'] as unknown as string[]).find((one) => one.startsWith('__Host-device'))!.split(';')[0]!
}

it('looks at ten wrong guesses in five minutes and refuses the rest, from however many addresses', async () => {
  const statuses = await attack(40)
  expect(statuses.filter((one) => one === 401)).toHaveLength(limits.account)
  expect(statuses.filter((one) => one === 429)).toHaveLength(30)
})
it('says how long to wait', async () => {
  await attack(12)
  const { body, headers } = await from('203.0.113.1', office, good).expect(429)
  expect(body).toMatchObject({ type: '/problems/too-many-guesses', seconds: expect.any(Number) })
  expect(headers['retry-after']).toBe(String(body.seconds))
  expect(body.seconds).toBeGreaterThan(280)
  expect(body.seconds).toBeLessThanOrEqual(300)
})
it('lets the owner in on a device they know, during an attack and from the attacker’s address', async () => {
  const device = await deviceOf()
  await attack(limits.account + 5)
  await from('198.51.100.1', office, good, device).expect(201)
})
it('a known device has ten wrong guesses of its own', async () => {
  const device = await deviceOf()
  for (let n = 0; n < limits.device; n++) await from('203.0.113.9', office, 'no', device).expect(401)
  await from('203.0.113.9', office, good, device).expect(429)
  await from('203.0.113.9', office, good).expect(201)
})
it('a device that one person knows is strange to another, and a forged one to all', async () => {
  const device = await deviceOf('lead@test.invalid')
  await attack(limits.account)
  await from('203.0.113.1', office, good, device).expect(429)
  await from('203.0.113.1', office, good, `__Host-device=${'A'.repeat(22)}.${'B'.repeat(22)}`).expect(429)
  await from('203.0.113.1', office, good, '__Host-device=; drop table').expect(429)
})
it('an address has a budget for all accounts together', async () => {
  const statuses: number[] = []
  for (let n = 0; n < limits.address + 4; n++) statuses.push((await from('198.51.100.7', `no${n}@test.invalid`, 'no')).status)
  expect(statuses.filter((one) => one === 401)).toHaveLength(limits.address)
  expect(statuses.slice(-4)).toEqual([429, 429, 429, 429])
  await from('198.51.100.8', office, good).expect(201)
})
it('all strangers together have a budget: one password tried on everybody, from everywhere, is slowed, and no known device is', async () => {
  const device = await deviceOf()
  await w.owner.query(`insert into sign_in_attempts (bucket, guess_id) select $1, gen_random_uuid() from generate_series(1, $2::integer)`, [
    w.app.sealOf('guess:everyone'),
    limits.all,
  ])
  await from('203.0.113.77', 'analyst@test.invalid', 'no').expect(429)
  await from('203.0.113.78', office, good, device).expect(201)
})
it('treats an account that does not exist as one that does', async () => {
  const statuses = await attack(14, 'nobody@test.invalid')
  expect(statuses.filter((one) => one === 401)).toHaveLength(limits.account)
})
it('does not count a right password, and lets guesses lapse after five minutes', async () => {
  for (let n = 0; n < limits.account + 2; n++) await from('203.0.113.2', office, good).expect(201)
  await attack(limits.account)
  await w.owner.query(`update sign_in_attempts set at = at - interval '5 minutes 1 second'`)
  await from('203.0.113.2', office, good).expect(201)
})
it('keeps no name and no address, and sweeps what is older than a day', async () => {
  await attack(2)
  await w.owner.query(`update sign_in_attempts set at = at - interval '25 hours'`)
  await from('198.51.100.1', office, 'no').expect(401)
  const { rows } = await w.owner.query<{ bucket: string; aimed_at: string }>('select bucket, aimed_at from sign_in_attempts')
  expect(rows).toHaveLength(3)
  for (const { bucket, aimed_at } of rows) {
    expect(bucket).toMatch(/^[\w-]{43}$/)
    expect(aimed_at).toBe(w.ids.partnership)
  }
})
it('guesses at the present password count as well, when someone finds an open screen', async () => {
  const change = () => w.as('lead').post('/session/password', { current: 'no', next: 'harbour kettle violin frost' })
  for (let n = 0; n < limits.account; n++) await change().expect(400)
  await change().expect(429)
})
it('the gate lets two work, forty wait, known devices first, and sends the rest away', async () => {
  const gate = gateOf(),
    done: string[] = [],
    opened: (() => void)[] = []
  const work = (name: string, first = false) =>
    gate.pass(
      () =>
        new Promise<void>((ok) =>
          opened.push(() => {
            done.push(name)
            ok()
          }),
        ),
      first,
    )
  const all = Array.from({ length: 42 }, (_, n) => work(`s${n}`))
  await expect(work('one too many')).rejects.toMatchObject({ slug: 'busy-now' })
  all.push(work('owner', true))
  for (let n = 0; n < 43; n++) {
    opened.shift()!()
    await new Promise((ok) => setImmediate(ok))
  }
  await Promise.all(all)
  expect(done.slice(0, 3)).toEqual(['s0', 's1', 'owner'])
  expect(done).toHaveLength(43)
})
it('an IPv6 customer is one address', () => {
  expect(addressOf('2001:db8:1:2:aaaa::1')).toBe(addressOf('2001:db8:1:2:bbbb:0:0:2'))
  expect(addressOf('2001:db8::1')).toBe('2001:db8:0:0')
  expect(addressOf('::1')).toBe('0:0:0:0')
  expect(addressOf('::ffff:192.0.2.1')).toBe('::ffff:192.0.2.1')
})
