import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
const offer = {
  kind: 'job',
  title: 'Joiner’s mate',
  whatYoudDo: 'Help out on the bench and go out with the vans',
  place: 'Dock Road yard',
  startsOn: '2027-01-11',
  endsOn: null,
  hours: 'Mon to Thu, 8 to 4',
  pay: '£12.60 an hour',
  requires: 'Boots, which we give you',
  recordFriendly: 'convictions_ok',
  tags: ['joinery'],
  places: 2,
}
const check = () => ({
  partnerId: w.ids.partners.joinery,
  site: '',
  checkedOn: '2026-11-02',
  insuranceSeen: true,
  supervisionTalkedThrough: true,
  note: 'Talked it through with the foreman',
  reviewOn: '2027-11-01',
})
const post = async (change: object = {}, as: 'partner' | 'lead' = 'partner') =>
  (
    await w
      .as(as)
      .put(`/opportunities/${w.newId()}`, { ...offer, ...change })
      .expect(201)
  ).body
const interest = async (participant: string, words: string, tag: string | null = null) => {
  const id = w.newId()
  await w.owner.query(
    `insert into interests (partnership_id, id, programme_id, participant_id, own_words, tag, heard_on) values ($1, $2, $3, $4, $5, $6, '2026-11-03')`,
    [w.ids.partnership, id, w.ids.programme, participant, words, tag],
  )
  return id
}
const person = async (knownAs: string, words: string, tag: string | null = null) => {
  const id = w.newId()
  await w.owner.query(
    `insert into participants (partnership_id, id, programme_id, known_as, age_band, status) values ($1, $2, $3, $4, '18_20', 'active')`,
    [w.ids.partnership, id, w.ids.programme, knownAs],
  )
  await interest(id, words, tag)
  return id
}

beforeAll(async () => {
  w = await world()
  for (const key of ['joinery', 'music', 'cooking'])
    await w.owner.query(`insert into word_lists (partnership_id, id, list, key, label) values ($1, $2, 'interest', $3, $3)`, [
      w.ids.partnership,
      w.newId(),
      key,
    ])
})
afterAll(() => w?.close())

