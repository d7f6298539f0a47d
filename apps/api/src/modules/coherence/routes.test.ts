// Officers without a name, the programme and its organisations by name: the same five statements side by side.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const read = (person: Person) => w.as(person).get(`/programmes/${w.ids.programme}/coherence`)
const reading = (level: string, answers = [4, 4, 3, 2, 2], words = '') => ({ programmeId: w.ids.programme, level, answers, words })
const officersSaid = async (month: string, ...all: number[][]) => {
  for (const answers of all)
    await w.owner.query(
      `insert into pulse_answers (partnership_id, programme_id, asked, month, answers) values ($1, $2, 'officers', $3, $4)`,
      [w.ids.partnership, w.ids.programme, month, answers],
    )
}

it('the lead signs for the programme, a partner’s contact for their own organisation, each once a month', async () => {
  expect((await read('lead').expect(200)).body.mine).toEqual([{ level: 'programme', partner: null, signed: false }])
  const id = w.newId()
  const signed = await w
    .as('lead')
    .put(`/coherence/readings/${id}`, reading('programme', [4, 5, 3, 2, 1], 'We try'))
    .expect(201)
  expect(signed.body).toMatchObject({ level: 'programme', partner: null, answers: [4, 5, 3, 2, 1], words: 'We try', signedBy: 'Lead Test' })
  await w
    .as('lead')
    .put(`/coherence/readings/${id}`, reading('programme', [4, 5, 3, 2, 1], 'We try'))
    .expect(200)
  expect((await w.as('lead').put(`/coherence/readings/${w.newId()}`, reading('programme')).expect(409)).body.type).toBe(
    '/problems/reading-signed',
  )
  expect((await read('lead')).body.mine[0].signed).toBe(true)

  expect((await read('partner').expect(200)).body.mine).toEqual([
    { level: 'organisation', partner: { id: w.ids.partners.joinery, name: 'Joinery' }, signed: false },
  ])
  const theirs = await w.as('partner').put(`/coherence/readings/${w.newId()}`, reading('organisation')).expect(201)
  expect(theirs.body).toMatchObject({ partner: { name: 'Joinery' }, signedBy: 'Partner Test' })
  expect((await read('sam').expect(200)).body).toMatchObject({ readings: [{}, {}], mine: [] })
})
it('nobody signs for a level that is not theirs, and outside the programme there is nothing', async () => {
  for (const [person, level] of [
    ['lead', 'organisation'],
    ['partner', 'programme'],
    ['officer', 'programme'],
    ['sam', 'programme'],
    ['mentor', 'organisation'],
    ['supervisor', 'organisation'],
  ] as const)
    await w.as(person).put(`/coherence/readings/${w.newId()}`, reading(level)).expect(403)
  for (const person of ['otherpartner', 'otherlead', 'admin'] as const) {
    await read(person).expect(404)
    await w.as(person).put(`/coherence/readings/${w.newId()}`, reading('programme')).expect(404)
  }
})
it('refuses half an answer, a skipped one, and a sixth step', async () => {
  for (const answers of [
    [1, 2, 3, 4],
    [0, 1, 2, 3, 4],
    [1, 2, 3, 4, 6],
  ])
    await w.as('lead').put(`/coherence/readings/${w.newId()}`, reading('programme', answers)).expect(400)
})
it('officers appear from five on, in a month that is over, and never by name', async () => {
  await officersSaid('2026-09-01', ...Array(4).fill([1, 1, 1, 1, 5]))
  expect((await read('lead')).body.officers).toBeNull()
  await officersSaid('2026-09-01', [5, 1, 1, 1, 0])
  expect((await read('partner')).body.officers).toEqual({
    month: '2026-09-01',
    people: 5,
    counts: [
      [4, 0, 0, 0, 1],
      [5, 0, 0, 0, 0],
      [5, 0, 0, 0, 0],
      [5, 0, 0, 0, 0],
      [0, 0, 0, 0, 4],
    ],
  })
})
it('what was signed cannot be changed, nor forged for another organisation, by any query of the service', async () => {
  const { rows } = await w.owner.query(`select has_table_privilege('modulus_app', 'coherence_readings', 'update, delete') as may`)
  expect(rows[0].may).toBe(false)
  await expect(
    w.doors
      .asPerson(w.ids.users.partner, w.ids.partnership, w.newId())
      .transact((tx) =>
        tx.$client.query(
          `insert into coherence_readings (id, programme_id, level, partner_id, month, answers) values ($1, $2, 'organisation', $3, '2026-01-01', '{1,1,1,1,1}')`,
          [w.newId(), w.ids.programme, w.ids.partners.fire],
        ),
      ),
  ).rejects.toThrow(/row-level security/)
})
it('when the agreement ends, the partner sees nothing from the next request on', async () => {
  await w.endAgreement()
  await read('partner').expect(404)
})
