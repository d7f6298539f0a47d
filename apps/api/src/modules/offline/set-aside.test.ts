// What could not be taken as it was: nothing of it is lost, nobody reads it who may not, and a person decides.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { clocks } from '../../clocks.ts'
import { world, type Person, type World } from '#testing/world.ts'
import { digestOf, phoneIn } from './phone.fake.ts'

let w: World, phone: ReturnType<typeof phoneIn>, sam: string, rosa: string
const lines: string[] = []
const canary = 'CANARY-doorstep'
beforeAll(async () => {
  w = await world({ env: { LOG_LEVEL: 'trace' } })
  const log = w.app.log as unknown as Record<symbol, { write: (line: string) => void }>
  const stream = Object.getOwnPropertySymbols(log).find(({ description }) => description === 'pino.stream')!
  log[stream] = { write: (line) => void lines.push(line) }
  phone = phoneIn(w)
  ;({ sam, rosa } = w.ids.participants)
})
afterEach(() => phone.beginRoleAgain('officer'))
afterAll(() => w?.close())

const mail = async () =>
  (
    await w.owner.query<{ to_address: string; subject: string; body: string }>(
      'select to_address, subject, body from messages order by created_at, to_address',
    )
  ).rows
const statusOf = async (itemId: string) =>
  (await w.owner.query('select status, problem, sealed is null as empty, resolved_by_id from offline_items where id = $1', [itemId]))
    .rows[0]
/** The officer's rights end while a visit waits on their phone. */
async function lostVisit(visitId = w.newId()) {
  await phone.endRole('officer')
  const sent = await phone.send('officer', phone.recordOf(visitId, { staffWords: `${canary} words` }))
  return { ...sent, visitId }
}
const seen = async (person: Person) =>
  (await w.as(person).get('/offline/set-aside?limit=100').expect(200)).body.items as { id: string; can: object }[]

