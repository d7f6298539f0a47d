import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World, goal: string, rosasGoal: string
beforeAll(async () => {
  w = await world()
  ;[goal, rosasGoal] = [w.newId(), w.newId()]
  for (const [id, whose, words] of [
    [goal, w.ids.participants.sam, 'A job with wood'],
    [rosasGoal, w.ids.participants.rosa, 'My own flat'],
  ]) {
    await w.owner.query(
      `insert into goals (partnership_id, id, programme_id, participant_id, own_words, set_on) values ($1, $2, $3, $4, $5, '2026-02-03')`,
      [w.ids.partnership, id, w.ids.programme, whose, words],
    )
  }
})
afterAll(() => w?.close())
const sam = (rest = '') => `/participants/${w.ids.participants.sam}/steps${rest}`
const sitting = (ratedOn: string, value: number, ratedBy = 'together', more: object[] = []) => ({
  ratedBy,
  ratedOn,
  answers: [
    { framework: 'goal', goalId: goal, value, words: '' },
    { framework: 'shanarri', item: 'safe', value: value + 1, words: 'at home' },
    ...more,
  ],
})

it('shows how far Sam has come, question by question, by the same rater', async () => {
  const first = w.newId()
  await w
    .as('officer')
    .put(sam(`/${first}`), sitting('2026-03-01', 2))
    .expect(201)
  await w
    .as('officer')
    .put(sam(`/${first}`), sitting('2026-03-01', 2))
    .expect(200)
  await w
    .as('officer')
    .put(sam(`/${w.newId()}`), sitting('2026-06-01', 6))
    .expect(201)
  await w
    .as('officer')
    .put(sam(`/${w.newId()}`), sitting('2026-06-02', 4, 'worker'))
    .expect(201)
  const { body } = await w.as('officer').get(sam()).expect(200)
  expect(body).toMatchObject({ knownAs: 'Sam', can: { score: true }, goals: [{ id: goal, ownWords: 'A job with wood' }] })
  expect(body.steps).toHaveLength(2)
  expect(body.steps[0]).toMatchObject({
    framework: 'goal',
    goal: 'A job with wood',
    distances: [
      { ratedBy: 'together', first: 2, latest: 6, firstOn: '2026-03-01', latestOn: '2026-06-01', times: 2 },
      { ratedBy: 'worker', first: 4, latest: null, times: 1 },
    ],
  })
  expect(body.steps[0].disagreement).toEqual([
    { ratedBy: 'together', value: 6, on: '2026-06-01' },
    { ratedBy: 'worker', value: 4, on: '2026-06-02' },
  ])
  expect(body.occasions).toHaveLength(3)
  expect(body.occasions[2]).toMatchObject({
    id: first,
    recordedBy: 'Officer Test',
    answers: [{ value: 2 }, { item: 'safe', value: 3, words: 'at home' }],
  })
})
it('writes one line in the read log for each look', async () => {
  const looks = async () =>
    (
      await w.owner.query(`select 1 from access_events where operation = 'measures.steps' and participant_id = $1 and user_id = $2`, [
        w.ids.participants.sam,
        w.ids.users.lead,
      ])
    ).rowCount!
  const before = await looks()
  await w.as('lead').get(sam()).expect(200)
  expect(await looks()).toBe(before + 1)
})
it('lets a mentor score together with their own young person, and with no one else', async () => {
  await w.as('mentor').get(sam()).expect(404)
  await w.match(w.ids.participants.sam)
  await w
    .as('mentor')
    .put(sam(`/${w.newId()}`), sitting('2026-07-01', 7))
    .expect(201)
  await w.as('mentor').get(sam()).expect(200)
  await w.as('mentor').get(`/participants/${w.ids.participants.rosa}/steps`).expect(404)
})
it('lets Sam give their own view, and only that', async () => {
  await w
    .as('sam')
    .put(sam(`/${w.newId()}`), sitting('2026-07-02', 8, 'self'))
    .expect(201)
  expect((await w.as('sam').get(sam()).expect(200)).body.raters).toEqual(['self'])
  await w
    .as('sam')
    .put(sam(`/${w.newId()}`), sitting('2026-07-02', 8, 'worker'))
    .expect(403)
  await w.as('sam').get(`/participants/${w.ids.participants.rosa}/steps`).expect(404)
})
it('tells a partner who may see Sam that this is not theirs, and everyone else nothing', async () => {
  const body = sitting('2026-07-03', 5)
  for (const person of ['otherpartner', 'otherlead', 'analyst', 'data', 'admin', 'partner', 'supervisor'] as const) {
    await w.as(person).get(sam()).expect(404)
    await w
      .as(person)
      .put(sam(`/${w.newId()}`), body)
      .expect(404)
  }
  await w.place(w.ids.participants.sam, 'they_said_yes')
  for (const person of ['partner', 'supervisor'] as const) {
    expect((await w.as(person).get(sam()).expect(403)).body).toMatchObject({ type: '/problems/forbidden', deed: 'see' })
    await w
      .as(person)
      .put(sam(`/${w.newId()}`), body)
      .expect(403)
  }
  await w.as('safeguarding').get(sam()).expect(403) // sees who Sam is, not how Sam scores
})
it('refuses answers that fit no question', async () => {
  const put = (answers: object[]) => w.as('officer').put(sam(`/${w.newId()}`), { ratedBy: 'self', ratedOn: '2026-07-04', answers })
  expect((await put([{ framework: 'goal', goalId: rosasGoal, value: 5, words: '' }]).expect(400)).body.errors[0]).toMatchObject({
    pointer: '/body/answers',
    keyword: 'goal',
  })
  await put([{ framework: 'goal', item: 'safe', value: 5, words: '' }]).expect(400)
  await put([{ framework: 'shanarri', value: 5, words: '' }]).expect(400)
  await put([{ framework: 'shanarri', item: 'safe', value: 11, words: '' }]).expect(400)
  await put([{ framework: 'shanarri', item: 'safe', value: 4.5, words: '' }]).expect(400)
  await put([]).expect(400)
  const twice = { framework: 'shanarri', item: 'safe', value: 5, words: '' }
  expect((await put([twice, { ...twice, value: 6 }]).expect(400)).body.errors[0].keyword).toBe('once')
})
it('refuses other answers under an id that is taken', async () => {
  const id = w.newId()
  await w
    .as('officer')
    .put(sam(`/${id}`), sitting('2026-08-01', 3))
    .expect(201)
  expect(
    (
      await w
        .as('officer')
        .put(sam(`/${id}`), sitting('2026-08-01', 4))
        .expect(409)
    ).body.type,
  ).toBe('/problems/already-exists')
})
it('keeps back from Sam what is withheld with a reason', async () => {
  const id = w.newId()
  await w
    .as('officer')
    .put(sam(`/${id}`), {
      ratedBy: 'worker',
      ratedOn: '2026-08-02',
      answers: [{ framework: 'shanarri', item: 'nurtured', value: 1, words: 'CANARY-WITHHELD' }],
    })
    .expect(201)
  await w.owner.query(
    `update measures set visibility = 'restricted', withheld_reason = 'third_party', review_on = '2026-12-01' where occasion_id = $1`,
    [id],
  )
  expect(JSON.stringify((await w.as('sam').get(sam()).expect(200)).body)).not.toContain('CANARY')
  expect(JSON.stringify((await w.as('officer').get(sam()).expect(200)).body)).toContain('CANARY')
})
