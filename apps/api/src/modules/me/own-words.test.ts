// What Sam wants, the deal, and leaving: by Sam's own word, all at once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World, sam: string, rosa: string
beforeAll(async () => {
  w = await world()
  ;({ sam, rosa } = w.ids.participants)
})
afterAll(() => w?.close())
const row = (participant = sam) => [w.ids.partnership, w.newId(), w.ids.programme, participant]
const wants = async () => (await w.as('sam').get('/me/wants').expect(200)).body.items
const want = (body: object, id = w.newId(), person: Parameters<World['as']>[0] = 'sam') => w.as(person).put(`/me/wants/${id}`, body)

describe('what I said I want', () => {
  it('is changed in their own words; what stood before stays, also for the team', async () => {
    const old = w.newId()
    await w.owner.query(
      `insert into interests (partnership_id, id, programme_id, participant_id, own_words, tag, heard_on, said_by) values ($1, $2, $3, $4, 'Something with cars', 'cars', '2026-10-01', 'worker')`,
      [w.ids.partnership, old, w.ids.programme, sam],
    )
    expect(await wants()).toMatchObject([{ id: old, words: 'Something with cars', workersWords: true, before: [] }])
    const now = w.newId()
    await want({ words: ' Vans, no cars ', changes: old }, now).expect(201)
    expect(await wants()).toMatchObject([
      { id: now, words: 'Vans, no cars', workersWords: false, before: [{ words: 'Something with cars', heardOn: '2026-10-01' }] },
    ])
    expect((await w.owner.query('select own_words, tag, status, said_by from interests order by created_at, id')).rows).toEqual([
      { own_words: 'Something with cars', tag: 'cars', status: 'gone', said_by: 'worker' },
      { own_words: 'Vans, no cars', tag: 'cars', status: 'heard', said_by: 'participant' },
    ])
    await want({ words: 'Vans and boats', changes: now }).expect(201)
    expect((await wants())[0].before.map((one: { words: string }) => one.words)).toEqual(['Vans, no cars', 'Something with cars'])
  })
  it('is added, and let go', async () => {
    const id = w.newId()
    await want({ words: 'Cooking' }, id).expect(201)
    await want({ words: 'Cooking' }, id).expect(200)
    expect(await wants()).toHaveLength(2)
    await w.as('sam').post(`/me/wants/${id}/let-go`, {}).expect(204)
    expect(await wants()).toHaveLength(1)
    await w.as('sam').post(`/me/wants/${id}/let-go`, {}).expect(404)
  })
  it('is theirs alone: not Rosa’s, not held back, not for staff to say here', async () => {
    const hers = w.newId(),
      hidden = w.newId()
    await w.owner.query(
      `insert into interests (partnership_id, id, programme_id, participant_id, own_words, heard_on) values ($1, $2, $3, $4, 'Singing', '2026-10-01')`,
      [w.ids.partnership, hers, w.ids.programme, rosa],
    )
    await w.owner.query(
      `insert into interests (partnership_id, id, programme_id, participant_id, own_words, heard_on, visibility, withheld_reason, review_on) values ($1, $2, $3, $4, 'About a cousin', '2026-10-01', 'team', 'third_party', '2027-01-01')`,
      [w.ids.partnership, hidden, w.ids.programme, sam],
    )
    for (const changes of [hers, hidden, w.newId()]) await want({ words: 'x', changes }).expect(404)
    await w.as('sam').post(`/me/wants/${hers}/let-go`, {}).expect(404)
    expect(JSON.stringify(await wants())).not.toMatch(/Singing|cousin/)
    for (const person of ['officer', 'otherlead', 'otherpartner'] as const) await want({ words: 'x' }, w.newId(), person).expect(404)
    await want({ words: '   ' }).expect(400)
  })
})

describe('our deal', () => {
  it('has both sides, and a change is asked for, told to the team and answered', async () => {
    await w.owner.query(
      `insert into participation_agreements (partnership_id, id, programme_id, participant_id, what_i_get, what_i_give, agreed_on) values ($1, $2, $3, $4, 'A shot on the vans', 'Turn up and try', '2026-11-03')`,
      row(),
    )
    const ask = w.newId()
    await w.as('sam').put(`/me/asks/${ask}`, { kind: 'change_deal', words: 'Mornings are hard' }).expect(201)
    const { body } = await w.as('sam').get('/me/deal').expect(200)
    expect(body).toMatchObject({
      now: { whatIGet: 'A shot on the vans', whatIGive: 'Turn up and try', agreedOn: '2026-11-03' },
      before: [],
      ask: { id: ask, words: 'Mornings are hard', answer: null },
    })
    const { rows } = await w.owner.query<{ to_address: string; body: string }>(`select to_address, body from messages order by to_address`)
    expect(rows.map((one) => one.to_address)).toEqual(['lead@test.invalid', 'officer@test.invalid'])
    expect(JSON.stringify(rows)).not.toMatch(/Sam|Mornings|Harbour/)
    await w.as('officer').put(`/asks/${ask}/answers/${w.newId()}`, { words: 'Let us begin at eleven' }).expect(201)
    expect((await w.as('sam').get('/me/deal')).body.ask.answer).toMatchObject({ words: 'Let us begin at eleven', by: 'Officer Test' })
  })
})

