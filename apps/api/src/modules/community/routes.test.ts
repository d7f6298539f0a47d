import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World, comparator: string
const gorbals = { before: [14, 5, 9, 3, 12, 7, 16, 6, 4, 11, 8, 5], after: [5, 3, 3, 2, 1, 2, 0, 1, 1, 1, 1, 0] }
const elsewhere = { before: [9, 12, 5, 8, 11, 4, 9, 7, 13, 6, 7, 5], after: [8, 10, 6, 5, 9, 7, 4, 8, 6, 9, 7, 6] }
const month = (i: number) => `${2013 + Math.floor((i + 5) / 12)}-${String(((i + 5) % 12) + 1).padStart(2, '0')}`
const count = (areaId: string, more: object) => ({
  areaId,
  kind: 'recorded_crime',
  type: '',
  month: '2013-06',
  count: 1,
  source: 'Synthetic counts',
  extractDate: '2015-07-01',
  definition: 'All recorded crime',
  ...more,
})
const keep = (areaId: string, more: object = {}, person: 'lead' | 'officer' = 'lead') =>
  w.as(person).put(`/community/counts/${w.newId()}`, count(areaId, more))

beforeAll(async () => {
  w = await world()
  comparator = w.newId()
  await w.owner.query(`insert into areas (partnership_id, id, kind, code, name) values ($1, $2, 'estate', 'ELSE', 'Elsewhere')`, [
    w.ids.partnership,
    comparator,
  ])
  for (const [area, { before, after }] of [
    [w.ids.area, gorbals],
    [comparator, elsewhere],
  ] as const) {
    for (const [i, n] of [...before, ...after].entries()) await keep(area, { month: month(i), count: n }).expect(201)
  }
})
afterAll(() => w?.close())
const comparison = (more: object = {}) => ({
  programmeId: w.ids.programme,
  kind: 'recorded_crime',
  type: '',
  areaId: w.ids.area,
  comparatorAreaId: comparator,
  comparatorReason: 'Same size, same town, no programme',
  noComparatorReason: '',
  beforeFrom: '2013-06',
  afterFrom: '2014-06',
  months: 12,
  ranFrom: '2014-06-01',
  ranTo: '2014-09-30',
  confounders: ['police_operation'],
  caption: 'As reported by the programme',
  ...more,
})
const compare = async (more: object = {}) =>
  (await w.as('lead').put(`/community/comparisons/${w.newId()}`, comparison(more)).expect(201)).body

