// What travels on a phone, and what never does.
import { webcrypto } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LeaseText, OfflineKeys, Pack } from '@modulus/contracts/offline.ts'
import { world, type World } from '#testing/world.ts'
import { phoneIn } from './phone.fake.ts'

let w: World, phone: ReturnType<typeof phoneIn>, sam: string, rosa: string
const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
const plan = async (participantId: string, startsAt: string, more: object = {}) => {
  const id = w.newId()
  await w
    .as('officer')
    .put(`/visits/${id}/plan`, { participantId, startsAt, place: 'At home', why: 'First visit', ...more })
    .expect(201)
  return id
}
const pack = async (person: 'officer' | 'lead' | 'mentor' | 'secondOfficer' = 'officer') =>
  (await w.as(person).get('/offline/pack').expect(200)).body as Pack
let visitOfSam: string, writtenToday: string
beforeAll(async () => {
  w = await world()
  phone = phoneIn(w)
  ;({ sam, rosa } = w.ids.participants)
  visitOfSam = await plan(sam, soon(24))
  await plan(rosa, soon(26))
  await plan(rosa, soon(24 * 20)) // not of the next days
  await w.owner.query(
    `insert into visit_risk_flags (partnership_id, id, programme_id, participant_id, what_to_do, why, agreed_on, review_on, decided_by_id) values ($1, $2, $3, $4, 'Go in pairs', 'CANARY-why', app.today(), app.today() + 30, $5)`,
    [w.ids.partnership, w.newId(), w.ids.programme, sam, w.ids.users.lead],
  )
  const record = (more: object, person: 'officer' | 'secondOfficer' = 'officer') =>
    w
      .as(person)
      .put(`/visits/${w.newId()}/record`, { ...phone.visit(), staffWords: 'CANARY-note', ...more })
      .expect(201)
  await record({ happenedAt: soon(-30) })
  await record({ happenedAt: new Date().toISOString() }, 'secondOfficer') // of today, where I was not
  writtenToday = (await record({ happenedAt: new Date().toISOString(), staffWords: 'Dog in the hall.' })).body.id as string
  await w
    .as('officer')
    .put(`/concerns/${w.newId()}`, {
      participantId: sam,
      aboutWhom: '',
      whatSeen: 'CANARY-concern',
      theirWords: '',
      immediateDanger: false,
      toldThem: null,
      inTheWay: '',
      allWeNeed: '',
      iCanDo: '',
      weCanDo: '',
      othersCanDo: '',
    })
    .expect(201)
})
afterAll(() => w?.close())
const entry = (one: Pack, path: RegExp) =>
  one.entries.filter((each) => path.test(each.path)).map(({ body }) => body as Record<string, never>)

