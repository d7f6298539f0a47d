import { afterAll, beforeAll, expect, it } from 'vitest'
import { secondStep } from '#testing/second-step.ts'
import { world, type World } from '#testing/world.ts'
import { hashPassword } from './passwords.ts'

const good = 'a good long password'
let w: World
beforeAll(async () => {
  w = await world()
  const hash = await hashPassword(good)
  for (const user of [w.ids.users.officer, w.ids.users.mentor, w.ids.users.supervisor])
    await w.owner.query('update users set password_hash = $1 where id = $2', [hash, user])
})
afterAll(() => w?.close())
const signIn = (password: string, email = 'officer@test.invalid') => w.stranger().post('/session', { email, password })

it('an officer’s password begins a session, their factor opens it, and then it says who they are', async () => {
  const first = await w.stranger().post('/session', { email: 'OFFICER@test.invalid', password: good }).expect(201)
  expect(first.body).toEqual({ waitingFor: 'enrolment' })
  expect(first.headers['set-cookie']![0]).toMatch(/^__Host-session=.*HttpOnly; Secure; SameSite=Strict/)
  expect(first.headers['set-cookie']).toHaveLength(1)
  const { body, headers } = await secondStep(w, first)
  expect(body.session).toMatchObject({
    name: 'Officer Test',
    roles: ['outreach_officer'],
    partnership: { name: 'Riverside' },
    programmes: [{ name: 'Harbour' }],
  })
  expect(headers['set-cookie']![0]).toMatch(/^__Host-session=.*HttpOnly; Secure; SameSite=Strict/)
  expect(headers['set-cookie']![1]).toMatch(/^__Host-device=.*HttpOnly; Secure; SameSite=Strict/)
})
it('shows people where they are signed in, and signs them out there', async () => {
  const here = await w.tokenOf(w.ids.users.lead, w.ids.partnership),
    there = await w.tokenOf(w.ids.users.lead, w.ids.partnership)
  const { body } = await w.call(here).get('/session/mine').expect(200)
  expect(body.items.filter((one: { thisOne: boolean }) => one.thisOne)).toHaveLength(1)
  const other = await w
    .call(there)
    .get('/session/mine')
    .expect(200)
    .then((answer) => answer.body.items.find((one: { thisOne: boolean }) => one.thisOne))
  await w.call(here).delete(`/session/mine/${other.id}`).expect(204)
  await w.call(there).get('/session').expect(401)
  await w.call(here).get('/session').expect(200)
})
it('signs them out everywhere but here', async () => {
  const here = await w.tokenOf(w.ids.users.data, w.ids.partnership),
    there = await w.tokenOf(w.ids.users.data, w.ids.partnership)
  const { body } = await w.call(here).post('/session/mine/end-others').expect(200)
  expect(body.ended).toBeGreaterThanOrEqual(1)
  await w.call(there).get('/session').expect(401)
  expect((await w.call(here).get('/session/mine').expect(200)).body.items).toHaveLength(1)
})
it('changes a password, which ends the other sessions', async () => {
  const here = await w.tokenOf(w.ids.users.mentor, w.ids.partnership),
    there = await w.tokenOf(w.ids.users.mentor, w.ids.partnership)
  await w.call(here).post('/session/password', { current: good, next: 'harbour kettle violin frost' }).expect(204)
  await w.call(there).get('/session').expect(401)
  await w.call(here).get('/session').expect(200)
  await signIn('harbour kettle violin frost', 'mentor@test.invalid').expect(201)
  await signIn(good, 'mentor@test.invalid').expect(401)
})
it('ends the session on sign-out, at once', async () => {
  const token = await w.tokenOf(w.ids.users.lead, w.ids.partnership)
  await w.call(token).get('/session').expect(200)
  await w.call(token).delete('/session').expect(204)
  expect((await w.call(token).get('/session').expect(401)).body.type).toBe('/problems/signed-out')
})
it('a partner without an agreement has no programme', async () => {
  expect((await w.as('otherpartner').get('/session').expect(200)).body).toMatchObject({ roles: [], programmes: [] })
})

