// Changing what one signs in with, losing all of it, and who is let off.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Secret, TOTP } from 'otpauth'
import { Authenticator } from '#testing/authenticator.ts'
import { sessionIn } from '#testing/second-step.ts'
import { world, type World } from '#testing/world.ts'
import { hashPassword } from './passwords.ts'

const good = 'a good long password'
const hash = hashPassword(good)
let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const sidOf = (token: string) => (w.app.jwt.decode(token) as { sid: string }).sid
const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate()
const enter = (email: string, password = good) => w.stranger().post('/session', { email, password })
const grow = (token: string, minutes = 11) =>
  w.owner.query('update sessions set proved_at = now() - make_interval(mins => $2) where id = $1', [sidOf(token), minutes])
const messagesTo = async (email: string) =>
  (await w.owner.query<{ subject: string; body: string }>('select subject, body from messages where to_address = $1 order by id', [email]))
    .rows
const factors = async (token: string) => (await w.call(token).get('/session/factors').expect(200)).body

async function newcomer(demo = false) {
  const user = w.newId(),
    email = `${user}@test.invalid`
  await w.owner.query('insert into users (id, email, password_hash, demo) values ($1, $2, $3, $4)', [user, email, await hash, demo])
  await w.owner.query(
    `insert into people (partnership_id, id, user_id, partner_id, name, email) values ($1, $2, $3, $4, 'New Person', $5)`,
    [w.ids.partnership, w.newId(), user, w.ids.partners.fire, email],
  )
  return { user, email }
}
async function addApp(token: string) {
  const { secret } = (await w.call(token).post('/session/authenticator/begin').expect(200)).body as { secret: string }
  const answer = await w
    .call(token)
    .post('/session/authenticator', { code: codeOf(secret) })
    .expect(201)
  await w.owner.query('update authenticators set last_step = 0')
  return { secret, answer }
}
async function addPasskey(token: string, key = new Authenticator()) {
  const { body } = await w.call(token).post('/session/passkeys/challenge').expect(200)
  const passkeyId = w.newId()
  await w.call(token).put(`/session/passkeys/${passkeyId}`, key.create(body, 'My phone')).expect(201)
  return { passkeyId, key }
}
async function enrolled() {
  const one = await newcomer()
  const { secret, answer } = await addApp(sessionIn(await enter(one.email).expect(201)))
  return { ...one, secret, token: sessionIn(answer), codes: answer.body.recoveryCodes as string[] }
}

