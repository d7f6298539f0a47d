import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const paper = (extra: object = {}) => ({
  programmeId: w.ids.programme,
  partnerId: w.ids.partners.garage,
  categories: ['identity', 'participation'],
  purpose: 'Tasters at the garage',
  from: '2026-01-01',
  until: '2099-12-31',
  ...extra,
})
const task = { article6: 'public_task' },
  contract = { article6: 'contract' }
const programmes = async (person: Person) => (await w.as(person).get('/session').expect(200)).body.programmes
const read = async (id: string, person: Person = 'data') => (await w.as(person).get(`/agreements/${id}`).expect(200)).body
async function draft(extra: object = {}) {
  const id = w.newId()
  return (await w.as('data').put(`/agreements/${id}`, paper(extra)).expect(201)).body
}
const sign = async (person: Person, id: string, basis: object) =>
  w.as(person).post(`/agreements/${id}/sign`, { version: (await read(id, person)).version, ...basis })
async function signed(extra: object = {}, partner: Person = 'otherpartner') {
  const { id } = await draft(extra)
  await sign('lead', id, task)
  const { body, status } = await sign(partner, id, contract)
  expect([status, body.state]).toEqual([200, expect.stringMatching(/^(live|not_yet)$/)])
  return body
}
const end = (id: string, reason = 'Over') => w.as('data').post(`/agreements/${id}/end`, { reason })
const problem = async (call: PromiseLike<{ status: number; body: { type: string } }>) => {
  const { status, body } = await call
  return `${status} ${body.type?.replace('/problems/', '')}`
}

