import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const view = { page: 'people', name: 'Not seen for two weeks', filters: { noContactDays: '14', workerId: 'me' } }
const list = async (person: Parameters<World['as']>[0]) => (await w.as(person).get('/saved-views?page=people').expect(200)).body.items

it('keeps filters under a name, for their owner only, until forgotten', async () => {
  const id = w.newId()
  expect((await w.as('officer').put(`/saved-views/${id}`, view).expect(201)).body).toEqual({ id, ...view })
  await w.as('officer').put(`/saved-views/${id}`, view).expect(200)
  expect(await list('officer')).toEqual([{ id, ...view }])
  for (const person of ['lead', 'secondOfficer', 'otherpartner', 'otherlead'] as const) {
    expect(await list(person)).toEqual([])
    await w.as(person).delete(`/saved-views/${id}`).expect(404)
  }
  await w.as('officer').delete(`/saved-views/${id}`).expect(204)
  expect(await list('officer')).toEqual([])
})
it('one name once, and never a typed name of a person among the filters', async () => {
  await w.as('officer').put(`/saved-views/${w.newId()}`, view).expect(201)
  expect((await w.as('officer').put(`/saved-views/${w.newId()}`, view).expect(409)).body.type).toBe('/problems/view-name-taken')
  await w
    .as('officer')
    .put(`/saved-views/${w.newId()}`, { ...view, name: 'Other', filters: { q: 'Aidan' } })
    .expect(400)
})
