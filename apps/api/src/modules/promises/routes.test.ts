import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
const q = (text: string, values: unknown[] = []) => w.owner.query(text, values)
const day = (plus = 0) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date(Date.now() + plus * 86_400_000))
const body = (more: object = {}) => ({
  programmeId: w.ids.programme,
  participantId: w.ids.participants.sam,
  toUserId: null,
  text: 'Ask about a van licence',
  dueOn: null,
  madeIn: 'other',
  madeInId: null,
  how: null,
  ...more,
})
const make = async (person: Person, more: object = {}, id = w.newId()) =>
  (await w.as(person).put(`/promises/${id}`, body(more)).expect(201)).body
const toLead = { participantId: null }
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

describe('a promise', () => {
  it('is made by an officer to Sam, seen by both, and kept only when Sam says so', async () => {
    const made = await make('officer', { dueOn: day(3) })
    expect(made).toMatchObject({
      from: { kind: 'officer', name: 'Officer Test' },
      to: { kind: 'participant', name: 'Sam' },
      status: 'made',
      open: true,
      late: false,
      byMe: true,
      toMe: false,
    })
    expect(made.can).toMatchObject({ sayDone: true, say: false, record: true, change: true, answer: false, handOver: false })
    const done = (await w.as('officer').post(`/promises/${made.id}/done`, { version: made.version }).expect(200)).body
    expect(done).toMatchObject({ status: 'made', saidKeptAt: null, can: { sayDone: false } })
    await w.as('officer').post(`/promises/${made.id}/done`, { version: done.version }).expect(409)
    const mine = (await w.as('sam').get('/me/promises').expect(200)).body
    expect(mine.toMe).toMatchObject([{ id: made.id, can: { say: true, release: true } }])
    await w.as('officer').post(`/promises/${made.id}/word`, { version: done.version, word: 'kept', story: '', how: null }).expect(403)
    const kept = (
      await w.as('sam').post(`/promises/${made.id}/word`, { version: done.version, word: 'kept', story: 'She did', how: null }).expect(200)
    ).body
    expect(kept).toMatchObject({ status: 'kept', open: false, story: 'She did', wordHow: null, can: { say: true, change: false } })
    expect(kept.saidKeptAt).not.toBeNull()
    const steps = (await w.as('sam').get(`/promises/${made.id}/steps`).expect(200)).body.items
    expect(steps.map((one: { deed: string; by: string }) => [one.deed, one.by])).toEqual([
      ['made', 'Officer Test'],
      ['said_done', 'Officer Test'],
      ['kept', 'Sam'],
    ])
    expect(
      (await q(`select 1 from access_events where operation = 'promises.read' and participant_id = $1`, [w.ids.participants.sam])).rowCount,
    ).toBeGreaterThan(0)
  })
  it('sent twice is made once, and other words under the same id are refused', async () => {
    const id = w.newId()
    await make('officer', {}, id)
    await w.as('officer').put(`/promises/${id}`, body()).expect(200)
    await w
      .as('officer')
      .put(`/promises/${id}`, body({ text: 'Another' }))
      .expect(409)
    expect((await q('select 1 from promise_steps where promise_id = $1', [id])).rowCount).toBe(1)
  })
  it('of Rosa, said in person, is written down by the team; her word too, with how she said it', async () => {
    const rosa = { participantId: w.ids.participants.rosa }
    const hers = await make('officer', { ...rosa, how: 'in_person', text: 'I will ring on Monday' })
    expect(hers).toMatchObject({
      from: { kind: 'participant', name: 'Rosa' },
      to: { name: 'Officer Test' },
      how: 'in_person',
      recordedBy: 'Officer Test',
      toMe: true,
      can: { say: true },
    })
    const ours = await make('officer', rosa)
    await w.as('officer').post(`/promises/${ours.id}/word`, { version: 1, word: 'kept', story: '', how: null }).expect(403)
    const said = (
      await w.as('lead').post(`/promises/${ours.id}/word`, { version: 1, word: 'partly', story: 'Half of it', how: 'call' }).expect(200)
    ).body
    expect(said).toMatchObject({ status: 'partly', wordHow: 'call' })
    await w.as('lead').post(`/promises/${ours.id}/release`, { version: said.version, words: '', how: 'call' }).expect(409)
  })
  it('written down for Sam is Sam’s to put right', async () => {
    const made = await make('officer')
    const recorded = (
      await w.as('officer').post(`/promises/${made.id}/word`, { version: 1, word: 'kept', story: '', how: 'call' }).expect(200)
    ).body
    const right = (
      await w
        .as('sam')
        .post(`/promises/${made.id}/word`, { version: recorded.version, word: 'not_kept', story: 'Not yet', how: null })
        .expect(200)
    ).body
    expect(right).toMatchObject({ status: 'not_kept', saidKeptAt: null, wordHow: null, can: { release: true } })
    await w.as('sam').post(`/promises/${made.id}/release`, { version: right.version, words: 'Never mind', how: null }).expect(200)
  })
  it('of Sam’s own is made on Sam’s phone, to someone of the programme, and kept by that person’s word', async () => {
    const made = await make('sam', { participantId: null, toUserId: w.ids.users.officer, text: 'Bring my bike' })
    expect(made).toMatchObject({ from: { kind: 'participant', name: 'Sam' }, byMe: true, toMe: false, late: false })
    await q('update promises set due_on = current_date - 9 where id = $1', [made.id])
    const mine = (await w.as('sam').get('/me/promises').expect(200)).body
    expect(mine.byMe[0]).toMatchObject({ id: made.id, late: false })
    expect(mine.people).toEqual([{ userId: w.ids.users.officer, name: 'Officer Test' }])
    await w.as('sam').post(`/promises/${made.id}/word`, { version: mine.byMe[0].version, word: 'kept', story: '', how: null }).expect(403)
    await w
      .as('officer')
      .post(`/promises/${made.id}/word`, { version: mine.byMe[0].version, word: 'kept', story: '', how: null })
      .expect(200)
    expect(
      (
        await w
          .as('sam')
          .put(`/promises/${w.newId()}`, body({ participantId: null }))
          .expect(400)
      ).body.errors[0].pointer,
    ).toBe('/body/toUserId')
    await w
      .as('sam')
      .put(`/promises/${w.newId()}`, body({ participantId: w.ids.participants.rosa, toUserId: w.ids.users.officer }))
      .expect(403)
    await w
      .as('sam')
      .put(`/promises/${w.newId()}`, body({ how: 'in_person', toUserId: w.ids.users.officer }))
      .expect(403)
  })
  it('between colleagues is about no young person, and only the two and the team see it', async () => {
    const made = await make('partner', { ...toLead, toUserId: w.ids.users.lead, text: 'Keep the bench free' })
    expect(made).toMatchObject({ participant: null, from: { kind: 'partner_person' }, to: { kind: 'lead' } })
    for (const person of ['officer', 'lead', 'partner'] as const) await w.as(person).get(`/promises/${made.id}`).expect(200)
    for (const person of ['supervisor', 'mentor', 'sam', 'safeguarding', 'data', 'analyst', 'admin', 'otherpartner', 'otherlead'] as const)
      await w.as(person).get(`/promises/${made.id}`).expect(404)
    const word = { version: 1, word: 'kept', story: '', how: null }
    await w.as('officer').post(`/promises/${made.id}/word`, word).expect(403)
    await w
      .as('officer')
      .post(`/promises/${made.id}/word`, { ...word, how: 'call' })
      .expect(403)
    await w.as('lead').post(`/promises/${made.id}/word`, word).expect(200)
  })
})

