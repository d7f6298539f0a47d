// What is written about Sam, Sam's answer beside it, who may see it and who looked.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

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
const visit = (values: object = {}) =>
  add('visits', {
    status: 'recorded',
    starts_at: '2026-10-01T10:00Z',
    happened_at: '2026-10-01T10:00Z',
    outcome: 'welcomed',
    officer_id: w.ids.users.officer,
    ...values,
  })
interface Entry {
  id: string
  kind: string
  by: string | null
  byMe: boolean
  staffWords: string
  theirWords: string[]
  reply: { response: string; words: string; answer: { decision: string; words: string } | null } | null
}
const record = async (): Promise<Entry[]> => (await w.as('sam').get('/me/record?limit=100').expect(200)).body.items
const find = async (id: string) => (await record()).find((one) => one.id === id)
const answer = (kind: string, id: string, body: object, person: Parameters<World['as']>[0] = 'sam', replyId = w.newId()) =>
  w.as(person).put(`/me/record/${kind}/${id}/replies/${replyId}`, body)

beforeAll(async () => {
  w = await world()
  ;({ sam, rosa } = w.ids.participants)
})
afterAll(() => w?.close())

describe('what is written about me', () => {
  it('is every entry shared with them, newest first, with who wrote it', async () => {
    const home = await visit()
    await add('notes', { kind: 'visit', about_id: home, job_words: 'Out on the vans', staff_words: 'Was polite' })
    const call = await add('contact_events', {
      channel: 'call',
      outcome: 'good_chat',
      happened_at: '2026-10-05T10:00Z',
      created_by: w.ids.users.lead,
    })
    const course = w.newId()
    await w.owner.query(
      `insert into courses (partnership_id, programme_id, id, name, status, capacity) values ($1, $2, $3, 'Boats', 'running', 8)`,
      [w.ids.partnership, w.ids.programme, course],
    )
    const session = w.newId()
    await w.owner.query(
      `insert into course_sessions (partnership_id, programme_id, id, course_id, week, starts_at, ends_at, title, planned_title) values ($1, $2, $3, $4, 1, '2026-10-06T10:00Z', '2026-10-06T12:00Z', 'Hull', 'Hull')`,
      [w.ids.partnership, w.ids.programme, session, course],
    )
    const came = await add('attendance', { course_session_id: session, mark: 'came', updated_by: w.ids.users.officer })
    const goal = await add('goals', { own_words: 'My own van', set_on: '2026-10-07' })
    await add('measures', {
      occasion_id: w.newId(),
      framework: 'goal',
      goal_id: goal,
      value: 4,
      rated_by: 'self',
      rated_on: '2026-10-08',
      words: 'Getting there',
    })
    await add('interests', { own_words: 'Boats', heard_on: '2026-10-09', created_by: w.ids.users.sam })
    await w.place(sam)
    await w.match(sam)
    const items = await record()
    expect(items.map((one) => one.kind)).toEqual(['interest', 'measure', 'goal', 'attendance', 'contact', 'mentor', 'visit'])
    expect(items.find((one) => one.id === home)).toMatchObject({
      by: 'Officer Test',
      byMe: false,
      staffWords: 'Was polite',
      theirWords: ['Out on the vans'],
      reply: null,
    })
    expect(items.find((one) => one.id === call)!.by).toBe('Lead Test')
    expect(items.find((one) => one.id === came)).toMatchObject({ kind: 'attendance' })
    expect(items[0]).toMatchObject({ byMe: true, by: null })
  })
  it('comes in pages that lose and repeat nothing', async () => {
    const all = (await record()).map((one) => one.id),
      seen: string[] = []
    let next: string | null = null
    do {
      const answer: { body: unknown } = await w
        .as('sam')
        .get(`/me/record?limit=2${next ? `&after=${next}` : ''}`)
        .expect(200)
      const page = answer.body as { items: Entry[]; next: string | null }
      seen.push(...page.items.map((one) => one.id))
      next = page.next
    } while (next)
    expect(seen).toEqual(all)
  })
  it('never holds anything of Rosa’s, or anything held back', async () => {
    const theirs = await visit({ participant_id: rosa })
    await add('notes', { participant_id: rosa, kind: 'visit', about_id: theirs, staff_words: 'About Rosa' })
    await visit({ happened_at: '2026-10-02T10:00Z', visibility: 'team', withheld_reason: 'third_party', review_on: '2026-12-01' })
    const before = (await record()).length
    await add('notes', {
      kind: 'contact',
      about_id: (await record()).find((one) => one.kind === 'contact')!.id,
      staff_words: 'His cousin rang',
      visibility: 'restricted',
      withheld_reason: 'safeguarding',
      review_on: '2026-12-01',
    })
    const text = JSON.stringify(await record())
    expect(text).not.toContain('Rosa')
    expect(text).not.toContain('cousin')
    expect(await record()).toHaveLength(before)
    await w.as('sam').get('/me/record?after=nonsense').expect(400)
  })
})

