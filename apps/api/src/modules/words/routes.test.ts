import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const add = async (key: string, label: string, id = w.newId()) =>
  (await w.as('admin').put(`/words/${id}`, { list: 'interest', key, label }).expect(201)).body
const labels = async (query = '?list=interest') =>
  (await w.as('officer').get(`/words${query}`).expect(200)).body.items.map((one: { label: string }) => one.label)

it('an administrator adds words, says them differently, puts them in order, retires them', async () => {
  const bikes = await add('bikes', 'Bikes'),
    art = await add('art', 'Art'),
    dance = await add('dance', 'Dance')
  expect(await labels()).toEqual(['Bikes', 'Art', 'Dance'])
  expect((await w.as('admin').patch(`/words/${art.id}`, { label: 'Making things', version: art.version }).expect(200)).body).toMatchObject({
    key: 'art',
    label: 'Making things',
  })
  await w
    .as('admin')
    .post('/words/order', { list: 'interest', ids: [dance.id, art.id] })
    .expect(200)
  expect(await labels()).toEqual(['Dance', 'Making things', 'Bikes'])
  await w.as('admin').post(`/words/${bikes.id}/retire`).expect(200)
  expect(await labels()).toEqual(['Dance', 'Making things'])
  expect(await labels('?list=interest&retired=true')).toContain('Bikes')
  await w.as('admin').post(`/words/${bikes.id}/bring-back`).expect(200)
  expect(await labels()).toContain('Bikes')
})
it('a key is never renamed: no route takes one, and the database refuses', async () => {
  const word = await add('swimming', 'Swimming')
  expect(
    (await w.as('admin').patch(`/words/${word.id}`, { label: 'Swim', key: 'swim', version: word.version }).expect(400)).body.errors,
  ).toMatchObject([{ pointer: '/body/key', keyword: 'additionalProperties' }])
  await w.as('admin').put(`/words/${word.id}`, { list: 'interest', key: 'swim', label: 'Swimming' }).expect(409)
  await expect(w.owner.query(`update word_lists set key = 'swim' where id = $1`, [word.id])).rejects.toMatchObject({
    constraint: 'word_lists_key_is_kept',
  })
  expect(
    (await w.as('officer').get('/words?list=interest').expect(200)).body.items.find((one: { id: string }) => one.id === word.id),
  ).toMatchObject({ key: 'swimming', label: 'Swimming' })
})
it('everyone reads them, administrators keep them, another partnership has its own', async () => {
  const word = await add('chess', 'Chess')
  for (const person of ['partner', 'mentor', 'otherpartner', 'sam'] as const)
    expect((await w.as(person).get('/words').expect(200)).body.items.length).toBeGreaterThan(0)
  for (const person of ['lead', 'officer', 'otherpartner', 'sam'] as const) {
    await w.as(person).put(`/words/${w.newId()}`, { list: 'interest', key: 'x', label: 'X' }).expect(403)
    await w.as(person).patch(`/words/${word.id}`, { label: 'X', version: 1 }).expect(403)
    await w.as(person).post(`/words/${word.id}/retire`).expect(403)
    await w.as(person).post(`/words/${word.id}/bring-back`).expect(403)
    await w
      .as(person)
      .post('/words/order', { list: 'interest', ids: [word.id] })
      .expect(403)
  }
  expect((await w.as('otherlead').get('/words?retired=true').expect(200)).body.items).toEqual([])
  await w.as('otherlead').patch(`/words/${word.id}`, { label: 'X', version: 1 }).expect(404)
  await w.as('otherlead').post(`/words/${word.id}/retire`).expect(404)
  await w
    .as('otherlead')
    .post('/words/order', { list: 'interest', ids: [word.id] })
    .expect(404)
})
it('refuses a key twice, a key that is none, and a stale edit', async () => {
  const word = await add('film', 'Film'),
    as = w.as('admin')
  expect((await as.put(`/words/${w.newId()}`, { list: 'interest', key: 'film', label: 'Films' }).expect(400)).body.errors).toMatchObject([
    { pointer: '/body/key', keyword: 'taken' },
  ])
  await as.put(`/words/${w.newId()}`, { list: 'interest', key: 'Two words', label: 'X' }).expect(400)
  await as.put(`/words/${w.newId()}`, { list: 'colours', key: 'red', label: 'Red' }).expect(400)
  await as.patch(`/words/${word.id}`, { label: 'Cinema', version: word.version }).expect(200)
  expect((await as.patch(`/words/${word.id}`, { label: 'Movies', version: word.version }).expect(409)).body).toMatchObject({
    current: { label: 'Cinema' },
  })
})