it('refuses a wrong password and an unknown account in the same words', async () => {
  const wrong = await signIn('no').expect(401)
  const unknown = await signIn('no', 'nobody@test.invalid').expect(401)
  expect({ ...wrong.body, instance: '' }).toEqual({ ...unknown.body, instance: '' })
  expect(Object.keys(wrong.headers).sort()).toEqual(Object.keys(unknown.headers).sort())
})
it('an account without a password, or shut out, answers in those words too', async () => {
  await w.owner.query('update users set disabled_at = now() where id = $1', [w.ids.users.supervisor])
  for (const [who, password] of [
    ['supervisor', good],
    ['analyst', ''],
  ] as const) {
    expect((await signIn(password || 'anything', `${who}@test.invalid`).expect(401)).body.type).toBe('/problems/wrong-sign-in')
  }
})
it('nobody ends a session that is not their own', async () => {
  const { rows } = await w.owner.query<{ id: string }>('select id from sessions where user_id = $1 and ended_at is null limit 1', [
    w.ids.users.secondOfficer,
  ])
  for (const person of ['officer', 'otherpartner', 'otherlead', 'admin'] as const)
    await w.as(person).delete(`/session/mine/${rows[0]!.id}`).expect(404)
  await w.as('secondOfficer').get('/session').expect(200)
})
it('a session that was left alone for an hour, or is twelve hours old, is over', async () => {
  for (const change of [`last_seen_at = now() - interval '61 minutes'`, `expires_at = now() - interval '1 second'`]) {
    const token = await w.tokenOf(w.ids.users.lead, w.ids.partnership)
    await w.owner.query(`update sessions set ${change} where id = $1`, [(w.app.jwt.decode(token) as { sid: string }).sid])
    await w.call(token).get('/session').expect(401)
  }
})
it('a token that we did not sign is no one', async () => {
  const [head, body] = w.tokens.officer.split('.')
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
  for (const token of [`${head}.${body}.AAAA`, `${none}.${body}.`, 'nonsense']) await w.call(token).get('/session').expect(401)
})

it('a password needs the present one, twelve characters, and to be uncommon', async () => {
  const token = await w.tokenOf(w.ids.users.officer, w.ids.partnership)
  const change = (current: string, next: string) =>
    w
      .call(token)
      .post('/session/password', { current, next })
      .expect(400)
      .then(({ body }) => body.errors.map((one: { pointer: string; keyword: string }) => `${one.pointer} ${one.keyword}`))
  expect(await change('not mine', 'harbour kettle violin frost')).toEqual(['/body/current wrong'])
  expect(await change(good, 'too short')).toEqual(['/body/next minLength'])
  for (const common of [
    'Password-2026!',
    'welcome welcome',
    'qwertyuiop12',
    '123456789012',
    'try-modulus-2026',
    'aaaaaaaaaaaa',
    'officer test 2026',
  ])
    expect(await change(good, common)).toEqual(['/body/next common'])
  expect(await change(good, good)).toEqual(['/body/next same'])
})
it('there are no demonstration sign-ins outside demo mode', async () => {
  w.config.demo = false
  await w.stranger().get('/session/demo').expect(404)
  w.config.demo = true
  await w.stranger().get('/session/demo').expect(200)
})

it('knows no demonstration sign-ins in production, whatever the database holds', async () => {
  const production = { NODE_ENV: 'production', DATABASE_URL: 'postgres://unused', SESSION_SECRET: 'x'.repeat(32) }
  const p = await world({ env: production })
  await p.owner.query('update users set password_hash = $1, demo = true where id = $2', [
    await hashPassword('try-modulus-2026'),
    p.ids.users.lead,
  ])
  const credentials = { email: 'lead@test.invalid', password: 'try-modulus-2026' }
  expect((await p.stranger().post('/session', credentials)).body.type).toBe('/problems/wrong-sign-in')
  await p.stranger().get('/session/demo').expect(404)
  await p.as('admin').get('/messages').expect(404)
  await p.owner.query('update users set demo = false where id = $1', [p.ids.users.lead])
  await p.stranger().post('/session', credentials).expect(201)
  await p.close()
})
