import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
const people: Record<string, string> = {}
const q = (text: string, values: unknown[] = []) => w.owner.query(text, values)
/** Govan as the domain tells it: eleven invited, seven agreed, six in a job with a partner of the programme. */
beforeAll(async () => {
  w = await world()
  const p = w.ids.partnership,
    g = w.ids.programme
  await q(`update programmes set invited_count = 11, outcomes_note = 'As reported' where id = $1`, [g])
  await q(`update participants set status = 'in_conversation' where partnership_id = $1`, [p])
  await q(`insert into programme_partners (partnership_id, id, programme_id, partner_id, role) values ($1, $2, $3, $4, 'provider')`, [
    p,
    w.newId(),
    g,
    w.ids.partners.joinery,
  ])
  Object.assign(people, w.ids.participants)
  for (const name of ['Ailsa', 'Blair', 'Cora', 'Drew', 'Ewan', 'Finlay', 'Greer', 'Hamish', 'Isla']) {
    people[name] = w.newId()
    await q(`insert into participants (partnership_id, id, programme_id, known_as, status) values ($1, $2, $3, $4, 'in_conversation')`, [
      p,
      people[name],
      g,
      name,
    ])
  }
  for (const name of ['Ailsa', 'Blair', 'Cora', 'Drew', 'Ewan', 'Finlay', 'Greer'])
    await q(`update participants set status = 'completed' where id = $1`, [people[name]])
  for (const name of ['Ailsa', 'Blair', 'Cora', 'Drew', 'Ewan', 'Finlay'])
    await w.place(people[name]!, name === 'Ailsa' ? 'sustained_13w' : 'job_accepted')
  const garage = w.newId()
  await q(`insert into opportunities (partnership_id, id, partner_id, kind, title, status) values ($1, $2, $3, 'job', 'Valeter', 'open')`, [
    p,
    garage,
    w.ids.partners.garage,
  ])
  await q(
    `insert into placements (partnership_id, id, programme_id, participant_id, opportunity_id, partner_id, state) values ($1, $2, $3, $4, $5, $6, 'job_accepted')`,
    [p, w.newId(), g, people.Greer, garage, w.ids.partners.garage],
  )
})
afterAll(() => w?.close())
const read = async (person: 'lead' | 'officer' = 'lead') =>
  (await w.as(person).get(`/board?programmeId=${w.ids.programme}`).expect(200)).body
const published = async (person: 'analyst' | 'data' | 'lead' = 'analyst') =>
  (await w.as(person).get(`/board/published?programmeId=${w.ids.programme}`).expect(200)).body

