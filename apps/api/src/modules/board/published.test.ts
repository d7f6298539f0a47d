import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

type Figures = Record<string, number | null>
/** A programme in which so many people came to each stage and no further: 1 nominated ... 6 placed elsewhere, 7 employed by a partner of the programme. */
async function programmeOf(reached: number[]): Promise<{ id: string; exact: Record<string, number> }> {
  const id = w.newId(),
    p = w.ids.partnership,
    q = (text: string, values: unknown[]) => w.owner.query(text, values),
    opportunity = w.newId(),
    elsewhere = w.newId()
  await q(`insert into programmes (partnership_id, id, name, area_id, lead_partner_id, status) values ($1, $2, $3, $4, $5, 'running')`, [
    p,
    id,
    id,
    w.ids.area,
    w.ids.partners.housing,
  ])
  await q(
    `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role, from_at) values ($1, $2, $3, $4, $5, 'analyst', '2026-01-01')`,
    [p, w.newId(), id, w.ids.users.analyst, w.ids.partners.housing],
  )
  await q(`insert into programme_partners (partnership_id, id, programme_id, partner_id, role) values ($1, $2, $3, $4, 'provider')`, [
    p,
    w.newId(),
    id,
    w.ids.partners.joinery,
  ])
  for (const [offer, partner] of [
    [opportunity, w.ids.partners.joinery],
    [elsewhere, w.ids.partners.garage],
  ])
    await q(`insert into opportunities (partnership_id, id, partner_id, kind, title, places) values ($1, $2, $3, 'job', 'Work', 500)`, [
      p,
      offer,
      partner,
    ])
  for (const [i, people] of reached.entries()) {
    const stage = i + 1
    for (let n = 0; n < people; n++) {
      const person = w.newId(),
        status = stage >= 5 ? 'completed' : stage === 4 ? 'agreed' : 'in_conversation'
      await q(`insert into participants (partnership_id, id, programme_id, known_as, status) values ($1, $2, $3, 'P', $4)`, [
        p,
        person,
        id,
        status,
      ])
      if (stage === 2)
        await q(
          `insert into visits (partnership_id, id, programme_id, participant_id, officer_id, status, starts_at, happened_at, outcome) values ($1, $2, $3, $4, $5, 'recorded', now(), now(), 'listened')`,
          [p, w.newId(), id, person, w.ids.users.officer],
        )
      if (stage === 3)
        await q(
          `insert into interests (partnership_id, id, programme_id, participant_id, own_words, tag, heard_on) values ($1, $2, $3, $4, 'x', $5, '2026-01-01')`,
          [p, w.newId(), id, person, n % 3 ? 'motors' : 'music'],
        )
      if (stage >= 6)
        await q(
          `insert into placements (partnership_id, id, programme_id, participant_id, opportunity_id, partner_id, state) values ($1, $2, $3, $4, $5, $6, 'job_accepted')`,
          [p, w.newId(), id, person, stage === 7 ? opportunity : elsewhere, stage === 7 ? w.ids.partners.joinery : w.ids.partners.garage],
        )
    }
  }
  const names = ['nominated', 'visited', 'toldInterests', 'started', 'finished', 'placementOrJob', 'employed']
  return { id, exact: Object.fromEntries(names.map((name, i) => [name, reached.slice(i).reduce((a, b) => a + b, 0)])) }
}
const boardOf = async (id: string) => {
  const { body } = await w.as('analyst').get(`/board/published?programmeId=${id}`).expect(200)
  const figures: Figures = Object.fromEntries([
    ...body.funnel.map((one: { stage: string; people: number | null }) => [one.stage, one.people]),
    ['employed', body.employed.people],
  ])
  return { body, figures }
}