it('a partner posts an offer, the team checks it against a talk with the provider, and it opens', async () => {
  const posted = await post()
  expect(posted).toMatchObject({
    status: 'offered',
    partner: { name: 'Joinery' },
    taken: 0,
    can: { edit: true, check: false, withdraw: true },
  })
  const url = `/opportunities/${posted.id}`
  expect((await w.as('officer').post(`${url}/check`, { version: 1 }).expect(409)).body.type).toBe('/problems/provider-not-checked')
  await w.as('officer').put(`/provider-checks/${w.newId()}`, check()).expect(201)
  expect((await w.as('officer').post(`${url}/check`, { version: 1 }).expect(200)).body).toMatchObject({
    status: 'checked',
    providerCheck: { reviewOn: '2027-11-01' },
    can: { open: true },
  })
  expect((await w.as('partner').post(`${url}/open`, { version: 2 }).expect(200)).body).toMatchObject({ status: 'open' })
})
it('the same talk is used again for the next offer', async () => {
  const next = await post({ title: 'Saturday taster', kind: 'taster' })
  expect((await w.as('lead').post(`/opportunities/${next.id}/check`, { version: 1 }).expect(200)).body.status).toBe('checked')
})
it('an offer that moves to a site nobody talked about starts again', async () => {
  await w.owner.query(`delete from provider_checks`)
  await w
    .as('lead')
    .put(`/provider-checks/${w.newId()}`, { ...check(), site: 'Dock Road Yard ' })
    .expect(201)
  const moved = await post()
  await w.as('lead').post(`/opportunities/${moved.id}/check`, { version: 1 }).expect(200)
  const { body } = await w
    .as('partner')
    .patch(`/opportunities/${moved.id}`, { ...offer, version: 2, place: 'Hill Street' })
    .expect(200)
  expect(body).toMatchObject({ status: 'offered', version: 3 })
})
it('a lead posts for a partner, and a list is read by kind, tag and page', async () => {
  await post({ kind: 'volunteering', title: 'Community kitchen', tags: ['cooking'], partnerId: w.ids.partners.garage }, 'lead')
  const kitchen = (await w.as('officer').get('/opportunities?tag=cooking').expect(200)).body
  expect(kitchen.items).toMatchObject([{ title: 'Community kitchen', partner: { name: 'Garage' } }])
  const first = (await w.as('officer').get('/opportunities?limit=2').expect(200)).body
  const second = (await w.as('officer').get(`/opportunities?limit=2&after=${first.next}`).expect(200)).body
  expect(first.items).toHaveLength(2)
  expect(first.items[0].title).toBe('Community kitchen')
  expect(first.items.map((one: { id: string }) => one.id)).not.toContain(second.items[0].id)
  expect((await w.as('partner').get(`/opportunities?partnerId=${w.ids.partners.joinery}&limit=1`).expect(200)).body.items[0].title).toBe(
    'Joiner’s mate',
  )
})
it('names who an offer might suit and why, from their own words, in alphabetical order and without a score', async () => {
  await interest(w.ids.participants.sam, 'If I had a chance it would be oot on the vans, no in an office')
  await interest(w.ids.participants.rosa, 'Makin beats', 'music')
  await person('Ailsa', 'My grandda was a joinar and I liked his shed')
  await person('Zander', 'Something with wood', 'joinery')
  const { id } = await post()
  const { items } = (await w.as('officer').get(`/opportunities/${id}/suggestions`).expect(200)).body
  expect(items.map((one: { participant: { knownAs: string } }) => one.participant.knownAs)).toEqual(['Ailsa', 'Sam', 'Zander'])
  expect(items[1].because).toMatchObject([
    { ownWords: 'If I had a chance it would be oot on the vans, no in an office', sharedWord: 'vans', sharedTag: null },
  ])
  expect(items[2].because).toMatchObject([{ sharedTag: 'joinery' }])
  expect(JSON.stringify(items)).not.toMatch(/score|rank|percent/i)
  const seen = await w.owner.query(`select count(*)::int as n from access_events where operation = 'opportunities.suggestions'`)
  expect(seen.rows[0].n).toBe(3)
})
it('shows the offers that might suit one person', async () => {
  const { items } = (await w.as('lead').get(`/participants/${w.ids.participants.sam}/offers`).expect(200)).body
  expect(items.length).toBeGreaterThan(1)
  expect(items[0]).toMatchObject({ opportunity: { title: 'Joiner’s mate' }, because: [{ sharedWord: 'vans' }] })
})
it('no longer suggests an offer to someone it was suggested to, or who has a placement', async () => {
  const { id } = await post()
  await w.place(w.ids.participants.sam)
  const { items } = (await w.as('officer').get(`/opportunities/${id}/suggestions`).expect(200)).body
  expect(items.map((one: { participant: { knownAs: string } }) => one.participant.knownAs)).toEqual(['Ailsa', 'Zander'])
})
it('small words are no match, and a programme that is over suggests nobody', async () => {
  const { id } = await post({
    title: 'A wee morning at the yard',
    whatYoudDo: 'Come and see what we do, make one thing, take it home',
    tags: [],
  })
  await interest(w.ids.participants.rosa, 'Taking engines apart, one at a time, at home')
  expect((await w.as('officer').get(`/opportunities/${id}/suggestions`).expect(200)).body.items).toEqual([])
  const joinery = await post()
  await w.owner.query(`update programmes set status = 'closed' where id = $1`, [w.ids.programme])
  expect((await w.as('officer').get(`/opportunities/${joinery.id}/suggestions`).expect(200)).body.items).toEqual([])
  await w.owner.query(`update programmes set status = 'running' where id = $1`, [w.ids.programme])
})
it('tells a partner how many might fit only from ten on, and never who', async () => {
  const { id, mightFit } = await post()
  expect(mightFit).toEqual({ count: null, fewerThan: 10 })
  for (let n = 0; n < 10; n++) await person(`Young person ${n}`, 'Joinery, definitely', 'joinery')
  const { body } = await w.as('partner').get(`/opportunities/${id}`).expect(200)
  expect(body.mightFit).toEqual({ count: 12, fewerThan: 10 })
  expect(JSON.stringify(body)).not.toMatch(/Young person|Ailsa/)
  await w.as('partner').get(`/opportunities/${id}/suggestions`).expect(403)
  await w.endAgreement()
  expect((await w.as('partner').get(`/opportunities/${id}`).expect(200)).body.mightFit.count).toBe(null)
  await w.as('partner').put(`/opportunities/${w.newId()}`, offer).expect(403)
  await w.owner.query('update sharing_agreements set ended_at = null')
})

