import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const begun = async (extra: object = {}, person: 'lead' | 'admin' = 'lead') => {
  const id = w.newId()
  const { body } = await w
    .as(person)
    .put(`/programmes/${id}`, { name: `Quayside ${id.slice(-6)}`, areaId: w.ids.area, leadPartnerId: w.ids.partners.housing, ...extra })
    .expect(201)
  return body
}
const edit = (id: string, version: number, changes: object) => w.as('lead').patch(`/programmes/${id}`, { version, ...changes })
const move = (id: string, to: string, person: 'lead' | 'officer' = 'lead') => w.as(person).post(`/programmes/${id}/move`, { to })
const purpose = () => ({
  name: 'Running the programme',
  whatFor: 'To know whom we meet and what they want',
  controllerId: w.ids.partners.housing,
  article6: 'public_task',
  retentionNote: 'Three years after the last follow-up',
})
/** The data lead is given the programme and writes its papers; the lead, who did not write it, approves the assessment. */
async function papers(id: string) {
  await w.owner.query(
    `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role) values ($1, $2, $3, $4, $5, 'data_lead') on conflict do nothing`,
    [w.ids.partnership, w.newId(), id, w.ids.users.data, w.ids.partners.housing],
  )
  const data = w.as('data')
  const { body } = await data.put(`/programmes/${id}/purposes/${w.newId()}`, purpose()).expect(201)
  const { whyNeeded, whatHappens, whoWasAsked, risks, advice } = body.dpia
  await data.post(`/programmes/${id}/dpia/write`, { version: 0, whyNeeded, whatHappens, whoWasAsked, risks, advice }).expect(200)
  await w.as('lead').post(`/programmes/${id}/dpia/approve`, { version: 1, reviewOn: '2090-01-01' }).expect(200)
  const answers = Object.fromEntries(
    ['bestInterests', 'fairness', 'views', 'privacy', 'safety', 'growing'].map((one) => [one, 'Yes, and how']),
  )
  const written = await data.post(`/programmes/${id}/rights-check/write`, { version: 0, ...answers }).expect(200)
  await data.post(`/programmes/${id}/rights-check/finish`, { version: written.body.rightsCheck.version }).expect(200)
}
/** Arranges what the guard asks for, but for the named exception. */
const prepared = async (id: string) => {
  const { version } = (await w.as('lead').get(`/programmes/${id}`)).body
  await edit(id, version, {
    safeguardingLeadId: w.ids.users.safeguarding,
    safeguardingDeputyId: w.ids.users.lead,
  }).expect(200)
  await papers(id)
  await w.owner.query(
    `insert into sharing_agreements (partnership_id, id, programme_id, partner_id, categories, purpose, valid_until, agreed_at) values ($1, $2, $3, $4, '{identity}', 'To begin', '2099-01-01', now())`,
    [w.ids.partnership, w.newId(), id, w.ids.partners.fire],
  )
  for (const user of [w.ids.users.officer, w.ids.users.secondOfficer])
    await w.owner.query(
      `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role) values ($1, $2, $3, $4, $5, 'outreach_officer')`,
      [w.ids.partnership, w.newId(), id, user, w.ids.partners.fire],
    )
}

