// The team reads what young people answered, answers back, and holds something back only with a reason and a date.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World, sam: string, rosa: string
const add = async (table: string, values: Record<string, unknown>) => {
  const all = {
    partnership_id: w.ids.partnership,
    id: w.newId(),
    programme_id: w.ids.programme,
    participant_id: sam,
    created_by: w.ids.users.officer,
    ...values,
  }
  const columns = Object.keys(all)
  await w.owner.query(
    `insert into ${table} (${columns.join()}) values (${columns.map((_, at) => `$${at + 1}`).join()})`,
    Object.values(all),
  )
  return all.id as string
}
const visited = async (words = 'Did not want to talk', participant = sam) => {
  const id = await add('visits', {
    participant_id: participant,
    status: 'recorded',
    starts_at: '2026-11-01T10:00Z',
    happened_at: '2026-11-01T10:00Z',
    outcome: 'listened',
    officer_id: w.ids.users.officer,
  })
  await add('notes', { participant_id: participant, kind: 'visit', about_id: id, staff_words: words })
  return id
}
const says = async (kind: string, entry: string, response: string, words = '') => {
  const id = w.newId()
  await w.as('sam').put(`/me/record/${kind}/${entry}/replies/${id}`, { response, words }).expect(201)
  return id
}
interface Shown {
  id: string
  response: string | null
  words: string
  entry: { staffWords: string; by: string } | null
  answer: { decision: string; words: string } | null
  can: { answer: boolean; erase: boolean }
}
const list = async (person: Person = 'officer', query = ''): Promise<Shown[]> =>
  (await w.as(person).get(`/replies${query}`).expect(200)).body.items
const answer = (reply: string, body: object, person: Person = 'officer', id = w.newId()) =>
  w.as(person).put(`/replies/${reply}/answers/${id}`, body)
const day = async (plus: number) =>
  (await w.owner.query<{ on: string }>(`select (app.today() + $1::integer)::text as "on"`, [plus])).rows[0]!.on
const recordOf = async () => JSON.stringify((await w.as('sam').get('/me/record?limit=100').expect(200)).body)

beforeAll(async () => {
  w = await world()
  ;({ sam, rosa } = w.ids.participants)
})
afterAll(() => w?.close())

describe('replies to read', () => {
  it('show what they said beside the entry, the latest about each, and what still wants an answer', async () => {
    const entry = await visited(),
      other = await visited('Fine')
    await says('visit', other, 'thats_right')
    await says('visit', entry, 'thats_right')
    const id = await says('visit', entry, 'not_how_i_said_it', 'Not that day')
    expect((await list()).map((one) => one.response)).toEqual(['not_how_i_said_it', 'thats_right'])
    expect(await list('lead', '?open=true')).toMatchObject([
      {
        id,
        words: 'Not that day',
        entry: { staffWords: 'Did not want to talk', by: 'Officer Test' },
        answer: null,
        can: { answer: true, erase: false },
      },
    ])
    await answer(id, { decision: 'read', words: '' }).expect(201)
    expect(await list('lead', '?open=true')).toEqual([])
    expect(await list('officer', `?participantId=${rosa}`)).toEqual([])
  })
  it('are logged as readings', async () => {
    await w.owner.query('delete from access_events')
    await list()
    expect((await w.owner.query('select operation, participant_id from access_events')).rows).toEqual([
      { operation: 'replies.list', participant_id: sam },
    ])
  })
  it('come in pages', async () => {
    const all = (await list()).map((one) => one.id)
    const { body: first } = await w.as('officer').get('/replies?limit=1').expect(200)
    const { body: second } = await w.as('officer').get(`/replies?limit=1&after=${first.next}`).expect(200)
    expect([first.items[0].id, second.items[0].id]).toEqual(all.slice(0, 2))
  })
  it('about a mentor’s own note are read by that mentor, who leaves the answering to the team', async () => {
    const match = await w.match(sam)
    const met = await add('mentoring_sessions', {
      match_id: match,
      mentor_id: w.ids.users.mentor,
      held_on: '2026-11-02',
      kind: 'met',
      created_by: w.ids.users.mentor,
    })
    await add('notes', { kind: 'mentoring', about_id: met, staff_words: 'Quiet today', created_by: w.ids.users.mentor })
    const id = await says('mentoring', met, 'not_how_i_said_it', 'I was tired')
    expect(await list('mentor')).toMatchObject([{ id, entry: { staffWords: 'Quiet today' }, can: { answer: false } }])
    await answer(id, { decision: 'read', words: '' }, 'mentor').expect(403)
  })
  it('are nobody else’s to read or answer', async () => {
    const id = await says('visit', await visited(), 'leave_out', 'Please')
    for (const person of ['partner', 'supervisor', 'otherpartner', 'otherlead', 'admin', 'analyst', 'data', 'safeguarding'] as const) {
      expect(await list(person)).toEqual([])
      await answer(id, { decision: 'kept', words: 'x' }, person).expect(404)
    }
    await answer(id, { decision: 'kept', words: 'x' }, 'sam').expect(403)
    await answer(w.newId(), { decision: 'kept', words: 'x' }).expect(404)
  })
})