describe('who may see and make which', () => {
  it('a partner person or mentor sees only their own, also of someone they know', async () => {
    await w.place(w.ids.participants.sam)
    await w.match(w.ids.participants.sam)
    const officers = await make('officer', { text: 'CANARY' })
    const partners = await make('partner', { text: 'A tour of the yard' })
    const mentors = await make('mentor', { text: 'Bring the ball' })
    expect(mentors.from.kind).toBe('mentor')
    const seen = async (person: Person) => (await w.as(person).get('/promises').expect(200)).body.items.map((one: { id: string }) => one.id)
    expect(await seen('partner')).toEqual(expect.arrayContaining([partners.id]))
    for (const [person, hidden] of [
      ['partner', [officers.id, mentors.id]],
      ['mentor', [officers.id, partners.id]],
      ['supervisor', [officers.id, partners.id, mentors.id]],
    ] as const)
      for (const id of hidden) {
        expect(await seen(person)).not.toContain(id)
        await w.as(person).get(`/promises/${id}`).expect(404)
      }
    expect(await seen('officer')).toEqual(expect.arrayContaining([officers.id, partners.id, mentors.id]))
    await w
      .as('mentor')
      .put(`/promises/${w.newId()}`, body({ participantId: w.ids.participants.rosa }))
      .expect(404)
  })
  it('Sam sees none of Rosa’s, nor one withheld from him', async () => {
    const rosas = await make('officer', { participantId: w.ids.participants.rosa })
    const withheld = await make('officer', { text: 'HELD BACK' })
    await q(`update promises set visibility = 'team', withheld_reason = 'harm', review_on = current_date + 30 where id = $1`, [withheld.id])
    for (const id of [rosas.id, withheld.id]) await w.as('sam').get(`/promises/${id}`).expect(404)
    expect((await w.as('sam').get('/me/promises').expect(200)).text).not.toContain('HELD BACK')
    await w.as('officer').get('/me/promises').expect(404)
  })
  it('the garage, another partnership, and those without a part in it make none and change none', async () => {
    const made = await make('officer')
    for (const person of ['otherpartner', 'otherlead'] as const) {
      await w.as(person).put(`/promises/${w.newId()}`, body()).expect(404)
      for (const deed of ['done', 'word', 'release', 'change', 'answer', 'hand-over'])
        await w
          .as(person)
          .post(`/promises/${made.id}/${deed}`, {
            version: 1,
            word: 'kept',
            story: '',
            words: '',
            how: null,
            text: 'x',
            dueOn: null,
            yes: true,
            newUserId: w.ids.users.lead,
          })
          .then(({ status }) => expect([400, 404]).toContain(status))
      for (const url of [
        `/promises/${made.id}`,
        `/promises/${made.id}/steps`,
        `/programmes/${w.ids.programme}/promise-people`,
        `/programmes/${w.ids.programme}/promise-counts`,
      ])
        await w.as(person).get(url).expect(404)
      expect((await w.as(person).get('/promises').expect(200)).body.items).toEqual([])
    }
    for (const person of ['safeguarding', 'analyst', 'data'] as const)
      await w
        .as(person)
        .put(`/promises/${w.newId()}`, body({ ...toLead, toUserId: w.ids.users.lead }))
        .expect(403)
    await w.stranger().get('/promises').expect(401)
  })
  it('refuses what does not fit', async () => {
    const wrong = async (more: object, field: string, person: Person = 'officer') =>
      expect((await w.as(person).put(`/promises/${w.newId()}`, body(more)).expect(400)).body.errors[0].pointer).toBe(`/body/${field}`)
    await wrong({ text: '  ' }, 'text')
    await wrong({ toUserId: w.ids.users.lead }, 'toUserId')
    await wrong({ ...toLead, toUserId: w.ids.users.officer }, 'toUserId')
    await wrong({ ...toLead, toUserId: w.ids.users.analyst }, 'toUserId')
    await wrong({ ...toLead, how: 'call' }, 'participantId')
    await wrong({ madeIn: 'visit', madeInId: w.newId() }, 'madeInId')
    await wrong({ madeIn: 'other', madeInId: w.newId() }, 'madeInId')
    const visit = w.newId()
    await q(
      `insert into visits (partnership_id, id, programme_id, participant_id, starts_at, officer_id) values ($1, $2, $3, $4, now(), $5)`,
      [w.ids.partnership, visit, w.ids.programme, w.ids.participants.rosa, w.ids.users.officer],
    )
    await wrong({ madeIn: 'visit', madeInId: visit }, 'madeInId')
    await make('officer', { participantId: w.ids.participants.rosa, madeIn: 'visit', madeInId: visit })
    await w.as('officer').get('/promises?after=x').expect(400)
  })
})