it('a lead who begins a programme for their own partner leads it', async () => {
  const body = await begun({ cohortName: 'The quay lads', triedBefore: 'A football night, twice; nobody came back.', invitedCount: 9 })
  expect(body).toMatchObject({
    status: 'spotted',
    area: { name: 'Harbour' },
    leadPartner: { name: 'Housing' },
    invitedCount: 9,
    can: { edit: true, move: true },
  })
  expect(body.team).toMatchObject([{ name: 'Lead Test', role: 'programme_lead' }])
  expect(body.partners).toMatchObject([{ partner: { name: 'Housing' }, role: 'lead' }])
})
it('an administrator may begin one, and does not lead it', async () => {
  const body = await begun({}, 'admin')
  expect(body).toMatchObject({ team: [], can: { edit: true, move: false, nominate: false } })
})
it('beginning twice with the same words makes one programme', async () => {
  const id = w.newId(),
    words = { name: 'Twice', areaId: w.ids.area, leadPartnerId: w.ids.partners.housing }
  await w.as('lead').put(`/programmes/${id}`, words).expect(201)
  await w.as('lead').put(`/programmes/${id}`, words).expect(200)
  expect(
    (
      await w
        .as('lead')
        .put(`/programmes/${id}`, { ...words, name: 'Thrice' })
        .expect(409)
    ).body.type,
  ).toBe('/problems/already-exists')
})
it('a programme that follows another begins with no plan of its own', async () => {
  const body = await begun({ derivedFromId: w.ids.programme })
  expect(body.derivedFrom).toEqual({ id: w.ids.programme, name: 'Harbour' })
  for (const table of ['courses', 'decisions'])
    expect((await w.owner.query(`select from ${table} where programme_id = $1`, [body.id])).rowCount).toBe(0)
})
it('everyone with a part in the programme reads it, with what it still needs', async () => {
  for (const person of ['lead', 'officer', 'mentor', 'partner', 'analyst', 'admin'] as const) {
    const { body } = await w.as(person).get(`/programmes/${w.ids.programme}`).expect(200)
    expect(body.setup.filter((one: { done: boolean }) => !one.done)).toMatchObject([{ key: 'purpose' }])
    expect(body.team.map((one: { role: string }) => one.role)).not.toContain('participant')
  }
})
it('partners without an agreement, and other partnerships, see no programme', async () => {
  for (const person of ['otherpartner', 'otherlead'] as const) {
    await w.as(person).get(`/programmes/${w.ids.programme}`).expect(404)
    expect((await w.as(person).get('/programmes').expect(200)).body.items.map((one: { id: string }) => one.id)).not.toContain(
      w.ids.programme,
    )
    await w.as(person).post(`/programmes/${w.ids.programme}/move`, { to: 'paused' }).expect(404)
  }
  await w
    .as('otherpartner')
    .put(`/programmes/${w.newId()}`, { name: 'Garage', areaId: w.ids.area, leadPartnerId: w.ids.partners.garage })
    .expect(403)
})
it('only a lead or an administrator changes it, and only a lead moves it', async () => {
  const {
    body: { version },
  } = await w.as('officer').get(`/programmes/${w.ids.programme}`)
  await w.as('officer').patch(`/programmes/${w.ids.programme}`, { version, cohortName: 'Ours' }).expect(403)
  await w.as('admin').post(`/programmes/${w.ids.programme}/move`, { to: 'paused' }).expect(403)
  await w
    .as('officer')
    .put(`/programmes/${w.newId()}`, { name: 'Mine', areaId: w.ids.area, leadPartnerId: w.ids.partners.fire })
    .expect(403)
  await w.as('lead').put(`/programmes/${w.newId()}`, { name: 'Theirs', areaId: w.ids.area, leadPartnerId: w.ids.partners.fire }).expect(403)
})
it('a change made on an old version is refused, with what stands now', async () => {
  const { id, version } = await begun()
  await edit(id, version, { cohortName: 'First' }).expect(200)
  const { body } = await edit(id, version, { cohortName: 'Second' }).expect(409)
  expect(body).toMatchObject({ type: '/problems/changed-meanwhile', current: { cohortName: 'First' } })
})
it('no one knocks on a door before everything is in place, and the page says what is missing beforehand', async () => {
  const { id } = await begun()
  await move(id, 'outreach').expect(409)
  await move(id, 'convened').expect(200)
  const { body: preparing } = await move(id, 'preparing').expect(200)
  const missing = preparing.moves.find((one: { to: string }) => one.to === 'outreach').missing
  expect(missing.map((one: { key: string }) => one.key)).toEqual([
    'agreement',
    'purpose',
    'dpia',
    'rights_check',
    'officers',
    'safeguarding',
  ])
  const { body: refused } = await move(id, 'outreach').expect(409)
  expect(refused).toMatchObject({ type: '/problems/programme-not-ready', missing })
  await prepared(id)
  expect((await move(id, 'outreach').expect(200)).body.status).toBe('outreach')
})
it('an agreement that has ended opens no door, and neither does one officer alone', async () => {
  const { id } = await begun()
  await move(id, 'convened')
  await move(id, 'preparing')
  await prepared(id)
  await w.owner.query('update sharing_agreements set ended_at = now() where programme_id = $1', [id])
  expect((await move(id, 'outreach').expect(409)).body.missing.map((one: { key: string }) => one.key)).toEqual(['agreement'])
  await w.owner.query('update sharing_agreements set ended_at = null where programme_id = $1', [id])
  await w.clear('secondOfficer', false)
  expect((await move(id, 'outreach').expect(409)).body.missing).toEqual([
    { key: 'officers', text: 'Two outreach officers have their PVG membership confirmed (one has so far)' },
  ])
  await w.clear('secondOfficer')
})
it('an assessment whose day to look at it again has passed, or without a purpose, opens no door: the page and the database say so', async () => {
  const { id } = await begun()
  await move(id, 'convened')
  await move(id, 'preparing')
  await prepared(id)
  const missing = async () => (await move(id, 'outreach').expect(409)).body.missing.map((one: { key: string }) => one.key)
  await w.owner.query(`update dpias set review_on = current_date - 1 where programme_id = $1`, [id])
  expect(await missing()).toEqual(['dpia'])
  await w.owner.query(`update dpias set review_on = '2090-01-01' where programme_id = $1`, [id])
  await w.owner.query('update processing_purposes set ended_at = now() where programme_id = $1', [id])
  expect(await missing()).toEqual(['purpose'])
  const past = w.doors
    .asPerson(w.ids.users.lead, w.ids.partnership, w.newId())
    .transact((tx) => tx.$client.query(`update programmes set status = 'outreach' where id = $1`, [id]))
  await expect(past).rejects.toMatchObject({ constraint: 'programmes_have_their_papers' })
  await w.owner.query('update processing_purposes set ended_at = null where programme_id = $1', [id])
  expect((await move(id, 'outreach').expect(200)).body.status).toBe('outreach')
})
it('the two states follow from the papers: no edit of the programme sets them, by route or by query', async () => {
  const { id, version } = await begun()
  await edit(id, version, { dpiaStatus: 'approved' }).expect(400)
  await w.doors
    .asPerson(w.ids.users.lead, w.ids.partnership, w.newId())
    .transact((tx) => tx.$client.query(`update programmes set dpia_status = 'approved', rights_check_status = 'done' where id = $1`, [id]))
  expect((await w.as('lead').get(`/programmes/${id}`)).body).toMatchObject({ dpiaStatus: 'not_started', rightsCheckStatus: 'not_started' })
})
it('a paused programme goes on where it paused', async () => {
  const { id } = await begun()
  await move(id, 'convened')
  expect((await move(id, 'paused').expect(200)).body).toMatchObject({
    status: 'paused',
    pausedFrom: 'convened',
    moves: [{ to: 'convened' }],
  })
  expect((await move(id, 'preparing').expect(409)).body.type).toBe('/problems/programme-cannot-move')
  expect((await move(id, 'convened').expect(200)).body).toMatchObject({ status: 'convened', pausedFrom: null })
})
it('a deadline says what and by when', async () => {
  const { id, version } = await begun()
  expect((await edit(id, version, { deadlineOn: '2027-07-23' }).expect(400)).body.errors[0].pointer).toBe('/body/deadlineWhat')
  expect(
    (await edit(id, version, { deadlineOn: '2027-07-23', deadlineWhat: 'The Games open', deadlineWhose: 'The city' }).expect(200)).body
      .deadlineOn,
  ).toBe('2027-07-23')
})
it('the deputy is not the safeguarding lead, and both work here', async () => {
  const { id, version } = await begun(),
    { safeguarding, otherlead } = w.ids.users
  await edit(id, version, { safeguardingLeadId: safeguarding, safeguardingDeputyId: safeguarding }).expect(400)
  await edit(id, version, { safeguardingLeadId: otherlead }).expect(400)
})
it('a partner joins with a role, an offer and an ask, and leaves again', async () => {
  const { id } = await begun(),
    row = w.newId()
  const offer = {
    partnerId: w.ids.partners.joinery,
    role: 'provider',
    offers: 'Two benches on Fridays',
    asks: 'Someone who knows the lads',
  }
  await w.as('lead').put(`/programmes/${id}/partners/${row}`, offer).expect(201)
  await w.as('lead').put(`/programmes/${id}/partners/${row}`, offer).expect(200)
  expect((await w.as('lead').put(`/programmes/${id}/partners/${w.newId()}`, offer).expect(400)).body.errors[0]).toMatchObject({
    pointer: '/body/role',
    keyword: 'taken',
  })
  expect((await w.as('lead').get(`/programmes/${id}`)).body.partners).toHaveLength(2)
  await w.as('officer').delete(`/programmes/${w.ids.programme}/partners/${row}`).expect(403)
  await w.as('lead').delete(`/programmes/${id}/partners/${row}`).expect(204)
  await w.as('lead').delete(`/programmes/${id}/partners/${row}`).expect(404)
})
it('the lead partner cannot be taken out', async () => {
  const { id, partners } = await begun()
  await w.as('lead').delete(`/programmes/${id}/partners/${partners[0].id}`).expect(404)
})
it('an area is added once', async () => {
  const area = { kind: 'estate', code: `Q-${w.newId().slice(-4)}`, name: 'Quay' }
  await w.as('lead').put(`/areas/${w.newId()}`, area).expect(201)
  expect((await w.as('lead').put(`/areas/${w.newId()}`, area).expect(400)).body.errors[0].pointer).toBe('/body/code')
  await w
    .as('officer')
    .put(`/areas/${w.newId()}`, { ...area, code: 'Z' })
    .expect(403)
  expect((await w.as('otherlead').get('/areas')).body.items).toMatchObject([{ name: 'Hill' }])
})
it('unknown fields and wrong dates are refused', async () => {
  const { id, version } = await begun()
  await edit(id, version, { status: 'running' }).expect(400)
  await edit(id, version, { startedOn: '31/02/2026' }).expect(400)
  await move(id, 'elsewhere').expect(400)
})
