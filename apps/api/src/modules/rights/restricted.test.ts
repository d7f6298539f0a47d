// A record whose use is paused: kept, shown to nobody but the young person, in no list, search, count or report, and still found as a possible duplicate.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World, rosa: string, sam: string, reference: string, id: string
const get = async (person: Person, url: string) => (await w.as(person).get(url)).body
/** The pages that show or count people, and who opens them. */
const pages: [Person, string][] = [
  ['officer', '/participants'],
  ['officer', '/participants/summary'],
  ['officer', '/day'],
  ['officer', '/visits'],
  ['officer', '/contacts'],
  ['officer', '/promises'],
  ['officer', '/follow-ups'],
  ['officer', '/replies'],
  ['officer', '/drafts'],
  ['lead', '/nominations'],
  ['lead', '/placements'],
  ['lead', '/mentoring/matches'],
  ['lead', '/contributions'],
  ['lead', '/home'],
  ['lead', '/withheld'],
  ['mentor', '/participants'],
  ['mentor', '/mentoring/matches'],
  ['partner', '/placements'],
  ['supervisor', '/placements'],
]
beforeAll(async () => {
  w = await world()
  ;({ rosa, sam } = w.ids.participants)
  const add = async (table: string, values: Record<string, unknown>) => {
    const all = {
      partnership_id: w.ids.partnership,
      id: w.newId(),
      programme_id: w.ids.programme,
      created_by: w.ids.users.officer,
      ...values,
    }
    await w.owner.query(
      `insert into ${table} (${Object.keys(all).join()}) values (${Object.keys(all)
        .map((_, i) => `$${i + 1}`)
        .join()})`,
      Object.values(all),
    )
    return all.id as string
  }
  for (const participant_id of [sam, rosa]) {
    await add('interests', { participant_id, own_words: 'Boats', tag: 'boats', heard_on: '2026-11-01' })
    await add('visits', { participant_id, starts_at: new Date(Date.now() + 3_600_000).toISOString(), officer_id: w.ids.users.officer })
    await add('promises', {
      participant_id,
      from_kind: 'officer',
      from_user_id: w.ids.users.officer,
      to_kind: 'participant',
      text: 'Ring the college',
      made_in: 'other',
      due_on: '2026-11-01',
    })
    await add('follow_ups', { participant_id, months: 3, due_on: '2026-11-01' })
  }
  const course = await add('courses', { name: 'Makers', capacity: 8, weeks: 6 })
  const session = await add('course_sessions', {
    course_id: course,
    week: 1,
    starts_at: '2026-11-20T13:00Z',
    ends_at: '2026-11-20T15:00Z',
    title: 'Bench',
    planned_title: 'Bench',
  })
  for (const participant_id of [sam, rosa])
    await add('enrolments', { participant_id, course_id: course, enrolled_on: '2026-11-01', status: 'enrolled' })
  pages.push(
    ['officer', `/sessions/${session}/register`],
    ['officer', `/courses/${course}/sessions`],
    ['lead', `/programmes/${w.ids.programme}/interests`],
    ['lead', `/programmes/${w.ids.programme}/board`],
  )
  await w.place(rosa, 'placement')
  await w.match(rosa)
  const nomination = await add('nominations', {
    source_partner_id: w.ids.partners.housing,
    source_kind: 'housing',
    received_on: '2026-01-10',
    first_name: 'Rosa',
    family_name: 'Fraser',
    good_at_text: 'Boats',
    status: 'accepted',
  })
  await w.owner.query('update participants set nomination_id = $1 where id = $2', [nomination, rosa])
  await w.owner.query(
    `insert into drafts (partnership_id, id, kind, about_id, title, body, created_by) values ($1, $2, 'note', $3, 'Rosa, a note', '{}', $4)`,
    [w.ids.partnership, w.newId(), rosa, w.ids.users.officer],
  )
  reference = (await w.owner.query<{ reference: string }>('select reference from participants where id = $1', [rosa])).rows[0]!.reference
})
afterAll(() => w?.close())

const shown = async () => {
  const found: string[] = []
  for (const [person, url] of pages)
    if (/Rosa|Fraser/.test(JSON.stringify(await get(person, url))) || JSON.stringify(await get(person, url)).includes(rosa))
      found.push(`${person} ${url}`)
  return found
}
const search = async (words: string) => (await w.as('officer').post('/participants/search', { words })).body