describe('answering back', () => {
  let home: string
  beforeEach(async () => {
    home = await visit({ happened_at: '2026-11-01T10:00Z' })
    await add('notes', { kind: 'visit', about_id: home, staff_words: 'Did not want to talk' })
  })
  it('stands beside the entry and never changes it; the latest answer counts and the earlier ones stay', async () => {
    const before = (await w.owner.query('select * from notes where about_id = $1', [home])).rows[0]
    await answer('visit', home, { response: 'thats_right', words: '' }).expect(201)
    await answer('visit', home, { response: 'not_how_i_said_it', words: 'I wanted to, just no that day' }).expect(201)
    expect(await find(home)).toMatchObject({
      staffWords: 'Did not want to talk',
      reply: { response: 'not_how_i_said_it', words: 'I wanted to, just no that day', answer: null },
    })
    expect((await w.owner.query('select * from notes where about_id = $1', [home])).rows[0]).toEqual(before)
    expect((await w.owner.query('select response from entry_replies where about_id = $1 order by created_at', [home])).rows).toHaveLength(2)
    await expect(w.owner.query(`set role modulus_app; update entry_replies set words = ''`)).rejects.toThrow('permission denied')
    await w.owner.query('reset role')
  })
  it('said twice with the same id is said once', async () => {
    const id = w.newId()
    await answer('visit', home, { response: 'thats_right', words: '' }, 'sam', id).expect(201)
    await answer('visit', home, { response: 'thats_right', words: '' }, 'sam', id).expect(200)
    expect((await answer('visit', home, { response: 'leave_out', words: '' }, 'sam', id).expect(409)).body.type).toBe(
      '/problems/already-exists',
    )
  })
  it('is read by the team beside the entry in the story', async () => {
    await answer('visit', home, { response: 'not_how_i_said_it', words: 'No that day' }).expect(201)
    const { body } = await w.as('officer').get(`/participants/${sam}/story`).expect(200)
    expect(body.items.find((one: Entry) => one.id === home).reply).toMatchObject({
      response: 'not_how_i_said_it',
      words: 'No that day',
      answer: null,
    })
  })
  it('is nobody else’s to say, and nothing that is not there can be answered', async () => {
    const hidden = await visit({ visibility: 'team', withheld_reason: 'harm', review_on: '2026-12-01' }),
      theirs = await visit({ participant_id: rosa })
    for (const id of [hidden, theirs, w.newId()]) await answer('visit', id, { response: 'thats_right', words: '' }).expect(404)
    await answer('contact', home, { response: 'thats_right', words: '' }).expect(404)
    for (const person of ['officer', 'lead', 'mentor', 'data', 'otherpartner', 'otherlead'] as const)
      await answer('visit', home, { response: 'thats_right', words: '' }, person).expect(404)
    await answer('visit', home, { response: 'rubbish', words: '' }).expect(400)
    await answer('nomination', home, { response: 'thats_right', words: '' }).expect(400)
  })
})

describe('who can see it, and who looked', () => {
  it('names organisations, roles and what each sees, as it is at this moment', async () => {
    const { body } = await w.as('sam').get('/me/sharing').expect(200)
    expect(body.partners.map((one: { name: string }) => one.name)).toEqual(['Housing', 'Fire', 'Joinery'])
    await w.endAgreement()
    expect((await w.as('sam').get('/me/sharing').expect(200)).body.partners.map((one: { name: string }) => one.name)).toEqual([
      'Housing',
      'Fire',
    ])
  })
  it('tells of every look, by day and person, but their own', async () => {
    await w.owner.query('delete from access_events')
    await w.as('officer').get(`/participants/${sam}`).expect(200)
    await w.as('officer').get(`/participants/${sam}/story`).expect(200)
    await w.as('lead').get(`/participants/${sam}/contact`).expect(200)
    await w.as('mentor').get(`/participants/${sam}`).expect(200)
    await w.as('safeguarding').get(`/participants/${sam}`).expect(200)
    await w.as('officer').get(`/participants/${rosa}`).expect(200)
    await w.as('sam').get('/me').expect(200)
    const { body } = await w.as('sam').get('/me/looks').expect(200)
    const looks = body.items as { who: string; partner: string; roles: string[]; what: string[]; times: number }[]
    expect(looks.map((one) => one.who).sort()).toEqual(['Lead Test', 'Mentor Test', 'Officer Test', 'Safeguarding Test'])
    expect(looks.find((one) => one.who === 'Officer Test')).toMatchObject({
      partner: 'Fire',
      roles: ['outreach_officer'],
      times: 2,
      what: ['participants.read', 'participants.story'],
    })
    const { rows } = await w.owner.query<{ n: string }>(
      `select count(*) as n from access_events where participant_id = $1 and user_id <> $2`,
      [sam, w.ids.users.sam],
    )
    expect(looks.reduce((sum, one) => sum + one.times, 0)).toBe(Number(rows[0]!.n))
  })
  it('comes in pages', async () => {
    const first = (await w.as('sam').get('/me/looks?limit=3').expect(200)).body
    const second = (await w.as('sam').get(`/me/looks?limit=3&after=${first.next}`).expect(200)).body
    expect([...first.items, ...second.items].map((one: { who: string }) => one.who).sort()).toEqual([
      'Lead Test',
      'Mentor Test',
      'Officer Test',
      'Safeguarding Test',
    ])
    expect(second.next).toBeNull()
  })
  it.each(['/me/record', '/me/sharing', '/me/looks', '/me/wants', '/me/deal', '/me/stop'])(
    '%s is not there for staff, and asks a stranger to sign in',
    async (url) => {
      for (const person of ['officer', 'lead', 'mentor', 'data', 'admin', 'otherpartner', 'otherlead'] as const)
        await w.as(person).get(url).expect(404)
      await w.stranger().get(url).expect(401)
    },
  )
})
