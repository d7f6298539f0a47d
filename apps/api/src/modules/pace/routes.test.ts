import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const check = (more: object = {}) => ({
  programmeId: w.ids.programme,
  heldOn: '2026-11-01',
  heldIn: 'session',
  heldInId: null,
  asked: 7,
  theirPace: 5,
  ourPace: 3,
  note: '',
  action: 'slow_down',
  ...more,
})
const pressure = (more: object = {}) => ({
  programmeId: w.ids.programme,
  source: 'funder',
  whose: 'The fund',
  deadlineOn: '2027-03-31',
  wants: 'Twelve starts by spring',
  threatens: 'Time to listen',
  response: null,
  costNoted: '',
  state: 'open',
  ...more,
})
const read = async (person: Parameters<World['as']>[0]) => (await w.as(person).get(`/programmes/${w.ids.programme}/pace`).expect(200)).body

it('notes how fast it goes for them and for us, and shows it beside the date that cannot move', async () => {
  await w.owner.query(
    `update programmes set deadline_what = 'The Games', deadline_on = '2027-07-23', deadline_whose = 'The city' where id = $1`,
    [w.ids.programme],
  )
  expect(await read('lead')).toMatchObject({
    latest: null,
    reached: [],
    deadline: { what: 'The Games', on: '2027-07-23' },
    can: { check: true, press: true },
  })
  const id = w.newId()
  await w.as('officer').put(`/pace-checks/${id}`, check()).expect(201)
  await w.as('officer').put(`/pace-checks/${id}`, check()).expect(200)
  for (const person of ['lead', 'partner', 'sam'] as const)
    expect(await read(person)).toMatchObject({ latest: { theirPace: 5, ourPace: 3, asked: 7, by: 'Officer Test' } })
  expect((await read('partner')).can).toEqual({ check: false, press: false })
})
it('says which steps were reached, in the same words for everyone', async () => {
  await w.owner.query(
    `insert into interests (partnership_id, id, programme_id, participant_id, own_words, heard_on) values ($1, $2, $3, $4, 'vans', '2026-10-01')`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.sam],
  )
  await w.owner.query(
    `insert into courses (partnership_id, id, programme_id, name, capacity, status) values ($1, $2, $3, 'Vans', 8, 'running')`,
    [w.ids.partnership, w.newId(), w.ids.programme],
  )
  for (const person of ['officer', 'partner', 'analyst', 'sam'] as const)
    expect((await read(person)).reached).toEqual(['heard', 'shaping', 'agreed', 'running'])
})
it('keeps what fewer than five said with the team', async () => {
  await w
    .as('officer')
    .put(`/pace-checks/${w.newId()}`, check({ heldOn: '2026-11-05', heldIn: 'visit', asked: 1, note: 'CANARY' }))
    .expect(201)
  expect((await read('lead')).latest).toMatchObject({ asked: 1 })
  for (const person of ['partner', 'sam', 'mentor'] as const) {
    expect((await read(person)).latest).toMatchObject({ asked: 7 })
    expect((await w.as(person).get(`/programmes/${w.ids.programme}/pace-checks`).expect(200)).text).not.toContain('CANARY')
  }
  const list = (await w.as('lead').get(`/programmes/${w.ids.programme}/pace-checks?limit=1`).expect(200)).body
  expect(
    (await w.as('lead').get(`/programmes/${w.ids.programme}/pace-checks?limit=1&after=${list.next}`).expect(200)).body.items,
  ).toMatchObject([{ asked: 7 }])
})
it('notes what presses, what was agreed about it and what that cost', async () => {
  const id = w.newId()
  const made = (await w.as('lead').put(`/time-pressures/${id}`, pressure()).expect(201)).body
  expect(made).toMatchObject({ state: 'open', can: { amend: true } })
  const { programmeId: _, ...values } = pressure({ state: 'answered', response: 'resisted', costNoted: 'A third of the money' })
  expect(
    (
      await w
        .as('officer')
        .patch(`/time-pressures/${id}`, { ...values, version: 1 })
        .expect(200)
    ).body,
  ).toMatchObject({ response: 'resisted', version: 2 })
  await w
    .as('officer')
    .patch(`/time-pressures/${id}`, { ...values, version: 1 })
    .expect(409)
  expect((await read('partner')).pressures).toMatchObject([{ id, costNoted: 'A third of the money', can: { amend: false } }])
  await w
    .as('partner')
    .patch(`/time-pressures/${id}`, { ...values, version: 2 })
    .expect(403)
})
it('refuses what does not fit, and those who are not of the team', async () => {
  const wrong = async (more: object, field: string) =>
    expect((await w.as('officer').put(`/pace-checks/${w.newId()}`, check(more)).expect(400)).body.errors[0].pointer).toBe(`/body/${field}`)
  await wrong({ theirPace: 6 }, 'theirPace')
  await wrong({ theirPace: null }, 'theirPace')
  await wrong({ asked: 0 }, 'asked')
  await wrong({ asked: 0, theirPace: null, ourPace: null }, 'ourPace')
  await wrong({ heldOn: '2099-01-01' }, 'heldOn')
  expect(
    (
      await w
        .as('lead')
        .put(`/time-pressures/${w.newId()}`, pressure({ state: 'answered' }))
        .expect(400)
    ).body.errors[0].pointer,
  ).toBe('/body/response')
  for (const person of ['partner', 'mentor', 'sam', 'data', 'analyst'] as const) {
    await w.as(person).put(`/pace-checks/${w.newId()}`, check()).expect(403)
    await w.as(person).put(`/time-pressures/${w.newId()}`, pressure()).expect(403)
  }
  for (const person of ['otherpartner', 'otherlead', 'admin'] as const) {
    await w.as(person).get(`/programmes/${w.ids.programme}/pace`).expect(404)
    await w.as(person).get(`/programmes/${w.ids.programme}/pace-checks`).expect(404)
    await w.as(person).put(`/pace-checks/${w.newId()}`, check()).expect(404)
    await w.as(person).put(`/time-pressures/${w.newId()}`, pressure()).expect(404)
  }
  await w.stranger().get(`/programmes/${w.ids.programme}/pace`).expect(401)
})