describe('the board of the team', () => {
  it('shows 6 of 7 in a job with a partner of the programme, from placements, on both honest bases', async () => {
    const { employed } = await read()
    expect(employed.ofStarted).toEqual({
      people: 6,
      of: 7,
      percent: expect.closeTo(85.7, 1),
      low: expect.closeTo(48.7, 1),
      high: expect.closeTo(97.4, 1),
    })
    expect(employed.ofInvited).toEqual({
      people: 6,
      of: 11,
      percent: expect.closeTo(54.5, 1),
      low: expect.closeTo(28.0, 1),
      high: expect.closeTo(78.7, 1),
    })
    expect(employed.sustained13w).toBe(1)
  })
  it('counts a job that ended later, and no job with a partner from elsewhere', async () => {
    await q(
      `insert into placement_steps (partnership_id, id, programme_id, participant_id, placement_id, partner_id, from_state, to_state, happened_on)
      select partnership_id, gen_random_uuid(), programme_id, participant_id, id, partner_id, 'job_offered', 'job_accepted', '2026-10-01' from placements where participant_id = $1`,
      [people.Blair],
    )
    await q(`update placements set state = 'ended_early' where participant_id = $1`, [people.Blair])
    expect((await read()).employed.ofStarted).toMatchObject({ people: 6, of: 7 }) // Greer's job at the garage is no seventh
    await q('delete from programme_partners where partner_id = $1', [w.ids.partners.joinery])
    expect((await read()).employed.ofStarted).toMatchObject({ people: 0, of: 7 })
    await q(`insert into programme_partners (partnership_id, id, programme_id, partner_id, role) values ($1, $2, $3, $4, 'provider')`, [
      w.ids.partnership,
      w.newId(),
      w.ids.programme,
      w.ids.partners.joinery,
    ])
  })
  it('goes from first knock to a job, never rising on the way down', async () => {
    const stage = async () =>
      Object.fromEntries((await read()).funnel.map((one: { stage: string; people: number }) => [one.stage, one.people]))
    expect(await stage()).toEqual({ nominated: 11, visited: 7, toldInterests: 7, started: 7, finished: 7, placementOrJob: 7 })
    await q(
      `insert into nominations (partnership_id, id, programme_id, source_partner_id, source_kind, received_on, first_name, good_at_text) values ($1, $2, $3, $4, 'housing', '2026-01-10', 'Jura', 'Football')`,
      [w.ids.partnership, w.newId(), w.ids.programme, w.ids.partners.housing],
    )
    await q(
      `insert into interests (partnership_id, id, programme_id, participant_id, own_words, tag, heard_on) values ($1, $2, $3, $4, 'Engines', 'motors', '2026-02-01')`,
      [w.ids.partnership, w.newId(), w.ids.programme, people.rosa],
    )
    expect(await stage()).toMatchObject({ nominated: 12, visited: 8, toldInterests: 8, started: 7 })
  })
  it('shows who came, week by week, and what was planned against what ran', async () => {
    const course = w.newId(),
      sessions = [w.newId(), w.newId(), w.newId()]
    await q(
      `insert into courses (partnership_id, id, programme_id, name, status, weeks, capacity, starts_on) values ($1, $2, $3, 'Yard days', 'running', 2, 10, '2026-09-07')`,
      [w.ids.partnership, course, w.ids.programme],
    )
    for (const [i, [week, planned, title, why]] of (
      [
        [1, 'Yard', 'Yard', ''],
        [1, 'First aid', 'First aid', ''],
        [2, 'Sports centre', 'Yard', 'The group asked to stay'],
      ] as const
    ).entries()) {
      await q(
        `insert into course_sessions (partnership_id, id, programme_id, course_id, week, starts_at, ends_at, title, planned_title, changed_why, status) values ($1, $2, $3, $4, $5, $6::timestamptz, $6::timestamptz + interval '2 hours', $7, $8, $9, 'held')`,
        [w.ids.partnership, sessions[i], w.ids.programme, course, week, `2026-09-${10 + i}T10:00:00Z`, title, planned, why],
      )
    }
    await q(
      `insert into enrolments (partnership_id, id, programme_id, participant_id, course_id, enrolled_on) values ($1, $2, $3, $4, $5, '2026-09-01')`,
      [w.ids.partnership, w.newId(), w.ids.programme, people.Ailsa, course],
    )
    for (const [i, mark] of ['came', 'told_us_cant', 'chose_other'].entries())
      await q(
        `insert into attendance (partnership_id, id, programme_id, participant_id, course_session_id, mark) values ($1, $2, $3, $4, $5, $6)`,
        [w.ids.partnership, w.newId(), w.ids.programme, people.Ailsa, sessions[i], mark],
      )
    const body = await read()
    expect(body.attendance).toEqual([
      {
        courseId: course,
        name: 'Yard days',
        weeks: 2,
        people: [
          {
            participantId: people.Ailsa,
            knownAs: 'Ailsa',
            cells: [
              { week: 1, mark: 'came_part', came: 1, expected: 2 },
              { week: 2, mark: 'chose_other', came: 0, expected: 1 },
            ],
          },
        ],
      },
    ])
    expect(body.courses[0].weeks).toEqual([
      { week: 1, planned: ['Yard', 'First aid'], ran: ['Yard', 'First aid'], changed: false, why: '', held: true },
      { week: 2, planned: ['Sports centre'], ran: ['Yard'], changed: true, why: 'The group asked to stay', held: true },
    ])
    expect(
      (await q(`select 1 from access_events where operation = 'board.read' and participant_id = $1`, [people.Ailsa])).rowCount,
    ).toBeGreaterThan(0)
  })
  it('shows distance travelled for five people or more, question by question, and never as one number', async () => {
    const rate = (name: string, item: string, on: string, value: number, by = 'together') =>
      q(
        `insert into measures (partnership_id, id, programme_id, participant_id, occasion_id, framework, item, value, rated_by, rated_on)
      values ($1, $2, $3, $4, $5, 'shanarri', $6, $7, $8, $9)`,
        [w.ids.partnership, w.newId(), w.ids.programme, people[name], w.newId(), item, value, by, on],
      )
    for (const name of ['Ailsa', 'Blair', 'Cora', 'Drew', 'Ewan']) {
      await rate(name, 'safe', '2026-02-01', 3)
      await rate(name, 'safe', '2026-09-01', name === 'Ewan' ? 2 : 6)
      if (name !== 'Ewan') {
        await rate(name, 'healthy', '2026-02-01', 3)
        await rate(name, 'healthy', '2026-09-01', 5)
      }
    }
    await rate('Finlay', 'safe', '2026-02-01', 1, 'self')
    await rate('Finlay', 'safe', '2026-09-01', 9, 'worker') // another rater: no distance
    const { travelled } = await read('officer')
    expect(travelled.map((one: { item: string; people: number; lines: unknown }) => [one.item, one.people, one.lines === null])).toEqual([
      ['safe', 5, false],
      ['healthy', 4, true],
    ])
    expect(travelled[0].lines.find((one: { knownAs: string }) => one.knownAs === 'Ewan')).toMatchObject({
      first: 3,
      latest: 2,
      ratedBy: 'together',
    })
  })
  it('sets what young people want beside what partners offer', async () => {
    await q(`update opportunities set tags = '{motors}' where title = 'Valeter'`)
    expect((await read()).wants).toEqual({
      programmes: [{ id: w.ids.programme, name: 'Harbour' }],
      rows: [{ tag: 'motors', label: 'motors', people: [1], open: 1, taken: 1 }],
    })
    await q(`update opportunities set status = 'filled' where title = 'Valeter'`)
    expect((await read()).wants.rows).toMatchObject([{ tag: 'motors', open: 0, taken: 1 }])
    await q(`update placements set state = 'ended_early' where opportunity_id = (select id from opportunities where title = 'Valeter')`)
    expect((await read()).wants.rows).toMatchObject([{ tag: 'motors', open: 0, taken: 0 }])
    await q(`update placements set state = 'job_accepted' where opportunity_id = (select id from opportunities where title = 'Valeter')`)
    await q(`update opportunities set status = 'withdrawn' where title = 'Valeter'`)
    expect((await read()).wants.rows).toMatchObject([{ tag: 'motors', open: 0, taken: 1 }])
    await q(`update opportunities set status = 'open' where title = 'Valeter'`)
  })
  it('says of a part that the agreement does not cover that it is not shown, rather than that there is nothing', async () => {
    await q(`update sharing_agreements set categories = '{identity,contact,participation,notes,risk,power}' where partner_id = $1`, [
      w.ids.partners.fire,
    ])
    expect(await read('officer')).toMatchObject({
      funnel: null,
      employed: null,
      travelled: null,
      wants: null,
      attendance: [{ name: 'Yard days' }],
    })
    await q(
      `update sharing_agreements set categories = '{identity,contact,interests,participation,notes,risk,outcomes,power}' where partner_id = $1`,
      [w.ids.partners.fire],
    )
  })
  it('is empty, and says so, for a programme whose outcomes were not published', async () => {
    const {
      rows: [bare],
    } = await q(
      `insert into programmes (partnership_id, id, name, area_id, lead_partner_id, status, outcomes_note) values ($1, $2, 'Castlefern', $3, $4, 'closed', 'Not published') returning id`,
      [w.ids.partnership, w.newId(), w.ids.area, w.ids.partners.housing],
    )
    await q(
      `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role, from_at) values ($1, $2, $3, $4, $5, 'programme_lead', '2026-01-01')`,
      [w.ids.partnership, w.newId(), bare.id, w.ids.users.lead, w.ids.partners.housing],
    )
    const { body } = await w.as('lead').get(`/board?programmeId=${bare.id}`).expect(200)
    expect(body).toMatchObject({
      programme: { outcomesNote: 'Not published' },
      employed: { ofStarted: null, ofInvited: null },
      attendance: [],
      travelled: [],
      courses: [],
      community: [],
    })
    expect(body.funnel.every((one: { people: number }) => one.people === 0)).toBe(true)
  })
  it('is the team’s: others in the programme are refused, everyone else finds nothing', async () => {
    for (const person of ['partner', 'supervisor', 'mentor', 'safeguarding', 'data', 'analyst', 'sam', 'admin'] as const)
      await w.as(person).get(`/board?programmeId=${w.ids.programme}`).expect(403)
    for (const person of ['otherpartner', 'otherlead'] as const) await w.as(person).get(`/board?programmeId=${w.ids.programme}`).expect(404)
    await w.as('lead').get('/board').expect(400)
  })
})

