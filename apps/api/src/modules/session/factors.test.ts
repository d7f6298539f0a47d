// The second factor: whoever works here owes one, and a session that owes it opens nothing else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TOTP, Secret } from 'otpauth'
import { example } from '#testing/example.ts'
import { sessionIn } from '#testing/second-step.ts'
import { world, type World } from '#testing/world.ts'
import { hashPassword } from './passwords.ts'

const good = 'a good long password'
let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

/** Someone of the fire service with a password and nothing else. */
async function newcomer(name = 'New Person') {
  const user = w.newId(),
    email = `${user}@test.invalid`
  await w.owner.query('insert into users (id, email, password_hash) values ($1, $2, $3)', [user, email, await hash])
  await w.owner.query('insert into people (partnership_id, id, user_id, partner_id, name, email) values ($1, $2, $3, $4, $5, $6)', [
    w.ids.partnership,
    w.newId(),
    user,
    w.ids.partners.fire,
    name,
    email,
  ])
  return { user, email }
}
const hash = hashPassword(good)
const sidOf = (token: string) => (w.app.jwt.decode(token) as { sid: string }).sid
async function signIn(email: string) {
  const answer = await w.stranger().post('/session', { email, password: good }).expect(201)
  return { token: sessionIn(answer), body: answer.body }
}
/** The code of an app at a time so many seconds from now. */
const codeOf = (secret: string, seconds = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: Date.now() + seconds * 1000 })
const forgetCodes = (user: string) => w.owner.query('update authenticators set last_step = 0 where user_id = $1', [user])
const forgetGuesses = () => w.owner.query('delete from sign_in_attempts')
/** Someone who has set up an app: their secret, their recovery codes and an open session. */
async function enrolled() {
  const one = await newcomer()
  const { token } = await signIn(one.email)
  const { secret } = (await w.call(token).post('/session/authenticator/begin').expect(200)).body as { secret: string }
  const answer = await w
    .call(token)
    .post('/session/authenticator', { code: codeOf(secret) })
    .expect(201)
  await forgetCodes(one.user)
  return { ...one, secret, codes: answer.body.recoveryCodes as string[], token: sessionIn(answer), half: token }
}
const lastMessage = async (email: string) =>
  (
    await w.owner.query<{ subject: string; body: string }>(
      'select subject, body from messages where to_address = $1 order by id desc limit 1',
      [email],
    )
  ).rows[0]

