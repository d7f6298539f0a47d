// Reading that stands out, and the head of the day that goes to every partner.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { verifyLogs } from '#db/sealing.ts'
import { world, type World } from '#testing/world.ts'
import { heads } from './heads.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const look = (who: string, participant: string, at: string, operation = 'participants.read') =>
  w.owner.query(
    'insert into access_events (partnership_id, at, user_id, programme_id, participant_id, operation) values ($1, $2, $3, $4, $5, $6)',
    [w.ids.partnership, at, who, w.ids.programme, participant, operation],
  )
const daysAgo = (days: number, time: string) => `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)}T${time}Z`
const list = async () => (await w.as('data').get(`/programmes/${w.ids.programme}/unusual-readings`).expect(200)).body.items

describe('reading that stands out', () => {
  beforeEach(() => w.owner.query('alter table access_events disable trigger user; delete from access_events; delete from reading_reviews'))
  it('is an officer who opens records of young people they have nothing to do with', async () => {
    const { secondOfficer, officer, lead } = w.ids.users,
      { sam, rosa } = w.ids.participants
    for (const one of [sam, rosa]) await look(secondOfficer, one, daysAgo(2, '11:00:00'))
    await look(officer, sam, daysAgo(2, '11:00:00')) // their worker
    await look(lead, sam, daysAgo(2, '11:00:00')) // reads everyone by office
    await look(secondOfficer, sam, daysAgo(2, '11:30:00'), 'participants.list') // a list is no choice
    const items = await list()
    expect(items).toMatchObject([
      { kind: 'outside_caseload', who: { id: secondOfficer, name: 'SecondOfficer Test', partnerName: 'Fire' }, looks: 2, people: 2 },
    ])
    expect(items[0].references).toHaveLength(2)
    expect(JSON.stringify(items)).not.toContain('Rosa')
  })
  it('is not one whom they visited in the last three months', async () => {
    const { secondOfficer } = w.ids.users
    await w.owner.query(
      `insert into visits (partnership_id, id, programme_id, participant_id, starts_at, officer_id, second_officer_id) values ($1, $2, $3, $4, now() - interval '10 days', $5, $6)`,
      [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.sam, w.ids.users.officer, secondOfficer],
    )
    await look(secondOfficer, w.ids.participants.sam, daysAgo(2, '11:00:00'))
    expect(await list()).toEqual([])
  })
  it('is a look in the night, by anybody', async () => {
    await look(w.ids.users.officer, w.ids.participants.sam, daysAgo(3, '02:30:00'))
    expect(await list()).toMatchObject([{ kind: 'at_night', looks: 1 }])
  })
  it('is a look at someone long gone', async () => {
    await w.owner.query(`update participants set status = 'moved_on', status_since = current_date - 60 where id = $1`, [
      w.ids.participants.rosa,
    ])
    await look(w.ids.users.officer, w.ids.participants.rosa, daysAgo(1, '11:00:00'))
    expect(await list()).toMatchObject([{ kind: 'long_gone', people: 1 }])
    await w.owner.query(`update participants set status = 'active', status_since = current_date where id = $1`, [w.ids.participants.rosa])
  })
  it('goes from the list once the data lead has said what came of it, and comes back with the next look', async () => {
    const { officer } = w.ids.users
    await look(officer, w.ids.participants.sam, daysAgo(3, '02:30:00'))
    const [{ kind, upTo, who }] = await list()
    const review = { personId: who.id, kind, upTo, finding: 'explained', words: 'On call that night' }
    const url = `/programmes/${w.ids.programme}/reading-reviews/${w.newId()}`
    expect((await w.as('data').put(url, review)).status).toBe(201)
    expect((await w.as('data').put(url, review)).status).toBe(200)
    expect(await list()).toEqual([])
    await look(officer, w.ids.participants.sam, daysAgo(1, '03:30:00'))
    expect(await list()).toMatchObject([{ kind: 'at_night', looks: 1 }])
  })
  it('cannot be explained away by the one who looked', async () => {
    await look(w.ids.users.data, w.ids.participants.sam, daysAgo(3, '02:30:00'))
    const [{ kind, upTo }] = await list()
    const answer = await w.as('data').put(`/programmes/${w.ids.programme}/reading-reviews/${w.newId()}`, {
      personId: w.ids.users.data,
      kind,
      upTo,
      finding: 'explained',
      words: 'It was me',
    })
    expect([answer.status, answer.body.type]).toEqual([403, expect.stringContaining('not-to-yourself')])
  })
  it('is the data lead’s of that programme, and nobody else’s', async () => {
    const url = `/programmes/${w.ids.programme}/unusual-readings`
    for (const person of ['lead', 'officer', 'analyst'] as const) expect((await w.as(person).get(url)).status).toBe(403)
    for (const person of ['otherpartner', 'otherlead', 'admin'] as const) expect((await w.as(person).get(url)).status).toBe(404)
    expect((await w.as('data').get(`${url}?days=400`)).status).toBe(400)
  })
})

describe('the head of the day', () => {
  it('goes once to each partner that named an address, and the chain can be checked against it', async () => {
    await w.owner.query(`update partners set governance_email = 'ig@' || lower(name) || '.test.invalid' where id = any ($1)`, [
      [w.ids.partners.housing, w.ids.partners.fire],
    ])
    await w.owner.query('select app.seal_logs(5000)')
    await w.owner.query(`update log_heads set day = day - 1`)
    const sent: unknown[] = []
    const strike = () =>
      heads.run(
        { ...w, send: async (_tx: unknown, name: string, data: unknown) => void sent.push([name, data]) } as never,
        w.ids.partnership,
      )
    await strike()
    await strike()
    const { rows } = await w.owner.query<{ to_address: string; body: string }>(
      `select to_address, body from messages where subject like 'The logs of%' order by 1`,
    )
    expect(rows.map((one) => one.to_address)).toEqual(['ig@fire.test.invalid', 'ig@housing.test.invalid'])
    expect(sent).toHaveLength(2)
    const [, partnershipId, seq, hash] = /([\da-f-]{36}):(\d+):([\da-f]{64})/.exec(rows[0]!.body)!
    const head = { partnershipId: partnershipId!, seq: Number(seq), hash: hash! }
    expect((await verifyLogs(w.owner, [head])).findings.filter((one) => one.what === 'head')).toEqual([])
    expect((await verifyLogs(w.owner, [{ ...head, hash: '0'.repeat(64) }])).findings.map((one) => one.what)).toContain('head')
  })
  it('is posted by the clock only', async () => {
    const { rows } = await w.doors
      .asPerson(w.ids.users.admin, w.ids.partnership, w.newId())
      .transact((tx) => tx.$client.query('select id from app.post_heads() id'))
    expect(rows).toEqual([])
  })
})
