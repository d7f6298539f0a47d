import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
let interest: string, session: string, bare: string, idea: string, decision: string, course: string
beforeAll(async () => {
  w = await world()
  interest = await heard(w.ids.participants.sam, 'Out on the vans, no in an office')
  idea = (
    await w
      .as('officer')
      .put(`/ideas/${w.newId()}`, {
        programmeId: w.ids.programme,
        words: 'A week with the joiners',
        raisedByKind: 'participant',
        voices: [{ participantId: w.ids.participants.sam, interestId: interest }],
      })
      .expect(201)
  ).body.id
  course = (
    await w.as('officer').put(`/courses/${w.newId()}`, { programmeId: w.ids.programme, name: 'Makers', capacity: 8, weeks: 6 }).expect(201)
  ).body.id
  const made = { decidedBy: 'participants', how: 'vote', decidedOn: '2026-11-02', participantsPresent: 6 }
  decision = (
    await w
      .as('officer')
      .put(`/decisions/${w.newId()}`, {
        programmeId: w.ids.programme,
        title: 'Joiners first',
        ideaId: idea,
        courseId: course,
        limitsStated: false,
        made,
      })
      .expect(201)
  ).body.id
  const element = (
    await w
      .as('officer')
      .put(`/course-elements/${w.newId()}`, {
        courseId: course,
        title: 'On the vans',
        ideaId: idea,
        decisionId: decision,
        interestId: interest,
      })
      .expect(201)
  ).body
  expect(element).toMatchObject({ idea: { id: idea }, decision: { id: decision, title: 'Joiners first' } })
  session = await held('On the vans', element.id)
  bare = await held('Training', null)
})
afterAll(() => w?.close())

async function heard(participant: string, words: string, more: { tag?: string; programme?: string } = {}) {
  const id = w.newId()
  await w.owner.query(
    `insert into interests (partnership_id, id, programme_id, participant_id, own_words, tag, heard_on) values ($1, $2, $3, $4, $5, $6, '2026-10-01')`,
    [w.ids.partnership, id, w.ids.programme, participant, words, more.tag ?? 'trades'],
  )
  return id
}
async function held(title: string, element: string | null) {
  const id = w.newId()
  await w.owner.query(
    `insert into course_sessions (partnership_id, id, programme_id, course_id, week, starts_at, ends_at, title, planned_title, element_id) values ($1, $2, $3, $4, 1, '2026-11-20T13:00Z', '2026-11-20T15:00Z', $5, $5, $6)`,
    [w.ids.partnership, id, w.ids.programme, course, title, element],
  )
  return id
}
async function person(knownAs: string, familyName = '') {
  const id = w.newId()
  await w.owner.query(`insert into participants (partnership_id, id, programme_id, known_as, status) values ($1, $2, $3, $4, 'active')`, [
    w.ids.partnership,
    id,
    w.ids.programme,
    knownAs,
  ])
  if (familyName)
    await w.owner.query(
      `insert into participant_contacts (partnership_id, id, programme_id, participant_id, family_name) values ($1, $2, $3, $4, $5)`,
      [w.ids.partnership, w.newId(), w.ids.programme, id, familyName],
    )
  return id
}
const board = async (who: Parameters<World['as']>[0]) =>
  (await w.as(who).get(`/interests/board?programmeId=${w.ids.programme}`).expect(200)).body

