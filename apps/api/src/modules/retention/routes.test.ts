import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { world, type Person, type World } from '#testing/world.ts'
import { dispose, tellOfErasure } from './jobs.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const others = ['officer', 'mentor', 'partner', 'analyst', 'admin', 'otherpartner', 'sam'] as const
const tools = () => ({ doors: w.doors, config: w.config, log: () => {}, send: async () => {} }) as never
const job = (id: string) => ({ partnershipId: w.ids.partnership, id })

describe('the rules', () => {
  const change = (person: Person, extra: object = {}) =>
    w.as(person).post('/retention/rules', {
      trigger: 'declined',
      version: 0,
      keepCount: 60,
      keepUnit: 'day',
      action: 'anonymise',
      needsApproval: true,
      source: 'Agreed with our controllers in March',
      ...extra,
    })
  it('begin with what the law and practice suggest, and are the data lead’s to change, version by version', async () => {
    const { body } = await w.as('data').get('/retention/rules').expect(200)
    expect(body.can).toEqual({ change: true })
    expect(body.items).toHaveLength(19)
    expect(body.items[0]).toMatchObject({
      trigger: 'declined',
      keepCount: 90,
      keepUnit: 'day',
      needsApproval: true,
      version: 0,
      law: expect.stringContaining('article 17'),
    })
    expect((await change('data').expect(200)).body).toMatchObject({ keepCount: 60, version: 1, changedBy: 'Data Test' })
    expect((await change('data', { keepCount: 30 }).expect(409)).body).toMatchObject({
      type: '/problems/changed-meanwhile',
      current: { keepCount: 60 },
    })
    expect((await change('data', { version: 1, keepCount: 45 }).expect(200)).body).toMatchObject({ keepCount: 45, version: 2 })
  })
  it('set every clock that starts from then on, whoever writes the no', async () => {
    const { rosa } = w.ids.participants
    const { body } = await w
      .as('officer')
      .post(`/participants/${rosa}/moves`, { to: 'stepped_back', on: '2026-11-20', saidBy: 'participant', how: 'call' })
    expect(body.type ?? '').not.toContain('invalid')
    await w.owner.query(`update participants set status = 'interested' where id = $1`, [rosa])
    await w.owner.query(`update participants set status = 'declined', status_since = '2026-11-20' where id = $1`, [rosa])
    const due = async () =>
      (
        await w.owner.query(`select (erasure_due_at at time zone 'Europe/London')::date::text as due from participants where id = $1`, [
          rosa,
        ])
      ).rows[0].due
    expect(await due()).toBe('2027-01-04')
    await w.owner.query(`update participants set status = 'in_conversation' where id = $1`, [rosa])
    expect(await due()).toBeNull()
    const nominee = uuidv7()
    await w.owner.query(
      `insert into nominations (partnership_id, id, programme_id, source_partner_id, source_kind, received_on, first_name, good_at_text) values ($1, $2, $3, $4, 'housing', '2026-06-01', 'Ines', 'Drawing')`,
      [w.ids.partnership, nominee, w.ids.programme, w.ids.partners.housing],
    )
    const said = await w.as('officer').post(`/nominations/${nominee}/decline`, { saidOn: '2026-11-20' }).expect(200)
    expect(Math.round((Date.parse(said.body.erasureDueAt) - Date.now()) / 86_400_000)).toBeOneOf([44, 45])
    await w.owner.query('update participants set status = $2 where id = $1', [rosa, 'active'])
  })
  it('stay within what binds them, and are nobody else’s', async () => {
    expect((await change('data', { trigger: 'risk_flag', keepCount: 91, action: 'delete' }).expect(409)).body.type).toBe(
      '/problems/rule-unlawful',
    )
    expect((await change('data', { trigger: 'access_log', keepCount: 1, keepUnit: 'month', action: 'hold' }).expect(409)).body.type).toBe(
      '/problems/rule-unlawful',
    )
    expect((await change('data', { trigger: 'statistics', action: 'delete' }).expect(409)).body.type).toBe('/problems/rule-unfitting')
    expect((await change('data', { source: ' ' }).expect(400)).body.errors[0].pointer).toBe('/body/source')
    await change('lead').expect(403)
    for (const person of others) {
      await change(person).expect(403)
      expect((await w.as(person).get('/retention/rules').expect(200)).body).toMatchObject({ items: [], can: { change: false } })
    }
  })
})

