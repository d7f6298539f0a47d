// The other end of an invitation.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { secondStep } from '#testing/second-step.ts'
import { world, type World } from '#testing/world.ts'
import { hashPassword } from './passwords.ts'

const chosen = 'harbour kettle violin frost'
let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const tokenFor = async (email: string) => {
  const { rows } = await w.owner.query<{ body: string }>('select body from messages where to_address = $1 order by id desc limit 1', [
    email,
  ])
  return /\/i\/([\w-]{43})\n/.exec(rows[0]!.body)![1]!
}
const invite = async (extra: object = {}) => {
  const id = w.newId(),
    email = `${id}@test.invalid`
  const { body } = await w
    .as('admin')
    .put(`/people/${id}`, {
      name: 'Ailsa Munro',
      email,
      partnerId: w.ids.partners.fire,
      roles: [{ programmeId: w.ids.programme, role: 'outreach_officer' }],
      ...extra,
    })
    .expect(201)
  const to = (extra as { email?: string }).email ?? email
  return { id: body.id as string, email: to, token: await tokenFor(to) }
}

it('says whom it is for, takes a password, and lets them in, once', async () => {
  const { email, token } = await invite()
  expect((await w.stranger().post('/invitations/read', { token }).expect(200)).body).toEqual({
    kind: 'invitation',
    name: 'Ailsa Munro',
    partnership: 'Riverside',
    email,
    hasPassword: false,
  })
  const accepted = await w.stranger().post('/invitations/accept', { token, password: chosen }).expect(201)
  expect(accepted.body).toEqual({ waitingFor: 'enrolment' }) // nobody comes in for the first time without a second factor
  expect(accepted.headers['set-cookie']![0]).toMatch(/^__Host-session=/)
  expect((await secondStep(w, accepted)).body.session).toMatchObject({ name: 'Ailsa Munro', roles: ['outreach_officer'] })
  for (const url of ['read', 'accept'])
    expect(
      (
        await w
          .stranger()
          .post(`/invitations/${url}`, url === 'read' ? { token } : { token, password: chosen })
          .expect(410)
      ).body.type,
    ).toBe('/problems/link-spent')
  await w.stranger().post('/session', { email, password: chosen }).expect(201)
})
it('two who use it at the same moment: one comes in', async () => {
  const { token } = await invite()
  const both = await Promise.all([1, 2, 3].map(() => w.stranger().post('/invitations/accept', { token, password: chosen })))
  expect(both.map((one) => one.status).sort()).toEqual([201, 410, 410])
})
it('a fresh invitation ends the earlier one', async () => {
  const { id, email, token } = await invite()
  await w.as('admin').post(`/people/${id}/invite-again`).expect(200)
  await w.stranger().post('/invitations/read', { token }).expect(410)
  await w
    .stranger()
    .post('/invitations/accept', { token: await tokenFor(email), password: chosen })
    .expect(201)
  expect((await w.as('admin').post(`/people/${id}/invite-again`).expect(409)).body.type).toBe('/problems/already-joined')
})
it('is worth nothing after seven days, after the person is shut out, or when it was never made', async () => {
  const old = await invite(),
    out = await invite()
  await w.owner.query(`update links set expires_at = now() - interval '1 second' where user_id = $1`, [old.id])
  await w.as('admin').post(`/people/${out.id}/disable`).expect(200)
  for (const token of [old.token, out.token, 'A'.repeat(43)])
    await w.stranger().post('/invitations/accept', { token, password: chosen }).expect(410)
})
it('a weak password is refused and the link stays good', async () => {
  const { token } = await invite()
  for (const [password, keyword] of [
    ['short', 'tooShort'],
    ['Password-2026!', 'common'],
    ['Ailsa Munro 2026', 'common'],
  ]) {
    expect((await w.stranger().post('/invitations/accept', { token, password }).expect(400)).body.errors).toMatchObject([
      { pointer: '/body/password', keyword },
    ])
  }
  await w.stranger().post('/invitations/accept', { token, password: chosen }).expect(201)
})
it('an address that signs in elsewhere keeps its password: the inviter cannot choose it', async () => {
  await w.owner.query('update users set password_hash = $1 where id = $2', [
    await hashPassword('a good long password'),
    w.ids.users.otherlead,
  ])
  const { token } = await invite({ email: 'otherlead@test.invalid' })
  expect((await w.stranger().post('/invitations/read', { token }).expect(200)).body).toMatchObject({ hasPassword: true })
  expect((await w.stranger().post('/invitations/accept', { token, password: chosen }).expect(401)).body.type).toBe(
    '/problems/wrong-sign-in',
  )
  const accepted = await w.stranger().post('/invitations/accept', { token, password: 'a good long password' }).expect(201)
  expect((await secondStep(w, accepted)).body.session).toMatchObject({ partnership: { name: 'Riverside' } })
})
it('a link for a new password replaces it and ends every session', async () => {
  const { id, email, token } = await invite()
  await w.stranger().post('/invitations/accept', { token, password: chosen }).expect(201)
  const open = await w.tokenOf(id, w.ids.partnership)
  await w.as('admin').post(`/people/${id}/new-password`).expect(200)
  const fresh = await tokenFor(email)
  expect((await w.stranger().post('/invitations/read', { token: fresh }).expect(200)).body).toMatchObject({
    kind: 'password',
    hasPassword: false,
  })
  await w.stranger().post('/invitations/accept', { token: fresh, password: 'lantern otter gravel piano' }).expect(201)
  await w.call(open).get('/session').expect(401)
  await w.stranger().post('/session', { email, password: chosen }).expect(401)
})
it('the link is in the message only: the database keeps a digest, and the audit a column’s name', async () => {
  const { token } = await invite()
  const { rows } = await w.owner.query(
    `select (select count(*) from links where token_digest = $1)::int as links, (select count(*) from audit_events a where a::text like '%' || $1 || '%')::int as audit`,
    [token],
  )
  expect(rows[0]).toEqual({ links: 0, audit: 0 })
})