it('from a session back to the words it came from, with who for the team', async () => {
  const { body } = await w.as('officer').get(`/trace/sessions/${session}`).expect(200)
  expect(body).toMatchObject({
    session: { title: 'On the vans', courseName: 'Makers' },
    element: { title: 'On the vans' },
    decision: { title: 'Joiners first', decidedBy: 'participants', how: 'vote', participantsPresent: 6 },
    decisionOfCourse: false,
    idea: { words: 'A week with the joiners' },
    voices: [{ ownWords: 'Out on the vans, no in an office', who: { knownAs: 'Sam' } }],
  })
  const { rows } = await w.owner.query(
    `select count(*)::int as n from access_events where operation = 'trace.session' and participant_id = $1`,
    [w.ids.participants.sam],
  )
  expect(rows[0].n).toBe(1)
})
it('and from the words forward to the session', async () => {
  const { body } = await w.as('officer').get(`/trace/interests/${interest}`).expect(200)
  expect(body).toMatchObject({
    voice: { ownWords: 'Out on the vans, no in an office', who: { knownAs: 'Sam' } },
    ideas: [{ id: idea }],
    decisions: [{ id: decision }],
    elements: [{ title: 'On the vans' }],
    sessions: [{ id: session }],
  })
})
it('a session without a source of its own stands on what the group decided about the course', async () => {
  const { body } = await w.as('officer').get(`/trace/sessions/${bare}`).expect(200)
  expect(body).toMatchObject({ element: null, decision: { id: decision }, decisionOfCourse: true })
})
it('a young person sees their own words with their name, and nobody else’s', async () => {
  expect((await w.as('sam').get(`/trace/interests/${interest}`).expect(200)).body.voice.who).toMatchObject({ knownAs: 'Sam' })
  const other = await heard(w.ids.participants.rosa, 'Rosa says anything with food', { tag: 'food' })
  await w.as('sam').get(`/trace/interests/${other}`).expect(404)
})
it('while fewer than three have spoken, nothing is shown without a name', async () => {
  expect(await board('partner')).toEqual({ items: [], named: false, tooFew: true })
  const { body } = await w.as('partner').get(`/trace/sessions/${session}`).expect(200)
  expect(body).toMatchObject({ idea: { words: 'A week with the joiners' }, voices: [] })
  await w.as('partner').get(`/trace/interests/${interest}`).expect(404)
  expect((await board('lead')).named).toBe(true)
})
it('then everyone in the programme sees the words, and never whose they are', async () => {
  await heard(await person('Ally', 'McTear'), 'A kitchen of our own', { tag: 'food' })
  await heard(await person('Jo'), 'Same as big McTear, boats', { tag: 'water' })
  for (const who of ['partner', 'mentor', 'sam', 'safeguarding'] as const) {
    const { items, named, tooFew } = await board(who)
    expect({ named, tooFew }).toEqual({ named: false, tooFew: false })
    expect(items.every((one: { who: unknown; heardOn: unknown }) => one.who === null && one.heardOn === null)).toBe(true)
    expect(items.map((one: { ownWords: string | null }) => one.ownWords)).toEqual(
      expect.arrayContaining(['Out on the vans, no in an office', 'A kitchen of our own', null]),
    )
    expect(JSON.stringify(items)).not.toMatch(/Sam|Ally|McTear|Rosa/)
  }
  expect((await w.as('partner').get(`/trace/interests/${interest}`).expect(200)).body).toMatchObject({
    voice: { ownWords: 'Out on the vans, no in an office', who: null },
    sessions: [{ id: session }],
  })
  expect((await w.as('partner').get(`/trace/sessions/${session}`)).body.voices).toMatchObject([{ who: null }])
})
it('the board says how far each has come, and names people only for the team', async () => {
  const items = (await board('officer')).items as { id: string; stage: string; who: { knownAs: string } }[]
  expect(items.find((one) => one.id === interest)).toMatchObject({ stage: 'session', who: { knownAs: 'Sam' } })
  expect(items.filter((one) => one.stage === 'heard').length).toBeGreaterThan(1)
  const seen = (await board('partner')).items as { id: string; stage: string }[]
  expect(seen.find((one) => one.id === interest)).toMatchObject({ stage: 'session' })
})
it('what was withheld stays out of it', async () => {
  const id = await heard(w.ids.participants.sam, 'About a cousin')
  await w.owner.query(`update interests set visibility = 'team', withheld_reason = 'third_party', review_on = '2027-01-01' where id = $1`, [
    id,
  ])
  expect(JSON.stringify(await board('partner'))).not.toContain('cousin')
  expect(JSON.stringify(await board('sam'))).not.toContain('cousin')
  expect(JSON.stringify(await board('lead'))).toContain('cousin')
})
it.each(['otherlead', 'otherpartner', 'admin'] as const)('%s finds neither end of it', async (who) => {
  await w.as(who).get(`/trace/sessions/${session}`).expect(404)
  await w.as(who).get(`/trace/interests/${interest}`).expect(404)
  await w.as(who).get(`/interests/board?programmeId=${w.ids.programme}`).expect(404)
})
it('an analyst has no share in power, and so no words', async () => {
  expect(await board('analyst')).toMatchObject({ items: [], tooFew: true })
  await w.as('analyst').get(`/trace/interests/${interest}`).expect(404)
})
it('an element names only ideas and decisions of its own programme', async () => {
  for (const field of ['ideaId', 'decisionId'])
    await w
      .as('officer')
      .put(`/course-elements/${w.newId()}`, { courseId: course, title: 'x', [field]: w.newId() })
      .expect(400)
})