describe('pausing', () => {
  let before: string[], board: string
  it('is the data lead’s, with a ground and a reason, once', async () => {
    before = await shown()
    expect(before.length).toBeGreaterThan(8)
    board = JSON.stringify(await get('lead', `/programmes/${w.ids.programme}/board`))
    id = w.newId()
    const restrict = (person: Person, body: object = {}, key = id) =>
      w.as(person).put(`/rights/restrictions/${key}`, { reference, ground: 'accuracy', reason: 'She says the address is wrong', ...body })
    await restrict('officer').expect(403)
    await restrict('lead').expect(403)
    for (const person of ['otherlead', 'partner', 'otherpartner', 'analyst', 'admin', 'sam'] as const) await restrict(person).expect(404)
    await restrict('data', { ground: 'because' }).expect(400)
    await restrict('data', { reason: ' ' }).expect(400)
    await restrict('data').expect(201)
    await restrict('data').expect(200)
    expect((await restrict('data', {}, w.newId())).body.type).toBe('/problems/record-paused-already')
  })
  it('opens to those who would see them with its own refusal, and to nobody else', async () => {
    for (const person of ['lead', 'officer', 'mentor', 'partner', 'supervisor', 'safeguarding'] as const)
      expect([person, (await w.as(person).get(`/participants/${rosa}`)).body.type]).toEqual([person, '/problems/record-restricted'])
    for (const person of ['otherlead', 'otherpartner', 'analyst', 'admin', 'data', 'sam'] as const)
      expect([person, (await w.as(person).get(`/participants/${rosa}`)).body.type]).toEqual([person, '/problems/not-found'])
    expect((await w.as('officer').get(`/participants/${rosa}/access`)).body.type).toBe('/problems/record-restricted')
  })
  it('takes them out of every list, the search, My day, registers, boards and counts', async () => {
    expect(await shown()).toEqual([])
    expect(JSON.stringify(await search('Rosa Fraser'))).not.toContain(rosa)
    expect(JSON.stringify(await get('lead', `/programmes/${w.ids.programme}/board`))).not.toBe(board)
    const people = (await get('officer', '/participants')).items
    expect(people.map((one: { id: string }) => one.id)).toEqual([sam])
  })
  it('lets nothing about them be written, and nobody be told of them', async () => {
    await w
      .as('officer')
      .put(`/visits/${w.newId()}`, { participantId: rosa, startsAt: '2026-12-01T10:00:00Z' })
      .then(({ status }) => expect([400, 403, 404]).toContain(status))
    await w.owner.query('delete from messages')
    await w
      .as('officer')
      .put(`/mentoring/matches/${w.newId()}`, { participantId: rosa, mentorId: w.ids.users.mentor })
      .then(({ status }) => expect([400, 403, 404]).toContain(status))
    expect((await w.owner.query('select 1 from messages')).rows).toEqual([])
  })
  it('is found as a possible duplicate: that, and not who', async () => {
    const ask = (person: Person, firstName: string, familyName: string) =>
      w.as(person).post('/nominations/duplicates/search', { programmeId: w.ids.programme, firstName, familyName })
    const { body } = await ask('officer', 'Roza', 'Frazer').expect(200)
    expect(body).toEqual({ items: [], askDataLead: true })
    expect((await ask('officer', 'Quentin', 'Moss')).body).toEqual({ items: [], askDataLead: false })
    expect((await ask('partner', 'Rosa', 'Fraser')).body.askDataLead).toBe(false)
    expect(
      (
        await w
          .as('otherlead')
          .post('/nominations/duplicates/search', { programmeId: w.ids.programme, firstName: 'Rosa', familyName: 'Fraser' })
      ).status,
    ).toBe(404)
  })
  it('is known to the team by reference, and to the data lead with the reason', async () => {
    const [line] = (await get('officer', '/rights/restrictions')).items
    expect(line).toMatchObject({ participant: { reference, knownAs: '' }, can: { tell: false, lift: false } })
    expect((await get('data', '/rights/restrictions')).items[0]).toMatchObject({
      participant: { knownAs: 'Rosa' },
      ground: 'accuracy',
      can: { tell: true, lift: false },
    })
    for (const person of ['partner', 'mentor', 'otherlead', 'otherpartner', 'analyst', 'sam'] as const)
      expect((await get(person, '/rights/restrictions')).items).toEqual([])
  })
})

