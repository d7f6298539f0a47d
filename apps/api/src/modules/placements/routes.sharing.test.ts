// What a partner, a supervisor, another partner and another partnership get to see of a placement.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World, sam: { placement: string; opportunity: string }
const forbidden =
  /^(address|postcode|phone|email|familyName|dateOfBirth|ageBand|age|unsafePlaces|safeTimes|notes?|staffWords|theirWords|whyText|why|nominationId|offence|risk|riskFlags|reference|pronouns|workerId|status|nextStep|travel|matchReason|endedReason|steps|restricted|visibility|withheldReason|createdBy)$/
const keysOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(keysOf)
    : value && typeof value === 'object'
      ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)])
      : []
/** Everything of people's that a body carries: the offers of partner-home have a status of their own, which is the offer's. */
const leaks = ({ offers: _offers, ...body }: Record<string, unknown>) => keysOf(body).filter((key) => forbidden.test(key))

beforeAll(async () => {
  w = await world()
  await w.owner.query(`update participants set communication_note = 'Secret note', next_step = 'Secret step'`)
})
beforeEach(async () => {
  sam = await w.place(w.ids.participants.sam)
})
afterAll(() => w?.close())

it('a partner gets the name they go by, what helps, the words that matched, and when: no other field, however deep', async () => {
  await w.owner.query(
    `update placements set adjustments = 'Written steps help', travel = 'Walks from Quay Lane', match_reason = 'Secret reason' where id = $1`,
    [sam.placement],
  )
  for (const who of ['partner', 'supervisor'] as const) {
    for (const url of [`/placements/${sam.placement}`, '/placements', '/partner-home']) {
      const { body, text } = await w.as(who).get(url).expect(200)
      expect(leaks(body), url).toEqual([])
      expect(text).not.toMatch(/Quay Lane|07700|Baird|2007-03-04|Secret|18_20/)
      expect(text).toContain('"knownAs":"Sam"')
    }
  }
  expect((await w.as('partner').get(`/placements/${sam.placement}`)).body).toMatchObject({
    adjustments: 'Written steps help',
    inside: null,
    moves: [],
  })
})
it('no name reaches a partner before the young person said yes, and none after it ended', async () => {
  for (const state of ['suggested', 'they_said_no', 'ended_early']) {
    const rosa = await w.place(w.ids.participants.rosa, state)
    await w.as('partner').get(`/placements/${rosa.placement}`).expect(404)
    expect((await w.as('partner').get('/partner-home').expect(200)).text).not.toContain('Rosa')
    expect((await w.as('partner').get('/placements').expect(200)).text).not.toContain('Rosa')
  }
})
it('a partner that has someone through one placement sees none of their suggested or other partners’ ones', async () => {
  const waiting = await w.place(w.ids.participants.sam, 'suggested'),
    garage = await w.place(w.ids.participants.sam)
  await w.owner.query('update placements set partner_id = $1 where id = $2', [w.ids.partners.garage, garage.placement])
  for (const { placement } of [waiting, garage]) await w.as('partner').get(`/placements/${placement}`).expect(404)
})
it('another partner and another partnership find nothing, on every route', async () => {
  const url = `/placements/${sam.placement}`,
    said = { saidBy: 'participant', how: 'in_person' }
  for (const who of ['otherpartner', 'otherlead'] as const) {
    const as = w.as(who)
    await as.get(url).expect(404)
    await as.get(`${url}/supervisors`).expect(404)
    await as.patch(url, { version: 1, startsOn: null, endsOn: null, adjustments: '', travel: '', supervisorId: null }).expect(404)
    await as.post(`${url}/move`, { ...said, version: 1, to: 'job_offered', on: '2026-11-20' }).expect(404)
    await as.post(`${url}/accept`, { version: 1, startsOn: null }).expect(404)
    await as.post(`${url}/decline`, { version: 1, words: '' }).expect(404)
    await as.put(`${url}/days/2026-11-20`, { came: true }).expect(404)
    await as.put(`${url}/reviews/${w.newId()}`, { side: 'partner', words: 'Good', score: null, saidBy: 'partner' }).expect(404)
    await as
      .put(`/placements/${w.newId()}`, { participantId: w.ids.participants.sam, opportunityId: sam.opportunity, matchReason: '' })
      .expect(404)
    expect((await as.get(`/placements?participantId=${w.ids.participants.sam}`).expect(200)).body.items).toEqual([])
    expect((await as.get('/partner-home').expect(200)).body.placements).toEqual([])
  }
})
it('when the agreement ends, the next request finds nothing', async () => {
  await w.as('partner').get(`/placements/${sam.placement}`).expect(200)
  await w.endAgreement()
  await w.as('partner').get(`/placements/${sam.placement}`).expect(404)
  await w.as('supervisor').put(`/placements/${sam.placement}/days/2026-11-20`, { came: true }).expect(404)
  expect((await w.as('partner').get('/partner-home').expect(200)).body).toMatchObject({ needs: [], placements: [] })
  await w.owner.query('update sharing_agreements set ended_at = null')
})
it('an agreement without names shows a placement without a name', async () => {
  await w.owner.query(`update sharing_agreements set categories = '{participation}' where partner_id = $1`, [w.ids.partners.joinery])
  const { body } = await w.as('partner').get(`/placements/${sam.placement}`).expect(200)
  expect(body).toMatchObject({ participant: { knownAs: null }, interest: null })
  await w.owner.query(`update sharing_agreements set categories = '{identity,interests,participation,power}' where partner_id = $1`, [
    w.ids.partners.joinery,
  ])
})
it('each may do only what is theirs', async () => {
  const url = `/placements/${sam.placement}`,
    step = { version: 1, to: 'job_offered', on: '2026-11-20', saidBy: 'partner', how: 'call' }
  await w.as('partner').post(`${url}/move`, step).expect(403)
  await w.as('sam').post(`${url}/move`, step).expect(403)
  await w.as('sam').put(`${url}/days/2026-11-20`, { came: true }).expect(403)
  await w.as('supervisor').post(`${url}/accept`, { version: 1, startsOn: null }).expect(403)
  await w.as('partner').get(`${url}/supervisors`).expect(403)
  await w
    .as('partner')
    .put(`/placements/${w.newId()}`, { participantId: w.ids.participants.sam, opportunityId: sam.opportunity, matchReason: '' })
    .expect(403)
  for (const who of ['mentor', 'analyst', 'data', 'safeguarding', 'admin'] as const) await w.as(who).get(url).expect(404)
})
it('the young person sees their own, with what the team wrote, unless it is withheld', async () => {
  expect((await w.as('sam').get(`/placements/${sam.placement}`).expect(200)).body.inside).not.toBe(null)
  const rosa = await w.place(w.ids.participants.rosa)
  await w.as('sam').get(`/placements/${rosa.placement}`).expect(404)
  await w.owner.query(
    `update placements set visibility = 'team', withheld_reason = 'third_party', review_on = '2027-01-01' where id = $1`,
    [sam.placement],
  )
  await w.as('sam').get(`/placements/${sam.placement}`).expect(404)
})
it('every look at someone’s placement is in the read log', async () => {
  const count = async () =>
    (
      await w.owner.query(
        `select count(*)::int as n from access_events where operation like 'placements.%' and user_id = $1 and participant_id = $2`,
        [w.ids.users.partner, w.ids.participants.sam],
      )
    ).rows[0].n as number
  const before = await count()
  await w.as('partner').get(`/placements/${sam.placement}`).expect(200)
  expect(await count()).toBe(before + 1)
})