describe('coming in', () => {
  it('who has no factor yet enrols before anything else, and is in with it under another session', async () => {
    const { email, user } = await newcomer()
    const { token, body } = await signIn(email)
    expect(body).toEqual({ waitingFor: 'enrolment' })
    expect((await w.call(token).get('/session').expect(403)).body.type).toBe('/problems/second-factor-needed')
    expect((await w.call(token).get('/session/factors').expect(200)).body).toMatchObject({
      waitingFor: 'enrolment',
      email,
      ways: [],
      passkeys: [],
    })
    const { secret, address } = (await w.call(token).post('/session/authenticator/begin').expect(200)).body
    expect(address).toContain('otpauth://totp/Modulus:')
    expect((await w.call(token).post('/session/authenticator', { code: '000000' })).status).toBe(401)
    const answer = await w
      .call(token)
      .post('/session/authenticator', { code: codeOf(secret) })
      .expect(201)
    expect(answer.body.session).toMatchObject({ name: 'New Person' })
    expect(answer.body.recoveryCodes).toHaveLength(10)
    expect(new Set(answer.body.recoveryCodes).size).toBe(10)
    const open = sessionIn(answer)
    expect(sidOf(open)).not.toBe(sidOf(token))
    await w.call(token).get('/session').expect(401)
    await w.call(open).get('/session').expect(200)
    // What is kept can be read by nobody who has the database alone.
    const { rows } = await w.owner.query<{ kept: string }>(
      `select (select string_agg(a::text, ' ') from authenticators a where user_id = $1) || (select string_agg(c::text, ' ') from recovery_codes c where user_id = $1) as kept`,
      [user],
    )
    for (const told of [secret, ...answer.body.recoveryCodes]) expect(rows[0]!.kept).not.toContain(told)
  })
  it('who has one shows it, and the session from before is worth nothing', async () => {
    const { email, secret } = await enrolled()
    const { token, body } = await signIn(email)
    expect(body).toEqual({ waitingFor: 'factor' })
    expect((await w.call(token).get('/session/factors').expect(200)).body).toMatchObject({
      ...{ waitingFor: 'factor', ways: ['code', 'recovery'], passkeys: [], authenticator: null, recovery: null },
    })
    const spaced = codeOf(secret).replace(/(...)/, '$1 ')
    const answer = await w.call(token).post('/session/factors/code', { code: spaced }).expect(201)
    expect(answer.body).toMatchObject({ name: 'New Person', partnership: { name: 'Riverside' } })
    await w.call(token).get('/session').expect(401)
    await w.call(token).get('/session/factors').expect(401)
    await w.call(sessionIn(answer)).get('/session').expect(200)
  })
  it('the device is known only once the factor was shown', async () => {
    const { email, secret } = await enrolled()
    const first = await w.stranger().post('/session', { email, password: good }).expect(201)
    expect(String(first.headers['set-cookie'])).not.toContain('__Host-device')
    const second = await w
      .call(sessionIn(first))
      .post('/session/factors/code', { code: codeOf(secret) })
      .expect(201)
    expect(String(second.headers['set-cookie'])).toContain('__Host-device')
  })
  it('a half-open session can be ended by its owner, and ends by itself after half an hour', async () => {
    const { email } = await enrolled()
    const { token } = await signIn(email)
    await w.call(token).delete('/session').expect(204)
    await w.call(token).get('/session/factors').expect(401)
    const later = (await signIn(email)).token
    await w.owner.query(`update sessions set created_at = now() - interval '31 minutes' where id = $1`, [sidOf(later)])
    await w.call(later).get('/session/factors').expect(401)
  })
  it('young people owe none', async () => {
    await w.owner.query('update users set password_hash = $1 where id = $2', [await hash, w.ids.users.sam])
    const { token, body } = await signIn('sam@test.invalid')
    expect(body).toMatchObject({ name: 'Sam', self: [w.ids.participants.sam] })
    await w.call(token).get('/session/factors').expect(403)
  })
  it('a session that someone forgot to send past the one place still owes its factor', async () => {
    const { user } = await newcomer()
    const { rows } = await w.owner.query<{ waiting_for: string }>(
      `select waiting_for from sessions where id = (select app.start_session($1, $2, 'test'))`,
      [user, w.ids.partnership],
    )
    expect(rows).toEqual([]) // not yet to be seen by the statement that made it
    const after = await w.owner.query<{ waiting_for: string }>('select waiting_for from sessions where user_id = $1', [user])
    expect(after.rows).toEqual([{ waiting_for: 'enrolment' }])
  })
})

