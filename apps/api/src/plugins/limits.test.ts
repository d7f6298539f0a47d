// How much may be asked, and who hears of it.
import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { minuteCounter } from './limits.ts'

let w: World | undefined
afterEach(async () => {
  await w?.close()
  w = undefined
})
const sam = () => `/participants/${w!.ids.participants.sam}`

describe('single records', () => {
  beforeEach(async () => {
    w = await world({ work: true, env: { RECORDS_IN_TEN_MINUTES: '40' } })
  })
  const read = async (times: number, who: 'officer' | 'lead' = 'officer') => {
    const statuses: number[] = []
    for (let n = 0; n < times; n++) statuses.push((await w!.as(who).get(sam())).status)
    return statuses
  }

  it('forty may be read in ten minutes by one account, hidden ones count too; then it says how long to wait', async () => {
    const statuses = await read(30)
    for (let n = 0; n < 10; n++) statuses.push((await w!.as('officer').get(`/participants/${w!.newId()}`)).status)
    expect(statuses).toEqual([...Array<number>(30).fill(200), ...Array<number>(10).fill(404)])
    const { body, headers } = await w!.as('officer').get(sam()).expect(429)
    expect(body).toMatchObject({ type: '/problems/too-many-records', seconds: expect.any(Number) })
    expect(body.seconds).toBeGreaterThan(300)
    expect(body.seconds).toBeLessThanOrEqual(600)
    expect(headers['retry-after']).toBe(String(body.seconds))
    await w!.as('officer').get('/participants').expect(200) // the rest goes on
    await w!.as('lead').get(sam()).expect(200) // for everybody else too
  })
  it('whoever keeps watch hears of it, once, without a name; not the account itself', async () => {
    await read(45)
    await vi.waitFor(
      async () =>
        expect((await w!.owner.query(`select 1 from messages where subject = 'Very many records were looked at'`)).rowCount).toBe(2),
      { timeout: 10_000, interval: 100 },
    )
    const { rows } = await w!.owner.query<{ to_address: string; body: string }>(
      `select to_address, body from messages where subject = 'Very many records were looked at' order by 1`,
    )
    expect(rows.map((one) => one.to_address)).toEqual(['admin@test.invalid', 'data@test.invalid'])
    expect(rows[0]!.body).toContain(`/admin/people/${w!.ids.users.officer}`)
    expect(rows[0]!.body).not.toMatch(/Officer|Sam\b|Harbour/)
    await read(5)
    expect((await w!.owner.query(`select 1 from messages where subject = 'Very many records were looked at'`)).rowCount).toBe(2)
  })
  it('at once counts as one after another', async () => {
    const all = await Promise.all(Array.from({ length: 80 }, () => w!.as('officer').get(sam())))
    const read = all.filter((one) => one.status === 200).length
    expect(read).toBeGreaterThan(20) // on a machine so busy that connections run out, some are told to come back (503)
    expect(read).toBeLessThanOrEqual(40)
    expect(all.filter((one) => ![200, 429, 503].includes(one.status))).toEqual([])
  })
  it('what another process saw counts, and so do several sessions and a token of the same account', async () => {
    await w!.owner.query(
      `insert into reading_tallies (user_id, minute, reads) values ($1, date_trunc('minute', now()) - interval '3 minutes', 38)`,
      [w!.ids.users.officer],
    )
    const second = w!.call(await w!.tokenOf(w!.ids.users.officer, w!.ids.partnership))
    const statuses: number[] = []
    for (let n = 0; n < 20; n++) statuses.push((await w!.as('officer').get(sam())).status, (await second.get(sam())).status)
    expect(statuses.filter((one) => one === 200).length).toBeLessThanOrEqual(32)
    expect(statuses.slice(-2)).toEqual([429, 429])
  })
  it('after ten minutes it is as if nothing had been', async () => {
    await read(41)
    await w!.owner.query(`update reading_tallies set minute = minute - interval '11 minutes'`)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 })
    const statuses = await read(2)
    vi.useRealTimers()
    expect(statuses).toEqual([200, 200])
  })
  it('the database keeps a number by minute, for an hour, and nobody but the door reads it', async () => {
    await w!.owner.query(`insert into reading_tallies (user_id, minute, reads) values ($1, now() - interval '2 hours', 5)`, [
      w!.ids.users.officer,
    ])
    await read(30)
    expect(
      (await w!.owner.query('select reads from reading_tallies')).rows.map((one: { reads: number }) => one.reads).reduce((a, b) => a + b),
    ).toBe(30)
    await expect(w!.pool.query('select * from reading_tallies')).rejects.toMatchObject({ code: '42501' })
  })
})

it('an account, a token and an unknown address each have so many requests in a minute', async () => {
  w = await world({ env: { REQUESTS_PER_MINUTE: '20', ADDRESS_REQUESTS_PER_MINUTE: '10', TRUSTED_PROXIES: '127.0.0.1' } })
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T10:00:00Z') })
  const many = async (times: number, ask: () => PromiseLike<{ status: number }>) => {
    const statuses: number[] = []
    for (let n = 0; n < times; n++) statuses.push((await ask()).status)
    return [statuses.filter((one) => one !== 429).length, statuses.filter((one) => one === 429).length]
  }
  const from = (address: string) => w!.stranger().get('/health').set('x-forwarded-for', address)
  const lead = await w!.tokenOf(w!.ids.users.lead, w!.ids.partnership) // its minute is the test's
  expect(await many(25, () => w!.call(lead).get('/words'))).toEqual([20, 5])
  expect(await many(12, () => from('198.51.100.1'))).toEqual([10, 2])
  expect((await from('198.51.100.2')).status).toBe(200)
  expect(await many(12, () => w!.stranger().get('/participants').set('x-forwarded-for', '198.51.100.3'))).toEqual([10, 2])
  const { body, headers } = await from('198.51.100.1')
  expect([body.type, headers['retry-after']]).toEqual(['/problems/too-many-requests', '60'])
  vi.setSystemTime(new Date('2026-11-22T10:02:00Z'))
  expect((await from('198.51.100.1')).status).toBe(200)
  vi.useRealTimers()
})
it('the minute slides: what was asked at the end of the last one counts still', () => {
  let now = 60_000 * 100
  const take = minuteCounter(() => now)
  now += 59_000
  for (let n = 0; n < 10; n++) expect(take('a', 10)).toBe(0)
  expect(take('a', 10)).toBeGreaterThan(0)
  now += 2000
  expect(take('a', 10)).toBeGreaterThan(0)
  now += 30_000
  expect([take('a', 10), take('a', 10), take('a', 10), take('b', 10)]).toEqual([0, 0, 0, 0])
})
