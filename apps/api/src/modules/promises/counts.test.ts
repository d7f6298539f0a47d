import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const counts = async (person: Person) => (await w.as(person).get(`/programmes/${w.ids.programme}/promise-counts`).expect(200)).body
const arrange = async (people: number, from = 0) => {
  for (let n = from; n < from + people; n++) {
    const one = w.newId()
    await w.owner.query(`insert into participants (partnership_id, id, programme_id, known_as) values ($1, $2, $3, $4)`, [
      w.ids.partnership,
      one,
      w.ids.programme,
      `P${n}`,
    ])
    await w.owner.query(
      `insert into promises (partnership_id, id, programme_id, participant_id, from_kind, to_kind, to_user_id, text, made_in, status, said_kept_by_receiver_at, word_said_by)
       values ($1, $2, $3, $4, 'participant', 'officer', $5, 'x', 'other', 'kept', now(), 'self')`,
      [w.ids.partnership, w.newId(), w.ids.programme, one, w.ids.users.officer],
    )
  }
}

it('counts by side, exactly for the team, and says nothing of fewer than five people to anyone else', async () => {
  await arrange(4)
  expect(await counts('lead')).toMatchObject({
    exact: true,
    youngPeople: { people: 4, made: 4, kept: 4, notKept: 0 },
    us: { people: 0, made: 0 },
  })
  for (const person of ['partner', 'sam', 'analyst', 'data', 'mentor'] as const)
    expect(await counts(person)).toEqual({ exact: false, us: null, youngPeople: null })
  await arrange(3, 4)
  expect(await counts('partner')).toMatchObject({ exact: false, us: null, youngPeople: { people: 5, kept: 5, notKept: 0 } })
  expect(await counts('officer')).toMatchObject({ youngPeople: { people: 7, kept: 7 } })
})
it('is for those in the programme: others find nothing, and no row of a person goes out', async () => {
  for (const person of ['admin', 'otherlead', 'otherpartner'] as const)
    await w.as(person).get(`/programmes/${w.ids.programme}/promise-counts`).expect(404)
  await w.stranger().get(`/programmes/${w.ids.programme}/promise-counts`).expect(401)
  expect((await w.as('lead').get(`/programmes/${w.ids.programme}/promise-counts`).expect(200)).text).not.toMatch(/userId|participant/)
})