describe('the published board', () => {
  it('shows nothing about people for a group of eleven, seven of whom started: too few to show', async () => {
    const body = await published()
    expect(body.smallNumber).toBe(10)
    expect(body.funnel).toEqual(
      ['nominated', 'visited', 'toldInterests', 'started', 'finished', 'placementOrJob'].map((stage, i) =>
        i === 0 ? { stage, people: 10, reason: null } : { stage, people: null, reason: 'too_few' },
      ),
    )
    expect(body.employed).toEqual({ people: null, of: null, percent: null, low: null, high: null, reason: 'too_few' })
    expect(
      body.steps.every(
        (one: { people: null; rose: null; reason: string }) => one.people === null && one.rose === null && one.reason === 'too_few',
      ),
    ).toBe(true)
    expect([body.interests, body.interestsHidden]).toEqual([[], true])
    expect(JSON.stringify(body)).not.toMatch(/Ailsa|Rosa|85\.7/)
  })
  it('leaves the analyst without a single row of a person', async () => {
    for (const name of ['sam', 'Ailsa'])
      for (const path of ['/steps', '/destinations']) await w.as('analyst').get(`/participants/${people[name]}${path}`).expect(404)
    expect((await w.as('analyst').get('/follow-ups?due=2099-01-01').expect(200)).body.items).toEqual([])
  })
  it('shows counts of places, which are not people', async () => {
    await w
      .as('lead')
      .put(`/community/counts/${w.newId()}`, {
        areaId: w.ids.area,
        kind: 'deliberate_fire',
        type: '',
        month: '2026-01',
        count: 3,
        source: 'Fire service',
        extractDate: '2026-03-01',
        definition: '',
      })
      .expect(201)
    await w
      .as('lead')
      .put(`/community/comparisons/${w.newId()}`, {
        programmeId: w.ids.programme,
        kind: 'deliberate_fire',
        type: '',
        areaId: w.ids.area,
        comparatorAreaId: null,
        comparatorReason: '',
        noComparatorReason: 'None like it',
        beforeFrom: '2026-01',
        afterFrom: '2026-02',
        months: 1,
        confounders: [],
        caption: '',
      })
      .expect(201)
    expect((await published()).community).toMatchObject([
      { area: { before: 3 }, series: { area: [{ month: '2026-01', count: 3 }] }, comparison: { can: { amend: false } } },
    ])
  })
  it('is for analysts, data leads and the team', async () => {
    await published('data')
    await published('lead')
    for (const person of ['partner', 'supervisor', 'mentor', 'safeguarding', 'sam', 'admin'] as const)
      await w.as(person).get(`/board/published?programmeId=${w.ids.programme}`).expect(403)
    for (const person of ['otherpartner', 'otherlead'] as const)
      await w.as(person).get(`/board/published?programmeId=${w.ids.programme}`).expect(404)
  })
})