describe('when it has to change', () => {
  it('the other side agrees first; what it said before stays as a step', async () => {
    const made = await make('officer', { dueOn: day(1) })
    const asked = (
      await w
        .as('officer')
        .post(`/promises/${made.id}/change`, {
          version: 1,
          text: 'Ask about a van licence',
          dueOn: day(8),
          words: 'I am off sick',
          how: null,
        })
        .expect(200)
    ).body
    expect(asked).toMatchObject({ status: 'made', dueOn: day(1), asked: { by: 'maker', dueOn: day(8) }, can: { answer: false } })
    await w.as('officer').post(`/promises/${made.id}/answer`, { version: asked.version, yes: true }).expect(403)
    const agreed = (await w.as('sam').post(`/promises/${made.id}/answer`, { version: asked.version, yes: true }).expect(200)).body
    expect(agreed).toMatchObject({ status: 'renegotiated', open: true, dueOn: day(8), asked: null })
    await w.as('sam').post(`/promises/${made.id}/answer`, { version: agreed.version, yes: true }).expect(403)
    const steps = (await w.as('lead').get(`/promises/${made.id}/steps`).expect(200)).body.items
    expect(steps.map((one: { deed: string }) => one.deed)).toEqual(['made', 'asked', 'agreed'])
    expect(steps[2]).toMatchObject({ by: 'Sam', wasText: 'Ask about a van licence', wasDueOn: day(1) })
  })
  it('a no leaves it as it was', async () => {
    const made = await make('officer')
    const asked = (
      await w
        .as('sam')
        .post(`/promises/${made.id}/change`, { version: 1, text: 'Come with me', dueOn: null, words: '', how: null })
        .expect(200)
    ).body
    expect(asked.asked.by).toBe('receiver')
    expect((await w.as('officer').get('/promises?whose=my_word').expect(200)).body.items.map((one: { id: string }) => one.id)).toContain(
      made.id,
    )
    expect(
      (await w.as('officer').post(`/promises/${made.id}/answer`, { version: asked.version, yes: false }).expect(200)).body,
    ).toMatchObject({ status: 'made', text: made.text, asked: null })
  })
  it('what they agreed in person is written down at once, for young people only', async () => {
    const made = await make('officer', { participantId: w.ids.participants.rosa })
    const change = { version: 1, text: 'By bus instead', dueOn: null, words: '', how: 'in_person' }
    expect((await w.as('officer').post(`/promises/${made.id}/change`, change).expect(200)).body).toMatchObject({
      status: 'renegotiated',
      text: 'By bus instead',
    })
    const colleague = await make('officer', { ...toLead, toUserId: w.ids.users.partner })
    await w.as('officer').post(`/promises/${colleague.id}/change`, change).expect(400)
    await w
      .as('lead')
      .post(`/promises/${made.id}/change`, { ...change, version: 2 })
      .expect(403)
  })
  it('shows both sides when someone was faster', async () => {
    const made = await make('officer')
    await w.as('officer').post(`/promises/${made.id}/done`, { version: 1 }).expect(200)
    const { body: problem } = await w
      .as('sam')
      .post(`/promises/${made.id}/word`, { version: 1, word: 'kept', story: '', how: null })
      .expect(409)
    expect(problem).toMatchObject({ type: '/problems/changed-meanwhile', current: { id: made.id } })
  })
})