describe('changing', () => {
  it('a second one may be added within ten minutes; after that it is shown again first, which makes a new session', async () => {
    const { email, token, secret } = await enrolled()
    expect(await factors(token)).toMatchObject({ recent: true, recovery: { left: 10 } })
    const { passkeyId } = await addPasskey(token)
    expect((await messagesTo(email)).at(-1)!.subject).toBe('A passkey was added to your Modulus account')
    await grow(token)
    expect(await factors(token)).toMatchObject({ recent: false })
    const call = w.call(token)
    for (const answer of [
      await call.post('/session/passkeys/challenge'),
      await call.post('/session/authenticator/begin'),
      await call.post('/session/authenticator', { code: '123456' }),
      await call.post('/session/recovery-codes'),
      await call.delete('/session/authenticator'),
      await call.delete(`/session/passkeys/${passkeyId}`),
    ])
      expect([answer.status, answer.body.type]).toEqual([403, '/problems/prove-again'])
    const shown = await call.post('/session/factors/code', { code: codeOf(secret) }).expect(201)
    await call.get('/session').expect(401)
    const again = w.call(sessionIn(shown))
    await again.delete(`/session/passkeys/${passkeyId}`).expect(204)
    expect((await messagesTo(email)).at(-1)!.body).toContain('“My phone” no longer signs you in')
    await again.get('/session').expect(200)
  })
  it('the database refuses it too, whatever the service thinks', async () => {
    const { token } = await enrolled()
    await grow(token)
    await expect(
      w.pool.query(`select app.add_passkey($1, $2, 'x', 'y', 0, '{}', false, 'z', '{}')`, [sidOf(token), w.newId()]),
    ).rejects.toMatchObject({
      code: 'MO409',
    })
  })
  it('the last one stays, and recovery codes are none; of two removed at the same moment one stays', async () => {
    const { token } = await enrolled()
    expect((await w.call(token).delete('/session/authenticator').expect(409)).body.type).toBe('/problems/last-factor')
    const { passkeyId } = await addPasskey(token)
    const both = await Promise.all([w.call(token).delete('/session/authenticator'), w.call(token).delete(`/session/passkeys/${passkeyId}`)])
    expect(both.map((one) => one.status).sort()).toEqual([204, 409])
  })
  it('a removed one shows nothing any more', async () => {
    const { email, token, secret } = await enrolled()
    await addPasskey(token)
    await w.call(token).delete('/session/authenticator').expect(204)
    const half = sessionIn(await enter(email).expect(201))
    await w
      .call(half)
      .post('/session/factors/code', { code: codeOf(secret) })
      .expect(401)
    expect((await factors(half)).ways).toEqual(['passkey', 'recovery'])
  })
  it('a new app takes the place of the old only when its first code was right', async () => {
    const { email, token, secret } = await enrolled()
    await w.call(token).post('/session/authenticator/begin').expect(200)
    await w
      .call(token)
      .post('/session/authenticator', { code: codeOf(secret) })
      .expect(401)
    await w
      .call(sessionIn(await enter(email).expect(201)))
      .post('/session/factors/code', { code: codeOf(secret) })
      .expect(201)
    const next = await addApp(token)
    expect(next.answer.body.recoveryCodes).toBeNull()
    await w
      .call(sessionIn(await enter(email).expect(201)))
      .post('/session/factors/code', { code: codeOf(secret) })
      .expect(401)
    await w
      .call(sessionIn(await enter(email).expect(201)))
      .post('/session/factors/code', { code: codeOf(next.secret) })
      .expect(201)
  })
  it('nobody removes another’s, and each change is in the log', async () => {
    const one = await enrolled(),
      other = await enrolled()
    const { passkeyId } = await addPasskey(one.token)
    await w.call(other.token).delete(`/session/passkeys/${passkeyId}`).expect(404)
    const { rows } = await w.owner.query<{ verb: string; table_name: string }>(
      'select verb, table_name from audit_events where user_id = $1 order by id',
      [one.user],
    )
    expect(rows.map((row) => `${row.verb} ${row.table_name}`)).toEqual([
      'insert authenticators',
      'insert recovery_codes',
      'insert passkeys',
    ])
  })
})

describe('a new password', () => {
  it('does not stand in for the factor, by whichever link it came', async () => {
    const { user, secret } = await enrolled()
    await w.as('admin').post(`/people/${user}/new-password`).expect(200)
    const { rows } = await w.owner.query<{ body: string }>(`select body from messages where kind = 'password' order by id desc limit 1`)
    const token = /\/i\/([\w-]{43})\n/.exec(rows[0]!.body)![1]!
    const answer = await w.stranger().post('/invitations/accept', { token, password: 'lantern otter gravel piano' }).expect(201)
    expect(answer.body).toEqual({ waitingFor: 'factor' })
    await w.call(sessionIn(answer)).get('/session').expect(403)
    await w
      .call(sessionIn(answer))
      .post('/session/factors/code', { code: codeOf(secret) })
      .expect(201)
  })
})