describe('what needs a lead', () => {
  it('is counted over the programmes they lead, oldest decision first', async () => {
    await q(
      `insert into opportunities (partnership_id, id, partner_id, kind, title) values ($1, $2, $3, 'taster', 'A day in the joinery')`,
      [w.ids.partnership, w.newId(), w.ids.partners.joinery],
    )
    await q(
      `insert into visit_risk_flags (partnership_id, id, programme_id, participant_id, what_to_do, agreed_on, review_on) values ($1, $2, $3, $4, 'Go in pairs', '2026-01-01', '2026-02-01')`,
      [w.ids.partnership, w.newId(), w.ids.programme, people.sam],
    )
    await q(
      `insert into decisions (partnership_id, id, programme_id, title, decided_by, decided_on, outcome_text) values ($1, $2, $3, 'Stay in the yard', 'participants', current_date, 'We stayed')`,
      [w.ids.partnership, w.newId(), w.ids.programme],
    )
    const share = (id: string, by: string, to: string) =>
      q(
        `insert into info_shares (partnership_id, id, programme_id, participant_id, kind, to_organisation, to_person, items, why, lawful_basis, told_how, told_on, created_by)
         values ($1, $2, $3, $4, 'notice', $5, 'M. Example', '{known_as}', 'A place', 'public_task', 'in_person', current_date, $6)`,
        [w.ids.partnership, id, w.ids.programme, people.sam, to, by],
      )
    await share(w.newId(), w.ids.users.officer, 'Riverside College')
    await share(w.newId(), w.ids.users.lead, 'The club') // their own: somebody else looks at it
    const { body } = await w.as('lead').get('/board/home').expect(200)
    expect(body).toMatchObject({
      onCourses: 1,
      reviewsOverdue: 1,
      followUpsDue: 0,
      promisesToHandOver: 0,
      waiting: 4,
      changed: [{ programme: 'Harbour', words: 'Stay in the yard: We stayed' }],
    })
    expect(body.decisions.map((one: { kind: string; title: string }) => [one.kind, one.title])).toEqual([
      ['nomination', 'Suggested by Housing'],
      ['safety_review', 'Sam'],
      ['offer', 'A day in the joinery, Joinery'],
      ['share', 'To share with Riverside College'],
    ])
    expect(body.quiet).toBe(4) // nobody has been in touch with those still in conversation
  })
  it('is a lead’s', async () => {
    for (const person of ['officer', 'partner', 'mentor', 'analyst', 'data', 'sam', 'otherpartner', 'admin'] as const)
      await w.as(person).get('/board/home').expect(403)
    expect((await w.as('otherlead').get('/board/home').expect(200)).body).toMatchObject({
      waiting: 0,
      decisions: [],
      changed: [],
      quiet: 0,
    })
  })
})