describe('leaving', () => {
  const count = async (sql: string) => Number((await w.owner.query<{ n: string }>(`select count(*) as n from ${sql}`)).rows[0]!.n)
  let job: string
  beforeAll(async () => {
    const course = w.newId()
    await w.owner.query(
      `insert into courses (partnership_id, programme_id, id, name, status, capacity) values ($1, $2, $3, 'Boats', 'running', 1)`,
      [w.ids.partnership, w.ids.programme, course],
    )
    await w.owner.query(
      `insert into enrolments (partnership_id, id, programme_id, participant_id, course_id, enrolled_on) values ($1, $2, $3, $4, $5, current_date - 9)`,
      [...row(), course],
    )
    for (const from of [2, 9])
      await w.owner.query(
        `insert into course_sessions (partnership_id, programme_id, id, course_id, week, starts_at, ends_at, title, planned_title) values ($1, $2, $3, $4, 1, now() + make_interval(days => $5), now() + make_interval(days => $5, hours => 2), 'Hull', 'Hull')`,
        [w.ids.partnership, w.ids.programme, w.newId(), course, from],
      )
    await w.owner.query(
      `insert into visits (partnership_id, id, programme_id, participant_id, starts_at, officer_id) values ($1, $2, $3, $4, now() + interval '3 days', $5)`,
      [...row(), w.ids.users.officer],
    )
    await w.place(sam, 'placement')
    await w.match(sam)
    job = (await w.place(sam, 'job_accepted')).placement
    await w.owner.query(
      `insert into follow_ups (partnership_id, id, programme_id, participant_id, months, due_on) values ($1, $2, $3, $4, 3, current_date + 60)`,
      row(),
    )
    await w.owner.query('delete from messages')
  })

  it('is told in full before it happens', async () => {
    const { body } = await w.as('sam').get('/me/stop').expect(200)
    expect(body).toMatchObject({
      left: false,
      worker: 'Officer Test',
      sessions: 2,
      visits: 1,
      placements: ['Joinery'],
      mentor: 'Mentor Test',
      job: 'Joinery',
      teamKeeps: ['Fire', 'Housing'],
    })
    const days = (Date.parse(body.erasedOn) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(363)
    expect(days).toBeLessThan(367)
  })
  it('nobody else may do it for them', async () => {
    for (const person of ['officer', 'lead', 'mentor', 'otherpartner', 'otherlead'] as const)
      await w.as(person).post('/me/stop', { words: '', keepFollowing: false }).expect(404)
    await w.stranger().post('/me/stop', { words: '', keepFollowing: false }).expect(401)
  })
  it('ends everything at once, in their words', async () => {
    const { body } = await w.as('sam').post('/me/stop', { words: 'It is no for me', keepFollowing: false }).expect(200)
    expect(body).toMatchObject({ left: true, sessions: 0, visits: 0, placements: [], mentor: null })
    const { rows } = await w.owner.query(
      `select status, next_step, erasure_due_at > now() + interval '360 days' as clock from participants where id = $1`,
      [sam],
    )
    expect(rows[0]).toEqual({ status: 'stepped_back', next_step: '', clock: true })
    expect(
      (await w.owner.query(`select from_status, to_status, reason, said_by, how from participant_steps where participant_id = $1`, [sam]))
        .rows,
    ).toEqual([{ from_status: 'active', to_status: 'stepped_back', reason: 'It is no for me', said_by: 'participant', how: 'own_phone' }])
    expect(await count(`participation_agreements where withdrawn_on is null`)).toBe(0)
    expect((await w.owner.query('select taken from courses')).rows).toEqual([{ taken: 0 }])
    expect((await w.owner.query(`select status, closed_reason from visits where participant_id = $1`, [sam])).rows).toEqual([
      { status: 'cancelled', closed_reason: 'They asked us to stop, and that is fine.' },
    ])
    expect((await w.owner.query(`select state, ended_by from placements order by state`)).rows).toEqual([
      { state: 'ended_early', ended_by: 'participant' },
      { state: 'job_accepted', ended_by: null },
    ])
    expect((await w.owner.query(`select status, ended_by from mentor_matches`)).rows).toEqual([
      { status: 'ended', ended_by: 'participant' },
    ])
    expect(await count(`follow_ups where status = 'due'`)).toBe(0)
    expect(await count(`assignments where participant_id = '${sam}' and kind <> 'self'`)).toBe(0)
  })
  it('is told to the team, the placement and the mentor, without a name and without a reason', async () => {
    const { rows } = await w.owner.query<{ to_address: string; body: string }>('select to_address, body from messages order by to_address')
    expect(rows.map((one) => one.to_address)).toEqual(
      ['lead', 'mentor', 'officer', 'partner', 'supervisor'].map((one) => `${one}@test.invalid`),
    )
    for (const { body } of rows) {
      expect(body).not.toContain('no for me')
      expect(body).not.toContain('Sam')
    }
  })
  it('closes the record to the mentor, the placement and the employer from the next request', async () => {
    for (const person of ['mentor', 'partner', 'supervisor'] as const) await w.as(person).get(`/participants/${sam}`).expect(404)
    await w.as('partner').get(`/placements/${job}`).expect(404)
    await w.as('officer').get(`/participants/${sam}`).expect(200)
  })
  it('keeps the job closed to the employer, whatever the team writes about it later', async () => {
    const seen = async () => (await w.as('partner').get(`/placements/${job}`)).status
    const { version } = (await w.as('officer').get(`/placements/${job}`).expect(200)).body
    await w
      .as('officer')
      .patch(`/placements/${job}`, { version, startsOn: null, endsOn: null, adjustments: 'A later start', travel: '', supervisorId: null })
      .expect(200)
    expect(await seen()).toBe(404)
    await w.owner.query(`update placements set state = 'sustained_13w' where id = $1`, [job])
    expect([await seen(), await count(`assignments where source_id = '${job}'`)]).toEqual([404, 0])
    await w.owner.query(`update placements set state = 'job_accepted' where id = $1`, [job])
  })
  it('leaves their own pages open: they read what is written, and when it goes', async () => {
    const { body } = await w.as('sam').get('/me').expect(200)
    expect(body.left.erasedOn).toMatch(/^\d{4}-/)
    expect((await w.as('sam').get('/me/record').expect(200)).body.items.length).toBeGreaterThan(0)
  })
  it('done twice changes nothing more', async () => {
    await w.as('sam').post('/me/stop', { words: '', keepFollowing: false }).expect(200)
    expect(await count(`participant_steps where participant_id = '${sam}'`)).toBe(1)
  })
  it('they may ask to come back, and the team reopens it on their word: the clock stops', async () => {
    await w.as('sam').put(`/me/asks/${w.newId()}`, { kind: 'come_back', words: '' }).expect(201)
    expect((await w.as('sam').get('/me/stop')).body.ask).toMatchObject({ kind: 'come_back', answer: null })
    const on = (await w.owner.query<{ on: string }>(`select app.today()::text as "on"`)).rows[0]!.on
    await w
      .as('officer')
      .post(`/participants/${sam}/move`, { to: 'in_conversation', on, saidBy: 'participant', how: 'own_phone' })
      .expect(200)
    expect((await w.owner.query('select status, erasure_due_at from participants where id = $1', [sam])).rows).toEqual([
      { status: 'in_conversation', erasure_due_at: null },
    ])
    expect((await w.as('sam').get('/me')).body.left).toBeNull()
  })
  it('whoever was only talking has declined, and is forgotten after ninety days', async () => {
    await w.owner.query(
      `delete from own_answers; delete from own_asks; delete from participation_agreements; delete from session_replies; delete from enrolments`,
    )
    await w.as('sam').post('/me/stop', { words: '', keepFollowing: false }).expect(200)
    const { rows } = await w.owner.query<{ status: string; erasure_due_at: Date }>(
      'select status, erasure_due_at from participants where id = $1',
      [sam],
    )
    expect(rows[0]!.status).toBe('declined')
    expect(Math.round((rows[0]!.erasure_due_at.getTime() - Date.now()) / 86_400_000)).toBeGreaterThanOrEqual(89)
    expect((await w.owner.query('select status from participants where id = $1', [rosa])).rows).toEqual([{ status: 'active' }])
  })
})