describe('a half-open session', () => {
  const allowed = [
    'session.addAuthenticator',
    'session.addPasskey',
    'session.beginAuthenticator',
    'session.factors',
    'session.newRecoveryCodes',
    'session.passkeyToAdd',
    'session.passkeyToShow',
    'session.removeAuthenticator',
    'session.removePasskey',
    'session.showCode',
    'session.showPasskey',
    'session.showPassword',
    'session.showRecoveryCode',
    'session.signOut',
  ]
  interface Operation {
    operationId: string
    parameters?: { name: string; in: string; required?: boolean; schema: object }[]
    requestBody?: { content: Record<string, { schema: object }> }
    security?: unknown[]
  }
  it('is refused by name on every route of the list but those that show a factor', async () => {
    const { email } = await enrolled()
    const { token } = await signIn(email),
      { paths } = w.app.swagger() as unknown as { paths: Record<string, Record<string, Operation>> }
    const through: unknown[] = []
    const reached: string[] = []
    for (const [url, operations] of Object.entries(paths))
      for (const [method, one] of Object.entries(operations)) {
        if (one.security?.length === 0) continue
        if (allowed.includes(one.operationId)) {
          reached.push(one.operationId)
          continue
        }
        const query = Object.fromEntries(
          (one.parameters ?? [])
            .filter((part) => part.in === 'query' && part.required)
            .map((part) => [part.name, String(example(part.schema as never, () => w.newId(), part.name))]),
        )
        const params = Object.fromEntries(
          (one.parameters ?? [])
            .filter((part) => part.in === 'path')
            .map((part) => [part.name, String(example(part.schema as never, () => w.newId(), part.name))]),
        )
        const [type, content] = Object.entries(one.requestBody?.content ?? {})[0] ?? []
        const payload =
          type === 'application/json'
            ? (example(content!.schema as never, () => w.newId()) as object)
            : type
              ? Buffer.from('a,b\n1,2\n')
              : undefined
        const ask = (bearer: string) =>
          w.app.inject({
            method: method.toUpperCase() as 'GET',
            url: url.replace(/\{(\w+)\}/g, (_, name: string) => params[name]!),
            query,
            headers: { authorization: `Bearer ${bearer}`, ...(type ? { 'content-type': type } : {}) },
            ...(payload === undefined ? {} : { payload }),
          })
        const answer = await ask(token),
          kind = answer.json<{ type: string }>().type
        if (answer.statusCode === 403 && kind === '/problems/second-factor-needed') continue
        // Some are refused for what was sent, before anyone is asked for: then everyone is refused the same.
        const open = [400, 404].includes(answer.statusCode) ? await ask(w.tokens.lead) : undefined
        if (open?.statusCode !== answer.statusCode || open.json<{ type: string }>().type !== kind)
          through.push([one.operationId, answer.statusCode, answer.body.slice(0, 160)])
      }
    expect(through).toEqual([])
    expect(reached.sort()).toEqual(allowed)
  }, 120_000)
  it('that waits for a factor cannot add, remove or make one', async () => {
    const { email } = await enrolled()
    const call = w.call((await signIn(email)).token)
    for (const answer of [
      await call.post('/session/passkeys/challenge'),
      await call.post('/session/authenticator/begin'),
      await call.post('/session/authenticator', { code: '123456' }),
      await call.post('/session/recovery-codes'),
      await call.delete('/session/authenticator'),
      await call.delete(`/session/passkeys/${w.newId()}`),
      await call.post('/session/factors/password', { password: good }),
    ])
      expect([answer.status, answer.body.type]).toEqual([403, '/problems/second-factor-needed'])
  })
  it('of two that could enrol only the first does: the other then owes the factor', async () => {
    const { email } = await newcomer()
    const [mine, thief] = [(await signIn(email)).token, (await signIn(email)).token]
    const secrets: string[] = []
    for (const token of [mine, thief]) secrets.push((await w.call(token).post('/session/authenticator/begin').expect(200)).body.secret)
    // The set-up begun last is the one that counts.
    await w
      .call(mine)
      .post('/session/authenticator', { code: codeOf(secrets[0]!) })
      .expect(409)
    await w
      .call(thief)
      .post('/session/authenticator', { code: codeOf(secrets[1]!) })
      .expect(201)
    expect((await w.call(mine).get('/session/factors').expect(200)).body.waitingFor).toBe('factor')
    expect((await w.call(mine).post('/session/authenticator/begin').expect(403)).body.type).toBe('/problems/second-factor-needed')
  })
})

