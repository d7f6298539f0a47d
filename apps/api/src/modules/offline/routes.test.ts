import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { digestOf, phoneIn, seal } from './phone.fake.ts'

let w: World, phone: ReturnType<typeof phoneIn>, sam: string, rosa: string
beforeAll(async () => {
  w = await world()
  phone = phoneIn(w)
  ;({ sam, rosa } = w.ids.participants)
})
afterAll(() => w?.close())

describe('what was written without signal', () => {
  it('is done as its writer, and answered by a receipt that names what it is the answer to', async () => {
    const visitId = w.newId()
    const { answer, itemId, sealed } = await phone.send('officer', phone.recordOf(visitId))
    expect([answer.status, answer.body]).toEqual([
      200,
      { itemId, outcome: 'stored', digest: digestOf(sealed), problem: null, at: expect.any(String) },
    ])
    expect((await w.as('lead').get(`/visits/${visitId}`).expect(200)).body).toMatchObject({
      status: 'recorded',
      officer: { id: w.ids.users.officer },
      words: { skills: 'learn to fix up old bikes' },
    })
    expect((await w.as('officer').put(`/offline/items/${itemId}`, sealed).expect(200)).body).toEqual(answer.body)
    expect(await phone.count('visits', 'id = $1', [visitId])).toBe(1)
  })
  it('may be any of the things that are on the list', async () => {
    const match = await w.match(sam),
      courseId = w.newId(),
      visitId = w.newId()
    await w
      .as('officer')
      .put(`/courses/${courseId}`, {
        programmeId: w.ids.programme,
        name: 'Boats',
        capacity: 8,
        weeks: 1,
        startsOn: '2026-10-05',
        pattern: [{ weekday: 1, startsAt: '10:00', endsAt: '15:00' }],
      })
      .expect(201)
    const { body: made } = await w.as('officer').post(`/courses/${courseId}/generate-sessions`, {}).expect(200)
    const sessionId = made.items[0].id as string
    for (const participantId of [sam, rosa])
      await w.as('officer').put(`/enrolments/${w.newId()}`, { courseId, participantId, enrolledOn: '2026-10-01' }).expect(201)
    await w.as('officer').put(`/visits/${visitId}/record`, phone.visit()).expect(201)
    const worry = {
      participantId: sam,
      aboutWhom: '',
      whatSeen: 'Bruises',
      theirWords: '',
      immediateDanger: false,
      toldThem: null,
      inTheWay: '',
      allWeNeed: '',
      iCanDo: '',
      weCanDo: '',
      othersCanDo: '',
    }
    const change = {
      programmeId: w.ids.programme,
      trigger: 'participant_asked',
      raisedBy: 'participants',
      fromText: 'Bench',
      toText: 'Boats',
      stands: 'raised',
    }
    const meetUp = {
      matchId: match,
      heldOn: '2026-11-20',
      minutes: 40,
      place: 'Café',
      kind: 'met',
      nextOn: null,
      theirWords: 'Good',
      staffWords: '',
    }
    const { written } = phone
    const all: ['officer' | 'mentor', ReturnType<typeof written>, string][] = [
      ['officer', written('visits.amend', 'PATCH', `/visits/${visitId}`, { version: 1, staffWords: 'Relaxed. Dog in the hall.' }), 'notes'],
      ['officer', phone.contactOf(w.newId(), sam), 'contact_events'],
      [
        'officer',
        written('register.take', 'PUT', `/course-sessions/${sessionId}/register`, { marks: [{ participantId: sam, mark: 'came' }] }),
        'attendance',
      ],
      ['officer', written('register.mark', 'PUT', `/course-sessions/${sessionId}/register/${rosa}`, { mark: 'came_late' }), 'attendance'],
      ['mentor', written('mentoring.log', 'PUT', `/mentoring/sessions/${w.newId()}`, meetUp), 'mentoring_sessions'],
      ['officer', written('adaptations.raise', 'PUT', `/adaptations/${w.newId()}`, change), 'adaptations'],
      ['officer', written('concerns.raise', 'PUT', `/concerns/${w.newId()}`, worry), 'safeguarding_concerns'],
    ]
    for (const [person, request, table] of all) {
      const { answer } = await phone.send(person, request)
      expect([request.operation, answer.status, answer.body.outcome, answer.body.problem]).toEqual([request.operation, 200, 'stored', null])
      expect([table, await phone.count(table)]).toEqual([table, expect.any(Number)])
      expect(await phone.count(table)).toBeGreaterThan(0)
    }
    expect(await phone.count('attendance', 'course_session_id = $1', [sessionId])).toBe(2)
    expect(await phone.count('offline_items')).toBe(0)
  })
  it('sent fifty times at once is one row, and fifty equal receipts', async () => {
    const visitId = w.newId()
    const { itemId, sealed } = await phone.sealing(phone.recordOf(visitId, { participantId: rosa }))
    const answers = await Promise.all(Array.from({ length: 50 }, () => w.as('officer').put(`/offline/items/${itemId}`, sealed)))
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body])))).toEqual(
      new Set([JSON.stringify([200, { ...answers[0]!.body, outcome: 'stored', problem: null }])]),
    )
    expect(await phone.count('visits', 'id = $1', [visitId])).toBe(1)
    expect(await phone.count('notes', 'about_id = $1', [visitId])).toBe(1)
    expect(await phone.count('offline_receipts', 'id = $1', [itemId])).toBe(1)
  }, 30_000)
  it('keeps a word that was retired meanwhile, of interests and of reasons', async () => {
    const visitId = w.newId()
    await w.owner.query(
      `insert into word_lists (partnership_id, id, list, key, label, retired_at) values ($1, $2, 'interest', 'old_word', 'Old word', now())`,
      [w.ids.partnership, w.newId()],
    )
    const { answer } = await phone.send('officer', phone.recordOf(visitId, { interests: [{ ownWords: 'Falconry', tag: 'old_word' }] }))
    expect(answer.body).toMatchObject({ outcome: 'stored' })
    expect(await phone.count('interests', `heard_visit_id = $1 and tag = 'old_word'`, [visitId])).toBe(1)
  })
})