describe('"leave it out"', () => {
  it('changes nothing by itself; the team keeps it and says why, once', async () => {
    const entry = await visited('Was seen at the bus stop'),
      id = await says('visit', entry, 'leave_out', 'That was no me')
    expect(await recordOf()).toContain('bus stop')
    await answer(id, { decision: 'kept', words: ' ' }).expect(400)
    const answerId = w.newId()
    await answer(id, { decision: 'kept', words: 'We need it until May' }, 'officer', answerId).expect(201)
    await answer(id, { decision: 'kept', words: 'We need it until May' }, 'officer', answerId).expect(200)
    expect((await answer(id, { decision: 'erased', words: 'Gone' }).expect(409)).body.type).toBe('/problems/already-answered')
    expect(await recordOf()).toContain('We need it until May')
    expect(await recordOf()).toContain('bus stop')
  })
  it('or lets the words go for good, with their earlier versions, and tells them; that it happened stays', async () => {
    const entry = await visited('Was seen at the bus stop with Kim')
    await w.owner.query(`update notes set staff_words = 'Was seen with Kim' where about_id = $1`, [entry])
    const id = await says('visit', entry, 'leave_out', 'Please')
    await w.owner.query('delete from messages')
    await answer(id, { decision: 'erased', words: 'You are right. It is gone.' }).expect(201)
    const text = await recordOf()
    expect(text).toContain(entry)
    expect(text).toContain('It is gone')
    expect(text).not.toContain('Kim')
    for (const table of ['notes', 'note_versions']) {
      const { rows } = await w.owner.query(`select 1 from ${table} t where t::text like '%Kim%'`)
      expect([table, rows.length]).toEqual([table, 0])
    }
    expect((await w.owner.query('select kind, channel, to_address, body from messages')).rows).toEqual([
      { kind: 'own', channel: 'text', to_address: '07700900123', body: 'There is something new on your page.' },
    ])
  })
  it.each([
    ['interest', 'interests', { own_words: 'Kim stole it', heard_on: '2026-11-01' }],
    ['goal', 'goals', { own_words: 'Kim stole it', set_on: '2026-11-01' }],
    ['asset', 'assets', { own_words: 'Kim stole it', heard_on: '2026-11-01' }],
    ['step', 'participant_steps', { from_status: 'agreed', to_status: 'active', happened_on: '2026-11-01', reason: 'Kim stole it' }],
    ['destination', 'destinations', { kind: 'employment', starts_on: '2026-11-01', checked_on: '2026-11-01', evidence: 'Kim stole it' }],
  ])('works for the words of a %s', async (kind, table, values) => {
    const entry = await add(table, values)
    await answer(await says(kind, entry, 'leave_out'), { decision: 'erased', words: 'Gone' }).expect(201)
    expect((await w.owner.query(`select 1 from ${table} t where t::text like '%Kim%'`)).rowCount).toBe(0)
    expect((await w.owner.query(`select 1 from ${table} where id = $1`, [entry])).rowCount).toBe(1)
  })
  it('cannot take words from an entry that has none, nor from one they did not ask about', async () => {
    const deal = await add('participation_agreements', { what_i_get: 'a', what_i_give: 'b', agreed_on: '2026-11-01' })
    const id = await says('deal', deal, 'leave_out')
    expect((await list()).find((one) => one.id === id)!.can).toEqual({ answer: true, erase: false })
    expect((await answer(id, { decision: 'erased', words: 'x' }).expect(409)).body.type).toBe('/problems/nothing-to-leave-out')
    await answer(await says('visit', await visited(), 'thats_right'), { decision: 'erased', words: 'x' }).expect(400)
  })
})