describe('someone who lost everything', () => {
  it('is set back by an administrator: signed out, written to, and enrols again by the link in their post only', async () => {
    const { user, email, token, secret, codes } = await enrolled()
    await w.as('admin').post(`/people/${user}/reset-factors`).expect(204)
    await w.call(token).get('/session').expect(401)
    await enter(email).expect(401)
    const message = (await messagesTo(email)).at(-1)!
    expect(message.body).toContain('Admin Test took away')
    const link = /\/i\/([\w-]{43})\n/.exec(message.body)![1]!
    const half = await w.stranger().post('/invitations/accept', { token: link, password: good }).expect(201)
    expect(half.body).toEqual({ waitingFor: 'enrolment' })
    for (const [way, code] of [
      ['code', codeOf(secret)],
      ['recovery', codes[0]],
    ])
      await w
        .call(sessionIn(half))
        .post(`/session/factors/${way}`, { code })
        .expect(way === 'code' ? 401 : 403)
    await addApp(sessionIn(half))
    const { rows } = await w.owner.query(`select user_id from audit_events where verb = 'reset' and row_id = $1`, [user])
    expect(rows).toEqual([{ user_id: w.ids.users.admin }])
  })
  it('not by just anyone, not by another partnership, and not by themselves', async () => {
    const { user, token } = await enrolled()
    const reset = (person: 'lead' | 'officer' | 'data' | 'otherlead' | 'sam') => w.as(person).post(`/people/${user}/reset-factors`)
    for (const person of ['lead', 'officer', 'data', 'sam'] as const) await reset(person).expect(403)
    await reset('otherlead').expect(404)
    expect((await w.as('admin').post(`/people/${w.ids.users.admin}/reset-factors`).expect(403)).body.type).toBe('/problems/not-to-yourself')
    await w.call(token).get('/session').expect(200)
  })
})

describe('accounts of the demonstration', () => {
  it('owe none in demo mode, may try one out, and may take the last away', async () => {
    const { email } = await newcomer(true)
    const first = await enter(email).expect(201)
    expect(first.body).toMatchObject({ name: 'New Person' })
    const token = sessionIn(first)
    expect(await factors(token)).toMatchObject({ required: false, ways: ['password'], recent: true })
    await grow(token)
    await w.call(token).post('/session/factors/password', { password: 'no' }).expect(401)
    const shown = sessionIn(await w.call(token).post('/session/factors/password', { password: good }).expect(201))
    const { passkeyId } = await addPasskey(shown)
    expect((await enter(email).expect(201)).body).toMatchObject({ name: 'New Person' })
    // From then on a password proves nothing more.
    await w.call(shown).post('/session/factors/password', { password: good }).expect(403)
    await w.call(shown).delete(`/session/passkeys/${passkeyId}`).expect(204)
    expect(await factors(shown)).toMatchObject({ passkeys: [], recovery: null })
  })
  it('are none in production: not let off, not let in; and whoever is no demonstration owes it everywhere', async () => {
    const production = { NODE_ENV: 'production', DATABASE_URL: 'postgres://unused', SESSION_SECRET: 'x'.repeat(32) }
    const p = await world({ env: production })
    await p.owner.query('update users set password_hash = $1, demo = true where id = $2', [await hash, p.ids.users.lead])
    await p.owner.query('update users set password_hash = $1 where id = $2', [await hash, p.ids.users.officer])
    const come = (who: string) => p.stranger().post('/session', { email: `${who}@test.invalid`, password: good })
    await come('lead').expect(401)
    expect((await come('officer').expect(201)).body).toEqual({ waitingFor: 'enrolment' })
    // A session of a demonstration account that began somehow stays half open there.
    const { rows } = await p.owner.query<{ id: string }>(`select app.start_session($1, $2, 'test') as id`, [
      p.ids.users.lead,
      p.ids.partnership,
    ])
    expect(
      (await p.owner.query<{ owed: string }>('select app.admit($1, false, $2) as owed', [rows[0]!.id, p.config.demo])).rows[0]!.owed,
    ).toBe('enrolment')
    await p.close()
  })
  it('nor can an older session be let off later', async () => {
    const { user, email } = await newcomer()
    const half = sessionIn(await enter(email).expect(201))
    await w.owner.query(`update sessions set created_at = now() - interval '2 minutes' where id = $1`, [sidOf(half)])
    await w.owner.query('update users set demo = true where id = $1', [user])
    await w.owner.query('select app.admit($1, true, true)', [sidOf(half)])
    await w.call(half).get('/session').expect(403)
  })
})