describe('is refused by name, and the phone keeps it', () => {
  it('when it was changed on its way, or sealed for another', async () => {
    const { itemId, sealed } = await phone.sealing(phone.recordOf(w.newId()))
    const visits = await phone.count('visits')
    const flip = (text: string) => (text[0] === 'A' ? 'B' : 'A') + text.slice(1)
    const { sealing } = await phone.keys()
    const other = await seal(sealing, itemId, '{}')
    for (const [id, wrong] of [
      [itemId, { ...sealed, text: flip(sealed.text) }],
      [itemId, { ...sealed, iv: flip(sealed.iv) }],
      [itemId, { ...sealed, iv: '' }],
      [itemId, { ...sealed, ephemeral: other.ephemeral }],
      [itemId, { ...sealed, keyId: 'sealing-0123456789abcdef' }],
      [itemId, { ...sealed, keyId: (await phone.keys()).signing.id }],
      [w.newId(), sealed],
    ] as const) {
      const { body, status } = await w.as('officer').put(`/offline/items/${id}`, wrong)
      expect([status, body.type]).toEqual([400, '/problems/sealed-not-opened'])
    }
    expect(
      (
        await w
          .as('officer')
          .put(`/offline/items/${itemId}`, { ...sealed, extra: 1 })
          .expect(400)
      ).body.type,
    ).toBe('/problems/invalid-input')
    expect(await phone.count('visits')).toBe(visits)
    await w.as('officer').put(`/offline/items/${itemId}`, sealed).expect(200) // as it was, it still comes in
  })
  it('when something else is inside than may be done without signal', async () => {
    const one = phone.recordOf(w.newId()),
      receipts = await phone.count('offline_receipts')
    for (const wrong of [
      { ...one, operation: 'visits.cancel' },
      { ...one, operation: 'toString' },
      { ...one, method: 'POST' },
      { ...one, operation: 'contacts.log' },
      { ...one, path: `${one.path}?a=1` },
      { ...one, path: `/visits/../participants/${sam}` },
      { ...one, path: '/visits/1/record' },
      { ...one, path: `//elsewhere${one.path}` },
      { ...one, extra: 1 },
      { hello: 'there' },
      'words',
    ]) {
      const { answer } = await phone.send('officer', wrong)
      expect([wrong, answer.status, answer.body.type]).toEqual([wrong, 400, '/problems/not-for-offline'])
      expect(JSON.stringify(answer.body)).not.toContain('bikes')
    }
    expect(await phone.count('offline_receipts')).toBe(receipts)
  })
  it('when something else came under the same id, from the same phone or another’s', async () => {
    const { itemId, sealed } = await phone.send('officer', phone.contactOf(w.newId(), sam))
    const again = await phone.send('officer', phone.contactOf(w.newId(), sam), itemId)
    expect([again.answer.status, again.answer.body.type]).toEqual([409, '/problems/already-exists'])
    const theirs = await w.as('secondOfficer').put(`/offline/items/${itemId}`, sealed)
    expect([theirs.status, theirs.body.type]).toEqual([409, '/problems/already-exists'])
    await w.as('secondOfficer').get(`/offline/set-aside/${itemId}`).expect(404)
  })
  it('when somebody else is signed in on the phone than who wrote it', async () => {
    const contactId = w.newId()
    const { answer, itemId, sealed } = await phone.send('secondOfficer', {
      ...phone.contactOf(contactId, sam),
      userId: w.ids.users.officer,
    })
    expect([answer.status, answer.body.type]).toEqual([409, '/problems/written-by-another'])
    expect(await phone.count('contact_events', 'id = $1', [contactId])).toBe(0)
    await w.as('officer').put(`/offline/items/${itemId}`, sealed).expect(200)
  })
  it('when the session is over or half open: nothing is written down about it, and it comes in later', async () => {
    const { itemId, sealed } = await phone.sealing(phone.contactOf(w.newId(), sam))
    const token = await w.tokenOf(w.ids.users.officer, w.ids.partnership),
      late = w.call(token)
    await w.owner.query(`update sessions set ended_at = now() where id = (select id from sessions order by created_at desc limit 1)`)
    expect((await late.put(`/offline/items/${itemId}`, sealed).expect(401)).body.type).toBe('/problems/signed-out')
    const half = w.call(await w.tokenOf(w.ids.users.officer, w.ids.partnership))
    await w.owner.query(`update sessions set waiting_for = 'factor' where id = (select id from sessions order by created_at desc limit 1)`)
    for (const answer of [
      await half.put(`/offline/items/${itemId}`, sealed),
      await half.get('/offline/pack'),
      await half.get('/offline/keys'),
    ])
      expect([answer.status, answer.body.type]).toEqual([403, '/problems/second-factor-needed'])
    expect(await phone.count('offline_receipts', 'id = $1', [itemId])).toBe(0)
    expect((await w.as('officer').put(`/offline/items/${itemId}`, sealed).expect(200)).body.outcome).toBe('stored')
  })
  it('from a stranger, a young person, a token, or another site', async () => {
    const { itemId, sealed } = await phone.sealing(phone.contactOf(w.newId(), sam))
    await w.stranger().put(`/offline/items/${itemId}`, sealed).expect(401)
    await w.as('sam').put(`/offline/items/${itemId}`, sealed).expect(403)
    await w.as('sam').get('/offline/keys').expect(403)
    await w.as('sam').get('/offline/pack').expect(403)
    const program = await w.app.inject({
      method: 'PUT',
      url: `/api/offline/items/${itemId}`,
      headers: { authorization: `Bearer mdl_${'a'.repeat(43)}` },
      payload: sealed,
    })
    expect(program.json()).toMatchObject({ type: '/problems/not-by-token' })
    const cross = await w.app.inject({
      method: 'PUT',
      url: `/api/offline/items/${itemId}`,
      headers: { cookie: `__Host-session=${w.tokens.officer}`, 'sec-fetch-site': 'cross-site' },
      payload: sealed,
    })
    expect(cross.json()).toMatchObject({ type: '/problems/cross-site' })
    const own = await w.app.inject({
      method: 'PUT',
      url: `/api/offline/items/${itemId}`,
      headers: { cookie: `__Host-session=${w.tokens.officer}`, 'sec-fetch-site': 'same-origin' },
      payload: sealed,
    })
    expect(own.json()).toMatchObject({ outcome: 'stored' })
  })
})
