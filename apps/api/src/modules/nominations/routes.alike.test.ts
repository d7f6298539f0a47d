import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const bring = async (person: Person, firstName: string, familyName: string, dateOfBirth: string | null = null) => {
  const partner = person === 'partner' ? w.ids.partners.joinery : w.ids.partners.fire,
    id = w.newId()
  await w
    .as(person)
    .put(`/nominations/${id}`, {
      programmeId: w.ids.programme,
      sourcePartnerId: partner,
      goodAt: 'Makes people laugh',
      firstName,
      familyName,
      dateOfBirth,
      sourceKind: 'other',
      sharingBasis: 'public_task',
      receivedOn: '2026-11-01',
    })
    .expect(201)
  return id
}
const alike = async (person: Person, firstName: string, familyName: string, dateOfBirth: string | null = null) =>
  (
    await w
      .as(person)
      .post('/nominations/duplicates/search', { programmeId: w.ids.programme, firstName, familyName, dateOfBirth })
      .expect(200)
  ).body.items as { id: string; name: string; kind: string; from: string | null; why: string[] }[]

it('finds someone whose name was spelled otherwise, and says why', async () => {
  await bring('officer', 'Siobhan', 'McLauchlan', '2008-08-08')
  expect(await alike('officer', 'Siobhan', 'McLauchlan')).toMatchObject([
    { name: 'Siobhan McLauchlan', kind: 'nomination', from: 'Fire', why: ['Same name'] },
  ])
  expect(await alike('officer', 'Siobhán', 'MCLAUCHLAN')).toMatchObject([{ why: ['Same name'] }])
  expect((await alike('officer', 'Siobhan', 'McLaughlan'))[0]!.why).toEqual(['Nearly the same spelling', 'Sounds the same'])
  expect((await alike('officer', 'McLauchlan', 'Siobhan'))[0]!.why).toContain('Same names, the other way round')
  expect((await alike('officer', 'Shivon', 'Someone', '2008-08-08'))[0]!.why).toEqual(['Same date of birth'])
  expect(await alike('officer', 'Torquil', 'Abernethy')).toEqual([])
})
it('finds young people who take part, by a sound or a birthday', async () => {
  expect(await alike('lead', 'Samm', 'Beard', '2007-03-04')).toMatchObject([
    { kind: 'participant', name: 'Sam Baird' },
    { name: 'Rosa Fraser', why: ['Same date of birth'] },
  ])
  expect((await alike('lead', 'Roza', 'Fraiser'))[0]).toMatchObject({
    id: w.ids.participants.rosa,
    why: expect.arrayContaining(['Sounds the same']),
  })
})
it('shows no score', async () => {
  expect(Object.keys((await alike('lead', 'Sam', 'Baird'))[0]!).sort()).toEqual(['from', 'id', 'kind', 'name', 'status', 'why'])
})
it('a partner is told only of those their own partner brought', async () => {
  await bring('officer', 'Innes', 'Galbraith')
  await bring('partner', 'Morven', 'Galbraith')
  expect((await alike('officer', 'Innes', 'Galbraith')).map(({ name }) => name)).toContain('Innes Galbraith')
  expect(await alike('partner', 'Innes', 'Galbraith')).toEqual([])
  expect(await alike('partner', 'Sam', 'Baird', '2007-03-04')).toEqual([])
  expect((await alike('partner', 'Morvern', 'Galbraith'))[0]).toMatchObject({ name: 'Morven Galbraith', from: 'Joinery' })
})
it('the panel is not told that a suggestion is like itself', async () => {
  const id = await bring('officer', 'Fergus', 'Kinloch')
  const { body } = await w
    .as('lead')
    .post('/nominations/duplicates/search', { programmeId: w.ids.programme, firstName: 'Fergus', familyName: 'Kinloch', exceptId: id })
    .expect(200)
  expect(body.items).toEqual([])
})
it('everyone else learns nothing, not even whether there is a programme', async () => {
  const ask = (person: Person) =>
    w.as(person).post('/nominations/duplicates/search', { programmeId: w.ids.programme, firstName: 'Sam', familyName: 'Baird' })
  for (const person of ['otherpartner', 'otherlead', 'mentor', 'analyst', 'sam', 'admin'] as const) await ask(person).expect(404)
})
it('young people it named are in the read log', async () => {
  await alike('officer', 'Rosa', 'Fraser')
  expect(
    (
      await w.owner.query(`select from access_events where participant_id = $1 and operation = 'nominations.findAlike' and user_id = $2`, [
        w.ids.participants.rosa,
        w.ids.users.officer,
      ])
    ).rowCount,
  ).toBe(1)
})
it('strange names are only names', async () => {
  for (const name of ['%', '_', "O'Neil; drop table", '\\', '李', '½½½½', 'x'.repeat(80), '🙂', 'ﬄ'.repeat(80)])
    await alike('officer', name, name)
  await w
    .as('officer')
    .post('/nominations/duplicates/search', { programmeId: w.ids.programme, firstName: 'x'.repeat(81), familyName: '' })
    .expect(400)
})