it.each([
  { who: 'a group of seven', reached: [0, 0, 0, 1, 0, 0, 6], shown: [] },
  {
    who: 'a large programme',
    reached: [12, 15, 11, 14, 10, 13, 25],
    shown: ['nominated', 'visited', 'toldInterests', 'started', 'finished', 'placementOrJob', 'employed'],
  },
  { who: 'one person who left', reached: [1, 0, 0, 20, 1, 0, 30], shown: ['nominated', 'employed'] },
  { who: 'everyone went all the way', reached: [0, 0, 0, 0, 0, 0, 30], shown: ['nominated'] },
])('of $who, no two figures are about fewer than ten people between them', async ({ reached, shown }) => {
  const { id, exact } = await programmeOf(reached),
    { figures } = await boardOf(id)
  const given = Object.keys(exact).filter((name) => figures[name] !== null)
  expect(given).toEqual(shown)
  for (const name of given) {
    expect(exact[name]).toBeGreaterThanOrEqual(10)
    expect(figures[name]! % 5).toBe(0)
    for (const other of given) if (other !== name) expect(Math.abs(exact[name]! - exact[other]!)).toBeGreaterThanOrEqual(10)
  }
})
it('keeps back the base when it is close to the figure above it, and with it every share', async () => {
  const { id } = await programmeOf([5, 0, 0, 5, 0, 0, 40]),
    { body } = await boardOf(id)
  expect(body.employed).toEqual({ people: 40, of: null, percent: null, low: null, high: null, reason: null })
})
it('gives a share of rounded figures where both may be shown', async () => {
  const { id } = await programmeOf([0, 0, 0, 21, 0, 0, 31]),
    { body } = await boardOf(id)
  expect(body.employed).toEqual({ people: 30, of: null, percent: null, low: null, high: null, reason: null }) // nominated 52 is shown, so started 52 is not, nor a share of it
  const { id: wide } = await programmeOf([12, 0, 0, 21, 0, 0, 31]),
    { body: shown } = await boardOf(wide)
  expect(shown.employed).toMatchObject({ people: 30, of: 50, percent: 60, reason: null })
})
it('shows an interest only when many have it and many of those who told us do not', async () => {
  const { id } = await programmeOf([10, 0, 33, 0, 0, 0, 0]),
    { body } = await boardOf(id)
  expect(body).toMatchObject({
    interests: [
      { tag: 'motors', people: 20 },
      { tag: 'music', people: 10 },
    ],
    interestsHidden: false,
  })
  const { id: few } = await programmeOf([10, 0, 20, 0, 0, 0, 0])
  expect((await boardOf(few)).body).toMatchObject({ interests: [], interestsHidden: true }) // 13 of 20 would tell of the other seven
})
it('keeps back a second interest where one alone could be worked out', async () => {
  const { id } = await programmeOf([10, 0, 40, 0, 0, 0, 0])
  await w.owner.query(
    `update interests set tag = 'animals' where id in (select id from interests where programme_id = $1 and tag = 'motors' order by id limit 3)`,
    [id],
  )
  expect((await boardOf(id)).body).toMatchObject({ interests: [{ tag: 'motors', people: 25 }], interestsHidden: true }) // not the 14 for music, nor the 3 for animals
})
it('follows the partnership where it keeps a higher number', async () => {
  const { id } = await programmeOf([0, 0, 0, 0, 0, 0, 15])
  expect((await boardOf(id)).figures.nominated).toBe(15)
  await w.owner.query('update partnerships set small_number = 20 where id = $1', [w.ids.partnership])
  expect((await boardOf(id)).figures.nominated).toBeNull()
  await w.owner.query('update partnerships set small_number = 10 where id = $1', [w.ids.partnership])
})
it('answers nobody who asks the database for it without a role', async () => {
  const ask = (user: string) =>
    w.doors
      .asPerson(user, w.ids.partnership, w.newId())
      .transact(async (tx) => (await tx.$client.query('select app.count_board($1) as board', [w.ids.programme])).rows[0].board)
  for (const name of ['partner', 'mentor', 'sam', 'otherpartner', 'admin'] as const) expect(await ask(w.ids.users[name])).toBeNull()
  expect(await ask(w.ids.users.analyst)).not.toBeNull()
})
