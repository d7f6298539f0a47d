// Passkeys: one is two factors, and only its own device, on our own pages, answering our own question once, opens an account with it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Authenticator, type Lies } from '#testing/authenticator.ts'
import { sessionIn } from '#testing/second-step.ts'
import { world, type World } from '#testing/world.ts'
import { hashPassword } from './passwords.ts'

const good = 'a good long password'
let w: World
beforeAll(async () => {
  w = await world({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
})
afterAll(() => w?.close())
beforeEach(() => w.owner.query('delete from sign_in_attempts'))

const half = async (email: string) => sessionIn(await w.stranger().post('/session', { email, password: good }).expect(201))
const told = async (url: string, token?: string) =>
  (await w.call(token).post(url).expect(200)).body as { challengeId: string; options: Record<string, unknown> }
const add = async (token: string, key: Authenticator, name = 'Test key', lies: Lies = {}) =>
  w.call(token).put(`/session/passkeys/${w.newId()}`, key.create(await told('/session/passkeys/challenge', token), name, lies))
const enter = async (key: Authenticator, lies: Lies = {}) =>
  w.stranger().post('/session/passkey', key.answer(await told('/session/passkey/challenge'), lies))

/** Someone of the fire service with a password; with a passkey unless told otherwise. */
async function someone(key: Authenticator | null = new Authenticator()) {
  const user = w.newId(),
    email = `${user}@test.invalid`
  await w.owner.query('insert into users (id, email, password_hash) values ($1, $2, $3)', [user, email, await hash])
  await w.owner.query(
    `insert into people (partnership_id, id, user_id, partner_id, name, email) values ($1, $2, $3, $4, 'New Person', $5)`,
    [w.ids.partnership, w.newId(), user, w.ids.partners.fire, email],
  )
  if (!key) return { user, email, token: await half(email), key: new Authenticator(), codes: [] as string[] }
  const answer = await add(await half(email), key).then((one) => (expect(one.status).toBe(201), one))
  return { user, email, key, token: sessionIn(answer), codes: answer.body.recoveryCodes as string[] }
}
const hash = hashPassword(good)
const refused = async (call: Promise<{ status: number; body: { type: string } }>) => {
  const { status, body } = await call
  expect([status, body.type]).toEqual([401, '/problems/passkey-refused'])
}

it('enrols with one, gets ten recovery codes, and comes in with it alone: no password, no code', async () => {
  const { email, key, codes, token } = await someone()
  expect(codes).toHaveLength(10)
  expect((await w.call(token).get('/session/factors').expect(200)).body).toMatchObject({
    ...{ waitingFor: null, ways: ['passkey', 'recovery'], recent: true, required: true },
    passkeys: [{ name: 'Test key', lastUsedAt: null }],
  })
  const answer = await enter(key)
  expect([answer.status, answer.body.name]).toEqual([201, 'New Person'])
  await w.call(sessionIn(answer)).get('/session').expect(200)
  expect((await w.call(sessionIn(answer)).get('/session/factors').expect(200)).body).toMatchObject({ email, recent: true })
})
it('asks for the person’s own finger, face or PIN, and for a passkey of this host', async () => {
  const { token } = await someone()
  const { options } = await told('/session/passkey/challenge')
  expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
  expect(options.allowCredentials).toBeUndefined()
  const fresh = (await told('/session/passkeys/challenge', token)).options
  expect(fresh).toMatchObject({ rp: { id: 'localhost' }, attestation: 'none', authenticatorSelection: { userVerification: 'required' } })
  expect(fresh.excludeCredentials).toHaveLength(1)
})
it('shows it after a password, too', async () => {
  const { email, key } = await someone()
  const token = await half(email)
  const answer = await w
    .call(token)
    .post('/session/factors/passkey', key.answer(await told('/session/factors/passkey/challenge', token)))
    .expect(201)
  await w.call(token).get('/session').expect(401)
  await w.call(sessionIn(answer)).get('/session').expect(200)
})
it('is not slowed while strangers guess at the password', async () => {
  const { email, key } = await someone()
  for (let n = 0; n < 10; n++)
    await w
      .stranger()
      .post('/session', { email, password: `guess ${n}` })
      .expect(401)
  await w.stranger().post('/session', { email, password: good }).expect(429)
  expect((await enter(key)).status).toBe(201)
})

describe('an answer is refused', () => {
  it.each<[string, Lies]>([
    ['from another site’s pages', { origin: 'https://modulus.example' }],
    ['from our host at another port', { origin: 'http://localhost:3001' }],
    ['for another host', { rpId: 'elsewhere.example' }],
    ['to another question', { challenge: Buffer.from('another question').toString('base64url') }],
    ['that was meant for making one', { type: 'webauthn.create' }],
    ['without finger, face or PIN', { unverified: true }],
    ['with a counter seen before', { counter: 1 }],
    ['of another person', { userHandle: Buffer.alloc(16).toString('base64url') }],
  ])('%s', async (_, lies) => {
    const { email, key } = await someone()
    expect((await enter(key)).status).toBe(201)
    await refused(enter(key, lies))
    const token = await half(email)
    await refused(
      w.call(token).post('/session/factors/passkey', key.answer(await told('/session/factors/passkey/challenge', token), lies)) as never,
    )
    await w.call(token).get('/session').expect(403)
  })
  it.each<[string, Lies]>([
    ['from another site’s pages', { origin: 'https://modulus.example' }],
    ['for another host', { rpId: 'elsewhere.example' }],
    ['to another question', { challenge: Buffer.from('another question').toString('base64url') }],
    ['without finger, face or PIN', { unverified: true }],
  ])('a new one %s', async (_, lies) => {
    const { token } = await someone(null)
    await refused(add(token, new Authenticator(), 'Key', lies) as never)
    expect((await w.call(token).get('/session/factors').expect(200)).body.waitingFor).toBe('enrolment')
  })
  it('twice: each question is good for one, and for five minutes', async () => {
    const { key } = await someone()
    const question = await told('/session/passkey/challenge')
    const answer = key.answer(question)
    await w.stranger().post('/session/passkey', answer).expect(201)
    await refused(w.stranger().post('/session/passkey', answer) as never)
    const old = await told('/session/passkey/challenge')
    await w.owner.query(`update passkey_challenges set expires_at = now() - interval '1 second' where id = $1`, [old.challengeId])
    await refused(w.stranger().post('/session/passkey', key.answer(old)) as never)
  })
  it('of twenty copies at the same moment one is taken', async () => {
    const { key } = await someone()
    const answer = key.answer(await told('/session/passkey/challenge'))
    const all = await Promise.all(Array.from({ length: 20 }, () => w.stranger().post('/session/passkey', answer)))
    expect(all.map((one) => one.status).filter((status) => status === 201)).toHaveLength(1)
  })
  it('to a question that another session, or another purpose, was asked', async () => {
    const one = await someone(),
      [mine, other] = [await half(one.email), await half(one.email)]
    const asked = await told('/session/factors/passkey/challenge', mine)
    await refused(w.call(other).post('/session/factors/passkey', one.key.answer(asked)) as never)
    await refused(w.stranger().post('/session/passkey', one.key.answer(await told('/session/factors/passkey/challenge', mine))) as never)
    await refused(w.call(mine).post('/session/factors/passkey', one.key.answer(await told('/session/passkey/challenge'))) as never)
  })
  it('with another’s passkey', async () => {
    const mine = await someone(),
      theirs = await someone()
    const token = await half(theirs.email)
    await refused(
      w.call(token).post('/session/factors/passkey', mine.key.answer(await told('/session/factors/passkey/challenge', token))) as never,
    )
    // Nor can a passkey stand in two accounts.
    await refused(add(theirs.token, mine.key) as never)
  })
  it('of somebody shut out, or a passkey that was removed', async () => {
    const { user, token, key } = await someone()
    const second = new Authenticator()
    expect((await add(token, second)).status).toBe(201)
    const { passkeys } = (await w.call(token).get('/session/factors')).body as { passkeys: { id: string }[] }
    await w.call(token).delete(`/session/passkeys/${passkeys[1]!.id}`).expect(204)
    await refused(enter(second) as never)
    await w.owner.query('update users set disabled_at = now() where id = $1', [user])
    await refused(enter(key) as never)
  })
  it('of a demonstration account, in production', async () => {
    const { user, key } = await someone()
    await w.owner.query('update users set demo = true where id = $1', [user])
    w.config.demo = false
    await refused(enter(key) as never)
    w.config.demo = true
    expect((await enter(key)).status).toBe(201)
  })
})
it('one that is shared between devices counts nothing, and works again and again', async () => {
  const { key } = await someone(new Authenticator({ counts: false }))
  for (let n = 0; n < 3; n++) expect((await enter(key)).status).toBe(201)
})
it('is called what its owner calls it, and nobody else, nor a session that still owes its factor, changes that', async () => {
  const mine = await someone(),
    theirs = await someone()
  const names = async () =>
    ((await w.call(mine.token).get('/session/factors')).body as { passkeys: { id: string; name: string }[] }).passkeys
  const { id } = (await names())[0]!
  const call = (token: string, name: string) => w.call(token).post(`/session/passkeys/${id}/rename`, { name })
  await call(mine.token, ' Work phone ').expect(204)
  expect(await names()).toMatchObject([{ id, name: 'Work phone' }])
  await call(theirs.token, 'Mine now').expect(404)
  expect((await call(await half(mine.email), 'Mine now').expect(403)).body.type).toBe('/problems/second-factor-needed')
  await call(mine.token, ' ').expect(400)
  await call(mine.token, 'x'.repeat(61)).expect(400)
  expect(await names()).toMatchObject([{ id, name: 'Work phone' }])
})
it('twenty are enough', async () => {
  const { token, user } = await someone()
  await w.owner.query(
    `insert into passkeys (id, user_id, credential_id, public_key, name) select gen_random_uuid(), $1::uuid, 'filler' || n, '', 'Filler' from generate_series(1, 19) n`,
    [user],
  )
  const { status, body } = await add(token, new Authenticator())
  expect([status, body.type]).toEqual([409, '/problems/enough-passkeys'])
})