it('a concern can still be raised by whoever could raise one before, who learns nothing by it', async () => {
  const raise = (person: Person, about: string, id = w.newId()) =>
    w.as(person).put(`/concerns/${id}`, {
      participantId: about,
      aboutWhom: '',
      whatSeen: 'A bruise on her arm',
      theirWords: '',
      immediateDanger: false,
      toldThem: null,
      inTheWay: '',
      allWeNeed: '',
      iCanDo: '',
      weCanDo: '',
      othersCanDo: '',
    })
  for (const person of ['officer', 'lead', 'mentor', 'partner', 'supervisor'] as const) {
    const id = w.newId()
    const { body } = await raise(person, rosa, id).expect(201)
    expect([person, JSON.stringify(body).match(/Rosa|Fraser|YP-/)]).toEqual([person, null])
    expect((await get('safeguarding', `/concerns/${id}`)).participant).toEqual({ id: rosa, knownAs: 'Rosa' })
  }
  for (const person of ['otherlead', 'otherpartner', 'analyst', 'admin', 'sam'] as const) {
    const [theirs, nobody] = [await raise(person, rosa), await raise(person, w.newId())]
    expect([person, theirs.status, theirs.body.type]).toEqual([person, 404, nobody.body.type])
  }
})
it('a concern can still be kept and read, and the data lead can still answer a request', async () => {
  const concern = w.newId()
  await w.owner.query(
    `insert into safeguarding_concerns (partnership_id, id, programme_id, participant_id, what_seen, created_by) values ($1, $2, $3, $4, 'A bruise', $5)`,
    [w.ids.partnership, concern, w.ids.programme, rosa, w.ids.users.officer],
  )
  await w.as('safeguarding').get(`/concerns/${concern}`).expect(200)
  const request = w.newId()
  await w
    .as('data')
    .put(`/rights/requests/${request}`, { reference, kind: 'access', words: '', how: 'letter', receivedOn: '2026-11-01', idHow: 'Known' })
    .expect(201)
  await w.as('data').post(`/rights/requests/${request}/search`, { version: 1 }).expect(200)
  expect((await get('data', `/rights/requests/${request}/entries`)).items.length).toBeGreaterThan(5)
})

it('their own pages stay theirs', async () => {
  const samRef = (await w.owner.query<{ reference: string }>('select reference from participants where id = $1', [sam])).rows[0]!.reference
  await w.as('data').put(`/rights/restrictions/${w.newId()}`, { reference: samRef, ground: 'objection', reason: 'He objected' }).expect(201)
  await w.as('sam').get('/me').expect(200)
  await w.as('sam').get('/me/record').expect(200)
  expect((await w.as('sam').get('/me/rights').expect(200)).body).toMatchObject({ pausedSince: expect.any(String), goingOn: null })
  await w.as('officer').get(`/participants/${sam}`).expect(403)
})

it('goes on only after they were told, and then everything is there again', async () => {
  const step = async (name: string, body: object, person: Person = 'data') => {
    const one = (await get('data', '/rights/restrictions')).items.find((each: { id: string }) => each.id === id)
    return w.as(person).post(`/rights/restrictions/${id}/${name}`, { ...body, version: one.version })
  }
  expect((await step('lift', { reason: 'Put right' })).body.type).toBe('/problems/tell-them-first')
  expect((await step('lift', { reason: 'Put right' }, 'lead')).status).toBe(403)
  expect((await step('tell', { words: 'We put the address right and go on from Monday' }, 'otherlead')).status).toBe(404)
  expect((await step('tell', { words: 'We put the address right and go on from Monday' })).status).toBe(200)
  expect((await step('lift', { reason: 'Put right' })).body).toMatchObject({ liftedReason: 'Put right', can: { lift: false } })
  await w.as('officer').get(`/participants/${rosa}`).expect(200)
  expect((await shown()).length).toBeGreaterThan(8)
  expect((await get('officer', '/rights/restrictions')).items.find((one: { id: string }) => one.id === id)).toMatchObject({
    liftedOn: expect.any(String),
  })
})