it('a draft lets nobody in; with the last signature the partner sees the programme, and nothing from the next request after its end', async () => {
  expect(await programmes('otherpartner')).toEqual([])
  const made = await draft()
  expect(made).toMatchObject({ state: 'draft', agreedAt: null, can: { edit: true, sign: true, end: true, renew: false, review: false } })
  expect(made.parties.map((one: { part: string; partner: { name: string } }) => [one.part, one.partner.name])).toEqual([
    ['lead', 'Housing'],
    ['partner', 'Garage'],
  ])
  expect(await programmes('otherpartner')).toEqual([])
  const half = (await sign('lead', made.id, task)).body
  expect(half).toMatchObject({
    state: 'draft',
    parties: [{ signedName: 'Lead Test', article6: 'public_task' }, { signedName: null }],
    can: { sign: false },
  })
  expect(await programmes('otherpartner')).toEqual([])
  expect((await sign('otherpartner', made.id, contract)).body).toMatchObject({
    state: 'live',
    parties: [{}, { signedName: 'Otherpartner Test', article6: 'contract' }],
  })
  expect(await programmes('otherpartner')).toMatchObject([{ name: 'Harbour', roles: ['partner_contact'] }])
  expect((await end(made.id, 'The garage closed').expect(200)).body).toMatchObject({
    state: 'ended',
    endedReason: 'The garage closed',
    can: { end: false, sign: false },
  })
  expect(await programmes('otherpartner')).toEqual([])
})
it('whoever may sign is written to, is told the name of the programme, and reads what they sign', async () => {
  const { id } = await draft()
  const { rows } = await w.owner.query<{ to_address: string; body: string }>(`select to_address, body from messages where body like $1`, [
    `%${id}`,
  ])
  expect(rows.map((one) => one.to_address).sort()).toEqual(['lead@test.invalid', 'otherpartner@test.invalid'])
  expect(rows[0]!.body).not.toMatch(/Harbour|Garage|Taster/)
  expect(await read(id, 'otherpartner')).toMatchObject({ programme: { name: 'Harbour' }, can: { sign: true, edit: false, end: false } })
  await end(id)
  expect((await read(id, 'otherpartner')).programme.name).toBe('')
})
it('each signs for their own partner only, once, and only the words they read', async () => {
  const { id, version } = await draft()
  for (const person of ['officer', 'partner', 'otherlead', 'sam'] as const) expect((await sign2(person)).status).toBe(404)
  for (const person of ['admin'] as const) expect((await sign2(person)).status).toBe(403)
  function sign2(person: Person) {
    return w.as(person).post(`/agreements/${id}/sign`, { version, ...task })
  }
  await sign('data', id, task)
  expect(await problem(sign2('lead'))).toBe('409 agreement-signed')
  const edited = (
    await w
      .as('data')
      .patch(`/agreements/${id}`, { ...terms(), version, categories: ['identity', 'participation', 'contact'] })
      .expect(200)
  ).body
  expect(edited.parties.map((one: { signedAt: string | null }) => one.signedAt)).toEqual([null, null])
  expect(await problem(w.as('otherpartner').post(`/agreements/${id}/sign`, { version, ...contract }))).toBe('409 agreement-changed')
  expect(await problem(w.as('data').patch(`/agreements/${id}`, { ...terms(), version }))).toBe('409 changed-meanwhile')
  await end(id)
  expect(await problem(sign2('lead'))).toBe('409 agreement-over')
  expect((await read(id)).state).toBe('withdrawn')
})
const terms = () => {
  const { programmeId: _, partnerId: __, ...rest } = paper()
  return rest
}
it('free words, safety and safeguarding need a condition of article 9 and of schedule 1; a public body cannot stand on its interests', async () => {
  const { id } = await draft({ categories: ['identity', 'notes'] })
  const errors = async (person: Person, basis: object) => (await sign(person, id, basis)).body.errors?.[0]?.pointer
  expect(await errors('lead', { article6: 'legitimate_interests' })).toBe('/body/article6')
  expect(await errors('lead', task)).toBe('/body/article9')
  expect(await errors('lead', { ...task, article9: 'substantial_public_interest' })).toBe('/body/schedule1')
  expect(await errors('lead', { article6: 'because' })).toBe('/body/article6')
  const whole = { article9: 'substantial_public_interest', schedule1: 'safeguarding' }
  expect((await sign('lead', id, { ...task, ...whole })).status).toBe(200)
  expect((await sign('otherpartner', id, { article6: 'legitimate_interests', ...whole })).body.state).toBe('live')
  await end(id)
})
it('no route and no query of the app makes an agreement hold, lengthens it or writes a signature: the database refuses', async () => {
  const { id } = await draft()
  const as = (text: string, person: Person = 'data') =>
    w.doors.asPerson(w.ids.users[person], w.ids.partnership, w.newId()).transact((tx) => tx.$client.query(text, [id]))
  const denied = { code: '42501' }
  await expect(as('update sharing_agreements set agreed_at = now() where id = $1')).rejects.toMatchObject(denied)
  await expect(as(`update agreement_parties set signed_at = now(), signed_name = 'Me' where agreement_id = $1`)).rejects.toMatchObject(
    denied,
  )
  await expect(
    as(
      `insert into sharing_agreements (id, programme_id, partner_id, categories, purpose, valid_until, agreed_at) select gen_random_uuid(), programme_id, partner_id, categories, purpose, valid_until, now() from sharing_agreements where id = $1`,
    ),
  ).rejects.toMatchObject(denied)
  await expect(as(`select app.sign_agreement($1, 1, 'public_task', null, null, '')`, 'officer')).rejects.toMatchObject(denied)
  await sign('lead', id, task)
  await sign('otherpartner', id, contract)
  const stands = { constraint: 'sharing_agreements_signed_stands' }
  for (const change of [`categories = '{identity,notes}'`, `valid_until = valid_until + interval '1 day'`, `purpose = 'More'`])
    await expect(as(`update sharing_agreements set ${change} where id = $1`)).rejects.toMatchObject(stands)
  await expect(as(`update agreement_parties set article6 = 'consent' where agreement_id = $1`)).rejects.toMatchObject(stands)
  await end(id)
  await expect(as('update sharing_agreements set ended_at = null where id = $1')).rejects.toMatchObject({
    constraint: 'sharing_agreements_over',
  })
  // Even the owner's own functions, once somebody is asking, cannot set it without the signatures.
  const { id: bare } = await draft()
  await w.owner.query('begin')
  await w.owner.query(`select set_config('app.partnership', $1, true)`, [w.ids.partnership])
  await expect(w.owner.query('update sharing_agreements set agreed_at = now() where id = $1', [bare])).rejects.toMatchObject({
    constraint: 'sharing_agreements_signed_by_all',
  })
  await w.owner.query('rollback')
  await end(bare)
})
it('one at a time: a partner that has an agreement or a draft gets no second, and two signed side by side are refused', async () => {
  const first = await signed()
  expect(await problem(w.as('data').put(`/agreements/${w.newId()}`, paper()))).toBe('409 agreement-in-force')
  await expect(
    w.owner.query(
      `insert into sharing_agreements (partnership_id, id, programme_id, partner_id, categories, purpose, valid_until, agreed_at) values ($1, $2, $3, $4, '{notes}', 'x', '2090-01-01', now())`,
      [w.ids.partnership, w.newId(), w.ids.programme, w.ids.partners.garage],
    ),
  ).rejects.toMatchObject({ constraint: 'sharing_agreements_one_at_a_time' })
  await end(first.id)
})
it('a renewal takes over on its first day: no gap, no moment in which both hold', async () => {
  const first = await signed({ until: '2027-06-30' }),
    next = w.newId()
  const renewed = (await w.as('data').put(`/agreements/${first.id}/renewal/${next}`, {}).expect(201)).body
  expect(renewed).toMatchObject({ state: 'draft', renewsId: first.id, validFrom: first.validUntil, categories: first.categories })
  expect(renewed.parties.map((one: { article6: string }) => one.article6)).toEqual(['public_task', 'contract'])
  await w.as('data').put(`/agreements/${first.id}/renewal/${next}`, {}).expect(200)
  expect(await problem(w.as('data').put(`/agreements/${first.id}/renewal/${w.newId()}`, {}))).toBe('409 agreement-in-force')
  expect(
    (
      await w
        .as('data')
        .patch(`/agreements/${next}`, { ...terms(), version: renewed.version, from: '2027-07-02' })
        .expect(400)
    ).body.errors[0].pointer,
  ).toBe('/body/from')
  await sign('data', next, task)
  expect((await sign('otherpartner', next, contract)).body.state).toBe('not_yet')
  expect(await read(first.id)).toMatchObject({ state: 'live', renewedById: next, can: { renew: false } })
  // At every second the door counts exactly one of the two.
  for (const at of ['2027-06-30T22:59:59Z', '2027-06-30T23:00:00Z', '2027-07-01T12:00:00Z']) {
    const { rows } = await w.owner.query<{ n: number }>(
      `select count(*)::int as n from sharing_agreements where partner_id = $1 and agreed_at is not null and ended_at is null and valid_from <= $2 and $2 < valid_until`,
      [w.ids.partners.garage, at],
    )
    expect([at, rows[0]!.n]).toEqual([at, 1])
  }
  expect((await end(first.id).expect(200)).body.state).toBe('ended')
  expect((await read(next)).state).toBe('ended') // what was to follow ends with it
  expect(await programmes('otherpartner')).toEqual([])
})
it('to share something else earlier, the next one cuts the one before short at the second it is signed', async () => {
  const first = await signed(),
    next = w.newId()
  const made = (await w.as('data').put(`/agreements/${first.id}/renewal/${next}`, { from: '2026-02-01', until: '2099-01-31' }).expect(201))
    .body
  await w
    .as('data')
    .patch(`/agreements/${next}`, { ...terms(), version: made.version, categories: ['identity'], from: '2026-02-01' })
    .expect(200)
  await sign('lead', next, task)
  const live = (await sign('otherpartner', next, contract)).body,
    before = await read(first.id)
  expect(live).toMatchObject({ state: 'live', categories: ['identity'] })
  expect(before).toMatchObject({ state: 'renewed', validUntil: live.validFrom })
  expect(await programmes('otherpartner')).toHaveLength(1)
  await end(next)
})
it('runs out at the second, by the database’s clock, and is renewed afterwards only from today', async () => {
  const first = await signed()
  await w.owner.query(`update sharing_agreements set valid_until = now() + interval '1 second' where id = $1`, [first.id])
  expect(await programmes('otherpartner')).toHaveLength(1)
  await w.owner.query('select pg_sleep(1.1)')
  expect(await programmes('otherpartner')).toEqual([])
  expect((await read(first.id)).state).toBe('expired')
  expect(await problem(end(first.id))).toBe('409 agreement-over')
  const next = w.newId()
  const made = (await w.as('data').put(`/agreements/${first.id}/renewal/${next}`, { until: '2099-01-01' }).expect(201)).body
  expect(Date.parse(made.validFrom)).toBeLessThanOrEqual(Date.now())
  expect(await programmes('otherpartner')).toEqual([])
  await sign('data', next, task)
  await sign('otherpartner', next, contract)
  expect(await programmes('otherpartner')).toHaveLength(1)
  expect((await read(first.id)).state).toBe('renewed')
  await end(next)
})
it('counts whole days in Europe/London, and nothing before the first', async () => {
  const body = await signed({ from: '2090-06-01', until: '2090-12-31' })
  expect(body).toMatchObject({ validFrom: '2090-05-31T23:00:00.000Z', validUntil: '2091-01-01T00:00:00.000Z', state: 'not_yet' })
  expect(await programmes('otherpartner')).toEqual([])
  await end(body.id)
})
it('is not signed after its last day', async () => {
  const { id } = await draft({ from: '2026-01-01', until: '2026-01-31' })
  expect(await problem(sign('lead', id, task))).toBe('409 agreement-days-past')
  await end(id)
})
it('sent twice is one draft; days in the wrong order, the lead partner, strangers and unknown categories are refused', async () => {
  const id = w.newId(),
    as = w.as('admin'),
    put = (extra: object) => as.put(`/agreements/${w.newId()}`, paper(extra))
  await as.put(`/agreements/${id}`, paper()).expect(201)
  await as.put(`/agreements/${id}`, paper()).expect(200)
  await as.put(`/agreements/${id}`, paper({ purpose: 'Other' })).expect(409)
  await end(id)
  expect((await put({ partnerId: w.ids.partners.housing }).expect(409)).body.type).toBe('/problems/lead-needs-no-agreement')
  expect((await put({ partnerId: w.newId() }).expect(400)).body.errors[0].pointer).toBe('/body/partnerId')
  await put({ programmeId: w.ids.otherProgramme }).expect(404)
  await put({ categories: ['everything'] }).expect(400)
  await put({ categories: [] }).expect(400)
  expect((await put({ from: '2026-05-02', until: '2026-05-01' }).expect(400)).body.errors[0].pointer).toBe('/body/until')
  expect((await put({ reviewDue: '2100-05-02' }).expect(400)).body.errors[0].pointer).toBe('/body/reviewDue')
  expect((await put({ leadBasis: { article6: 'legitimate_interests' } }).expect(400)).body.errors[0].pointer).toBe(
    '/body/leadBasis/article6',
  )
})
it('is the administrator’s and the data lead’s to draft, change, renew, review and end', async () => {
  const { body } = await w.as('data').get(`/agreements?partner=${w.ids.partners.fire}`).expect(200)
  const { id, version } = body.items[0]
  const deeds = (person: Person) => [
    w.as(person).patch(`/agreements/${id}`, { ...terms(), version }),
    w.as(person).post(`/agreements/${id}/end`, { reason: 'x' }),
    w.as(person).put(`/agreements/${id}/renewal/${w.newId()}`, {}),
    w.as(person).post(`/agreements/${id}/review`, { words: 'x', reviewDue: '2027-01-01' }),
  ]
  for (const person of ['lead', 'officer'] as const) {
    await w.as(person).put(`/agreements/${w.newId()}`, paper()).expect(403)
    for (const deed of deeds(person)) expect((await deed).status).toBe(403)
  }
  for (const person of ['partner', 'otherpartner', 'otherlead', 'sam'] as const) {
    for (const deed of deeds(person)) expect((await deed).status).toBe(404)
    await w.as(person).get(`/agreements/${id}`).expect(404)
  }
  for (const person of ['otherpartner', 'otherlead'] as const) await w.as(person).put(`/agreements/${w.newId()}`, paper()).expect(404)
})
it('a partner reads its own agreements, the lead all of the programme, others none', async () => {
  const partnersOf = async (person: Person) =>
    new Set(
      (await w.as(person).get('/agreements?limit=100').expect(200)).body.items.map(
        (one: { partner: { name: string } }) => one.partner.name,
      ),
    )
  expect(await partnersOf('otherpartner')).toEqual(new Set(['Garage']))
  expect(await partnersOf('partner')).toEqual(new Set(['Joinery']))
  expect(await partnersOf('lead')).toEqual(new Set(['Fire', 'Garage', 'Joinery']))
  expect(await partnersOf('sam')).toEqual(new Set())
  expect(await partnersOf('otherlead')).toEqual(new Set())
})
it('pages, newest first', async () => {
  const first = (await w.as('data').get('/agreements?limit=2').expect(200)).body,
    rest = (await w.as('data').get(`/agreements?limit=100&after=${first.next}`).expect(200)).body
  const all = [...first.items, ...rest.items].map((one: { id: string }) => one.id)
  expect(new Set(all).size).toBe(all.length)
  expect(all).toEqual([...all].sort().reverse())
})
