import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const suggestion = (extra: object = {}) => ({
  programmeId: w.ids.programme,
  sourcePartnerId: w.ids.partners.fire,
  goodAt: 'Fixes every bike in the street',
  firstName: 'Ruaridh',
  familyName: 'Munro',
  dateOfBirth: '2009-04-05',
  contactPointer: 'Gran, 12 Quay Lane',
  why: 'On the stairs most nights',
  triedBefore: 'Football club, left after a week',
  trustedPerson: 'His gran',
  sourceKind: 'fire',
  sharingBasis: 'public_task',
  receivedOn: '2026-10-31',
  ...extra,
})
const bring = async (person: Person = 'officer', extra: object = {}) =>
  (await w.as(person).put(`/nominations/${w.newId()}`, suggestion(extra)).expect(201)).body
const joinery = () => ({ sourcePartnerId: w.ids.partners.joinery, sourceKind: 'other' })
const decide = (person: Person, id: string, extra: object) =>
  w
    .as(person)
    .post(`/nominations/${id}/triage`, { outcome: 'accepted', decidedOn: '2026-11-10', reasons: 'He asked about the bikes', ...extra })

it('an officer suggests someone, what they are good at first, and the notice clock starts', async () => {
  const body = await bring()
  expect(body).toMatchObject({
    status: 'received',
    goodAt: 'Fixes every bike in the street',
    noticeDueOn: '2026-11-30',
    noticeGivenOn: null,
    broughtBy: 'Officer Test',
    triage: null,
    participantId: null,
  })
  expect(body.can).toEqual({ amend: true, notice: true, screen: true, triage: false, decline: true })
})
it('a partner brings someone in their own name, and sees only those', async () => {
  const mine = await bring('partner', joinery()),
    other = await bring()
  const {
    body: { items },
  } = await w.as('partner').get('/nominations').expect(200)
  expect(items.map((one: { id: string }) => one.id)).toContain(mine.id)
  expect(items.every((one: { sourcePartner: { name: string } }) => one.sourcePartner.name === 'Joinery')).toBe(true)
  await w.as('partner').get(`/nominations/${other.id}`).expect(404)
  await w.as('partner').put(`/nominations/${w.newId()}`, suggestion()).expect(403)
})
it('nobody else sees a suggestion', async () => {
  const { id } = await bring('partner', joinery())
  for (const person of ['otherpartner', 'otherlead', 'mentor', 'supervisor', 'analyst', 'data', 'admin', 'sam'] as const) {
    await w.as(person).get(`/nominations/${id}`).expect(404)
    expect((await w.as(person).get('/nominations').expect(200)).body.items.map((one: { id: string }) => one.id)).not.toContain(id)
    await w.as(person).post(`/nominations/${id}/decline`, { saidOn: '2026-11-01' }).expect(404)
  }
  await w.as('safeguarding').get(`/nominations/${id}`).expect(200)
})
it('who may not bring is refused, and a partner without an agreement finds no programme', async () => {
  await w.as('mentor').put(`/nominations/${w.newId()}`, suggestion()).expect(403)
  await w
    .as('otherpartner')
    .put(`/nominations/${w.newId()}`, suggestion({ sourcePartnerId: w.ids.partners.garage }))
    .expect(404)
  await w.as('otherlead').put(`/nominations/${w.newId()}`, suggestion()).expect(404)
})
it('a suggestion without a strength is refused, and so is a slip in a date', async () => {
  const refused = async (extra: object) =>
    (await w.as('officer').put(`/nominations/${w.newId()}`, suggestion(extra)).expect(400)).body.errors[0]
  expect(await refused({ goodAt: '  ' })).toMatchObject({ pointer: '/body/goodAt' })
  expect(await refused({ receivedOn: '2099-01-01' })).toMatchObject({ pointer: '/body/receivedOn', keyword: 'future' })
  expect(await refused({ dateOfBirth: '2025-04-05' })).toMatchObject({
    pointer: '/body/dateOfBirth',
    detail: 'This would make them 1: check the year.',
  })
  expect(await refused({ sourcePartnerId: w.newId() })).toMatchObject({ pointer: '/body/sourcePartnerId' })
  expect(await refused({ riskScore: 9 })).toMatchObject({ pointer: '/body/riskScore' })
})
it('sent twice, it is one suggestion', async () => {
  const id = w.newId(),
    words = suggestion({ firstName: 'Once' })
  await w.as('officer').put(`/nominations/${id}`, words).expect(201)
  await w.as('officer').put(`/nominations/${id}`, words).expect(200)
  await w
    .as('officer')
    .put(`/nominations/${id}`, { ...words, firstName: 'Twice' })
    .expect(409)
  expect((await w.owner.query(`select from nominations where first_name in ('Once', 'Twice')`)).rowCount).toBe(1)
})
it('it can be changed until the panel has decided; a partner only until the panel looks', async () => {
  const { id, version } = await bring('partner', joinery())
  const { body } = await w.as('partner').patch(`/nominations/${id}`, { version, trustedPerson: 'Her big sister' }).expect(200)
  expect(body).toMatchObject({ trustedPerson: 'Her big sister', version: version + 1 })
  expect((await w.as('officer').patch(`/nominations/${id}`, { version, why: 'Late' }).expect(409)).body).toMatchObject({
    type: '/problems/changed-meanwhile',
    current: { trustedPerson: 'Her big sister' },
  })
  expect((await w.as('officer').post(`/nominations/${id}/screen`).expect(200)).body.status).toBe('screening')
  await w
    .as('partner')
    .patch(`/nominations/${id}`, { version: version + 2, why: 'Later' })
    .expect(403)
  await w
    .as('officer')
    .patch(`/nominations/${id}`, { version: version + 2, why: 'The stair light is out' })
    .expect(200)
  await decide('lead', id, { outcome: 'not_now' }).expect(200)
  expect(
    (
      await w
        .as('officer')
        .patch(`/nominations/${id}`, { version: version + 4, why: 'Too late' })
        .expect(409)
    ).body.type,
  ).toBe('/problems/nomination-already-decided')
})
it('being told is written down once it happened, not before they were suggested and not ahead', async () => {
  const { id } = await bring()
  await w.as('officer').post(`/nominations/${id}/notice`, { givenOn: '2026-10-30', how: 'Leaflet' }).expect(400)
  await w.as('officer').post(`/nominations/${id}/notice`, { givenOn: '2099-10-30', how: 'Leaflet' }).expect(400)
  expect(
    (
      await w
        .as('officer')
        .post(`/nominations/${id}/notice`, { givenOn: '2026-11-03', how: 'Spoken at the door, leaflet left' })
        .expect(200)
    ).body,
  ).toMatchObject({ noticeGivenOn: '2026-11-03', noticeOverdue: false })
})
it('the list finds whom nobody has told in time, page by page', async () => {
  for (const firstName of ['Ada', 'Bea', 'Cat']) await bring('officer', { firstName, receivedOn: '2026-03-31' })
  const page = async (after?: string) =>
    (
      await w
        .as('lead')
        .get(`/nominations?programmeId=${w.ids.programme}&status=open&notice=overdue&limit=2${after ? `&after=${after}` : ''}`)
        .expect(200)
    ).body
  const first = await page(),
    second = await page(first.next)
  expect([...first.items, ...second.items].map((one: { firstName: string }) => one.firstName)).toEqual(['Cat', 'Bea', 'Ada'])
  expect(first.items[0]).toMatchObject({ noticeDueOn: '2026-04-30', noticeOverdue: true })
  expect(second.next).toBeNull()
  await w.as('lead').get('/nominations?after=nonsense').expect(400)
})
it('telling them is due at the first contact, when that comes before the month is over', async () => {
  const { id } = await bring('officer', { firstName: 'Dot', receivedOn: '2026-11-10' })
  const decided = { outcome: 'accepted', decidedOn: '2026-11-12', reasons: '' }
  const { participantId, noticeDueOn } = (await w.as('lead').post(`/nominations/${id}/triage`, decided).expect(200)).body
  expect(noticeDueOn).toBe('2026-12-10')
  await w.owner.query(
    `insert into visits (partnership_id, id, programme_id, participant_id, starts_at, officer_id) values ($1, $2, $3, $4, '2026-11-15T10:00:00Z', $5)`,
    [w.ids.partnership, w.newId(), w.ids.programme, participantId, w.ids.users.officer],
  )
  expect((await w.as('officer').get(`/nominations/${id}`).expect(200)).body).toMatchObject({
    noticeDueOn: '2026-11-15',
    noticeOverdue: true,
  })
})
it('accepting makes their record, with what they are good at as its first words', async () => {
  const { id } = await bring('officer', { firstName: 'Catriona', familyName: 'Ross', dateOfBirth: '2009-11-11' })
  const { body } = await decide('lead', id, {
    knownAs: 'Trina',
    workerId: w.ids.users.officer,
    dissentText: 'Police would rather wait',
    assetSeen: 'Patience with the wee ones',
  }).expect(200)
  expect(body).toMatchObject({
    status: 'accepted',
    erasureDueAt: null,
    triage: { dissentText: 'Police would rather wait', recordedBy: 'Lead Test' },
  })
  const {
    rows: [person],
  } = await w.owner.query(
    `select t.*, c.family_name, c.address, a.own_words, s.to_status from participants t join participant_contacts c on c.participant_id = t.id
    join assets a on a.participant_id = t.id join participant_steps s on s.participant_id = t.id where t.id = $1`,
    [body.participantId],
  )
  expect(person).toMatchObject({
    known_as: 'Trina',
    age_band: '16_17',
    status: 'in_conversation',
    worker_id: w.ids.users.officer,
    family_name: 'Ross',
    address: 'Gran, 12 Quay Lane',
    own_words: 'Fixes every bike in the street',
    to_status: 'in_conversation',
  })
})
it('a record that was shown is in the read log', async () => {
  const { id } = await bring()
  const {
    body: { participantId },
  } = await decide('lead', id, {}).expect(200)
  const logged = async () =>
    (await w.owner.query(`select from access_events where participant_id = $1 and user_id = $2`, [participantId, w.ids.users.officer]))
      .rowCount
  await w.as('officer').get(`/nominations/${id}`).expect(200)
  expect(await logged()).toBe(1)
  await w.as('officer').get('/nominations?limit=100').expect(200)
  expect(await logged()).toBe(2)
})
it('only a lead decides, once, and not on a day to come', async () => {
  const { id } = await bring('partner', joinery())
  await decide('officer', id, {}).expect(403)
  await decide('partner', id, {}).expect(403)
  await decide('lead', id, { decidedOn: '2099-01-01' }).expect(400)
  await decide('lead', id, { workerId: w.ids.users.mentor }).expect(400)
  const both = await Promise.all([decide('lead', id, {}), decide('lead', id, {})])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  expect((await w.owner.query('select from participants where nomination_id = $1', [id])).rowCount).toBe(1)
})
it('whoever is not accepted is erased after ninety days, and the partner reads the outcome but not what the panel said', async () => {
  const { id } = await bring('partner', joinery())
  await decide('lead', id, { outcome: 'redirected', reasons: 'School already works with her' }).expect(200)
  const { body } = await w.as('partner').get(`/nominations/${id}`).expect(200)
  expect(body).toMatchObject({ status: 'redirected', triage: null })
  expect(Math.round((Date.parse(body.erasureDueAt) - Date.now()) / 86_400_000)).toBeOneOf([89, 90]) // whole days, from the rule
})
it('already known means: known as whom', async () => {
  const first = await bring(),
    second = await bring()
  await decide('lead', second.id, { outcome: 'duplicate' }).expect(400)
  await decide('lead', second.id, { outcome: 'duplicate', duplicateOfId: second.id }).expect(400)
  expect((await decide('lead', second.id, { outcome: 'duplicate', duplicateOfId: first.id }).expect(200)).body.duplicateOf).toEqual({
    kind: 'nomination',
    id: first.id,
  })
  const third = await bring()
  expect(
    (await decide('lead', third.id, { outcome: 'duplicate', duplicateOfId: w.ids.participants.sam }).expect(200)).body.duplicateOf,
  ).toEqual({ kind: 'participant', id: w.ids.participants.sam })
})
it('they may say no at any point before they take part', async () => {
  const no = (id: string) => w.as('officer').post(`/nominations/${id}/decline`, { saidOn: '2026-11-12' })
  const waiting = await bring(),
    accepted = await bring(),
    active = await bring()
  expect((await no(waiting.id).expect(200)).body).toMatchObject({ status: 'declined_by_person', erasureDueAt: expect.any(String) })
  const {
    body: { participantId },
  } = await decide('lead', accepted.id, {})
  await no(accepted.id).expect(200)
  expect(
    (await w.owner.query('select status, erasure_due_at is not null as clock from participants where id = $1', [participantId])).rows,
  ).toEqual([{ status: 'declined', clock: true }])
  const {
    body: { participantId: busy },
  } = await decide('lead', active.id, {})
  await w.owner.query(`update participants set status = 'active' where id = $1`, [busy])
  expect((await no(active.id).expect(409)).body.type).toBe('/problems/nomination-taking-part')
})
