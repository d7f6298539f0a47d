// In an emergency first the share, then the reason: within 24 hours, looked at by the data lead.
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'
import { sharesClock } from './jobs.ts'

let w: World
let sam: string
beforeAll(async () => {
  w = await world()
  sam = w.ids.participants.sam
  await w.owner.query(
    `insert into visit_risk_flags (partnership_id, id, programme_id, participant_id, what_to_do, why, agreed_on, review_on) values ($1, $2, $3, $4, 'Go in twos', 'Secret why', '2026-11-01', '2026-12-01')`,
    [w.ids.partnership, uuidv7(), w.ids.programme, sam],
  )
})
afterAll(() => w?.close())

const urgent = (more: object = {}) => ({
  participantId: sam,
  toOrganisation: 'Ambulance service',
  toPerson: 'Control room',
  items: ['full_name', 'address', 'visit_safety'],
  lifeHours: 4,
  why: '',
  ...more,
})
const share = async (more: object = {}, by: Person = 'officer') => {
  const id = w.newId()
  const { body } = await w.as(by).put(`/shares/${id}/emergency`, urgent(more)).expect(201)
  return { id, version: body.share.version as number, token: body.link.split('#')[1] as string }
}
const read = async (id: string) => (await w.as('data').get(`/shares/${id}`).expect(200)).body
const strike = () =>
  sharesClock.run(
    { doors: w.doors, config: w.config, log: () => {}, send: async (tx, name, data) => w.app.jobs.send(tx, name, data) },
    w.ids.partnership,
  )
const posted = async (subject: RegExp) =>
  (
    await w.owner.query<{ to_address: string; subject: string; body: string }>(
      `select to_address, subject, body from messages where kind = 'notice' order by id`,
    )
  ).rows.filter((one) => subject.test(one.subject))
const shift = (id: string, hours: number) =>
  w.owner.query(`update info_shares set reason_due_at = reason_due_at - make_interval(hours => $2) where id = $1`, [id, hours])

it('is shared at once, alone and without asking, and the link opens once', async () => {
  const { id, token } = await share()
  const { body } = await w.stranger().post('/shares/open', { token }).expect(200)
  expect(body.items).toEqual([
    { item: 'full_name', values: ['Sam Baird'] },
    { item: 'address', values: ['4 Quay Lane'] },
    { item: 'visit_safety', values: ['Go in twos'] },
  ])
  expect(JSON.stringify(body)).not.toContain('Secret why')
  expect(await read(id)).toMatchObject({
    kind: 'emergency',
    state: 'opened',
    why: '',
    reasonGivenAt: null,
    reasonLate: false,
    can: { review: true },
  })
  expect(await posted(/in an emergency/)).toContainEqual(expect.objectContaining({ to_address: 'data@test.invalid' }))
})
it('asked for again gives no second link', async () => {
  const id = w.newId()
  await w.as('officer').put(`/shares/${id}/emergency`, urgent()).expect(201)
  expect((await w.as('officer').put(`/shares/${id}/emergency`, urgent()).expect(200)).body).toMatchObject({
    link: null,
    share: { state: 'sent' },
  })
})
it('a safeguarding lead may, and sees those and no others', async () => {
  const { id } = await share({}, 'safeguarding')
  await w.as('safeguarding').get(`/shares/${id}`).expect(200)
  const list = (await w.as('safeguarding').get('/shares').expect(200)).body.items as { kind: string }[]
  expect(new Set(list.map((one) => one.kind))).toEqual(new Set(['emergency']))
})

