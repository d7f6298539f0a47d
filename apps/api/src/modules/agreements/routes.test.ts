import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

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
const programmes = async (person: 'partner' | 'otherpartner') => (await w.as(person).get('/session').expect(200)).body.programmes

it('a partner sees the programme while an agreement lasts, and nothing from the next request after its end', async () => {
  const id = w.newId()
  expect(await programmes('otherpartner')).toEqual([])
  const made = (await w.as('admin').put(`/agreements/${id}`, paper()).expect(201)).body
  expect(made).toMatchObject({ state: 'live', partner: { name: 'Garage' }, programme: { name: 'Harbour' }, can: { end: true } })
  expect(await programmes('otherpartner')).toMatchObject([{ name: 'Harbour', roles: ['partner_contact'] }])
  expect((await w.as('data').post(`/agreements/${id}/end`, { reason: 'The garage closed' }).expect(200)).body).toMatchObject({
    state: 'ended',
    endedReason: 'The garage closed',
    can: { end: false },
  })
  expect(await programmes('otherpartner')).toEqual([])
})
it('a placed young person disappears from the partner with the agreement, and from no one else', async () => {
  await w.place(w.ids.participants.sam)
  const seen = async () =>
    (
      await w.doors
        .asPerson(w.ids.users.partner, w.ids.partnership, w.newId())
        .transact((tx) => tx.$client.query('select known_as from participants'))
    ).rows
  expect(await seen()).toEqual([{ known_as: 'Sam' }])
  const { body } = await w.as('data').get(`/agreements?partner=${w.ids.partners.joinery}&state=live`).expect(200)
  await w.as('data').post(`/agreements/${body.items[0].id}/end`, { reason: 'Asked to stop' }).expect(200)
  expect(await seen()).toEqual([])
  expect(await programmes('partner')).toEqual([])
  expect((await w.as('officer').get('/session').expect(200)).body.programmes).toHaveLength(1)
})
it('begins again only with a new agreement', async () => {
  const id = w.newId()
  await w
    .as('data')
    .put(`/agreements/${id}`, paper({ partnerId: w.ids.partners.joinery }))
    .expect(201)
  expect(await programmes('partner')).toHaveLength(1)
  await w.as('data').post(`/agreements/${id}/end`, { reason: 'Again' }).expect(200)
  expect((await w.as('data').post(`/agreements/${id}/end`, { reason: 'Twice' }).expect(409)).body.type).toBe('/problems/agreement-over')
  await w
    .as('data')
    .put(`/agreements/${id}`, paper({ partnerId: w.ids.partners.joinery }))
    .expect(200)
  expect(await programmes('partner')).toEqual([])
  await w
    .as('data')
    .put(`/agreements/${w.newId()}`, paper({ partnerId: w.ids.partners.joinery }))
    .expect(201)
  expect(await programmes('partner')).toHaveLength(1)
})
it('counts whole days in Europe/London, and nothing before the first', async () => {
  const { body } = await w
    .as('admin')
    .put(`/agreements/${w.newId()}`, paper({ from: '2090-06-01', until: '2090-12-31' }))
    .expect(201)
  expect(body).toMatchObject({ validFrom: '2090-05-31T23:00:00.000Z', validUntil: '2091-01-01T00:00:00.000Z', state: 'not_yet' })
  expect(await programmes('otherpartner')).toEqual([])
})
it('a partner reads its own agreements, the lead all of the programme, others none', async () => {
  const partnersOf = async (person: Parameters<World['as']>[0]) =>
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
it('is the administrator’s and the data lead’s to make and to end', async () => {
  const { body } = await w.as('data').get(`/agreements?partner=${w.ids.partners.fire}`).expect(200)
  const id = body.items[0].id
  for (const person of ['lead', 'officer', 'partner'] as const) await w.as(person).put(`/agreements/${w.newId()}`, paper()).expect(403)
  for (const person of ['otherpartner', 'otherlead'] as const) await w.as(person).put(`/agreements/${w.newId()}`, paper()).expect(404)
  await w.as('lead').post(`/agreements/${id}/end`, { reason: 'x' }).expect(403)
  await w.as('officer').post(`/agreements/${id}/end`, { reason: 'x' }).expect(403)
  for (const person of ['partner', 'otherpartner', 'otherlead', 'sam'] as const) {
    await w.as(person).post(`/agreements/${id}/end`, { reason: 'x' }).expect(404)
    await w.as(person).get(`/agreements/${id}`).expect(404)
  }
})
it('refuses the lead partner, an unknown partner, an unknown category, days in the wrong order', async () => {
  const as = w.as('admin'),
    put = (extra: object) => as.put(`/agreements/${w.newId()}`, paper(extra))
  expect((await put({ partnerId: w.ids.partners.housing }).expect(409)).body.type).toBe('/problems/lead-needs-no-agreement')
  expect((await put({ partnerId: w.newId() }).expect(400)).body.errors[0].pointer).toBe('/body/partnerId')
  await put({ programmeId: w.ids.otherProgramme }).expect(404)
  await put({ categories: ['everything'] }).expect(400)
  await put({ categories: [] }).expect(400)
  expect((await put({ from: '2026-05-02', until: '2026-05-01' }).expect(400)).body.errors[0].pointer).toBe('/body/until')
})
it('pages, newest first', async () => {
  const first = (await w.as('data').get('/agreements?limit=2').expect(200)).body,
    rest = (await w.as('data').get(`/agreements?limit=100&after=${first.next}`).expect(200)).body
  const all = [...first.items, ...rest.items].map((one: { id: string }) => one.id)
  expect(new Set(all).size).toBe(all.length)
  expect(all).toEqual([...all].sort().reverse())
})
