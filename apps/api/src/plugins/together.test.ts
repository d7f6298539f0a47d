// What trying again and again tells nobody, and what many at once cannot do.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
/** An answer without what differs from one request to the next. */
const same = ({ status, body }: { status: number; body: Record<string, unknown> }, ...ids: string[]) =>
  ids
    .reduce((text, id) => text.replaceAll(id, '#'), JSON.stringify([status, { ...body, instance: '' }]))
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '@')

it('a hundred names that are known here and a hundred that are not are one answer to another partner', async () => {
  const known = ['Sam', 'Rosa'].flatMap((first) => ['Baird', 'Fraser', ''].map((family) => [first, family]))
  const answers = new Set<string>()
  for (let n = 0; n < 100; n++)
    for (const [firstName, familyName] of [known[n % known.length]!, [`Nobody${n}`, `Unknown${n}`]])
      for (const who of ['otherpartner', 'otherlead'] as const)
        answers.add(
          same(
            await w.as(who).post('/nominations/duplicates/search', {
              programmeId: w.ids.programme,
              firstName,
              familyName,
              dateOfBirth: n % 2 ? '2007-03-04' : null,
            }),
          ),
        )
  expect([...answers]).toEqual([expect.stringContaining('[404,')])
}, 60_000)

it('inviting an address answers the same whether another partnership knows it or not, but for the id', async () => {
  const { rows } = await w.owner.query<{ id: string }>('select id from partners where partnership_id = $1', [w.ids.otherPartnership])
  const partnerId = rows[0]!.id
  const invite = async (email: string) => {
    const id = w.newId()
    const answer = await w.as('otherlead').put(`/people/${id}`, { name: 'Someone New', email, partnerId })
    const again = await w.as('otherlead').get(`/people/${id}`)
    return [same(answer, email, answer.body.id), same(again, email, again.body.id)]
  }
  const known = [],
    unknown = []
  for (const name of ['lead', 'officer', 'mentor', 'data', 'sam']) {
    known.push(...(await invite(`${name}@test.invalid`)))
    unknown.push(...(await invite(`${name}.nobody@test.invalid`)))
  }
  expect(known).toEqual(unknown)
})

it('of twenty who change the same record at once one does, and each of the others is shown what stands now', async () => {
  const url = `/participants/${w.ids.participants.sam}`,
    { version } = (await w.as('officer').get(url).expect(200)).body
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => w.as(n % 2 ? 'officer' : 'lead').patch(url, { version, pronouns: `they ${n}` })),
  )
  const [kept, ...others] = answers.sort((a, b) => a.status - b.status)
  expect([kept!.status, others.map((one) => one.status)]).toEqual([200, Array<number>(19).fill(409)])
  for (const { body } of others)
    expect(body).toMatchObject({ type: '/problems/changed-meanwhile', current: { pronouns: kept!.body.pronouns } })
  expect((await w.as('officer').get(url)).body).toMatchObject({ version: version + 1, pronouns: kept!.body.pronouns })
})
