import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const bakery = (extra: object = {}) => ({
  name: `Bakery ${w.newId()}`,
  sector: 'social_enterprise',
  anchorCapable: true,
  canOffer: ['Early shifts', 'Tasters, on Mondays'],
  flexibilityNote: 'Quiet mornings',
  ...extra,
})

it('an administrator adds a partner, changes it, retires it and brings it back', async () => {
  const id = w.newId(),
    as = w.as('admin'),
    body = bakery()
  const made = (await as.put(`/partners/${id}`, body).expect(201)).body
  expect(made).toMatchObject({ ...body, id, retiredAt: null, can: { amend: true, retire: true } })
  await as.put(`/partners/${id}`, body).expect(200)
  const changed = (await as.patch(`/partners/${id}`, { ...body, canOffer: ['Tasters'], version: made.version }).expect(200)).body
  expect(changed).toMatchObject({ canOffer: ['Tasters'], version: made.version + 1 })
  expect((await as.post(`/partners/${id}/retire`).expect(200)).body.retiredAt).not.toBeNull()
  expect((await as.get('/partners?limit=100').expect(200)).body.items.map((one: { id: string }) => one.id)).not.toContain(id)
  expect((await as.get('/partners?retired=true').expect(200)).body.items.map((one: { id: string }) => one.id)).toEqual([id])
  expect((await as.post(`/partners/${id}/bring-back`).expect(200)).body.retiredAt).toBeNull()
})
it('everyone signed in may know the partners of their own partnership', async () => {
  for (const person of ['officer', 'partner', 'otherpartner', 'sam'] as const) {
    const { body } = await w.as(person).get('/partners').expect(200)
    expect(body.items.map((one: { name: string }) => one.name)).toEqual(expect.arrayContaining(['Fire', 'Garage', 'Housing', 'Joinery']))
    expect(body.items[0].can).toEqual({ amend: false, retire: false })
  }
  expect((await w.as('otherlead').get('/partners').expect(200)).body.items.map((one: { name: string }) => one.name)).toEqual(['Hillside'])
})
it('pages by name', async () => {
  const first = (await w.as('lead').get('/partners?limit=2&sector=public').expect(200)).body
  expect(first.items.map((one: { name: string }) => one.name)).toEqual(['Fire', 'Housing'])
  expect(first.next).toBeNull()
  const one = (await w.as('lead').get('/partners?limit=1').expect(200)).body,
    two = (await w.as('lead').get(`/partners?limit=1&after=${one.next}`).expect(200)).body
  expect(two.items[0].name > one.items[0].name).toBe(true)
})
it('only an administrator keeps them, and another partnership has none of them', async () => {
  const id = w.ids.partners.garage,
    body = bakery()
  for (const person of ['lead', 'officer', 'data', 'partner', 'otherpartner', 'sam'] as const) {
    await w.as(person).put(`/partners/${w.newId()}`, body).expect(403)
    await w
      .as(person)
      .patch(`/partners/${id}`, { ...body, version: 1 })
      .expect(403)
    await w.as(person).post(`/partners/${id}/retire`).expect(403)
    await w.as(person).post(`/partners/${id}/bring-back`).expect(403)
  }
  await w.as('otherlead').get(`/partners/${id}`).expect(404)
  await w
    .as('otherlead')
    .patch(`/partners/${id}`, { ...body, version: 1 })
    .expect(404)
  await w.as('otherlead').post(`/partners/${id}/retire`).expect(404)
})
it('refuses a name twice, a stale edit, a sector it does not know, and to retire who leads', async () => {
  const as = w.as('admin'),
    id = w.ids.partners.garage
  expect((await as.put(`/partners/${w.newId()}`, bakery({ name: 'Joinery' })).expect(400)).body.errors).toMatchObject([
    { pointer: '/body/name', keyword: 'taken' },
  ])
  expect((await as.patch(`/partners/${id}`, bakery({ version: 99 })).expect(409)).body).toMatchObject({
    type: '/problems/changed-meanwhile',
    current: { name: 'Garage' },
  })
  await as.put(`/partners/${w.newId()}`, bakery({ sector: 'royal' })).expect(400)
  expect((await as.post(`/partners/${w.ids.partners.housing}/retire`).expect(409)).body.type).toBe('/problems/partner-leads-programme')
})