describe('at the database itself', () => {
  const asApp = async <T>(
    user: string,
    work: (query: (text: string, values?: unknown[]) => Promise<{ rowCount: number | null }>) => Promise<T>,
  ) => {
    const client = await w.pool.connect()
    try {
      await client.query('begin')
      const { rows } = await client.query<{ id: string }>('select gen_random_uuid() as id')
      await client.query('select app.open_as_person($1, $2, $3)', [user, w.ids.partnership, rows[0]!.id])
      return await work((text, values) => client.query(text, values))
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  it('a step is never rewritten or removed by the app', async () => {
    const made = await make('officer')
    for (const text of [`update promise_steps set words = 'x' where promise_id = $1`, 'delete from promise_steps where promise_id = $1'])
      await expect(asApp(w.ids.users.lead, (query) => query(text, [made.id]))).rejects.toThrow(/permission denied/)
    await expect(asApp(w.ids.users.lead, (query) => query('delete from promises where id = $1', [made.id]))).rejects.toThrow(
      /permission denied/,
    )
  })
  it('the maker cannot write the receiver’s word, nor anyone move a promise to another hand', async () => {
    const made = await make('officer')
    const kept = `update promises set status = 'kept', said_kept_by_receiver_at = now(), word_said_by = 'self' where id = $1`
    await expect(asApp(w.ids.users.officer, (query) => query(kept, [made.id]))).rejects.toThrow(/only the receiver/)
    expect((await asApp(w.ids.users.sam, (query) => query(kept, [made.id]))).rowCount).toBe(1)
    await expect(
      asApp(w.ids.users.officer, (query) => query('update promises set from_user_id = $2 where id = $1', [made.id, w.ids.users.lead])),
    ).rejects.toThrow(/only the lead/)
    const insert = `insert into promises (id, programme_id, from_kind, from_user_id, to_kind, to_user_id, text, made_in) values (gen_random_uuid(), $1, 'lead', $2, 'partner_person', $3, 'x', 'other')`
    await expect(
      asApp(w.ids.users.officer, (query) => query(insert, [w.ids.programme, w.ids.users.lead, w.ids.users.partner])),
    ).rejects.toThrow(/row-level security/)
    expect((await asApp(w.ids.users.mentor, (query) => query(`update promises set text = 'x' where id = $1`, [made.id]))).rowCount).toBe(0)
  })
})
