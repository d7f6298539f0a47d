import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const ask = (userId: string, call: 'count_stages' | 'outcome_counts') =>
  w.doors.asPerson(userId, w.ids.partnership, w.newId()).transact(async (tx) => {
    const of = call === 'count_stages' ? sql`app.count_stages(${w.ids.programme})` : sql`app.outcome_counts(${w.ids.programme})`
    return (await tx.execute<{ nominated: number }>(sql`select * from ${of}`)).rows
  })

it.each(['lead', 'officer'] as const)('what is counted at once is what the %s would count row by row', async (who) => {
  const counted = await ask(w.ids.users[who], 'count_stages')
  expect(counted).toEqual(await ask(w.ids.users[who], 'outcome_counts'))
  expect(counted[0]!.nominated).toBeGreaterThan(0)
})
it.each(['partner', 'otherpartner', 'mentor', 'analyst', 'sam'] as const)(
  '%s, who is not given those rows, gets no figure',
  async (who) => {
    expect(await ask(w.ids.users[who], 'count_stages')).toEqual([])
  },
)
