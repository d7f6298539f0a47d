import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
const said = { saidBy: 'participant', how: 'in_person' }
beforeAll(async () => {
  w = await world()
  await w.owner.query(
    `insert into provider_checks (partnership_id, id, partner_id, checked_on, supervision_talked_through, insurance_seen, review_on) values ($1, $2, $3, current_date - 10, true, true, current_date + 300)`,
    [w.ids.partnership, w.newId(), w.ids.partners.joinery],
  )
})
afterAll(() => w?.close())

const offer = async (kind = 'job', places = 3, partner = w.ids.partners.joinery) => {
  const id = w.newId()
  await w.owner.query(
    `insert into opportunities (partnership_id, id, partner_id, kind, title, status, places) values ($1, $2, $3, $4, 'Joiner’s mate', 'open', $5)`,
    [w.ids.partnership, id, partner, kind, places],
  )
  return id
}
const person = async (knownAs: string, ageBand = '18_20') => {
  const id = w.newId()
  await w.owner.query(
    `insert into participants (partnership_id, id, programme_id, known_as, age_band, status) values ($1, $2, $3, $4, $5, 'active')`,
    [w.ids.partnership, id, w.ids.programme, knownAs, ageBand],
  )
  return id
}
const suggest = async (participantId: string, opportunityId: string, on = day(400)) =>
  (await w.as('officer').put(`/placements/${w.newId()}`, { participantId, opportunityId, matchReason: 'They said vans', on }).expect(201))
    .body
const move = (who: 'officer' | 'lead' | 'sam' | 'partner' | 'mentor', id: string, body: object) =>
  w.as(who).post(`/placements/${id}/move`, { ...said, on: day(390), ...body })
/** Someone whose yes the partner has said yes to. */
const ready = async (ageBand?: string, kind?: string) => {
  const { id } = await suggest(await person('Jamie', ageBand), await offer(kind))
  await move('officer', id, { to: 'they_said_yes', version: 1 }).expect(200)
  await move('officer', id, { to: 'checks', version: 2 }).expect(200)
  return (
    await w
      .as('partner')
      .post(`/placements/${id}/accept`, { version: 3, startsOn: day(380) })
      .expect(200)
  ).body
}
const job = () => ({
  startsOn: day(300),
  contract: 'permanent',
  hoursPerWeek: 37.5,
  realLivingWage: true,
  employerId: w.ids.partners.joinery,
})

it('one young person’s story, from a suggestion to a job that lasted half a year', async () => {
  const interest = w.newId()
  await w.owner.query(
    `insert into interests (partnership_id, id, programme_id, participant_id, own_words, heard_on) values ($1, $2, $3, $4, 'Out on the vans', '2026-01-05')`,
    [w.ids.partnership, interest, w.ids.programme, w.ids.participants.sam],
  )
  const id = w.newId()
  const suggested = (
    await w
      .as('officer')
      .put(`/placements/${id}`, {
        participantId: w.ids.participants.sam,
        opportunityId: await offer(),
        matchedInterestId: interest,
        matchReason: 'Vans',
        on: day(400),
      })
      .expect(201)
  ).body
  expect(suggested).toMatchObject({
    state: 'suggested',
    interest: { ownWords: 'Out on the vans' },
    moves: ['they_said_yes', 'they_said_no'],
    inside: { needsPvg: false },
  })

  await w.as('partner').get(`/placements/${id}`).expect(404)
  const yes = (await move('sam', id, { to: 'they_said_yes', version: 1, saidBy: 'worker', on: day(395) }).expect(200)).body
  expect(yes.inside.steps.at(-1)).toMatchObject({ from: 'suggested', to: 'they_said_yes', saidBy: 'participant', how: 'own_phone' })
  const home = (await w.as('partner').get('/partner-home').expect(200)).body
  expect(home.needs).toMatchObject([{ kind: 'answer', placement: { id, participant: { knownAs: 'Sam' } } }])
  await w
    .as('partner')
    .post(`/placements/${id}/accept`, { version: 2, startsOn: day(380) })
    .expect(200)

  let version = 3
  const steps: [string, number, object][] = [
    ['checks', 390, {}],
    ['taster', 380, {}],
    ['placement', 370, { startsOn: day(370), endsOn: day(310) }],
    ['job_offered', 309, {}],
    ['job_accepted', 305, { job: job() }],
    ['sustained_13w', 209, { saidBy: 'partner', how: 'call' }],
    ['sustained_26w', 118, {}],
  ]
  for (const [to, ago, more] of steps) {
    const { body } = await move('officer', id, { to, version: version++, on: day(ago), ...more }).expect(200)
    expect(body.state).toBe(to)
  }
  const { body } = await w.as('lead').get(`/placements/${id}`).expect(200)
  expect(body).toMatchObject({
    job: { hoursPerWeek: 37.5, employer: { name: 'Joinery' } },
    moves: [],
    inside: { sustainedFrom: { weeks13: day(209), weeks26: day(118) } },
  })
  expect(body.inside.steps.map((one: { to: string }) => one.to)).toEqual(['suggested', 'they_said_yes', ...steps.map(([to]) => to)])
  expect(body.inside.steps.at(-2)).toMatchObject({ saidBy: 'partner', recordedBy: 'Officer Test' })
})

