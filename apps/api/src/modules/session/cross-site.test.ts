// A write that a cookie could ride on comes from our own pages, or not at all.
import { afterAll, beforeAll, expect, it } from 'vitest'
import request from 'supertest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const write = (headers: Record<string, string>) =>
  request(w.app.server).post('/api/session/mine/end-others').set('cookie', `__Host-session=${w.tokens.lead}`).set(headers)

it('takes a write with a cookie from our own pages', async () => {
  await write({ 'sec-fetch-site': 'same-origin' }).expect(200)
  await write({ origin: w.config.publicUrl }).expect(200)
})
it.each<[string, Record<string, string>]>([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a sister site', { 'sec-fetch-site': 'same-site' }],
  ['nowhere, as when a person types an address', { 'sec-fetch-site': 'none' }],
  ['another origin, in an older browser', { origin: 'https://elsewhere.example' }],
  ['an origin that hides itself', { origin: 'null' }],
  ['another site with our origin beside it', { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000' }],
  ['someone who says nothing', {}],
])('refuses a write with a cookie from %s', async (_, headers) => {
  expect((await write(headers).expect(403)).body.type).toBe('/problems/cross-site')
})
it('takes a read with a cookie, and a write with a token, from anywhere', async () => {
  await request(w.app.server).get('/api/session').set('cookie', `__Host-session=${w.tokens.lead}`).expect(200)
  await w.as('lead').post('/session/mine/end-others').expect(200)
})
it('refuses a sign-in that another site sends', async () => {
  await w.stranger().post('/session', { email: 'officer@test.invalid', password: 'x' }).set('sec-fetch-site', 'cross-site').expect(403)
})
it('takes a write only as JSON', async () => {
  await request(w.app.server).post('/api/session').set('content-type', 'text/plain').send('{"email":"a@b.c","password":"x"}').expect(415)
  await request(w.app.server).post('/api/session').set('content-type', 'application/x-www-form-urlencoded').send('email=a@b.c').expect(415)
})