describe('an estimate', () => {
  it('of -80.0 % comes from the rows, with what makes it less sure beside it', async () => {
    const { id } = await compare()
    const { body } = await w.as('officer').get(`/community/comparisons/${id}/estimate`).expect(200)
    expect(body.area).toEqual({ before: 100, after: 20, change: expect.closeTo(-80, 9) })
    expect(body.comparator).toEqual({ before: 96, after: 85, change: expect.closeTo(-11.4583, 3) })
    expect(body.difference).toMatchObject({
      difference: -69,
      se: expect.closeTo(17.35, 2),
      low: expect.closeTo(-103.0, 1),
      high: expect.closeTo(-35.0, 1),
      verdict: 'fell',
    })
    expect(body.widened).toMatchObject({
      phi: expect.closeTo(1.55, 2),
      se: expect.closeTo(21.61, 2),
      low: expect.closeTo(-111.4, 1),
      high: expect.closeTo(-26.6, 1),
    })
    expect(body.net).toMatchObject({ change: expect.closeTo(-77.4, 1), low: expect.closeTo(-87.1, 1), high: expect.closeTo(-60.4, 1) })
    expect(body.design).toEqual([
      { scale: 'what_works_growth', level: 3 },
      { scale: 'sherman_1997', level: 3 },
    ])
    expect(body.caveats).toEqual(['not_proof', 'short_baseline', 'overdispersed', 'confounders'])
    expect([body.series.area.length, body.series.comparator.length]).toEqual([24, 24])
  })
  it('moves when a month is revised, and says that it was', async () => {
    const { id } = await compare(),
      area = w.newId()
    await w.owner.query(`insert into areas (partnership_id, id, kind, code, name) values ($1, $2, 'estate', 'REV', 'Revised')`, [
      w.ids.partnership,
      area,
    ])
    for (const [i, n] of [...gorbals.before, ...gorbals.after].entries()) await keep(area, { month: month(i), count: n }).expect(201)
    const revised = (await compare({ areaId: area })).id
    expect((await keep(area, { month: '2014-06', count: 15, extractDate: '2015-09-01' }).expect(201)).body.revision).toBe(2)
    const { body } = await w.as('lead').get(`/community/comparisons/${revised}/estimate`).expect(200)
    expect(body.area).toMatchObject({ before: 100, after: 30 })
    expect(body.caveats).toContain('revised')
    expect((await w.as('lead').get(`/community/comparisons/${id}/estimate`).expect(200)).body.area.after).toBe(20)
    const series = (await w.as('lead').get(`/community/series?areaId=${area}&kind=recorded_crime`).expect(200)).body
    expect([series.points.length, series.earlier]).toEqual([24, [expect.objectContaining({ month: '2014-06', count: 5, revision: 1 })]])
  })
  it('of the teaching case cannot be told from chance', async () => {
    const [small, other] = [w.newId(), w.newId()]
    for (const [id, code, before, after] of [
      [small, 'T1', 10, 2],
      [other, 'T2', 10, 9],
    ] as const) {
      await w.owner.query(`insert into areas (partnership_id, id, kind, code, name) values ($1, $2, 'estate', $3, $3)`, [
        w.ids.partnership,
        id,
        code,
      ])
      await keep(id, { month: '2014-01', count: before }).expect(201)
      await keep(id, { month: '2014-02', count: after }).expect(201)
    }
    const { id } = await compare({ areaId: small, comparatorAreaId: other, beforeFrom: '2014-01', afterFrom: '2014-02', months: 1 })
    const { body } = await w.as('lead').get(`/community/comparisons/${id}/estimate`).expect(200)
    expect(body.area.change).toBeCloseTo(-80, 9)
    expect(body.difference).toMatchObject({
      difference: -7,
      se: expect.closeTo(5.57, 2),
      low: expect.closeTo(-17.9, 1),
      high: expect.closeTo(3.9, 1),
      verdict: 'cannot_tell',
    })
    expect(body.caveats).toContain('small_base')
  })
  it('without a comparison area is a weaker design, and gives no difference', async () => {
    const { id } = await compare({ comparatorAreaId: null, comparatorReason: '', noComparatorReason: 'No area like it keeps counts' })
    const { body } = await w.as('lead').get(`/community/comparisons/${id}/estimate`).expect(200)
    expect(body).toMatchObject({
      area: { change: expect.closeTo(-80, 9) },
      comparator: null,
      difference: null,
      widened: null,
      net: null,
      design: [{ level: 1 }, { level: 2 }],
    })
    expect(body.caveats).toContain('no_comparator')
  })
  it('with a month missing names the month and gives no change at all', async () => {
    const { id } = await compare({ afterFrom: '2014-07' })
    const { body } = await w.as('lead').get(`/community/comparisons/${id}/estimate`).expect(200)
    expect(body).toMatchObject({
      missing: { area: ['2015-06'], comparator: ['2015-06'] },
      area: { change: null },
      difference: null,
      net: null,
    })
    expect(body.caveats).toContain('missing_months')
  })
})