it('holds my visits of the next days, the people in them, and what keeps people safe', async () => {
  const one = await pack()
  expect(one.people).toEqual([
    { id: sam, knownAs: 'Sam', because: 'visit' },
    { id: rosa, knownAs: 'Rosa', because: 'visit' },
  ])
  expect(one.entries.map(({ path }) => path.replace(/\d{4}-\d\d-\d\d/, 'DAY'))).toEqual([
    '/session',
    `/visits/prepare?visitId=${visitOfSam}`,
    expect.stringContaining('/visits/prepare?visitId='),
    `/visits/${writtenToday}`,
    ...Array.from({ length: 4 }, () => '/day?date=DAY'),
  ])
  expect(entry(one, /visitId/)[0]).toMatchObject({
    participant: { knownAs: 'Sam' },
    address: '4 Quay Lane',
    safety: [{ whatToDo: 'Go in pairs' }],
    heardBefore: [{ ownWords: 'Joinery' }],
  })
  expect(
    entry(one, /^\/day/).flatMap(({ visits }) => (visits as unknown as { recorded: boolean }[]).filter((one) => !one.recorded)),
  ).toHaveLength(2)
  expect(entry(one, /^\/day/).flatMap(({ todo, offers }) => [todo, offers])).toEqual(Array.from({ length: 8 }, () => []))
  expect(one).toMatchObject({ leftOut: 0, beyond: 0 })
})
it('holds what I wrote today, so that it can be put right, and no other visit’s words', async () => {
  expect(entry(await pack(), /^\/visits\/[0-9a-f-]{36}$/)).toMatchObject([
    { id: writtenToday, words: { staff: 'Dog in the hall.', job: 'out on the vans' }, attempt: null, can: { amend: true, undo: false } },
  ])
  expect(entry(await pack('lead'), /^\/visits\/[0-9a-f-]{36}$/)).toEqual([])
})
it('never a surname, telephone, note, reason of an alert or word of safeguarding', async () => {
  expect(JSON.stringify(await pack())).not.toMatch(/CANARY|Baird|Fraser|07700|Bruises/)
})
it('each person in it stands in the read log, as for any other look', async () => {
  const before = await phone.count('access_events', 'participant_id = $1 and user_id = $2', [sam, w.ids.users.officer])
  await pack()
  expect(await phone.count('access_events', 'participant_id = $1 and user_id = $2', [sam, w.ids.users.officer])).toBeGreaterThan(before)
})
it('is leased for a day, signed as the text that is sent; for three by the partnership’s choice', async () => {
  const keys = (await w.as('officer').get('/offline/keys').expect(200)).body as OfflineKeys
  const key = await webcrypto.subtle.importKey('jwk', keys.signing.key, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
  const hours = async () => {
    const { lease } = await pack()
    expect(lease.keyId).toBe(keys.signing.id)
    const holds = (text: string) =>
      webcrypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(lease.signature, 'base64'), Buffer.from(text))
    expect(await holds(lease.text)).toBe(true)
    expect(await holds(lease.text.replace('2026', '2027'))).toBe(false)
    const says = JSON.parse(lease.text) as LeaseText
    expect(says).toMatchObject({ userId: w.ids.users.officer, partnershipId: w.ids.partnership, sessionId: expect.any(String) })
    return (Date.parse(says.validUntil) - Date.parse(says.issuedAt)) / 3_600_000
  }
  expect(await hours()).toBe(24)
  expect((await w.as('admin').put('/offline/settings/lease', { hours: 72 }).expect(200)).body).toMatchObject({
    leaseHours: 72,
    can: { set: true },
  })
  expect(await hours()).toBe(72)
  await w.as('admin').put('/offline/settings/lease', { hours: 48 }).expect(400)
  for (const person of ['lead', 'officer', 'sam'] as const) await w.as(person).put('/offline/settings/lease', { hours: 24 }).expect(403)
  expect((await w.as('otherlead').get('/offline/settings').expect(200)).body.leaseHours).toBe(24)
  expect(await phone.count('audit_events', `table_name = 'partnerships' and changed_columns = '{lease_hours}'`)).toBe(1)
})
it('leaves out whoever shall never travel, on the word of the team, and says how many', async () => {
  for (const person of ['sam', 'mentor', 'partner', 'otherpartner', 'otherlead', 'admin'] as const) {
    const answer = await w.as(person).put(`/participants/${sam}/offline`, { never: true })
    expect([person, answer.status]).toEqual([person, person === 'sam' ? 403 : 404])
  }
  expect((await w.as('officer').get(`/participants/${sam}/offline`).expect(200)).body).toEqual({ participantId: sam, never: false })
  expect((await w.as('officer').put(`/participants/${sam}/offline`, { never: true }).expect(200)).body).toEqual({
    participantId: sam,
    never: true,
  })
  const one = await pack()
  expect([one.people.map(({ knownAs }) => knownAs), one.leftOut]).toEqual([['Rosa'], 1])
  expect(JSON.stringify(one)).not.toContain(sam)
  await w.as('lead').put(`/participants/${sam}/offline`, { never: false }).expect(200)
  expect((await pack()).people).toHaveLength(2)
})
it('is not made for the people of a partner that said no; what they wrote before still comes in', async () => {
  const { fire } = w.ids.partners,
    set = (person: 'admin' | 'lead' | 'officer' | 'otherlead', allowed: boolean) =>
      w.as(person).patch(`/offline/settings/partners/${fire}`, { allowed })
  await set('officer', false).expect(403)
  await set('lead', false).expect(404)
  await set('otherlead', false).expect(404)
  expect((await set('admin', false).expect(200)).body.partners).toEqual(
    expect.arrayContaining([{ id: fire, name: 'Fire', allowed: false }]),
  )
  expect((await w.as('officer').get('/offline/pack').expect(403)).body.type).toBe('/problems/offline-not-allowed')
  expect((await phone.send('officer', phone.contactOf(w.newId(), sam))).answer.body.outcome).toBe('stored')
  expect((await w.as('officer').get('/offline/settings').expect(200)).body).toMatchObject({
    partners: [{ id: fire, allowed: false }],
    can: { set: false },
  })
  await w.as('sam').get('/offline/settings').expect(403)
  await set('admin', true).expect(200)
  await w.as('officer').get('/offline/pack').expect(200)
})
it('holds the registers of the next days, of those on the course and without their words', async () => {
  const courseId = w.newId(),
    sessionId = w.newId()
  await w
    .as('officer')
    .put(`/courses/${courseId}`, {
      programmeId: w.ids.programme,
      name: 'Boats',
      capacity: 8,
      weeks: 1,
      startsOn: '2026-10-05',
      pattern: [],
    })
    .expect(201)
  await w
    .as('officer')
    .put(`/course-sessions/${sessionId}`, { courseId, startsAt: soon(20), endsAt: soon(22), title: 'Bench' })
    .expect(201)
  await w
    .as('officer')
    .put(`/enrolments/${w.newId()}`, { courseId, participantId: sam, enrolledOn: '2026-10-01', choicesOffered: 'CANARY-choice' })
    .expect(201)
  await w
    .as('officer')
    .put(`/course-elements/${w.newId()}`, { courseId, title: 'Bench work', cameFrom: 'CANARY-why', costPence: 4000 })
    .expect(201)
  const one = await pack('lead')
  expect(one.people).toEqual([{ id: sam, knownAs: 'Sam', because: 'session' }])
  expect(entry(one, /register/)).toMatchObject([
    { courseName: 'Boats', rows: [{ knownAs: 'Sam', familyName: null }], session: { staffWords: null } },
  ])
  // Beside it, what a change is written down against, and no more.
  expect(entry(one, /^\/courses\/[^/]+$/)).toMatchObject([{ id: courseId, name: 'Boats', about: '', decisions: [], can: { edit: true } }])
  expect(entry(one, /elements$/)).toMatchObject([{ items: [{ title: 'Bench work', interest: null, cameFrom: '', costPence: null }] }])
  expect(entry(one, /sessions$/)).toMatchObject([{ items: [{ id: sessionId, title: 'Bench' }] }])
  expect(entry(one, /enrolments$/)).toMatchObject([{ items: [{ knownAs: 'Sam', choicesOffered: '' }] }])
  await w.as('officer').put(`/participants/${sam}/offline`, { never: true }).expect(200)
  expect(entry(await pack('lead'), /enrolments$/)).toEqual([{ items: [] }])
  await w.as('officer').put(`/participants/${sam}/offline`, { never: false }).expect(200)
})
it('holds a mentor’s own matches and nothing of what was agreed; for others nothing', async () => {
  await w.match(sam)
  const one = await pack('mentor')
  expect(one.people).toEqual([{ id: sam, knownAs: 'Sam', because: 'mentoring' }])
  expect(entry(one, /matches/)[0]!.items).toMatchObject([
    { participant: { knownAs: 'Sam' }, contactRoutes: '', purpose: '', can: { log: true } },
  ])
  await w.as('sam').get('/offline/pack').expect(403)
  await w.stranger().get('/offline/pack').expect(401)
  expect(((await w.as('otherlead').get('/offline/pack').expect(200)).body as Pack).people).toEqual([])
})
it('holds thirty people at most, the first visits first', async () => {
  for (let n = 0; n < 33; n++) {
    const id = w.newId()
    await w.owner.query(
      `insert into participants (partnership_id, id, programme_id, known_as, age_band, status, worker_id) values ($1, $2, $3, $4, '18_20', 'active', $5)`,
      [w.ids.partnership, id, w.ids.programme, `Young ${n}`, w.ids.users.secondOfficer],
    )
    await w.owner.query(
      `insert into visits (partnership_id, id, programme_id, participant_id, starts_at, officer_id) values ($1, $2, $3, $4, now() + make_interval(hours => 24, mins => $5), $6)`,
      [w.ids.partnership, w.newId(), w.ids.programme, id, n * 10, w.ids.users.secondOfficer],
    )
  }
  const one = await pack('secondOfficer')
  expect(one.people).toHaveLength(30)
  expect(one.people[29]!.knownAs).toBe('Young 29')
  expect(one.beyond).toBeGreaterThanOrEqual(3)
  expect(JSON.stringify(one)).not.toContain('Young 30')
}, 30_000)
