// A yes that is a real choice: theirs to give, theirs to take back, and nothing goes on without it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
let sam: string, rosa: string
beforeAll(async () => {
  w = await world()
  ;({ sam, rosa } = w.ids.participants)
})
afterAll(() => w?.close())

const asking = (more: object = {}) => ({
  participantId: sam,
  items: ['known_as', 'phone', 'goals'],
  toOrganisation: 'Harbour Boxing Club',
  purpose: 'So that a coach can ring you about Tuesdays',
  ...more,
})
const ask = async (more: object = {}) => {
  const id = w.newId()
  await w.as('officer').put(`/consents/${id}`, asking(more)).expect(201)
  return id
}
const given = async (more: object = {}) => {
  const id = await ask(more)
  await w.as('officer').post(`/consents/${id}/answer`, { yes: true, words: 'Aye, go on then', how: 'in_person' }).expect(200)
  return id
}
const share = (consentId: string, more: object = {}) => ({
  participantId: sam,
  toOrganisation: 'Harbour Boxing Club',
  toPerson: 'Coach Example',
  items: ['known_as', 'phone'],
  lifeHours: 24,
  anyway: false,
  why: 'Tuesdays at the gym',
  consentId,
  theirView: '',
  ...more,
})
const drafted = async (consentId: string, more: object = {}) => {
  const id = w.newId()
  return (await w.as('officer').put(`/shares/${id}`, share(consentId, more)).expect(201)).body as { id: string; version: number }
}
const sent = async (consentId: string) => {
  const { id, version } = await drafted(consentId)
  const { body } = await w.as('lead').post(`/shares/${id}/authorise`, { version }).expect(200)
  const answer = (await w.as('officer').post(`/shares/${id}/send`, { version: body.version }).expect(200)).body
  return { id, token: answer.link.split('#')[1] as string }
}
const open = (token: string) => w.stranger().post('/shares/open', { token })
const stateOf = async (id: string) => (await w.as('lead').get(`/shares/${id}`)).body

describe('asking', () => {
  it('is answered by the young person on their own pages, in their words', async () => {
    const id = await ask()
    expect((await w.as('sam').get('/me/shared').expect(200)).body.consents[0]).toMatchObject({
      id,
      state: 'asked',
      askedBy: 'Officer Test',
    })
    await w.as('sam').post(`/me/consents/${id}/answer`, { yes: true, words: 'Only the coach' }).expect(204)
    const { body } = await w.as('officer').get(`/participants/${sam}/consents`).expect(200)
    expect(body.items[0]).toMatchObject({
      state: 'live',
      answerWords: 'Only the coach',
      answeredBy: 'participant',
      answeredHow: 'own_phone',
      can: { shareOn: true },
    })
  })
  it('or by their worker, who says how they said it', async () => {
    const id = await given()
    expect((await w.as('lead').get(`/participants/${sam}/consents`)).body.items[0]).toMatchObject({
      id,
      answeredBy: 'worker',
      answeredHow: 'in_person',
    })
  })
  it('is answered once: a yes is not written over a no', async () => {
    const id = await ask()
    await w.as('sam').post(`/me/consents/${id}/answer`, { yes: false, words: '' }).expect(204)
    expect((await w.as('officer').post(`/consents/${id}/answer`, { yes: true, words: '', how: 'call' }).expect(409)).body.type).toBe(
      '/problems/already-answered',
    )
    await w.as('sam').post(`/me/consents/${id}/answer`, { yes: true, words: '' }).expect(409)
    await w.as('sam').post(`/me/consents/${id}/take-back`).expect(409)
  })
  it('is the team’s, about their own', async () => {
    const id = await ask()
    for (const person of ['otherlead', 'otherpartner', 'partner', 'mentor', 'supervisor', 'admin', 'analyst', 'safeguarding'] as const) {
      await w.as(person).post(`/consents/${id}/answer`, { yes: true, words: '', how: 'call' }).expect(404)
      await w.as(person).post(`/me/consents/${id}/answer`, { yes: true, words: '' }).expect(404)
      expect([403, 404]).toContain((await w.as(person).get(`/participants/${sam}/consents`)).status)
      expect([403, 404]).toContain((await w.as(person).put(`/consents/${w.newId()}`, asking())).status)
    }
    await w.as('data').post(`/consents/${id}/answer`, { yes: true, words: '', how: 'call' }).expect(403)
    await w.as('sam').post(`/consents/${id}/answer`, { yes: true, words: '', how: 'call' }).expect(403)
    await w.as('sam').put(`/consents/${w.newId()}`, asking()).expect(403)
    const hers = await ask({ participantId: rosa })
    await w.as('sam').post(`/me/consents/${hers}/answer`, { yes: true, words: '' }).expect(404)
    await w.as('sam').post(`/me/consents/${hers}/take-back`).expect(404)
  })
  it('names what, with whom and for what', async () => {
    for (const more of [{ items: [] }, { items: ['visit_safety'] }, { items: ['notes'] }, { toOrganisation: ' ' }, { purpose: '' }])
      await w.as('officer').put(`/consents/${w.newId()}`, asking(more)).expect(400)
  })
})

