// Power and pace as distributions, and what came of what young people said, from the rows themselves.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
const add = async (table: string, values: Record<string, unknown>) => {
  const id = w.newId(),
    all = { partnership_id: w.ids.partnership, programme_id: w.ids.programme, id, ...values }
  await w.owner.query(
    `insert into ${table} (${Object.keys(all).join()}) values (${Object.keys(all)
      .map((_, i) => `$${i + 1}`)
      .join()})`,
    Object.values(all),
  )
  return id
}
const made = (title: string, by: string, more: object = {}) =>
  add('decisions', {
    title,
    state: 'decided',
    decided_by: by,
    how: 'consensus',
    decided_on: '2026-11-01',
    limits_stated: false,
    participants_present: 6,
    ...more,
  })
const told = (on: string, text: string) => ({ state: 'fed_back', fed_back_on: on, fed_back_how: 'in_person', fed_back_text: text })
const reading = (decision_id: string, side: string, level: number, reader_id: string | null = null) =>
  add('decision_readings', { decision_id, side, level, reader_id })
const idea = async (words: string, status: string, reply: string, raised: string, repliedAt: string | null) => {
  const id = await add('ideas', { words, raised_by_kind: 'participant', status, raised_on: raised, replied_at: repliedAt })
  if (repliedAt) await add('idea_replies', { idea_id: id, status, words: reply, created_at: repliedAt })
  return id
}
const changed = async (from: string, to: string, ...steps: [kind: string, status: string, more?: object][]) => {
  const id = await add('adaptations', {
    trigger: 'participants_chose_otherwise',
    raised_by: 'participants',
    raised_on: '2026-11-02',
    from_text: from,
    to_text: to,
    what_they_said: 'We stay here',
  })
  let before: string | null = null
  for (const [at, [kind, status, more]] of steps.entries()) {
    await add('adaptation_steps', {
      adaptation_id: id,
      number: at + 1,
      kind,
      status_before: before,
      status,
      happened_on: `2026-11-0${at + 2}`,
      ...more,
    })
    before = status
  }
  return id
}
beforeAll(async () => {
  w = await world()
  const yard = await made('Where to go', 'participants', { words: 'The yard', ...told('2026-11-04', 'The yard is booked') })
  const hours = await made('Hours', 'together', told('2026-11-11', 'Ten to three'))
  await made('The deadline', 'funder')
  await add('decisions', { title: 'Still open', state: 'open' })
  await reading(yard, 'participants', 6)
  await reading(yard, 'partners', 4, w.ids.users.lead)
  await reading(yard, 'partners', 6, w.ids.users.partner)
  await reading(hours, 'participants', 2)
  await reading(hours, 'partners', 4, w.ids.users.lead)
  await idea('Paint the wall', 'adopted', 'The wall is yours', '2026-10-01', '2026-10-10T10:00:00Z')
  await idea('A trip to Spain', 'not_possible', 'It costs more than we have', '2026-10-01', '2026-10-20T10:00:00Z')
  await idea('Later start', 'raised', '', '2026-11-20', null)
  await changed(
    'The college',
    'The yard again',
    ['raise', 'raised'],
    ['talk_over', 'talked_over'],
    ['agree', 'agreed', { decided_by: 'participants' }],
  )
  await add('pace_checks', { held_on: '2026-11-05', held_in: 'meeting', asked: 6, their_pace: 4, our_pace: 3, action: 'slow_down' })
  await add('time_pressures', { source: 'funder', whose: 'The fund', wants: 'Eight weeks', response: 'resisted', state: 'answered' })
  for (const [participant, visits, on] of [
    [w.ids.participants.sam, ['2026-10-01', '2026-10-08', '2026-10-15'], '2026-10-15'],
    [w.ids.participants.rosa, ['2026-10-01'], '2026-10-20'],
  ] as const) {
    for (const day of visits)
      await add('visits', {
        participant_id: participant,
        officer_id: w.ids.users.officer,
        starts_at: `${day}T10:00Z`,
        happened_at: `${day}T10:00Z`,
        status: 'recorded',
        outcome: 'welcomed',
      })
    await add('participation_agreements', { participant_id: participant, what_i_get: 'A shot', what_i_give: 'Turn up', agreed_on: on })
  }
})
afterAll(() => w?.close())