describe('the reason', () => {
  it('is given once, by whoever shared or the lead', async () => {
    const { id, version } = await share()
    const reason = { version, why: 'He had collapsed; the crew needed the address', lawfulBasis: 'vital_interest' }
    await w.as('secondOfficer').post(`/shares/${id}/reason`, reason).expect(403)
    expect((await w.as('officer').post(`/shares/${id}/reason`, reason).expect(200)).body).toMatchObject({
      reasonLate: false,
      why: reason.why,
      can: { giveReason: false },
    })
    await w
      .as('officer')
      .post(`/shares/${id}/reason`, { ...reason, version: version + 1 })
      .expect(409)
    await w
      .as('officer')
      .post(`/shares/${id}/reason`, { ...reason, why: ' ' })
      .expect(400)
  })
  it('is the young person’s to read', async () => {
    expect((await w.as('sam').get('/me/shared').expect(200)).text).toContain('the crew needed the address')
  })
  it('reminds its drafter after twenty hours and tells the leads when it is missed, each once', async () => {
    const { id, version } = await share()
    await strike()
    expect(await posted(/within four hours/)).toEqual([])
    await shift(id, 21)
    await strike()
    await strike()
    const due = await posted(/within four hours/)
    expect(due.map((one) => one.to_address)).toEqual(['officer@test.invalid'])
    expect(due[0]!.body).toContain(`/shares/${id}`)
    expect(due[0]!.body).not.toMatch(/Sam|Quay|Ambulance/)
    await shift(id, 4)
    await strike()
    await strike()
    expect(
      (await posted(/is missing/))
        .filter((one) => one.body.includes(id))
        .map((one) => one.to_address)
        .sort(),
    ).toEqual(['data@test.invalid', 'lead@test.invalid'])
    expect(await read(id)).toMatchObject({ reasonLate: true })
    expect((await w.as('data').get('/shares?owed=true')).body.items.map((one: { id: string }) => one.id)).toContain(id)
    const now = (await read(id)).version
    expect(now).toBeGreaterThan(version)
    await w.as('lead').post(`/shares/${id}/reason`, { version: now, why: 'Late, but true', lawfulBasis: 'vital_interest' }).expect(200)
    expect(await read(id)).toMatchObject({ reasonLate: true })
  })
  it('in time, nobody is reminded', async () => {
    const { id, version } = await share()
    await w.as('officer').post(`/shares/${id}/reason`, { version, why: 'Said', lawfulBasis: 'vital_interest' }).expect(200)
    await shift(id, 30)
    const before = (await posted(/./)).length
    await strike()
    expect(await posted(/./)).toHaveLength(before)
  })
})
describe('the look afterwards', () => {
  it('is the data lead’s, with words', async () => {
    const { id, version } = await share()
    await w.as('officer').post(`/shares/${id}/review`, { version, words: 'Fine' }).expect(403)
    await w.as('lead').post(`/shares/${id}/review`, { version, words: 'Fine' }).expect(403)
    await w.as('data').post(`/shares/${id}/review`, { version, words: '' }).expect(400)
    expect(
      (await w.as('data').post(`/shares/${id}/review`, { version, words: 'Necessary, and no more than needed' }).expect(200)).body,
    ).toMatchObject({ reviewedBy: 'Data Test' })
    await w
      .as('data')
      .post(`/shares/${id}/review`, { version: version + 1, words: 'Again' })
      .expect(409)
  })
})
it('the clock writes down what ran out, and no one else may strike it', async () => {
  const { id } = await share()
  await w.owner.query(`update info_shares set expires_at = now() - interval '1 minute' where id = $1`, [id])
  expect((await read(id)).state).toBe('expired')
  await strike()
  expect((await w.owner.query('select state, link_digest from info_shares where id = $1', [id])).rows).toEqual([
    { state: 'expired', link_digest: null },
  ])
  await expect(w.pool.query(`select app.post_of_shares($1, 'a@b.invalid', 'x', 'y')`, [uuidv7()])).rejects.toMatchObject({ code: '42501' })
})
it('is not for those who do not work with them', async () => {
  const { id, version } = await share()
  for (const person of ['otherlead', 'otherpartner', 'partner', 'mentor', 'supervisor', 'admin', 'analyst', 'sam'] as const) {
    expect([403, 404]).toContain((await w.as(person).put(`/shares/${w.newId()}/emergency`, urgent())).status)
    await w.as(person).post(`/shares/${id}/recall`, { version, why: 'mistake' }).expect(404)
    await w.as(person).post(`/shares/${id}/reason`, { version, why: 'x', lawfulBasis: 'vital_interest' }).expect(404)
    await w.as(person).post(`/shares/${id}/review`, { version, words: 'x' }).expect(404)
  }
})