describe('holding back', () => {
  const hold = async (entry: string, { person = 'officer' as Person, days = 30, kind = 'visit', reason = 'third_party' } = {}) =>
    w.as(person).post(`/entries/${entry}/withhold`, { kind, visibility: 'team', reason, reviewOn: await day(days) })

  it('takes an entry and its note from their pages at once, and gives both back when it is shared again', async () => {
    const entry = await visited('His brother rang us')
    expect(await recordOf()).toContain(entry)
    expect((await hold(entry)).status).toBe(204)
    expect(await recordOf()).not.toContain(entry)
    await w.as('sam').get(`/visits/${entry}`).expect(404)
    expect(JSON.stringify((await w.as('sam').get(`/participants/${sam}/story`)).body)).not.toContain('brother')
    const { body } = await w.as('officer').get(`/participants/${sam}/story`).expect(200)
    expect(body.items.find((one: { id: string }) => one.id === entry)).toMatchObject({
      staffWords: 'His brother rang us',
      held: [{ what: 'visit', reason: 'third_party', reviewOn: await day(30) }],
    })
    await w.as('lead').post(`/entries/${entry}/share`, { kind: 'visit' }).expect(204)
    expect(await recordOf()).toContain('His brother rang us')
    expect((await w.owner.query('select ended_on is not null as over from withholdings where about_id = $1', [entry])).rows).toEqual([
      { over: true },
    ])
  })
  it('can take the words alone, and leaves that it happened', async () => {
    const entry = await visited('His sister rang us')
    expect((await hold(entry, { kind: 'note' })).status).toBe(204)
    const text = await recordOf()
    expect(text).toContain(entry)
    expect(text).not.toContain('sister')
  })
  it('also takes a note that is written afterwards', async () => {
    const entry = await add('contact_events', { channel: 'call', outcome: 'good_chat', happened_at: '2026-11-03T10:00Z' })
    expect((await hold(entry, { kind: 'contact' })).status).toBe(204)
    await add('notes', { kind: 'contact', about_id: entry, staff_words: 'Written later' })
    expect((await w.owner.query('select visibility, withheld_reason from notes where about_id = $1', [entry])).rows).toEqual([
      { visibility: 'team', withheld_reason: 'third_party' },
    ])
  })
  it('needs a reason from the list and a day to look again, within ninety days', async () => {
    const entry = await visited()
    expect((await hold(entry, { days: 90 })).status).toBe(204)
    for (const days of [0, 91]) expect((await hold(entry, { days })).body.errors).toMatchObject([{ pointer: '/body/reviewOn' }])
    expect((await hold(entry, { reason: 'tidy' })).status).toBe(400)
    await w.as('officer').post(`/entries/${entry}/withhold`, { kind: 'visit', visibility: 'team', reason: 'harm' }).expect(400)
    expect((await hold(entry, { kind: 'step' })).status).toBe(404)
    await expect(
      add('withholdings', {
        about_kind: 'visit',
        about_id: w.newId(),
        visibility: 'team',
        reason: 'harm',
        withheld_on: '2026-01-01',
        review_on: '2026-04-02',
      }),
    ).rejects.toMatchObject({ constraint: 'withholdings_ninety_days' })
  })
  it('is the team’s to do', async () => {
    const entry = await visited()
    for (const person of ['mentor', 'partner', 'data', 'admin', 'otherlead', 'otherpartner', 'safeguarding'] as const) {
      expect((await hold(entry, { person })).status).toBe(404)
      await w.as(person).post(`/entries/${entry}/share`, { kind: 'visit' }).expect(404)
    }
    expect((await hold(entry, { person: 'sam' })).status).toBe(403)
  })
  it('is seen whole by the data lead, past its review first, and never a word of it', async () => {
    const step = await add('participant_steps', {
      from_status: 'active',
      to_status: 'paused',
      happened_on: '2026-11-04',
      reason: 'Secret words',
    })
    expect((await hold(step, { kind: 'step', reason: 'harm', days: 5 })).status).toBe(204)
    const hers = await visited('About Rosa', rosa)
    expect((await hold(hers, { reason: 'investigation' })).status).toBe(204)
    await add('goals', {
      participant_id: rosa,
      own_words: 'Hidden another way',
      set_on: '2026-01-01',
      visibility: 'restricted',
      withheld_reason: 'safeguarding',
      review_on: '2026-02-01',
    })
    const { rows } = await w.owner.query<{ n: string }>(
      `select (select count(*) from visits where visibility <> 'shared_with_person') + (select count(*) from notes where visibility <> 'shared_with_person') + (select count(*) from contact_events where visibility <> 'shared_with_person')
        + (select count(*) from participant_steps where visibility <> 'shared_with_person') + (select count(*) from goals where visibility <> 'shared_with_person') as n`,
    )
    const { body, text } = await w.as('data').get('/withheld').expect(200)
    expect(body.items).toHaveLength(Number(rows[0]!.n))
    expect(body.pastReview).toBe(1)
    expect(body.items.slice(0, 2)).toMatchObject([
      { kind: 'goals', reason: 'safeguarding', reviewOn: '2026-02-01', pastReview: true, visibility: 'restricted' },
      { kind: 'participant_steps', reason: 'harm', heldBy: 'Officer Test', pastReview: false },
    ])
    expect(body.items.filter((one: { kind: string; heldBy: string }) => one.kind === 'notes' && !one.heldBy)).toEqual([])
    expect(text).not.toMatch(/Secret|About Rosa|Hidden another|Sam"|"Rosa/)
    expect(body.items[0].reference).toMatch(/^YP-/)
    await w.as('lead').get('/withheld').expect(200)
    for (const person of ['officer', 'mentor', 'partner', 'admin', 'sam', 'analyst', 'otherpartner'] as const)
      await w.as(person).get('/withheld').expect(403)
    expect((await w.as('otherlead').get('/withheld').expect(200)).body.items).toEqual([])
  })
})
