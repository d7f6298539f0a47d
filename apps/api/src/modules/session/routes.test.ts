import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { hashPassword } from './passwords.ts'

let w: World
beforeAll(async () => {
  w = await world()
  await w.owner.query('update users set password_hash = $1 where id = $2', [await hashPassword('a good long password'), w.ids.users.officer])
})
afterAll(() => w?.close())

it('signs an officer in and says who they are', async () => {
  const { body, headers } = await w.stranger().post('/session', { email: 'OFFICER@test.invalid', password: 'a good long password' }).expect(201)
  expect(body).toMatchObject({ name: 'Officer Test', roles: ['outreach_officer'], partnership: { name: 'Riverside' }, programmes: [{ name: 'Harbour' }] })
  expect(headers['set-cookie']![0]).toMatch(/^__Host-session=.*HttpOnly; Secure; SameSite=Strict/)
})
it('refuses a wrong password and an unknown account in the same words', async () => {
  const wrong = await w.stranger().post('/session', { email: 'officer@test.invalid', password: 'no' }).expect(401)
  const unknown = await w.stranger().post('/session', { email: 'nobody@test.invalid', password: 'no' }).expect(401)
  expect({ ...wrong.body, instance: '' }).toEqual({ ...unknown.body, instance: '' })
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