describe('please delete what you hold about me', () => {
  const ask = (id: string, words = 'Take it all away') => w.as('sam').put(`/me/erasure/${id}`, { words })
  const answer = (person: Person, id: string, body: object) => w.as(person).post(`/retention/requests/${id}/answer`, { words: '', ...body })
  let refused: string

  it('asked from their own page, it waits for the data lead with a month’s clock; asked twice, it is one', async () => {
    expect((await w.as('sam').get('/me/erasure').expect(200)).body).toEqual({ request: null })
    refused = uuidv7()
    const { body } = await ask(refused).expect(201)
    expect(body.request).toMatchObject({ id: refused, state: 'asked', answer: '' })
    await ask(refused).expect(200)
    expect((await ask(uuidv7()).expect(409)).body.type).toBe('/problems/erasure-asked')
    const seen = (await w.as('data').get('/retention/requests').expect(200)).body.items
    expect(seen).toMatchObject([
      {
        id: refused,
        askedBy: 'participant',
        words: 'Take it all away',
        overdue: false,
        subject: { name: null, reference: expect.stringMatching(/^YP/) },
        can: { answer: true },
      },
    ])
    expect(Date.parse(seen[0].dueOn) - Date.parse(seen[0].askedOn)).toBeGreaterThan(27 * 86_400_000)
    expect((await w.as('lead').get('/retention/requests').expect(200)).body.items).toMatchObject([
      { subject: { name: 'Sam' }, can: { answer: false } },
    ])
    const { rows } = await w.owner.query(`select to_address, body from messages where subject = 'A young person asked to be deleted'`)
    expect(rows).toMatchObject([{ to_address: 'data@test.invalid' }])
    expect(rows[0].body).not.toMatch(/Sam|Harbour/)
  })
  it('may be taken back before it is answered', async () => {
    expect((await w.as('sam').post('/me/erasure/take-back').expect(200)).body.request).toMatchObject({ state: 'taken_back' })
    await w.as('sam').post('/me/erasure/take-back').expect(409)
    refused = uuidv7()
    await ask(refused, '').expect(201)
  })
  it('is refused only on a named ground, in words for them', async () => {
    await answer('lead', refused, { version: 1, yes: false, ground: 'legal_claims', words: 'No' }).expect(403)
    for (const person of [...others.filter((one) => one !== 'sam'), 'otherlead'] as const)
      await answer(person, refused, { version: 1, yes: true }).expect(404)
    expect((await answer('data', refused, { version: 1, yes: false, words: 'No' }).expect(400)).body.errors[0].pointer).toBe('/body/ground')
    expect((await answer('data', refused, { version: 1, yes: false, ground: 'legal_claims' }).expect(400)).body.errors[0].pointer).toBe(
      '/body/words',
    )
    await answer('data', refused, { version: 1, yes: false, ground: 'we_like_it', words: 'No' }).expect(400)
    expect((await answer('data', refused, { version: 7, yes: true }).expect(409)).body.type).toBe('/problems/changed-meanwhile')
    const no = { version: 1, yes: false, ground: 'legal_claims', words: 'A court still needs it.' }
    expect((await answer('data', refused, no).expect(200)).body).toMatchObject({
      state: 'refused',
      ground: 'legal_claims',
      can: { answer: false },
    })
    expect((await answer('data', refused, no).expect(409)).body.type).toBe('/problems/erasure-answered')
    expect((await w.as('sam').get('/me/erasure').expect(200)).body.request).toMatchObject({
      state: 'refused',
      answer: 'A court still needs it.',
    })
    await tellOfErasure(tools(), job(refused))
    expect((await w.owner.query(`select channel, to_address, created_by from messages where kind = 'own'`)).rows).toEqual([
      { channel: 'text', to_address: '07700900123', created_by: null },
    ])
  })
  it('an open matter stands in its way; a pause of their own asking does not', async () => {
    const id = uuidv7()
    await ask(id).expect(201)
    const concern = uuidv7()
    await w.owner.query(
      `insert into safeguarding_concerns (partnership_id, id, programme_id, participant_id, what_seen) values ($1, $2, $3, $4, 'A bruise')`,
      [w.ids.partnership, concern, w.ids.programme, w.ids.participants.sam],
    )
    const { body } = await w.as('data').get('/retention/requests').expect(200)
    expect(body.items[0]).toMatchObject({ id, blocked: ['open_matter'] })
    expect(JSON.stringify(body)).not.toMatch(/safeguard|concern|bruise/i)
    expect((await answer('data', id, { version: 1, yes: true }).expect(409)).body.type).toBe('/problems/erasure-held')
    await w.owner.query('delete from safeguarding_concerns where id = $1', [concern])
    await w.owner.query('update participants set restricted = true where id = $1', [w.ids.participants.sam])
    expect((await w.as('data').get('/retention/requests').expect(200)).body.items[0]).toMatchObject({ id, blocked: [] })
  })
  it('a yes makes a batch of one that a second person confirms, and then they are gone', async () => {
    const { id } = (await w.as('data').get('/retention/requests').expect(200)).body.items[0]
    const { body } = await answer('data', id, { version: 1, yes: true }).expect(200)
    expect(body).toMatchObject({ state: 'agreed', batchId: expect.any(String) })
    expect((await w.as('sam').get('/me/erasure').expect(200)).body.request.state).toBe('agreed')
    const batch = (await w.as('lead').get(`/retention/batches/${body.batchId}`).expect(200)).body
    expect(batch).toMatchObject({
      total: 1,
      agreedBy: [{ name: 'Data Test' }],
      items: [{ trigger: 'asked', blocked: [], subject: { name: null } }],
    })
    expect((await w.as('data').post(`/retention/batches/${batch.id}/confirm`, { version: batch.version }).expect(409)).body.type).toBe(
      '/problems/disposal-same-person',
    )
    await w.as('lead').post(`/retention/batches/${batch.id}/confirm`, { version: batch.version }).expect(200)
    await dispose(tools(), job(batch.id))
    expect((await w.owner.query('select from participants where id = $1', [w.ids.participants.sam])).rowCount).toBe(0)
    await w.as('sam').get('/me/erasure').expect(401)
    expect((await w.as('data').get(`/retention/batches/${batch.id}`).expect(200)).body).toMatchObject({
      state: 'done',
      items: [{ subject: null }],
      certificate: { people: 1, tables: expect.arrayContaining([{ table: 'erasure_requests', deleted: 3, anonymised: 0, kept: 0 }]) },
    })
    expect((await w.as('data').get('/retention/requests').expect(200)).body.items).toEqual([])
  })
  it('is written down by the data lead for someone who said it to a worker, by their reference', async () => {
    const { rows } = await w.owner.query<{ reference: string }>('select reference from participants where id = $1', [
      w.ids.participants.rosa,
    ])
    const put = (person: Person, extra: object = {}) =>
      w.as(person).put(`/retention/requests/${uuidv7()}`, {
        reference: rows[0]!.reference.toLowerCase(),
        words: 'She said it at the door',
        askedOn: '2026-11-20',
        ...extra,
      })
    expect((await put('data').expect(201)).body).toMatchObject({
      askedBy: 'on_behalf',
      askedOn: '2026-11-20',
      dueOn: '2026-12-20',
      state: 'asked',
    })
    expect((await put('lead').expect(409)).body.type).toBe('/problems/erasure-asked')
    expect((await put('data', { reference: 'YP-0' }).expect(400)).body.errors[0].pointer).toBe('/body/reference')
    expect((await put('data', { askedOn: '2999-01-01' }).expect(400)).body.errors[0].pointer).toBe('/body/askedOn')
    for (const person of others) await put(person).expect(person === 'sam' ? 401 : 404) // erased above
    await put('otherlead').expect(400)
  })
})