describe('access was lost while a visit waited', () => {
  it('it is set aside, its writer and the lead are told, and not a word of it can be read anywhere', async () => {
    const before = (await mail()).length
    const { answer, itemId, sealed, visitId } = await lostVisit()
    expect(answer.body).toMatchObject({ outcome: 'set_aside', problem: 'not-found', digest: digestOf(sealed) })
    expect(await phone.count('visits', 'id = $1', [visitId])).toBe(0)
    const told = (await mail()).slice(before)
    expect(told).toEqual([
      {
        to_address: 'lead@test.invalid',
        subject: 'Something written without signal waits for a decision',
        body: expect.stringContaining(itemId),
      },
    ])
    expect(told[0]!.body).not.toMatch(/Sam|Officer/)
    expect((await w.as('officer').put(`/offline/items/${itemId}`, sealed).expect(200)).body).toEqual(answer.body) // and nobody is told twice
    expect((await mail()).length).toBe(before + 1)
    expect(await seen('officer')).toMatchObject([
      { id: itemId, status: 'handed_over', programme: null, can: { open: true, take: true, throwAway: false, handOver: false } },
    ])
    const { rows } = await w.owner.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'app', 'jobs') and c.relkind in ('r', 'p')`,
    )
    const found: string[] = []
    for (const { name } of rows)
      if ((await w.owner.query(`select 1 from ${name} t where t::text ~ 'CANARY|learn to fix up' limit 1`)).rowCount) found.push(name)
    expect(found).toEqual([])
    expect(lines.length).toBeGreaterThan(3)
    expect(lines.join('')).not.toMatch(/CANARY|learn to fix up|Sam/)
  })
  it('the lead opens it, which is logged, and takes it in as themselves, once', async () => {
    const { itemId, visitId } = await lostVisit()
    expect(await seen('lead')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          id: itemId,
          operation: 'visits.record',
          programme: { id: w.ids.programme, name: 'Harbour' },
          from: { id: w.ids.users.officer, name: 'Officer Test' },
          can: { open: true, take: true, throwAway: true, handOver: false },
        }),
      ]),
    )
    const { body } = await w.as('lead').get(`/offline/set-aside/${itemId}`).expect(200)
    expect(body).toMatchObject({
      item: { id: itemId },
      request: { path: `/visits/${visitId}/record`, body: { staffWords: `${canary} words` } },
      current: null,
    })
    expect(
      await phone.count('access_events', `operation = 'offline.open' and user_id = $1 and participant_id = $2`, [w.ids.users.lead, sam]),
    ).toBe(1)
    expect((await w.as('lead').post(`/offline/set-aside/${itemId}/take`).expect(200)).body).toMatchObject({
      outcome: 'stored',
      problem: null,
    })
    expect((await w.as('lead').get(`/visits/${visitId}`).expect(200)).body).toMatchObject({
      officer: { name: 'Lead Test' },
      words: { staff: `${canary} words` },
    })
    expect(await statusOf(itemId)).toEqual({ status: 'taken', problem: 'not-found', empty: true, resolved_by_id: w.ids.users.lead })
    for (const deed of ['take', 'throw-away'])
      expect(
        (
          await w
            .as('lead')
            .post(`/offline/set-aside/${itemId}/${deed}`, deed === 'take' ? undefined : { reason: 'Twice' })
            .expect(409)
        ).body.type,
      ).toBe('/problems/set-aside-over')
    expect((await w.as('lead').get(`/offline/set-aside/${itemId}`).expect(409)).body.type).toBe('/problems/set-aside-over')
  })
  it('the lead may throw it away, with a reason, and it is empty from then on; who gave it away may not', async () => {
    const { itemId } = await lostVisit()
    await w.as('officer').post(`/offline/set-aside/${itemId}/throw-away`, { reason: 'Mine' }).expect(403)
    await w.as('lead').post(`/offline/set-aside/${itemId}/throw-away`, { reason: ' ' }).expect(400)
    expect(
      (await w.as('lead').post(`/offline/set-aside/${itemId}/throw-away`, { reason: 'Recorded by hand' }).expect(200)).body,
    ).toMatchObject({
      status: 'thrown_away',
      reason: 'Recorded by hand',
      can: { open: false, take: false },
    })
    expect(await statusOf(itemId)).toMatchObject({ empty: true })
  })
  it('its writer takes it in when they belong again', async () => {
    const { itemId } = await lostVisit()
    expect((await w.as('officer').post(`/offline/set-aside/${itemId}/take`).expect(200)).body).toMatchObject({
      outcome: 'set_aside',
      problem: 'not-found',
    })
    await phone.beginRoleAgain('officer')
    expect((await w.as('officer').post(`/offline/set-aside/${itemId}/take`).expect(200)).body).toMatchObject({ outcome: 'stored' })
  })
  it('nobody else has it: no colleague, mentor, partner, young person, other partnership', async () => {
    const { itemId } = await lostVisit()
    for (const person of [
      'secondOfficer',
      'mentor',
      'partner',
      'otherpartner',
      'safeguarding',
      'data',
      'admin',
      'sam',
      'otherlead',
    ] as const) {
      const as = w.as(person)
      for (const answer of [
        await as.get(`/offline/set-aside/${itemId}`),
        await as.post(`/offline/set-aside/${itemId}/take`),
        await as.post(`/offline/set-aside/${itemId}/resolve`, { body: {} }),
        await as.post(`/offline/set-aside/${itemId}/hand-over`),
        await as.post(`/offline/set-aside/${itemId}/throw-away`, { reason: 'No' }),
      ])
        expect([person, answer.status]).toEqual([person, 404])
      expect(await seen(person)).toEqual([])
    }
    await w.stranger().get(`/offline/set-aside/${itemId}`).expect(401)
  })
  it('by guessing an id nobody reaches into a programme where they never were', async () => {
    const before = (await mail()).length
    const { itemId, answer } = await phone.send('otherlead', phone.contactOf(w.newId(), sam))
    expect(answer.body).toMatchObject({ outcome: 'set_aside', problem: 'not-found' })
    const { itemId: fromAdmin } = await phone.send('admin', phone.contactOf(w.newId(), sam))
    expect(
      (await w.owner.query('select programme_id, participant_id, status from offline_items where id = any ($1)', [[itemId, fromAdmin]]))
        .rows,
    ).toEqual([
      { programme_id: null, participant_id: null, status: 'waiting' },
      { programme_id: null, participant_id: null, status: 'waiting' },
    ])
    expect((await mail()).length).toBe(before)
  })
})

describe('a rule says no', () => {
  it('it waits for its writer; the lead sees that it waits and opens it only after the hand-over', async () => {
    const { answer, itemId } = await phone.send('officer', phone.recordOf(w.newId(), { nextStep: 'date_they_chose' }))
    expect(answer.body).toMatchObject({ outcome: 'set_aside', problem: 'invalid-input' })
    expect((await seen('lead')).find(({ id }) => id === itemId)).toMatchObject({ status: 'waiting', can: { open: false, take: false } })
    await w.as('lead').get(`/offline/set-aside/${itemId}`).expect(403)
    await w.as('lead').post(`/offline/set-aside/${itemId}/take`).expect(403)
    expect((await w.as('officer').get(`/offline/set-aside/${itemId}`).expect(200)).body.request.body.nextStep).toBe('date_they_chose')
    await w.as('lead').post(`/offline/set-aside/${itemId}/hand-over`).expect(403)
    expect((await w.as('officer').post(`/offline/set-aside/${itemId}/hand-over`).expect(200)).body.status).toBe('handed_over')
    await w.as('lead').get(`/offline/set-aside/${itemId}`).expect(200)
    await w.as('officer').post(`/offline/set-aside/${itemId}/hand-over`).expect(403)
  })
  it('its writer puts it right and hands it in, or throws it away', async () => {
    const visitId = w.newId()
    const { itemId } = await phone.send('officer', phone.recordOf(visitId, { nextStep: 'date_they_chose' }))
    const better = phone.visit({ nextStep: 'date_they_chose', nextOn: '2099-01-01' })
    expect((await w.as('officer').post(`/offline/set-aside/${itemId}/resolve`, { body: better }).expect(200)).body).toMatchObject({
      outcome: 'stored',
    })
    expect(await phone.count('visits', 'id = $1', [visitId])).toBe(1)
    const other = await phone.send('officer', phone.recordOf(w.newId(), { nextStep: 'date_they_chose' }))
    expect(
      (await w.as('officer').post(`/offline/set-aside/${other.itemId}/throw-away`, { reason: 'Written twice' }).expect(200)).body.status,
    ).toBe('thrown_away')
  })
  it('whose writer has left is the lead’s at once', async () => {
    const { itemId } = await phone.send('officer', phone.recordOf(w.newId(), { nextStep: 'date_they_chose' }))
    await phone.endRole('officer')
    expect((await seen('lead')).find(({ id }) => id === itemId)).toMatchObject({ status: 'handed_over', can: { open: true, take: true } })
  })
})

describe('two wrote about the same thing', () => {
  it('an edit over a newer one is kept beside it, and a person chooses', async () => {
    const visitId = w.newId()
    await w.as('officer').put(`/visits/${visitId}/record`, phone.visit()).expect(201)
    const edit = (person: Person, words: string) => ({
      ...phone.written('visits.amend', 'PATCH', `/visits/${visitId}`, { version: 1, staffWords: words }),
      userId: w.ids.users[person],
      base: { staffWords: 'Relaxed.' },
    })
    expect((await phone.send('lead', edit('lead', 'Dog in the hall.'))).answer.body.outcome).toBe('stored')
    const before = (await mail()).length
    const { answer, itemId } = await phone.send('officer', edit('officer', 'Cat on the stair.'))
    expect(answer.body).toMatchObject({ outcome: 'conflict', problem: 'changed-meanwhile' })
    expect((await mail()).length).toBe(before) // it is between the two
    const { body } = await w.as('officer').get(`/offline/set-aside/${itemId}`).expect(200)
    expect(body).toMatchObject({
      item: { outcome: 'conflict' },
      request: { body: { staffWords: 'Cat on the stair.' }, base: { staffWords: 'Relaxed.' } },
      current: { words: { staff: 'Dog in the hall.' }, version: expect.any(Number) },
      changed: { by: 'Lead Test', at: expect.stringMatching(/Z$/) },
    })
    const both = { version: body.current.version, staffWords: 'Dog in the hall. Cat on the stair.' }
    expect(
      (
        await w
          .as('officer')
          .post(`/offline/set-aside/${itemId}/resolve`, { body: { ...both, version: 1 } })
          .expect(200)
      ).body.outcome,
    ).toBe('conflict')
    expect((await w.as('officer').post(`/offline/set-aside/${itemId}/resolve`, { body: both }).expect(200)).body.outcome).toBe('stored')
    expect((await w.as('lead').get(`/visits/${visitId}`).expect(200)).body.words.staff).toBe(both.staffWords)
    expect(
      (await w.as('lead').get(`/visits/${visitId}/versions`).expect(200)).body.items.map((one: { staffWords?: string }) => one.staffWords),
    ).toEqual(expect.arrayContaining(['Dog in the hall.', 'Relaxed.']))
  })
  it('what was written after something that a person still has to look at waits with it, whatever version it names', async () => {
    const visitId = w.newId(),
      first = w.newId()
    await w.as('officer').put(`/visits/${visitId}/record`, phone.visit()).expect(201)
    await w.as('lead').patch(`/visits/${visitId}`, { version: 1, staffWords: 'Dog in the hall.' }).expect(200)
    const edit = (version: number, staffWords: string) => ({
      ...phone.written('visits.amend', 'PATCH', `/visits/${visitId}`, { version, staffWords }),
      base: { staffWords: 'Relaxed.' },
    })
    expect((await phone.send('officer', edit(1, 'Cat on the stair.'), first)).answer.body.outcome).toBe('conflict')
    // On the phone this builds on the first; to the server its number would fit the colleague's.
    const then = await phone.send('officer', { ...edit(2, 'Cat on the stair, twice.'), after: first })
    expect(then.answer.body).toMatchObject({ outcome: 'conflict', problem: 'changed-meanwhile' })
    expect((await w.as('officer').get(`/visits/${visitId}`).expect(200)).body.words.staff).toBe('Dog in the hall.')
    const stored = await phone.send('officer', edit(2, 'Both.'))
    expect(stored.answer.body.outcome).toBe('stored')
    const after = await phone.send('officer', { ...edit(3, 'Both, then.'), after: stored.itemId })
    expect(after.answer.body.outcome).toBe('stored')
  })
  it('a planned visit that two recorded: the second record is kept beside the first', async () => {
    const visitId = w.newId()
    await w
      .as('officer')
      .put(`/visits/${visitId}/plan`, {
        participantId: rosa,
        startsAt: '2026-12-01T10:00:00.000Z',
        place: '',
        why: '',
        secondOfficerId: w.ids.users.secondOfficer,
      })
      .expect(201)
    const own = (words: string) => phone.recordOf(visitId, { participantId: rosa, staffWords: words })
    expect((await phone.send('officer', own('One'))).answer.body.outcome).toBe('stored')
    const { answer, itemId } = await phone.send('secondOfficer', own('Two'))
    expect(answer.body).toMatchObject({ outcome: 'conflict', problem: 'already-exists' })
    const { body } = await w.as('secondOfficer').get(`/offline/set-aside/${itemId}`).expect(200)
    expect(body).toMatchObject({ request: { body: { staffWords: 'Two' } }, current: { words: { staff: 'One' } } })
    const resolve = (words: object) => w.as('secondOfficer').post(`/offline/set-aside/${itemId}/resolve`, { body: words }).expect(200)
    expect((await resolve(phone.visit({ participantId: rosa }))).body.outcome).toBe('conflict')
    const merged = { version: body.current.version, staffWords: 'One and two', interests: [{ ownWords: 'Bikes', tag: null }] }
    expect((await resolve(merged)).body.outcome).toBe('stored')
    const after = (await w.as('lead').get(`/visits/${visitId}`).expect(200)).body
    expect(after.words.staff).toBe('One and two')
    expect(after.interests.map(({ ownWords }: { ownWords: string }) => ownWords).sort()).toEqual(['Bikes', 'Joinery'])
  })
})

describe('some things go another way', () => {
  const worry = (more: object = {}) => ({
    participantId: sam,
    aboutWhom: '',
    whatSeen: `${canary} bruises`,
    theirWords: '',
    immediateDanger: true,
    toldThem: null,
    inTheWay: '',
    allWeNeed: '',
    iCanDo: '',
    weCanDo: '',
    othersCanDo: '',
    ...more,
  })
  it('a concern goes to those who keep safety, never to a lead who does not, and is never thrown away by its writer', async () => {
    await w.owner.query('update programmes set safeguarding_deputy_id = null where id = $1', [w.ids.programme])
    await phone.endRole('officer')
    const before = (await mail()).length,
      concernId = w.newId()
    const { answer, itemId } = await phone.send('officer', phone.written('concerns.raise', 'PUT', `/concerns/${concernId}`, worry()))
    expect(answer.body).toMatchObject({ outcome: 'set_aside' })
    expect((await mail()).slice(before)).toMatchObject([
      { to_address: 'safeguarding@test.invalid', subject: 'A concern could not be taken in' },
    ])
    await w.as('lead').get(`/offline/set-aside/${itemId}`).expect(404)
    await w.as('officer').post(`/offline/set-aside/${itemId}/throw-away`, { reason: 'No' }).expect(403)
    expect((await w.as('safeguarding').get(`/offline/set-aside/${itemId}`).expect(200)).body.request.body.whatSeen).toContain('bruises')
    expect(await phone.count('access_events', `operation = 'offline.open' and user_id = $1`, [w.ids.users.safeguarding])).toBe(0)
    expect(await phone.count('offline_items', 'id = $1 and opened_by_id = $2', [itemId, w.ids.users.safeguarding])).toBe(1)
    expect((await w.as('safeguarding').post(`/offline/set-aside/${itemId}/take`).expect(200)).body.outcome).toBe('stored')
    expect(await phone.count('safeguarding_concerns', 'id = $1', [concernId])).toBe(1)
    // One that names neither a person nor a programme still reaches them.
    const nameless = await phone.send(
      'officer',
      phone.written('concerns.raise', 'PUT', `/concerns/${w.newId()}`, worry({ participantId: null, aboutWhom: 'A neighbour' })),
    )
    expect(nameless.answer.body.outcome).toBe('set_aside')
    expect((await w.as('safeguarding').get(`/offline/set-aside/${nameless.itemId}`).expect(200)).body.item.programme).toMatchObject({
      name: 'Harbour',
    })
  })
  it('while a record is restricted its items are shown to nobody, and nobody is told', async () => {
    await w.owner.query('update participants set restricted = true where id = $1', [rosa])
    const before = (await mail()).length
    const { answer, itemId } = await phone.send('officer', phone.contactOf(w.newId(), rosa))
    expect(answer.body.outcome).toBe('set_aside')
    expect((await mail()).length).toBe(before)
    await w.as('lead').get(`/offline/set-aside/${itemId}`).expect(404)
    await w.owner.query('update participants set restricted = false where id = $1', [rosa])
    await w.as('officer').get(`/offline/set-aside/${itemId}`).expect(200)
  })
  it('about somebody whose record was erased nothing is kept, neither what comes then nor what waited before', async () => {
    const waiting = await phone.send('officer', phone.recordOf(w.newId(), { participantId: rosa, nextStep: 'date_they_chose' }))
    await w.owner.query('begin')
    await w.owner.query(`select set_config('app.partnership', $1, true)`, [w.ids.partnership])
    await w.owner.query(`select app.erase_participant($1, null, 'asked')`, [rosa])
    await w.owner.query('commit')
    expect(await phone.count('offline_items', 'id = $1', [waiting.itemId])).toBe(0)
    await w.as('lead').post(`/offline/set-aside/${waiting.itemId}/take`).expect(404)
    const { answer, itemId, sealed } = await phone.send('officer', phone.contactOf(w.newId(), rosa))
    expect(answer.body).toMatchObject({ outcome: 'set_aside', problem: 'erased-meanwhile' })
    expect(await phone.count('offline_items', 'id = $1', [itemId])).toBe(0)
    expect((await w.as('officer').put(`/offline/items/${itemId}`, sealed).expect(200)).body).toEqual(answer.body)
  })
  it('what nobody decides about is said once more: a concern after two hours, the rest after three days', async () => {
    const strike = () =>
      clocks
        .find(({ name }) => name === 'offline')!
        .run({ doors: w.doors, config: w.config, log: () => {}, send: w.app.jobs.send }, w.ids.partnership)
    const age = (itemId: string, hours: number) =>
      w.owner.query(`update offline_items set created_at = now() - $2 * interval '1 hour' where id = $1`, [itemId, hours])
    const told = async (since: number) => (await mail()).slice(since).map((one) => one.to_address.split('@')[0])
    await w.owner.query(`update offline_items set reminded_at = now()`)
    const { itemId } = await lostVisit(),
      concern = await phone.send('officer', phone.written('concerns.raise', 'PUT', `/concerns/${w.newId()}`, worry()))
    const before = (await mail()).length
    await age(itemId, 71)
    await age(concern.itemId, 1.9)
    await strike()
    expect(await told(before)).toEqual([])
    await age(concern.itemId, 2.1)
    await strike()
    expect(await told(before)).toEqual(['safeguarding'])
    await age(itemId, 73)
    await strike()
    await strike()
    expect(await told(before)).toEqual(['safeguarding', 'lead'])
    await expect(w.pool.query(`select * from app.receivers_of_offline($1)`, [itemId])).rejects.toMatchObject({ code: '42501' })
    expect((await w.pool.query('select * from app.remind_offline()')).rows).toEqual([])
  })
  it('pages by keyset', async () => {
    const first = (await w.as('officer').get('/offline/set-aside?limit=1').expect(200)).body
    const second = (await w.as('officer').get(`/offline/set-aside?limit=1&after=${first.next}`).expect(200)).body
    expect(second.items[0].id < first.items[0].id).toBe(true)
    await w.as('officer').get('/offline/set-aside?after=nowhere').expect(400)
  })
})
