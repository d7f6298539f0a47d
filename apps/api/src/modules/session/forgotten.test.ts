// Someone forgot their password. Whoever asks learns nothing about who has an account.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { secondStep } from '#testing/second-step.ts'
import { world, type World } from '#testing/world.ts'
import { askings } from './forgotten.ts'
import { hashPassword } from './passwords.ts'

const good = 'a good long password',
  chosen = 'lantern otter gravel piano',
  office = 'officer@test.invalid'
let w: World
beforeAll(async () => {
  w = await world({ work: true, env: { TRUSTED_PROXIES: '127.0.0.1' } })
})
afterAll(() => w?.close())
beforeEach(async () => {
  await w.owner.query('delete from sign_in_attempts; delete from messages; delete from links')
  w.config.demo = true
  await w.owner.query('update users set password_hash = $1, demo = false where id = $2', [await hashPassword(good), w.ids.users.officer])
})

const ask = (email: string, address = '203.0.113.1') => w.stranger().post('/session/forgotten', { email }).set('x-forwarded-for', address)
const rows = async <T>(text: string) => (await w.owner.query(text)).rows as T[]
const answered = () =>
  vi.waitFor(async () => expect(await rows('select 1 from password_requests')).toEqual([]), { timeout: 15_000, interval: 50 })
const posted = async () => {
  await answered()
  return rows<{ to_address: string; kind: string; body: string }>('select to_address, kind, body from messages order by id')
}
const tokenIn = (body: string) => /\/i\/([\w-]{43})\n/.exec(body)![1]!

it('an officer asks, gets a link in their post, chooses a password and is in; every other session ends', async () => {
  const open = await w.tokenOf(w.ids.users.officer, w.ids.partnership)
  await ask(' OFFICER@test.invalid ').expect(204)
  const [message, ...more] = await posted()
  expect(more).toEqual([])
  expect(message).toMatchObject({ to_address: office, kind: 'password' })
  const token = tokenIn(message!.body)
  expect((await w.stranger().post('/invitations/read', { token }).expect(200)).body).toMatchObject({ kind: 'password', email: office })
  const accepted = await w.stranger().post('/invitations/accept', { token, password: chosen }).expect(201)
  expect((await secondStep(w, accepted)).body.session).toMatchObject({ name: 'Officer Test', roles: ['outreach_officer'] })
  await w.call(open).get('/session').expect(401)
  await w.stranger().post('/session', { email: office, password: good }).expect(401)
  await w.stranger().post('/session', { email: office, password: chosen }).expect(201)
  await w.stranger().post('/invitations/accept', { token, password: good }).expect(410)
  const told = (await posted()).find((one) => one.body.includes('was just changed'))
  expect(told).toMatchObject({ to_address: office, kind: 'notice' })
})
it('changing it from within is told by post, too', async () => {
  const open = await w.tokenOf(w.ids.users.officer, w.ids.partnership)
  await w.call(open).post('/session/password', { current: good, next: chosen }).expect(204)
  expect(await posted()).toMatchObject([{ to_address: office, kind: 'notice' }])
})

it('nobody’s address gets the same answer, and no post', async () => {
  const known = await ask(office).expect(204),
    unknown = await ask('nobody@test.invalid').expect(204)
  const plain = ({ headers }: typeof known) => Object.keys(headers).sort()
  expect([unknown.text, plain(unknown)]).toEqual([known.text, plain(known)])
  expect((await posted()).map((one) => one.to_address)).toEqual([office])
})
it('neither does someone shut out, invited but not here yet, of a demonstration that is over, or a young person', async () => {
  const { users } = w.ids
  await w.owner.query('update users set disabled_at = now() where id = $1', [users.mentor])
  await w.owner.query('update people set left_on = current_date where user_id = $1', [users.analyst])
  await w.owner.query('update people set disabled_at = now() where user_id = $1', [users.supervisor])
  await w.owner.query('update people set invited_at = now() where user_id = $1', [users.data])
  await w.owner.query('update users set demo = true where id = $1', [users.officer])
  w.config.demo = false
  for (const who of ['mentor', 'analyst', 'supervisor', 'data', 'officer', 'sam']) await ask(`${who}@test.invalid`).expect(204)
  expect(await posted()).toEqual([])
  w.config.demo = true
  await ask(office).expect(204)
  expect(await posted()).toHaveLength(1)
})
it('the link lasts one hour, and a newer one ends it', async () => {
  await ask(office).expect(204)
  const first = tokenIn((await posted())[0]!.body)
  expect(
    await rows(`select 1 from links where expires_at between now() + interval '59 minutes' and now() + interval '1 hour'`),
  ).toHaveLength(1)
  await ask(office).expect(204)
  const second = tokenIn((await posted())[1]!.body)
  await w.stranger().post('/invitations/read', { token: first }).expect(410)
  await w.owner.query(`update links set expires_at = now() - interval '1 second'`)
  await w.stranger().post('/invitations/accept', { token: second, password: chosen }).expect(410)
})
it('an account is written to three times in an hour at most, an address asks twenty times, and nobody is told', async () => {
  for (let n = 0; n < askings.account + 2; n++) await ask(office, `203.0.113.${n}`).expect(204)
  expect(await posted()).toHaveLength(askings.account)
  for (let n = 0; n < askings.address; n++) await ask(`nobody${n}@test.invalid`, '198.51.100.7').expect(204)
  await ask('lead@test.invalid', '198.51.100.7').expect(204)
  expect(await rows(`select 1 from password_requests where email like 'lead@%'`)).toEqual([])
  await w.owner.query(`delete from jobs.job where name = 'password.answer'; delete from password_requests`)
  expect(await posted()).toHaveLength(askings.account)
  await ask('lead@test.invalid', '198.51.100.8').expect(204)
  expect((await posted()).at(-1)!.to_address).toBe('lead@test.invalid')
  await w.owner.query(`update sign_in_attempts set at = at - interval '61 minutes'`)
  await ask(office).expect(204)
  expect((await posted()).at(-1)!.to_address).toBe(office)
})
it('keeps neither secret nor address in the clear, and does not count as a wrong guess', async () => {
  await ask(office).expect(204)
  const token = tokenIn((await posted())[0]!.body)
  expect(await rows(`select 1 from links where token_digest = '${token}'`)).toEqual([])
  for (const { bucket, aimed_at } of await rows<{ bucket: string; aimed_at: null }>('select bucket, aimed_at from sign_in_attempts')) {
    expect(bucket).toMatch(/^[\w-]{43}$/)
    expect(aimed_at).toBeNull()
  }
  expect((await w.as('admin').get('/admin/overview').expect(200)).body).toMatchObject({ wrongGuesses: 0 })
})
it('an asking without an address, or with more than one, is refused', async () => {
  for (const body of [{}, { email: '' }, { email: [office, office] }, { email: office, cc: office }])
    await w.stranger().post('/session/forgotten', body).expect(400)
})
