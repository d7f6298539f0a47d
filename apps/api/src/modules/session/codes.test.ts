// A code of six digits: for whoever their team knows, for ten minutes, for five tries; and nobody learns who has pages here.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { codeLimits } from './codes.ts'

let w: World
beforeAll(async () => {
  w = await world({ work: true })
  await w.owner.query(`update participant_contacts set email = 'sam@home.invalid', phone = '07700 900111' where participant_id = $1`, [
    w.ids.participants.sam,
  ])
})
afterAll(() => w?.close())
beforeEach(() =>
  w.owner.query(`delete from sign_in_attempts; delete from messages; update links set created_at = now() - interval '2 days'`),
)

const ask = (address: string) => w.stranger().post('/session/code', { address })
const use = (address: string, code: string) => w.stranger().post('/session/code/use', { address, code })
const answered = () =>
  vi.waitFor(async () => expect((await w.owner.query('select 1 from code_requests')).rowCount).toBe(0), { timeout: 15_000, interval: 100 })
async function codeFor(address: string) {
  await ask(address).expect(204)
  await answered()
  const { rows } = await w.owner.query<{ body: string; channel: string; to_address: string; created_by: string }>(
    'select * from messages order by id desc limit 1',
  )
  return { ...rows[0]!, code: /\d{6}/.exec(rows[0]?.body ?? '')?.[0] ?? '' }
}
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

it('comes by text to the number their team knows, however it is typed, and lets them in once', async () => {
  const message = await codeFor('+44 7700 900 111')
  expect(message).toMatchObject({ channel: 'text', to_address: '07700900111', created_by: w.ids.users.officer })
  expect((await use('07700900111', message.code).expect(201)).body).toMatchObject({
    name: 'Sam',
    roles: ['participant'],
    self: [w.ids.participants.sam],
  })
  expect((await use('07700900111', message.code).expect(401)).body.type).toBe('/problems/wrong-code')
})
it('comes by e-mail when that is what they gave', async () => {
  const message = await codeFor('Sam@Home.invalid')
  expect(message).toMatchObject({ channel: 'email', to_address: 'sam@home.invalid' })
  await use('sam@home.invalid', message.code).expect(201)
})
it('is kept as a keyed digest, never as it is', async () => {
  const { code } = await codeFor('07700900111')
  const { rows } = await w.owner.query<{ token_digest: string }>(
    `select token_digest from links where kind = 'code' and used_at is null order by created_at desc limit 1`,
  )
  expect(rows[0]!.token_digest).toMatch(/^[\w-]{43}$/)
  expect((await w.owner.query(`select 1 from links l where l::text like $1`, [`%${code}%`])).rowCount).toBe(0)
})

describe('whoever asks learns nothing', () => {
  it.each([
    ['nobody has it', 'nobody@home.invalid'],
    ['it is no mobile number', '0141 496 0000'],
    ['they have no pages of their own yet', '07700 900123'],
    ['it is a worker’s', 'officer@test.invalid'],
  ])('the answer is the same when %s, and nothing is sent', async (_, address) => {
    const { body, text } = await ask(address).expect(204)
    expect([body, text]).toEqual([{}, ''])
    await answered()
    expect((await w.owner.query('select 1 from messages')).rowCount).toBe(0)
    expect((await use(address, '123456').expect(401)).body.type).toBe('/problems/wrong-code')
  })
  it('nor does a family’s telephone open one of them to the other', async () => {
    const user = w.newId()
    await w.owner.query('insert into users (id, email) values ($1, $2)', [user, `${user}@me.invalid`])
    await w.owner.query('update participants set user_id = $1 where id = $2', [user, w.ids.participants.rosa])
    await w.owner.query(`update participant_contacts set phone = '07700 900111' where participant_id = $1`, [w.ids.participants.rosa])
    expect((await codeFor('07700900111')).code).toBe('')
    await w.owner.query(`update participant_contacts set phone = '' where participant_id = $1`, [w.ids.participants.rosa])
  })
  it('no text goes to a number that is not safe to call', async () => {
    await w.owner.query(`update participant_contacts set safe_to_call = false where participant_id = $1`, [w.ids.participants.sam])
    expect((await codeFor('07700900111')).code).toBe('')
    await w.owner.query(`update participant_contacts set safe_to_call = null where participant_id = $1`, [w.ids.participants.sam])
  })
})

describe('guessing', () => {
  it('five wrong tries end a code, even for the right one', async () => {
    const { code } = await codeFor('07700900111')
    for (let n = 0; n < 5; n++) await use('07700900111', wrong(code)).expect(401)
    await use('07700900111', code).expect(401)
  })
  it('ten tries at once are five tries', async () => {
    const { code } = await codeFor('07700900111')
    await Promise.all(Array.from({ length: 9 }, () => use('07700900111', wrong(code))))
    const { rows } = await w.owner.query<{ tries: number }>(`select tries from links where kind = 'code' order by created_at desc limit 1`)
    expect(rows[0]!.tries).toBe(5)
    await use('07700900111', code).expect(401)
  })
  it('a new code ends the one before, and ten minutes end any', async () => {
    const first = await codeFor('07700900111'),
      second = await codeFor('07700900111')
    await use('07700900111', first.code).expect(401)
    await w.owner.query(`update links set expires_at = now() - interval '1 second' where kind = 'code' and used_at is null`)
    await use('07700900111', second.code).expect(401)
  })
  it('asking and trying are slowed, the same for a number nobody has', async () => {
    for (const address of ['07700900111', '07700900999']) {
      await w.owner.query('delete from sign_in_attempts')
      for (let n = 0; n < codeLimits.ask; n++) await ask(address).expect(204)
      expect((await ask(address).expect(429)).body).toMatchObject({ type: '/problems/too-many-guesses', seconds: expect.any(Number) })
      for (let n = 0; n < codeLimits.try; n++) await use(address, '000000').expect(401)
      await use(address, '000000').expect(429)
    }
    await answered()
  })
  it('no more than ten codes go to one person in a day', async () => {
    for (let n = 0; n < 11; n++) {
      await w.owner.query('delete from sign_in_attempts')
      await ask('07700900111').expect(204)
      await answered()
    }
    expect((await w.owner.query(`select 1 from messages where kind = 'code'`)).rowCount).toBe(10)
  }, 60_000)
  it('what is no code and no address is refused', async () => {
    for (const code of ['12345', '1234567', 'abcdef', '']) await use('07700900111', code).expect(400)
    await ask('').expect(400)
  })
})
