// Files that leave the house: whose they are, what is in them, and that an ended right ends them wherever they stand.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'
import { exportsClock, runExport } from './jobs.ts'

let w: World
beforeAll(async () => {
  w = await world()
  await w.owner.query(`update participants set known_as = '=2+5', next_step = $2 where id = $1`, [w.ids.participants.rosa, '\t@SUM(1)'])
})
afterAll(() => w?.close())

const order = async (person: Person, body: Record<string, unknown> = {}) => {
  const id = w.newId()
  const answer = await w.as(person).put(`/exports/${id}`, { programmeId: w.ids.programme, kind: 'people', ...body })
  return { id, answer }
}
const make = (id: string, person: Person) =>
  runExport({ ...w, log: () => {} } as never, { partnershipId: w.ids.partnership, id, userId: w.ids.users[person] })

describe('the list of people', () => {
  it('is made for the lead, whole, and without a cell that a spreadsheet would calculate', async () => {
    const { id, answer } = await order('lead')
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ status: 'waiting', rowsDone: 0 })
    expect((await w.as('lead').get(`/exports/${id}/file`)).body.type).toContain('file-not-ready')
    await make(id, 'lead')
    const told = (await w.as('lead').get(`/exports/${id}`).expect(200)).body
    expect(told).toMatchObject({ status: 'ready', rowsDone: 2, rowsTotal: 2 })
    const file = await w.as('lead').get(`/exports/${id}/file`).expect(200)
    expect(file.headers['content-disposition']).toMatch(/^attachment; filename="people-/)
    expect(file.headers['cache-control']).toBe('no-store')
    expect(createHash('sha256').update(file.text).digest('hex')).toBe(told.digest)
    expect(file.text.split('\r\n').filter(Boolean)).toHaveLength(3)
    expect(file.text).toContain('"Sam"')
    expect(file.text).toContain(`"'=2+5"`)
    expect(file.text).not.toContain('Baird')
    const { rows } = await w.owner.query(
      `select distinct participant_id from access_events where operation = 'exportFiles.people' and user_id = $1`,
      [w.ids.users.lead],
    )
    expect(rows).toHaveLength(2)
  })
  it('leaves out a record that is restricted, and a file made before is thrown away with the restriction', async () => {
    const before = await order('lead')
    await make(before.id, 'lead')
    await w.owner.query('update participants set restricted = true where id = $1', [w.ids.participants.sam])
    expect((await w.as('lead').get(`/exports/${before.id}/file`)).status).toBe(404)
    const { id } = await order('lead')
    await make(id, 'lead')
    expect((await w.as('lead').get(`/exports/${id}/file`).expect(200)).text).not.toContain('Sam')
    await w.owner.query('update participants set restricted = false where id = $1', [w.ids.participants.sam])
  })
  it.each(['officer', 'mentor', 'partner', 'data', 'analyst', 'safeguarding'] as const)('is not the %s’s to order', async (person) => {
    expect((await order(person)).answer.status).toBe(403)
  })
  it.each(['otherpartner', 'otherlead', 'admin'] as const)('does not exist for %s', async (person) => {
    expect((await order(person)).answer.status).toBe(404)
  })
})

describe('the log of reading', () => {
  it('is the data lead’s: references, never names, each line with its link of the chain', async () => {
    await w.owner.query('select app.seal_logs(2000)')
    const { id } = await order('data', { kind: 'readings' })
    await make(id, 'data')
    const { text } = await w.as('data').get(`/exports/${id}/file`).expect(200)
    expect(text).toContain('Lead Test')
    expect(text).toMatch(/"YP-\d+","exportFiles\.people","\d+","[\da-f]{64}"/)
    expect(text).not.toContain('Sam')
  })
  it('takes both days or none, in order, and at most 92 of them', async () => {
    for (const [body, field] of [
      [{ from: '2026-11-01' }, 'to'],
      [{ to: '2026-11-01' }, 'from'],
      [{ from: '2026-11-02', to: '2026-11-01' }, 'to'],
      [{ from: '2026-01-01', to: '2026-11-01' }, 'to'],
    ] as const) {
      const { answer } = await order('data', { kind: 'readings', ...body })
      expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, `/body/${field}`])
    }
  })
})

describe('whose file it is', () => {
  it('nobody else finds it, not even another lead or the administrator', async () => {
    const { id } = await order('lead')
    await make(id, 'lead')
    for (const person of ['officer', 'data', 'admin', 'otherlead', 'otherpartner', 'sam'] as const)
      for (const url of [`/exports/${id}`, `/exports/${id}/file`]) expect((await w.as(person).get(url)).status).toBe(404)
    expect((await w.as('data').delete(`/exports/${id}`)).status).toBe(404)
    expect((await w.as('lead').get('/exports')).body.items.map((one: { id: string }) => one.id)).toContain(id)
    expect((await w.as('lead').delete(`/exports/${id}`)).status).toBe(204)
    expect((await w.as('lead').get(`/exports/${id}`)).status).toBe(404)
  })
  it('goes the moment the role does: one that waits fails closed, one that is made cannot be fetched', async () => {
    const made = await order('lead')
    await make(made.id, 'lead')
    const waiting = await order('lead')
    await w.owner.query(`update memberships set until_at = now() where user_id = $1`, [w.ids.users.lead])
    expect((await w.as('lead').get(`/exports/${made.id}/file`)).status).toBe(404)
    await make(waiting.id, 'lead')
    const { rows } = await w.owner.query('select status, body, failure from exports where id = $1', [waiting.id])
    expect(rows[0]).toEqual({ status: 'failed', body: '', failure: 'not-found' })
    await w.owner.query(`update memberships set until_at = null where user_id = $1`, [w.ids.users.lead])
  })
  it('a disabled account gets nothing either', async () => {
    const { id } = await order('lead')
    await w.owner.query('update users set disabled_at = now() where id = $1', [w.ids.users.lead])
    await make(id, 'lead')
    const { rows } = await w.owner.query('select status, body from exports where id = $1', [id])
    expect(rows[0]).toEqual({ status: 'failed', body: '' })
    await w.owner.query('update users set disabled_at = null where id = $1', [w.ids.users.lead])
  })
  it('is thrown away after a day', async () => {
    const { id } = await order('lead')
    await w.owner.query(`update exports set expires_at = now() - interval '1 second' where id = $1`, [id])
    expect((await w.as('lead').get(`/exports/${id}`)).status).toBe(404)
    await exportsClock.run({ ...w, send: async () => {} } as never, w.ids.partnership)
    expect((await w.owner.query('select 1 from exports where id = $1', [id])).rowCount).toBe(0)
  })
})
