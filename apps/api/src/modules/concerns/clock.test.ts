import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { clocks } from '../../clocks.ts'
import { world, type World } from '#testing/world.ts'
import { concernsIn } from './concerns.fake.ts'

let w: World
let at: ReturnType<typeof concernsIn>
beforeAll(async () => {
  w = await world()
  at = concernsIn(w)
  await w.owner.query(
    `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role, from_at) values ($1, $2, $3, $4, $5, 'programme_lead', '2026-01-01')`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.users.analyst, w.ids.partners.housing],
  )
})
afterAll(() => w?.close())
beforeEach(() =>
  w.owner.query(`delete from concern_alerts; delete from concern_reads; delete from safeguarding_concerns; delete from messages`),
)

const strike = () =>
  clocks
    .find(({ name }) => name === 'concerns')!
    .run({ doors: w.doors, config: w.config, log: () => {}, send: w.app.jobs.send }, w.ids.partnership)
const age = (id: string, hours: number) =>
  w.owner.query(`update safeguarding_concerns set raised_at = now() - $2 * interval '1 hour' where id = $1`, [id, hours])
const told = async () =>
  (await w.owner.query(`select to_address, subject, body from messages order by created_at, to_address`)).rows as {
    to_address: string
    subject: string
    body: string
  }[]
const whom = async () => (await told()).map((one) => one.to_address.split('@')[0])

it('tells the lead at once, the deputy after two hours, the programme leads after four; each once', async () => {
  const id = await at.raised()
  expect(await whom()).toEqual(['safeguarding'])
  await strike()
  await age(id, 1.9)
  await strike()
  expect(await whom()).toEqual(['safeguarding'])
  await age(id, 2.1)
  await strike()
  await strike()
  expect(await whom()).toEqual(['safeguarding', 'lead'])
  await age(id, 4.1)
  await Promise.all([strike(), strike()])
  await strike()
  expect((await whom()).sort()).toEqual(['analyst', 'lead', 'lead', 'safeguarding'])
})
it('names nobody and says nothing of what was written; the four hours’ message says only that one waits', async () => {
  const id = await at.raised({ whatSeen: 'CANARY', theirWords: 'CANARY' })
  await age(id, 5)
  await strike()
  const messages = await told()
  expect(messages.length).toBeGreaterThan(2)
  for (const { subject, body } of messages) expect(`${subject} ${body}`).not.toMatch(/CANARY|Sam|Harbour|Officer|Test/)
  expect(messages.find((one) => one.to_address.startsWith('analyst'))!.body).toContain('A concern is waiting')
})
it('danger now is told to both at once', async () => {
  await at.raised({ immediateDanger: true })
  expect((await whom()).sort()).toEqual(['lead', 'safeguarding'])
  expect((await told())[0]!.body).toContain('immediate danger')
})
it('taken on, it troubles nobody further; opened but not taken on, the deputy still hears and the programme leads do not', async () => {
  const id = await at.raised()
  await at.deed(id, 'review', { version: 1 }).expect(200)
  await age(id, 5)
  await strike()
  expect((await whom()).filter((one) => one !== 'officer')).toEqual(['safeguarding'])
  const second = await at.raised()
  await w.as('safeguarding').get(`/concerns/${second}`).expect(200)
  await age(second, 5)
  await strike()
  expect((await whom()).filter((one) => one !== 'officer')).toEqual(['safeguarding', 'safeguarding', 'lead'])
})
it('while the lead is away the deputy is told first, and the lead after two hours', async () => {
  const absence = w.newId(),
    untilAt = new Date(Date.now() + 86_400_000).toISOString()
  expect((await w.as('safeguarding').put(`/safeguarding/absences/${absence}`, { untilAt }).expect(201)).body).toMatchObject({
    programmes: [{ name: 'Harbour', lead: { awayUntil: untilAt }, deputy: { awayUntil: null } }],
    away: { id: absence },
  })
  await w.as('safeguarding').put(`/safeguarding/absences/${absence}`, { untilAt }).expect(200)
  const id = await at.raised()
  expect(await whom()).toEqual(['lead'])
  await age(id, 3)
  await strike()
  expect(await whom()).toEqual(['lead', 'safeguarding'])
  await w.as('lead').post(`/safeguarding/absences/${absence}/end`).expect(404)
  expect((await w.as('safeguarding').post(`/safeguarding/absences/${absence}/end`).expect(200)).body.away).toBeNull()
  await at.raised()
  expect(await whom()).toEqual(['lead', 'safeguarding', 'safeguarding'])
})
it('only whoever keeps safety says they are away, and for two months at most', async () => {
  const untilAt = new Date(Date.now() + 86_400_000).toISOString()
  for (const person of ['officer', 'mentor', 'sam', 'admin', 'otherlead', 'otherpartner'] as const) {
    await w.as(person).put(`/safeguarding/absences/${w.newId()}`, { untilAt }).expect(403)
    expect((await w.as(person).get('/safeguarding/cover').expect(200)).body).toEqual({ programmes: [], away: null })
  }
  await w.as('safeguarding').put(`/safeguarding/absences/${w.newId()}`, { untilAt: '2099-01-01T00:00:00.000Z' }).expect(400)
  await w.as('safeguarding').put(`/safeguarding/absences/${w.newId()}`, { untilAt: '2020-01-01T00:00:00.000Z' }).expect(400)
})
it('where nobody keeps safety the programme leads are told at once', async () => {
  await w.owner.query('update programmes set safeguarding_lead_id = null, safeguarding_deputy_id = null where id = $1', [w.ids.programme])
  await w.owner.query(`update memberships set until_at = now() where user_id = $1`, [w.ids.users.safeguarding])
  await at.raised()
  expect((await whom()).sort()).toEqual(['analyst', 'lead'])
})