it('a yes is never a worker’s to say', async () => {
  const { id } = await suggest(await person('Kit'), await offer())
  expect((await move('officer', id, { to: 'they_said_yes', version: 1, saidBy: 'worker' }).expect(400)).body.errors[0].pointer).toBe(
    '/body/saidBy',
  )
  await move('officer', id, { to: 'they_said_no', version: 1, reason: 'Not for me just now' }).expect(200)
  expect((await move('officer', id, { to: 'they_said_yes', version: 2 }).expect(409)).body.type).toBe('/problems/not-the-next-step')
})
it('a job may follow the checks at once, a taster may not become one without a step between', async () => {
  const straight = await ready('21_25', 'job')
  await move('officer', straight.id, { to: 'job_offered', version: straight.version }).expect(200)
  const taster = await ready('21_25', 'taster')
  expect((await move('officer', taster.id, { to: 'job_offered', version: taster.version }).expect(409)).body).toMatchObject({
    type: '/problems/not-the-next-step',
    next: ['taster', 'ended_early'],
  })
})
it('nobody goes to work before the partner said yes and somebody talked to the provider', async () => {
  const { id } = await suggest(await person('Lee'), await offer())
  await move('officer', id, { to: 'they_said_yes', version: 1 }).expect(200)
  await move('officer', id, { to: 'checks', version: 2 }).expect(200)
  expect((await move('officer', id, { to: 'taster', version: 3 }).expect(409)).body.type).toBe('/problems/partner-not-said-yes')
  const garage = await suggest(await person('Max'), await offer('job', 3, w.ids.partners.garage))
  await move('officer', garage.id, { to: 'they_said_yes', version: 1 }).expect(200)
  await move('officer', garage.id, { to: 'checks', version: 2 }).expect(200)
  await w.as('officer').post(`/placements/${garage.id}/accept`, { version: 3, startsOn: null }).expect(200)
  expect((await move('officer', garage.id, { to: 'taster', version: 4 }).expect(409)).body.type).toBe('/problems/provider-not-checked')
})
it('the adult beside someone who may be under 18 needs a confirmed PVG', async () => {
  for (const age of ['16_17', 'not_known']) {
    const { id, version } = await ready(age)
    expect((await move('officer', id, { to: 'taster', version }).expect(409)).body.type).toBe('/problems/needs-pvg')
    const { items } = (await w.as('officer').get(`/placements/${id}/supervisors`).expect(200)).body
    expect(items).toContainEqual({ userId: w.ids.users.supervisor, name: 'Supervisor Test', jobTitle: '', clear: 'pvg' })
    const arranged = {
      startsOn: null,
      endsOn: null,
      adjustments: 'Written steps help',
      travel: 'Number 90 bus',
      supervisorId: w.ids.users.supervisor,
    }
    await w
      .as('officer')
      .patch(`/placements/${id}`, { ...arranged, version })
      .expect(200)
    await w.clear('supervisor', false)
    await move('officer', id, { to: 'taster', version: version + 1 }).expect(409)
    await w.clear('supervisor')
    await move('officer', id, { to: 'taster', version: version + 1 }).expect(200)
  }
})
it('a job is accepted with its terms and sustained only after its weeks', async () => {
  const { id, version } = await ready()
  await move('officer', id, { to: 'job_offered', version }).expect(200)
  expect((await move('officer', id, { to: 'job_accepted', version: version + 1 }).expect(400)).body.errors[0].pointer).toBe('/body/job')
  await move('officer', id, { to: 'job_accepted', version: version + 1, job: { ...job(), employerId: w.newId() } }).expect(400)
  await move('officer', id, {
    to: 'job_accepted',
    version: version + 1,
    job: { ...job(), startsOn: day(100), realLivingWage: null },
  }).expect(200)
  expect((await move('officer', id, { to: 'sustained_13w', version: version + 2, on: day(10) }).expect(409)).body).toMatchObject({
    type: '/problems/not-sustained-yet',
    from: day(9),
  })
  await move('officer', id, { to: 'sustained_13w', version: version + 2, on: day(9) }).expect(200)
  expect((await move('officer', id, { to: 'sustained_26w', version: version + 3, on: day(0) }).expect(409)).body.type).toBe(
    '/problems/not-sustained-yet',
  )
})
it('a first day cannot be dated back to make a job last at once', async () => {
  const { id, version } = await ready()
  await move('officer', id, { to: 'job_offered', version, on: day(40) }).expect(200)
  const take = (startsOn: string, on = day(30)) =>
    move('officer', id, { to: 'job_accepted', version: version + 1, on, job: { ...job(), startsOn } })
  for (const before of [day(31), day(200)])
    expect((await take(before).expect(400)).body.errors).toMatchObject([{ pointer: '/body/job/startsOn', keyword: 'order' }])
  await take(day(30)).expect(200)
  expect((await move('officer', id, { to: 'sustained_13w', version: version + 2, on: day(0) }).expect(409)).body).toMatchObject({
    type: '/problems/not-sustained-yet',
    from: day(-61),
  })
  expect((await move('officer', id, { to: 'sustained_13w', version: version + 2, on: day(-61) }).expect(400)).body.errors[0].pointer).toBe(
    '/body/on',
  )
})
it('a job that begins next month is taken today, and its weeks begin then', async () => {
  const { id, version } = await ready()
  await move('officer', id, { to: 'job_offered', version }).expect(200)
  const { body } = await move('officer', id, {
    to: 'job_accepted',
    version: version + 1,
    on: day(0),
    job: { ...job(), startsOn: day(-30) },
  }).expect(200)
  expect(body.inside.sustainedFrom).toEqual({ weeks13: day(-121), weeks26: day(-212) })
})
it('the partner confirms who came, and both sides say how it went; the young person’s words are not for the partner', async () => {
  const { placement } = await w.place(w.ids.participants.sam, 'placement')
  const url = `/placements/${placement}`
  await w
    .as('partner')
    .put(`${url}/days/${day(1)}`, { came: false })
    .expect(200)
  expect(
    (
      await w
        .as('supervisor')
        .put(`${url}/days/${day(1)}`, { came: true })
        .expect(200)
    ).body.days,
  ).toEqual([{ day: day(1), came: true }])
  await w
    .as('supervisor')
    .put(`${url}/reviews/${w.newId()}`, { side: 'partner', words: 'Careful with tools', score: 8, saidBy: 'partner' })
    .expect(201)
  await w
    .as('sam')
    .put(`${url}/reviews/${w.newId()}`, { side: 'participant', words: 'The foreman shouts', score: 4, saidBy: 'participant' })
    .expect(201)
  const forPartner = (await w.as('partner').get(url).expect(200)).body
  expect(forPartner.reviews.map((one: { words: string }) => one.words)).toEqual(['Careful with tools'])
  expect((await w.as('officer').get(url).expect(200)).body.reviews).toHaveLength(2)
  await w
    .as('partner')
    .put(`${url}/reviews/${w.newId()}`, { side: 'participant', words: 'They loved it', score: 10, saidBy: 'participant' })
    .expect(403)
  await w
    .as('partner')
    .put(`${url}/days/${day(-2)}`, { came: true })
    .expect(400)
})
it('of three yeses at once for two places, two are taken', async () => {
  const opportunity = await offer('job', 2)
  const all = []
  for (const name of ['Ash', 'Bo', 'Cam']) {
    const { id } = await suggest(await person(name), opportunity)
    await move('officer', id, { to: 'they_said_yes', version: 1 }).expect(200)
    all.push(id)
  }
  const answers = await Promise.all(all.map((id) => w.as('partner').post(`/placements/${id}/accept`, { version: 2, startsOn: null })))
  expect(answers.map((one) => one.status).sort()).toEqual([200, 200, 409])
  expect(answers.find((one) => one.status === 409)!.body.type).toBe('/problems/opportunity-full')
  expect((await w.as('officer').get(`/opportunities/${opportunity}`).expect(200)).body).toMatchObject({ taken: 2, status: 'filled' })
  const out = answers.find((one) => one.status === 200)!.body
  await move('officer', out.id, { to: 'ended_early', version: out.version, endedBy: 'participant' }).expect(200)
  expect((await w.as('officer').get(`/opportunities/${opportunity}`).expect(200)).body).toMatchObject({ taken: 1, status: 'open' })
})
it('a partner that cannot says so, and the young person is theirs no longer', async () => {
  const { id, version } = await ready()
  await w.as('partner').post(`/placements/${id}/decline`, { version, words: 'The foreman is off sick' }).expect(204)
  await w.as('partner').get(`/placements/${id}`).expect(404)
  expect((await w.as('officer').get(`/placements/${id}`).expect(200)).body).toMatchObject({
    state: 'ended_early',
    endedBy: 'partner',
    inside: { endedReason: 'The foreman is off sick' },
  })
})
it('an offer is suggested once to one person, and not at all once it is withdrawn', async () => {
  const someone = await person('Drew'),
    opportunity = await offer(),
    body = { participantId: someone, opportunityId: opportunity, matchReason: '' }
  const id = w.newId()
  await w.as('officer').put(`/placements/${id}`, body).expect(201)
  await w.as('officer').put(`/placements/${id}`, body).expect(200)
  expect((await w.as('lead').put(`/placements/${w.newId()}`, body).expect(409)).body.type).toBe('/problems/already-suggested')
  await w.owner.query(`update opportunities set status = 'withdrawn' where id = $1`, [opportunity])
  expect(
    (
      await w
        .as('lead')
        .put(`/placements/${w.newId()}`, { ...body, participantId: await person('Eli') })
        .expect(409)
    ).body.type,
  ).toBe('/problems/opportunity-closed')
})
it('says what is wrong with a step', async () => {
  const { id } = await suggest(await person('Fin'), await offer(), day(20))
  const wrong = async (body: object) =>
    (await move('officer', id, { to: 'they_said_yes', version: 1, on: day(1), ...body }).expect(400)).body.errors[0].pointer
  expect(await wrong({ on: day(-1) })).toBe('/body/on')
  expect(await wrong({ on: day(21) })).toBe('/body/on')
  expect(await wrong({ to: 'hired' })).toBe('/body/to')
  await move('officer', id, { to: 'they_said_yes', version: 1, on: day(1) }).expect(200)
  expect(await wrong({ to: 'ended_early', version: 2 })).toBe('/body/endedBy')
  expect((await move('lead', id, { to: 'checks', version: 1, on: day(1) }).expect(409)).body.type).toBe('/problems/changed-meanwhile')
  const other = await person('Gus')
  const theirs = w.newId()
  await w.owner.query(
    `insert into interests (partnership_id, id, programme_id, participant_id, own_words, heard_on) values ($1, $2, $3, $4, 'Boxing', '2026-01-05')`,
    [w.ids.partnership, theirs, w.ids.programme, other],
  )
  await w
    .as('officer')
    .put(`/placements/${w.newId()}`, {
      participantId: await person('Hal'),
      opportunityId: await offer(),
      matchedInterestId: theirs,
      matchReason: '',
    })
    .expect(400)
})
