// A young person's way in: made by their team, used once, seen by nobody else.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const send = (person: 'officer' | 'lead', participant = w.ids.participants.rosa) =>
  w.as(person).post(`/participants/${participant}/link`, { email: 'rosa@test.invalid' })
const lastToken = async () => {
  const { rows } = await w.owner.query<{ body: string }>(`select body from messages where kind = 'me' order by id desc limit 1`)
  return /\/me\/link\/([\w-]{43})\n/.exec(rows[0]!.body)![1]!
}

it('an officer sends a link, and the young person comes in with it, once', async () => {
  const { body, text } = await send('officer').expect(200)
  expect(body).toEqual({ sentTo: 'rosa@test.invalid' })
  const token = await lastToken()
  expect(text).not.toContain(token)
  const session = (await w.stranger().post('/session/link', { token }).expect(201)).body
  expect(session).toMatchObject({ name: 'Rosa', roles: ['participant'], self: [w.ids.participants.rosa] })
  expect((await w.stranger().post('/session/link', { token }).expect(410)).body.type).toBe('/problems/link-spent')
})
it('a new link ends the one before, and keeps the account', async () => {
  await send('lead').expect(200)
  const first = await lastToken()
  await send('officer').expect(200)
  await w.stranger().post('/session/link', { token: first }).expect(410)
  await w
    .stranger()
    .post('/session/link', { token: await lastToken() })
    .expect(201)
  expect((await w.owner.query(`select 1 from users where email like $1`, [`${w.ids.participants.rosa}@%`])).rowCount).toBe(1)
})
it('uses the address among their contacts, and asks for one when there is none', async () => {
  expect((await w.as('officer').post(`/participants/${w.ids.participants.sam}/link`, {}).expect(400)).body.errors[0].pointer).toBe(
    '/body/email',
  )
  await w.owner.query(`update participant_contacts set email = 'sam.home@test.invalid' where participant_id = $1`, [w.ids.participants.sam])
  expect((await w.as('officer').post(`/participants/${w.ids.participants.sam}/link`, {}).expect(200)).body).toEqual({
    sentTo: 'sam.home@test.invalid',
  })
})
it('a link that is a week old, or was not made for this, opens nothing', async () => {
  await send('officer').expect(200)
  await w.owner.query(`update links set expires_at = now() - interval '1 second' where kind = 'me' and used_at is null`)
  await w
    .stranger()
    .post('/session/link', { token: await lastToken() })
    .expect(410)
  await w
    .stranger()
    .post('/session/link', { token: 'A'.repeat(43) })
    .expect(410)
  await send('officer').expect(200)
  await w
    .stranger()
    .post('/invitations/read', { token: await lastToken() })
    .expect(410)
})
it('who does not work with everyone in the programme cannot make one', async () => {
  await w.place(w.ids.participants.rosa)
  await w.match(w.ids.participants.rosa)
  const to = { email: 'elsewhere@test.invalid' },
    url = `/participants/${w.ids.participants.rosa}/link`
  for (const person of ['mentor', 'partner', 'supervisor', 'safeguarding'] as const) await w.as(person).post(url, to).expect(403)
  for (const person of ['admin', 'data', 'analyst', 'otherpartner', 'otherlead', 'sam'] as const)
    await w.as(person).post(url, to).expect(404)
  expect((await w.owner.query(`select 1 from messages where to_address = 'elsewhere@test.invalid'`)).rowCount).toBe(0)
})
it('an administrator cannot read a young person’s link in the mailbox, their officer can', async () => {
  await send('officer').expect(200)
  const kinds = async (person: 'admin' | 'officer') =>
    (await w.as(person).get('/messages').expect(200)).body.items.map((one: { kind: string }) => one.kind)
  expect(await kinds('admin')).not.toContain('me')
  expect(await kinds('officer')).toContain('me')
})