describe('a comparison', () => {
  it('is changed by a lead, and a second editor is told', async () => {
    const { id, version } = await compare(),
      { programmeId: _programme, ...body } = comparison({ caption: 'Put better' })
    expect(
      (
        await w
          .as('lead')
          .patch(`/community/comparisons/${id}`, { ...body, version })
          .expect(200)
      ).body,
    ).toMatchObject({ caption: 'Put better', months: 12, ranTo: '2014-09-30', can: { amend: true } })
    expect(
      (
        await w
          .as('lead')
          .patch(`/community/comparisons/${id}`, { ...body, version })
          .expect(409)
      ).body,
    ).toMatchObject({ type: '/problems/changed-meanwhile', current: { caption: 'Put better' } })
    expect((await w.as('officer').get(`/community/comparisons?programmeId=${w.ids.programme}`).expect(200)).body).toMatchObject({
      can: { compare: false },
    })
  })
  it('needs a reason either way, windows that do not overlap, and another area', async () => {
    const put = async (more: object) =>
      (await w.as('lead').put(`/community/comparisons/${w.newId()}`, comparison(more)).expect(400)).body.errors[0]
    expect(await put({ comparatorReason: ' ' })).toMatchObject({ pointer: '/body/comparatorReason' })
    expect(await put({ comparatorAreaId: null })).toMatchObject({ pointer: '/body/noComparatorReason' })
    expect(await put({ afterFrom: '2014-05' })).toMatchObject({ pointer: '/body/afterFrom', keyword: 'overlap' })
    expect(await put({ comparatorAreaId: w.ids.area })).toMatchObject({ pointer: '/body/comparatorAreaId' })
    expect(await put({ months: 0 })).toMatchObject({ pointer: '/body/months' })
    expect(await put({ beforeFrom: '2014-13' })).toMatchObject({ pointer: '/body/beforeFrom' })
  })
  it('is read by everyone in the programme, written by its lead, and not there for the rest', async () => {
    const { id, version } = await compare(),
      { programmeId: _programme, ...body } = comparison()
    for (const person of ['officer', 'analyst', 'data', 'partner', 'mentor'] as const) {
      await w.as(person).get(`/community/comparisons/${id}`).expect(200)
      await w.as(person).put(`/community/comparisons/${w.newId()}`, comparison()).expect(403)
      await w
        .as(person)
        .patch(`/community/comparisons/${id}`, { ...body, version })
        .expect(403)
    }
    for (const person of ['otherpartner', 'otherlead'] as const) {
      await w.as(person).get(`/community/comparisons/${id}`).expect(404)
      await w.as(person).get(`/community/comparisons/${id}/estimate`).expect(404)
      await w.as(person).get(`/community/comparisons?programmeId=${w.ids.programme}`).expect(404)
      await w.as(person).put(`/community/comparisons/${w.newId()}`, comparison()).expect(404)
      await w
        .as(person)
        .patch(`/community/comparisons/${id}`, { ...body, version })
        .expect(404)
    }
  })
})

describe('a count', () => {
  it('is sent twice without harm, and lists what is known', async () => {
    const id = w.newId(),
      body = count(comparator, { kind: 'deliberate_fire', month: '2014-01', count: 3 })
    await w.as('lead').put(`/community/counts/${id}`, body).expect(201)
    await w.as('lead').put(`/community/counts/${id}`, body).expect(200)
    await keep(comparator, { kind: 'deliberate_fire', month: '2014-03', count: 0 }).expect(201)
    const { body: known } = await w.as('officer').get(`/community/indicators?areaId=${comparator}`).expect(200)
    expect(known).toMatchObject({
      can: { count: false },
      items: [
        { kind: 'deliberate_fire', from: '2014-01', to: '2014-03', months: 2, missing: ['2014-02'] },
        { kind: 'recorded_crime', months: 24, missing: [] },
      ],
    })
  })
  it('from an older extract than the one that is kept is refused', async () => {
    const { body } = await keep(w.ids.area, { month: '2013-06', extractDate: '2014-01-01' }).expect(409)
    expect(body).toMatchObject({ type: '/problems/newer-count-known', current: { extractDate: '2015-07-01' } })
  })
  it('is kept by leads only, in areas of their own partnership', async () => {
    for (const person of ['officer', 'analyst', 'data', 'partner', 'mentor', 'sam', 'otherpartner', 'admin'] as const)
      await w.as(person).put(`/community/counts/${w.newId()}`, count(w.ids.area, {})).expect(403)
    await w.as('otherlead').put(`/community/counts/${w.newId()}`, count(w.ids.area, {})).expect(404)
    expect((await w.as('otherlead').get('/community/indicators').expect(200)).body.items).toEqual([])
    await w.as('otherlead').get(`/community/series?areaId=${w.ids.area}&kind=recorded_crime`).expect(404)
    expect((await w.as('otherpartner').get('/community/indicators').expect(200)).body.items).toEqual([])
  })
  it('refuses what is no count', async () => {
    for (const more of [
      { count: -1 },
      { count: 1.5 },
      { month: '2014-6' },
      { source: ' ' },
      { kind: 'gang' },
      { extractDate: '2014-02-30' },
      { person: 'x' },
    ])
      await keep(w.ids.area, more).expect(400)
  })
})