describe('a code', () => {
  it('works once: of twenty at the same moment one comes in', async () => {
    const { email, secret } = await enrolled()
    const halves = await Promise.all(Array.from({ length: 8 }, async () => (await signIn(email)).token))
    const code = codeOf(secret)
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => w.call(halves[n % 8]!).post('/session/factors/code', { code })))
    expect(all.filter((one) => one.status === 201)).toHaveLength(1)
    expect(all.every((one) => [201, 401, 429].includes(one.status))).toBe(true)
    await forgetGuesses()
    expect(
      (
        await w
          .call((await signIn(email)).token)
          .post('/session/factors/code', { code })
          .expect(401)
      ).body.type,
    ).toBe('/problems/wrong-factor-code')
  })
  it('one that was right ends those before it', async () => {
    const { email, secret } = await enrolled()
    await w
      .call((await signIn(email)).token)
      .post('/session/factors/code', { code: codeOf(secret, 25) })
      .expect(201)
    const before = codeOf(secret, -30)
    await w
      .call((await signIn(email)).token)
      .post('/session/factors/code', { code: before })
      .expect(401)
  })
  it('of another account is worth nothing, even with its secret copied over in the database', async () => {
    const one = await enrolled(),
      other = await enrolled()
    await w.owner.query('update authenticators a set sealed = b.sealed from authenticators b where a.user_id = $1 and b.user_id = $2', [
      other.user,
      one.user,
    ])
    await w
      .call((await signIn(other.email)).token)
      .post('/session/factors/code', { code: codeOf(one.secret) })
      .expect(401)
  })
  it('is guessed ten times in five minutes, fifty in a day, and the owner is warned once', async () => {
    await forgetGuesses()
    const { email, secret, codes } = await enrolled()
    const { token } = await signIn(email)
    const guess = (code = '000000') => w.call(token).post('/session/factors/code', { code })
    for (let n = 0; n < 10; n++) await guess().expect(401)
    expect((await guess(codeOf(secret)).expect(429)).body).toMatchObject({
      type: '/problems/too-many-guesses',
      seconds: expect.any(Number),
    })
    await guess().expect(429)
    expect(await lastMessage(email)).toMatchObject({ subject: 'Someone tries to sign in to Modulus as you' })
    expect((await w.owner.query(`select 1 from messages where to_address = $1 and subject like 'Someone tries%'`, [email])).rowCount).toBe(
      1,
    )
    for (let round = 0; round < 4; round++) {
      await w.owner.query(`update sign_in_attempts set at = at - interval '6 minutes'`)
      for (let n = 0; n < 10; n++) await guess().expect(401)
    }
    await w.owner.query(`update sign_in_attempts set at = at - interval '6 minutes'`)
    await guess(codeOf(secret)).expect(429)
    await w.call(token).post('/session/factors/recovery', { code: codes[0] }).expect(429) // one budget for all that can be typed
    await forgetGuesses()
    await guess(codeOf(secret)).expect(201)
  }, 60_000)
})

it('the owner’s own device has guesses of its own while strangers use up theirs', async () => {
  await forgetGuesses()
  const { email, secret, user } = await enrolled()
  const first = await w
    .call((await signIn(email)).token)
    .post('/session/factors/code', { code: codeOf(secret) })
    .expect(201)
  const device = /__Host-device=[^;]+/.exec(String(first.headers['set-cookie']))![0]
  await forgetCodes(user)
  const { token } = await signIn(email)
  for (let n = 0; n < 10; n++) await w.call(token).post('/session/factors/code', { code: '000000' }).expect(401)
  await w
    .call(token)
    .post('/session/factors/code', { code: codeOf(secret) })
    .expect(429)
  await w
    .call(token)
    .post('/session/factors/code', { code: codeOf(secret) })
    .set('cookie', device)
    .expect(201)
  await forgetGuesses()
})

describe('a recovery code', () => {
  it('works once, however it is typed, and its owner is told', async () => {
    const { email, codes } = await enrolled()
    const answer = await w
      .call((await signIn(email)).token)
      .post('/session/factors/recovery', { code: ` ${codes[3]!.toLowerCase().replaceAll('-', ' ')}` })
      .expect(201)
    expect((await w.call(sessionIn(answer)).get('/session/factors').expect(200)).body.recovery).toMatchObject({ left: 9 })
    expect((await lastMessage(email))!.body).toContain('You have 9 left')
    await w
      .call((await signIn(email)).token)
      .post('/session/factors/recovery', { code: codes[3] })
      .expect(401)
    await forgetGuesses()
  })
  it('of twenty at the same moment one comes in', async () => {
    const { email, codes } = await enrolled()
    const halves = await Promise.all(Array.from({ length: 8 }, async () => (await signIn(email)).token))
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => w.call(halves[n % 8]!).post('/session/factors/recovery', { code: codes[0] })),
    )
    expect(all.filter((one) => one.status === 201)).toHaveLength(1)
    await forgetGuesses()
  })
  it('new ones end the old ones, and are of no other account', async () => {
    const { email, codes, token } = await enrolled(),
      other = await enrolled()
    const { recoveryCodes } = (await w.call(token).post('/session/recovery-codes').expect(200)).body as { recoveryCodes: string[] }
    await w
      .call((await signIn(email)).token)
      .post('/session/factors/recovery', { code: codes[0] })
      .expect(401)
    await w
      .call((await signIn(other.email)).token)
      .post('/session/factors/recovery', { code: recoveryCodes[0] })
      .expect(401)
    await w
      .call((await signIn(email)).token)
      .post('/session/factors/recovery', { code: recoveryCodes[0] })
      .expect(201)
    await forgetGuesses()
  })
})