const at = () => `/programmes/${w.ids.programme}`

it('counts decisions by who made them, and keeps the two readings apart', async () => {
  const { body } = await w.as('lead').get(`${at()}/power`).expect(200)
  expect(body.decisions).toMatchObject({
    n: 3,
    open: 1,
    by: { participants: 1, together: 1, funder: 1 },
    how: { consensus: 3 },
    toldBack: 2,
  })
  expect(body.readings).toEqual({
    participants: { n: 2, levels: [0, 0, 1, 0, 0, 0, 1] },
    partners: { n: 3, levels: [0, 0, 0, 0, 2, 0, 1] },
    gaps: [0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0],
  })
  expect(body.daysToFeedback).toEqual({ n: 2, least: 3, middle: 3, most: 10 })
})
it('counts ideas answered in time, changes by who began them, pace by reading, patience in visits', async () => {
  const { body } = await w.as('officer').get(`${at()}/power`).expect(200)
  expect(body.ideas).toEqual({
    n: 3,
    byWhom: { participant: 3 },
    status: { adopted: 1, not_possible: 1, raised: 1 },
    answered: 2,
    answeredInTime: 1,
    owed: 1,
  })
  expect(body.adaptations).toEqual({ n: 1, raisedBy: { participants: 1 }, status: { agreed: 1 } })
  expect(body.pace).toEqual({ n: 1, theirs: [0, 0, 0, 1, 0], ours: [0, 0, 1, 0, 0], action: { slow_down: 1 }, pressures: { resisted: 1 } })
  expect(body.visitsBeforeYes).toEqual({ n: 2, least: 1, middle: 1, most: 3 })
})
it('tells young people what came of what they said, and why not where it could not be', async () => {
  const { body } = await w.as('sam').get(`${at()}/changes`).expect(200)
  expect(body.programme).toMatchObject({ name: 'Harbour', cohort: 'The Harbour crew' })
  const said = body.items.map((one: { said: string; outcome: string; did: string }) => [one.said, one.outcome, one.did])
  expect(said).toEqual(
    expect.arrayContaining([
      ['Paint the wall', 'did', 'The wall is yours'],
      ['A trip to Spain', 'could_not', 'It costs more than we have'],
      ['The yard', 'did', 'The yard is booked'],
      ['We stay here', 'trying', 'The yard again (before: The college)'],
    ]),
  )
  expect(JSON.stringify(body)).not.toContain('deadline')
})
it('an empty programme answers with nothing, and no figure is invented', async () => {
  const empty = w.newId()
  await w.owner.query(`insert into programmes (partnership_id, id, name, area_id, lead_partner_id) values ($1, $2, 'Quay', $3, $4)`, [
    w.ids.partnership,
    empty,
    w.ids.area,
    w.ids.partners.housing,
  ])
  await w.owner.query(
    `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role, from_at) values ($1, $2, $3, $4, $5, 'programme_lead', '2026-01-01')`,
    [w.ids.partnership, w.newId(), empty, w.ids.users.lead, w.ids.partners.housing],
  )
  const { body } = await w.as('lead').get(`/programmes/${empty}/power`).expect(200)
  expect(body).toMatchObject({ decisions: { n: 0, by: {} }, daysToFeedback: null, visitsBeforeYes: null, ideas: { n: 0 }, pace: { n: 0 } })
  expect((await w.as('lead').get(`/programmes/${empty}/changes`)).body.items).toEqual([])
})
it('the figures are the team’s', async () => {
  for (const person of ['sam', 'mentor', 'partner'] as const) {
    await w.as(person).get(`${at()}/power`).expect(403)
    await w.as(person).get(`${at()}/changes`).expect(200)
  }
  for (const person of ['otherpartner', 'otherlead', 'analyst', 'data', 'admin'] as const) {
    await w.as(person).get(`${at()}/power`).expect(404)
    await w.as(person).get(`${at()}/changes`).expect(404)
  }
})
it('an ended agreement closes both', async () => {
  await w.endAgreement()
  await w.as('partner').get(`${at()}/changes`).expect(404)
})