it('no other partner or partnership reads or changes an offer', async () => {
  const { id } = await post()
  for (const who of ['otherpartner', 'otherlead'] as const) {
    await w.as(who).get(`/opportunities/${id}`).expect(404)
    await w.as(who).get(`/opportunities/${id}/suggestions`).expect(404)
    await w
      .as(who)
      .patch(`/opportunities/${id}`, { ...offer, version: 1 })
      .expect(404)
    for (const deed of ['check', 'open', 'withdraw']) await w.as(who).post(`/opportunities/${id}/${deed}`, { version: 1 }).expect(404)
    await w.as(who).get(`/participants/${w.ids.participants.sam}/offers`).expect(404)
    expect((await w.as(who).get(`/provider-checks?partnerId=${w.ids.partners.joinery}`).expect(200)).body.items).toEqual([])
    expect((await w.as(who).get(`/opportunities?partnerId=${w.ids.partners.joinery}`).expect(200)).body.items).toEqual([])
  }
})
it('a partner posts for itself only, a mentor posts nothing, and only the team checks', async () => {
  await w
    .as('partner')
    .put(`/opportunities/${w.newId()}`, { ...offer, partnerId: w.ids.partners.garage })
    .expect(403)
  await w.as('mentor').put(`/opportunities/${w.newId()}`, offer).expect(403)
  await w.as('supervisor').put(`/opportunities/${w.newId()}`, offer).expect(403)
  const { id } = await post()
  await w.as('partner').post(`/opportunities/${id}/check`, { version: 1 }).expect(403)
  await w
    .as('mentor')
    .patch(`/opportunities/${id}`, { ...offer, version: 1 })
    .expect(403)
  await w.as('partner').put(`/provider-checks/${w.newId()}`, check()).expect(403)
})
it('a withdrawn offer stays withdrawn', async () => {
  const { id } = await post()
  await w.as('partner').post(`/opportunities/${id}/withdraw`, { version: 1 }).expect(200)
  await w
    .as('partner')
    .patch(`/opportunities/${id}`, { ...offer, version: 2 })
    .expect(409)
  expect((await w.as('lead').post(`/opportunities/${id}/check`, { version: 2 }).expect(409)).body.type).toBe('/problems/not-the-next-step')
})
it('says what is wrong with an offer or a talk', async () => {
  const wrong = async (change: object) =>
    (
      await w
        .as('partner')
        .put(`/opportunities/${w.newId()}`, { ...offer, ...change })
        .expect(400)
    ).body.errors[0].pointer
  expect(await wrong({ title: ' ' })).toBe('/body/title')
  expect(await wrong({ tags: ['unheard_of'] })).toBe('/body/tags')
  expect(await wrong({ endsOn: '2027-01-01' })).toBe('/body/endsOn')
  expect(await wrong({ places: 0 })).toBe('/body/places')
  expect(await wrong({ status: 'open' })).toBe('/body/status')
  const long = await w
    .as('lead')
    .put(`/provider-checks/${w.newId()}`, { ...check(), reviewOn: '2027-11-03' })
    .expect(400)
  expect(long.body.errors[0].pointer).toBe('/body/reviewOn')
})
it('sending an offer twice makes one; a stale change is refused with what stands now', async () => {
  const id = w.newId()
  await w.as('partner').put(`/opportunities/${id}`, offer).expect(201)
  await w.as('partner').put(`/opportunities/${id}`, offer).expect(200)
  expect(
    (
      await w
        .as('partner')
        .put(`/opportunities/${id}`, { ...offer, places: 9 })
        .expect(409)
    ).body.type,
  ).toBe('/problems/already-exists')
  await w
    .as('partner')
    .patch(`/opportunities/${id}`, { ...offer, version: 1, places: 3 })
    .expect(200)
  const stale = await w
    .as('lead')
    .patch(`/opportunities/${id}`, { ...offer, version: 1, places: 4 })
    .expect(409)
  expect(stale.body).toMatchObject({ type: '/problems/changed-meanwhile', current: { places: 3, version: 2 } })
})