describe('sharing on a yes', () => {
  it('works while it lives', async () => {
    const { token } = await sent(await given())
    expect((await open(token).expect(200)).body.items).toEqual([
      { item: 'known_as', values: ['Sam'] },
      { item: 'phone', values: ['07700 900123'] },
    ])
  })
  it('needs a live one, theirs, of at least as much, with the same organisation', async () => {
    const refusedOne = await ask()
    await w.as('sam').post(`/me/consents/${refusedOne}/answer`, { yes: false, words: '' }).expect(204)
    for (const id of [await ask(), refusedOne])
      expect((await w.as('officer').put(`/shares/${w.newId()}`, share(id)).expect(409)).body.type).toBe('/problems/consent-not-live')
    const id = await given()
    for (const more of [{ items: ['known_as', 'address'] }, { toOrganisation: 'Another club' }])
      expect((await w.as('officer').put(`/shares/${w.newId()}`, share(id, more)).expect(409)).body.type).toBe('/problems/beyond-consent')
    expect([404, 409]).toContain((await w.as('officer').put(`/shares/${w.newId()}`, share(id, { participantId: rosa }))).status)
  })
  it('taken back in one tap, it stops a draft, what is authorised and a link under way, at once', async () => {
    const id = await given(),
      draft = await drafted(id),
      waiting = await drafted(id),
      under = await sent(id),
      seen = await sent(id)
    await w.as('lead').post(`/shares/${waiting.id}/authorise`, { version: waiting.version }).expect(200)
    await open(seen.token).expect(200)
    await w.as('sam').post(`/me/consents/${id}/take-back`).expect(204)
    for (const one of [draft.id, waiting.id, under.id])
      expect(await stateOf(one)).toMatchObject({ state: 'recalled', recalledWhy: 'consent_withdrawn' })
    expect((await stateOf(seen.id)).state).toBe('opened')
    const random = (await open('B'.repeat(43)).expect(410)).body
    expect({ ...(await open(under.token).expect(410)).body, instance: '' }).toEqual({ ...random, instance: '' })
    const version = (await stateOf(under.id)).version
    await w.as('officer').post(`/shares/${under.id}/send`, { version }).expect(409)
    const told = await w.owner.query(`select body from messages where subject = 'Someone took their yes back'`)
    expect(told.rowCount).toBeGreaterThan(0)
    expect(told.rows[0]!.body).not.toMatch(/Sam|Boxing/)
  })
  it('taken back through the worker, with how they said it', async () => {
    const id = await given(),
      { token } = await sent(id)
    const { body } = await w.as('secondOfficer').post(`/consents/${id}/withdraw`, { words: 'Changed my mind', how: 'text' }).expect(200)
    expect(body).toMatchObject({ state: 'withdrawn', withdrawnWords: 'Changed my mind', can: { withdraw: false, shareOn: false } })
    await open(token).expect(410)
    await w.as('secondOfficer').post(`/consents/${id}/withdraw`, { words: '', how: 'text' }).expect(409)
    for (const person of ['otherlead', 'otherpartner', 'partner'] as const)
      await w.as(person).post(`/consents/${id}/withdraw`, { words: '', how: 'text' }).expect(404)
  })
  it('taken back while it is being opened: one comes first, never both', async () => {
    const id = await given(),
      { id: shareId, token } = await sent(id)
    const [opened] = await Promise.all([open(token), w.as('sam').post(`/me/consents/${id}/take-back`).expect(204)])
    expect((await stateOf(shareId)).state).toBe(opened.status === 200 ? 'opened' : 'recalled')
  })
  it('is never rewritten by the app itself', async () => {
    await given()
    const { rows } = await w.owner.query(`select has_table_privilege('modulus_app', 'consents', 'update, delete') as may`)
    expect(rows[0]).toEqual({ may: false })
  })
})
it('taken back while it is being sent: the yes goes, and so does the link', async () => {
  for (let n = 0; n < 5; n++) {
    const id = await given(),
      { id: shareId, version } = await drafted(id)
    const { body } = await w.as('lead').post(`/shares/${shareId}/authorise`, { version }).expect(200)
    const [sending] = await Promise.all([
      w.as('officer').post(`/shares/${shareId}/send`, { version: body.version }),
      w.as('sam').post(`/me/consents/${id}/take-back`).expect(204),
    ])
    expect([200, 409]).toContain(sending.status)
    expect((await stateOf(shareId)).state).toBe('recalled')
    if (sending.status === 200) await open(sending.body.link.split('#')[1]).expect(410)
  }
})