it('the name of somebody stands on a list of places to read, before two people agree', async () => {
  const id = uuidv7()
  await w.owner.query(
    `insert into nominations (partnership_id, id, programme_id, source_partner_id, source_kind, received_on, first_name, family_name, good_at_text, status, erasure_due_at) values ($1, $2, $3, $4, 'housing', '2026-06-01', 'Ylva', 'Moodie', 'Drawing', 'not_now', now() - interval '1 day')`,
    [w.ids.partnership, id, w.ids.programme, w.ids.partners.housing],
  )
  await w.owner.query(
    `insert into ideas (partnership_id, id, programme_id, words, raised_by_kind) values ($1, $2, $3, 'Ask @Ylva about boats, not Ylvana', 'officer')`,
    [w.ids.partnership, uuidv7(), w.ids.programme],
  )
  await w.doors.asSystem('clock', w.ids.partnership, uuidv7()).transact((tx) => tx.$client.query('select app.find_disposals()'))
  const [batch] = (await w.as('data').get('/retention/batches?state=open').expect(200)).body.items
  expect((await w.as('data').get(`/retention/batches/${batch.id}`).expect(200)).body.items).toMatchObject([
    { trigger: 'not_now', places: [{ table: 'ideas', column: 'words', n: 1 }] },
  ])
  for (const person of [...others.filter((one) => one !== 'sam'), 'otherlead'] as const) {
    await w.as(person).get(`/retention/batches/${batch.id}`).expect(404)
    await w.as(person).post(`/retention/batches/${batch.id}/confirm`, { version: 1 }).expect(404)
    expect((await w.as(person).get('/retention/batches').expect(200)).body.items).toEqual([])
  }
})
