import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
let planned: string, recorded: string
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const plan = (more: object = {}) => ({
  participantId: w.ids.participants.sam,
  startsAt: '2026-12-01T10:00:00.000Z',
  place: '4 Quay Lane, the back door',
  why: 'First visit',
  ...more,
})
const record = (more: object = {}) => ({
  participantId: w.ids.participants.sam,
  happenedAt: ago(20),
  place: '4 Quay Lane, the back door',
  outcome: 'welcomed',
  present: ['them'],
  interests: [],
  skillsWords: 'bikes',
  jobWords: 'vans',
  staffWords: 'CANARY-STAFF',
  wantsToCome: 'maybe',
  nextStep: 'leave_it_with_them',
  nextOn: null,
  toldWhatWeWrite: true,
  worry: false,
  ...more,
})
beforeAll(async () => {
  w = await world()
  planned = (await w.as('officer').put(`/visits/${w.newId()}/plan`, plan()).expect(201)).body.id
  recorded = (await w.as('officer').put(`/visits/${w.newId()}/record`, record()).expect(201)).body.id
  await w.match(w.ids.participants.sam)
  await w.place(w.ids.participants.sam)
})
afterAll(() => w?.close())

it('a match, a placement and an employer see no visit, whoever was given to them', async () => {
  for (const person of [
    'mentor',
    'partner',
    'supervisor',
    'otherpartner',
    'otherlead',
    'data',
    'analyst',
    'admin',
    'safeguarding',
  ] as const) {
    for (const id of [planned, recorded]) {
      await w.as(person).get(`/visits/${id}`).expect(404)
      await w.as(person).get(`/visits/${id}/versions`).expect(404)
      await w.as(person).patch(`/visits/${id}`, { version: 1, place: 'x' }).expect(404)
      await w
        .as(person)
        .post(`/visits/${id}/reschedule`, { newVisitId: w.newId(), startsAt: '2026-12-08T10:00:00.000Z', reason: 'x' })
        .expect(404)
      await w.as(person).post(`/visits/${id}/cancel`, { reason: 'x' }).expect(404)
      await w.as(person).post(`/visits/${id}/undo`, { newVisitId: w.newId() }).expect(404)
    }
    for (const query of [`participantId=${w.ids.participants.sam}`, `officerId=${w.ids.users.officer}`, ''])
      expect((await w.as(person).get(`/visits?${query}`).expect(200)).body.items).toEqual([])
    expect((await w.as(person).get(`/visits/prepare?visitId=${planned}`).expect(404)).text).not.toContain('Quay')
  }
})
it('someone who may see the young person, but not visit, is refused; someone who may not see them finds nobody', async () => {
  for (const person of ['mentor', 'partner', 'supervisor', 'safeguarding', 'sam'] as const) {
    await w.as(person).put(`/visits/${w.newId()}/plan`, plan()).expect(403)
    await w.as(person).put(`/visits/${w.newId()}/record`, record()).expect(403)
    expect((await w.as(person).get(`/visits/prepare?participantId=${w.ids.participants.sam}`).expect(403)).text).not.toContain('Quay')
  }
  for (const person of ['otherpartner', 'otherlead', 'data', 'analyst', 'admin'] as const) {
    await w.as(person).put(`/visits/${w.newId()}/plan`, plan()).expect(404)
    await w.as(person).put(`/visits/${w.newId()}/record`, record()).expect(404)
    await w.as(person).get(`/visits/prepare?participantId=${w.ids.participants.sam}`).expect(404)
    await w.as(person).get(`/visits/officers?programmeId=${w.ids.programme}`).expect(404)
  }
  await w
    .as('mentor')
    .put(`/visits/${w.newId()}/record`, record({ participantId: w.ids.participants.rosa }))
    .expect(404)
  await w.stranger().get(`/visits/${planned}`).expect(401)
})
it('Sam reads their own visit, and what was said of it, but changes nothing there', async () => {
  const { body } = await w.as('sam').get(`/visits/${recorded}`).expect(200)
  expect(body).toMatchObject({ words: { job: 'vans', staff: 'CANARY-STAFF' }, can: { amend: false, undo: false } })
  await w.as('sam').patch(`/visits/${recorded}`, { version: body.version, jobWords: 'x' }).expect(403)
  await w.as('sam').post(`/visits/${planned}/cancel`, { reason: 'x' }).expect(403)
})
it('what was seen is corrected by those who were there, or by the lead', async () => {
  await w.as('secondOfficer').patch(`/visits/${recorded}`, { version: 1, jobWords: 'x' }).expect(403)
  await w.as('lead').patch(`/visits/${recorded}`, { version: 1, place: 'At the hall' }).expect(200)
})
it('an ended agreement takes effect on the next request', async () => {
  const officer = w.as('secondOfficer')
  await officer.get(`/visits/${planned}`).expect(200)
  const partner = w.ids.partners.fire
  const { rows } = await w.owner.query('select ended_at from sharing_agreements where partner_id = $1', [partner])
  await w.endAgreement(partner)
  await officer.get(`/visits/${planned}`).expect(404)
  await officer.put(`/visits/${w.newId()}/record`, record()).expect(404)
  await w.owner.query('update sharing_agreements set ended_at = $2 where partner_id = $1', [partner, rows[0].ended_at])
})
it('hides the place from an officer whose agreement does not cover where people are found', async () => {
  await w.owner.query(`update sharing_agreements set categories = array_remove(categories, 'contact') where partner_id = $1`, [
    w.ids.partners.fire,
  ])
  const one = (await w.as('officer').get(`/visits/${planned}`).expect(200)).body
  const list = (await w.as('officer').get(`/visits?participantId=${w.ids.participants.sam}`).expect(200)).body
  const door = (await w.as('officer').get(`/visits/prepare?visitId=${planned}`).expect(200)).body
  expect(JSON.stringify([one, list, door])).not.toContain('Quay')
  await w.owner.query(`update sharing_agreements set categories = categories || '{contact}' where partner_id = $1`, [w.ids.partners.fire])
})
it('one officer stands at one door at a time', async () => {
  expect(
    (
      await w
        .as('officer')
        .put(`/visits/${w.newId()}/plan`, plan({ participantId: w.ids.participants.rosa }))
        .expect(409)
    ).body.type,
  ).toBe('/problems/visit-already-booked')
  await w
    .as('secondOfficer')
    .put(`/visits/${w.newId()}/plan`, plan({ participantId: w.ids.participants.rosa }))
    .expect(201)
})
it('an officer without confirmed PVG membership is not planned for anyone who may be under 18', async () => {
  const age = (band: string) => w.owner.query('update participants set age_band = $1 where id = $2', [band, w.ids.participants.rosa])
  await w.clear('secondOfficer', false)
  const attempt = (hour: string) =>
    w
      .as('officer')
      .put(
        `/visits/${w.newId()}/plan`,
        plan({ participantId: w.ids.participants.rosa, officerId: w.ids.users.secondOfficer, startsAt: `2026-12-10T${hour}:00:00.000Z` }),
      )
  for (const band of ['under_16', '16_17', 'not_known']) {
    await age(band)
    expect((await attempt('10').expect(409)).body.type).toBe('/problems/needs-pvg')
    expect(
      (
        await w
          .as('officer')
          .put(
            `/visits/${w.newId()}/plan`,
            plan({
              participantId: w.ids.participants.rosa,
              secondOfficerId: w.ids.users.secondOfficer,
              startsAt: '2026-12-10T11:00:00.000Z',
            }),
          )
          .expect(409)
      ).body.type,
    ).toBe('/problems/needs-pvg')
  }
  await age('18_20')
  await attempt('12').expect(201)
  expect((await w.as('officer').get(`/visits/officers?programmeId=${w.ids.programme}`).expect(200)).body.items).toContainEqual({
    id: w.ids.users.secondOfficer,
    name: 'SecondOfficer Test',
    clear: null,
    mayGo: true,
  })
})
it('nobody knocks before the programme may, nor after being asked to stop', async () => {
  const attempt = () => w.as('officer').put(`/visits/${w.newId()}/plan`, plan({ startsAt: '2026-12-11T10:00:00.000Z' }))
  await w.owner.query(`update programmes set status = 'preparing' where id = $1`, [w.ids.programme])
  expect((await attempt().expect(409)).body.type).toBe('/problems/outreach-not-started')
  await w.owner.query(`update programmes set status = 'running' where id = $1`, [w.ids.programme])
  await w.owner.query(`update participants set status = 'declined' where id = $1`, [w.ids.participants.sam])
  expect((await attempt().expect(409)).body.type).toBe('/problems/contact-ended')
  await w.owner.query(`update participants set status = 'active' where id = $1`, [w.ids.participants.sam])
})
it('the first conversation is not saved before they were told what is written, and telling them answers the notice', async () => {
  const nomination = w.newId(),
    participantId = w.newId()
  await w.owner.query(
    `insert into nominations (partnership_id, id, programme_id, source_partner_id, source_kind, received_on, first_name, good_at_text, status) values ($1, $2, $3, $4, 'police', '2026-10-20', 'Ailsa', 'Draws', 'accepted')`,
    [w.ids.partnership, nomination, w.ids.programme, w.ids.partners.fire],
  )
  await w.owner.query(
    `insert into participants (partnership_id, id, programme_id, nomination_id, known_as) values ($1, $2, $3, $4, 'Ailsa')`,
    [w.ids.partnership, participantId, w.ids.programme, nomination],
  )
  const knock = w.newId()
  await w
    .as('officer')
    .put(`/visits/${knock}/record`, record({ participantId, outcome: 'no_one_in', present: [], toldWhatWeWrite: false }))
    .expect(201)
  const talked = (more: object) => w.as('officer').patch(`/visits/${knock}`, { version: 1, outcome: 'listened', ...more })
  expect((await talked({}).expect(400)).body.errors).toMatchObject([{ pointer: '/body/toldWhatWeWrite', keyword: 'first-visit' }])
  const { body } = await w
    .as('officer')
    .put(`/visits/${w.newId()}/record`, record({ participantId, toldWhatWeWrite: false }))
    .expect(400)
  expect(body.errors).toMatchObject([{ pointer: '/body/toldWhatWeWrite', keyword: 'first-visit' }])
  await w.as('officer').put(`/visits/${w.newId()}/record`, record({ participantId })).expect(201)
  expect((await w.owner.query('select notice_given_on, notice_how from nominations where id = $1', [nomination])).rows[0]).toMatchObject({
    notice_how: 'told at the first visit',
  })
  await w
    .as('officer')
    .put(`/visits/${w.newId()}/record`, record({ participantId, toldWhatWeWrite: false, happenedAt: ago(5) }))
    .expect(201)
  expect((await talked({}).expect(200)).body.outcome).toBe('listened') // told meanwhile, at another visit
})
it('what was heard, and that they were told, can be added to a visit afterwards; being told is never taken away', async () => {
  const participantId = w.newId(),
    knock = w.newId()
  await w.owner.query(`insert into participants (partnership_id, id, programme_id, known_as) values ($1, $2, $3, 'Struan')`, [
    w.ids.partnership,
    participantId,
    w.ids.programme,
  ])
  await w
    .as('officer')
    .put(`/visits/${knock}/record`, record({ participantId, outcome: 'no_one_in', present: [], interests: [], toldWhatWeWrite: false }))
    .expect(201)
  const change = (more: object) => w.as('officer').patch(`/visits/${knock}`, more)
  const heard = { interests: [{ ownWords: 'Bikes', tag: null }], outcome: 'welcomed' as const }
  expect((await change({ version: 1, ...heard, toldWhatWeWrite: true }).expect(200)).body).toMatchObject({
    outcome: 'welcomed',
    toldWhatWeWrite: true,
    interests: [{ ownWords: 'Bikes' }],
  })
  await change({ version: 2, toldWhatWeWrite: false }).expect(400)
  expect((await change({ version: 2, interests: [{ ownWords: 'bikes', tag: null }] }).expect(200)).body).toMatchObject({
    toldWhatWeWrite: true,
    interests: [{ ownWords: 'Bikes' }], // heard once
  })
})
it('says of every wrong answer which one it is', async () => {
  const refused = async (body: object) =>
    ((await w.as('officer').put(`/visits/${w.newId()}/record`, body).expect(400)).body.errors as { pointer: string }[])
      .map(({ pointer }) => pointer)
      .sort()
  expect(await refused({})).toEqual(expect.arrayContaining(['/body/happenedAt', '/body/outcome', '/body/participantId', '/body/worry']))
  expect(await refused(record({ outcome: 'fine', present: ['dog'], worry: 'no' }))).toEqual([
    '/body/outcome',
    '/body/present/0',
    '/body/worry',
  ])
  expect(
    await refused(record({ interests: [{ ownWords: '', tag: 'Big Words' }], status: 'recorded', officerId: w.ids.users.lead })),
  ).toEqual(expect.arrayContaining(['/body/interests/0/ownWords', '/body/officerId', '/body/status']))
  expect(await refused(record({ happenedAt: new Date(Date.now() + 3_600_000).toISOString() }))).toEqual(['/body/happenedAt'])
  expect(await refused(record({ nextStep: 'date_they_chose' }))).toEqual(['/body/nextOn'])
  expect(await refused(record({ nextOn: '2020-01-01' }))).toEqual(['/body/nextOn'])
  expect(await refused(record({ secondOfficerId: w.ids.users.officer }))).toEqual(['/body/secondOfficerId'])
  expect(
    (
      await w
        .as('officer')
        .put(`/visits/${w.newId()}/plan`, plan({ officerId: w.ids.users.mentor }))
        .expect(400)
    ).body.errors[0].pointer,
  ).toBe('/body/officerId')
  await w.as('officer').get('/visits/prepare').expect(400)
  await w.as('officer').get('/visits?after=nonsense').expect(400)
})
it('leaves one line in the read log for every young person shown', async () => {
  const before = async () =>
    (
      await w.owner.query<{ n: number }>('select count(*)::int as n from access_events where user_id = $1 and participant_id = $2', [
        w.ids.users.lead,
        w.ids.participants.sam,
      ])
    ).rows[0]!.n
  const start = await before()
  await w.as('lead').get(`/visits?participantId=${w.ids.participants.sam}`).expect(200)
  await w.as('lead').get(`/visits/${recorded}`).expect(200)
  await w.as('lead').get(`/visits/prepare?visitId=${planned}`).expect(200)
  expect(await before()).toBe(start + 3)
})
