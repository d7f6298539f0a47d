// A whole request for a copy: asked for on the phone, searched, covered, checked by another person, packed, sent, opened.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FoundEntry } from '@modulus/contracts/rights-access.ts'
import type { RightsRequest } from '@modulus/contracts/rights.ts'
import { world, type Person, type World } from '#testing/world.ts'
import { printable } from './document.ts'
import { arrange, entriesOf, until } from './testing.ts'

let w: World, sam: string, id: string
const read = async (person: Person = 'data'): Promise<RightsRequest> => (await w.as(person).get(`/rights/requests/${id}`).expect(200)).body
const deed = async (name: string, body: object = {}, person: Person = 'data') =>
  w.as(person).post(`/rights/requests/${id}/${name}`, { ...body, version: (await read()).version })
const found = async (source: string, field?: string): Promise<FoundEntry> =>
  (await entriesOf(w, id)).find((one) => one.source === source && (field === undefined || one.field === field))!

/** Words that must never reach them. */
const canaries = ['CanaryKim', 'Zebedee', 'CanaryHandmade', 'CanaryHeld', 'CanaryConcern', 'CanaryRisk', 'CanaryLeda']
beforeAll(async () => {
  w = await world({ work: true })
  sam = w.ids.participants.sam
  await arrange(w)
}, 60_000)
afterAll(() => w?.close())

describe('a request for a copy', () => {
  it('is made in one tap on their own page, and its month begins at once', async () => {
    id = w.newId()
    const asked = await w.as('sam').put(`/me/rights/requests/${id}`, { kind: 'access', words: '' }).expect(201)
    expect(asked.body.requests).toMatchObject([{ id, kind: 'access', state: 'id_ok', copyUntil: null }])
    await w.as('sam').put(`/me/rights/requests/${id}`, { kind: 'access', words: '' }).expect(200)
    const again = await w.as('sam').put(`/me/rights/requests/${w.newId()}`, { kind: 'access', words: 'x' }).expect(409)
    expect(again.body.type).toBe('/problems/right-asked-already')
    const one = await read()
    expect(one).toMatchObject({ madeBy: 'participant', participant: { knownAs: 'Sam' }, can: { search: true, check: false, read: false } })
    expect(one.clock!.daysLeft).toBeGreaterThan(27)
    await until(async () => (await w.owner.query(`select 1 from messages where to_address = 'data@test.invalid'`)).rows.length > 0)
  })
  it('is nobody else’s, and its entries are closed before it is searched', async () => {
    for (const person of [
      'officer',
      'partner',
      'supervisor',
      'otherpartner',
      'otherlead',
      'admin',
      'analyst',
      'safeguarding',
      'mentor',
    ] as const) {
      await w.as(person).get(`/rights/requests/${id}`).expect(404)
      await w.as(person).get(`/rights/requests/${id}/entries`).expect(404)
      await w.as(person).post(`/rights/requests/${id}/search`, { version: 1 }).expect(404)
    }
    await w.as('sam').get(`/rights/requests/${id}/entries`).expect(403)
    await w.as('lead').get(`/rights/requests/${id}/entries`).expect(403)
    await w.as('lead').post(`/rights/requests/${id}/search`, { version: 1 }).expect(403)
  })
  it('the data lead reads no case text without it, and every opening is noted', async () => {
    await w.as('data').get(`/participants/${sam}`).expect(404)
    await deed('search').then((answer) => expect(answer.status).toBe(200))
    await w.owner.query(`delete from access_events`)
    const entries = await entriesOf(w, id)
    expect(entries.length).toBeGreaterThan(15)
    const { rows } = await w.owner.query(`select operation, user_id, participant_id from access_events`)
    expect(rows).toEqual([{ operation: 'rights.entries', user_id: w.ids.users.data, participant_id: sam }])
  })
  it('finds what stands in every table, also an older version, a nomination and a draft, and nothing of Rosa', async () => {
    const entries = await entriesOf(w, id)
    const sources = new Set(entries.map(({ source }) => source))
    for (const source of [
      'participants',
      'participant_contacts',
      'notes',
      'note_versions',
      'visits',
      'interests',
      'nominations',
      'drafts',
      'visit_risk_flags',
      'promises',
    ])
      expect([source, sources.has(source)]).toEqual([source, true])
    expect(JSON.stringify(entries)).not.toContain('RosaOnly')
    expect(sources.has('safeguarding_concerns')).toBe(false)
    expect(entries.find(({ source, field }) => source === 'interests' && field === 'own_words')).toMatchObject({ own: true, body: 'Boats' })
    expect(entries.find(({ source, field }) => source === 'notes' && field === 'staff_words')).toMatchObject({ byRole: 'outreach_officer' })
  })
  it('covers mentions and names by itself, and the original stays as it was', async () => {
    const note = await found('notes', 'staff_words')
    expect(note.body).toContain('Rosa')
    expect(note.masks.map(({ start, length }) => note.body.slice(start, start + length))).toEqual(['@CanaryKim', 'Rosa', 'Zebedee'])
    expect((await w.owner.query(`select staff_words from notes where staff_words like '%Zebedee%'`)).rows.length).toBe(1)
  })
  it('a person covers more, or lifts one, each with a reason and inside the text', async () => {
    const note = await found('notes', 'staff_words'),
      start = note.body.indexOf('CanaryHandmade')
    const cover = (body: object) => w.as('data').put(`/rights/requests/${id}/masks/${w.newId()}`, { foundId: note.id, ...body })
    await cover({ start, length: 'CanaryHandmade'.length, reason: ' ' }).expect(400)
    await cover({ start, length: 5000, reason: 'x' }).expect(400)
    await cover({ start, length: 'CanaryHandmade'.length, reason: 'A neighbour' }).expect(204)
    await w.as('lead').put(`/rights/requests/${id}/masks/${w.newId()}`, { foundId: note.id, start, length: 3, reason: 'x' }).expect(403)
    const rosa = note.masks.find(({ kind }) => kind === 'participant')!
    await w.as('data').post(`/rights/requests/${id}/masks/${rosa.id}/lift`, { reason: 'They sat there together' }).expect(204)
    await w.as('data').post(`/rights/requests/${id}/masks/${rosa.id}/lift`, { reason: 'Again' }).expect(404)
    expect((await found('notes', 'staff_words')).masks).toMatchObject([
      { kind: 'mention', lifted: false },
      { kind: 'participant', lifted: true, liftedReason: 'They sat there together', by: 'Data Test' },
      { kind: 'person', reason: 'A neighbour', by: 'Data Test' },
      { kind: 'supporter', lifted: false },
    ])
  })
  it('goes to a second person only when all is decided and harm was weighed', async () => {
    expect((await deed('submit')).body).toMatchObject({ type: '/problems/right-undecided' })
    for (const entry of (await entriesOf(w, id)).filter(({ withheldReason }) => withheldReason !== null)) {
      const body =
        entry.body.includes('CanaryHeld') || entry.source === 'visit_risk_flags'
          ? { decision: 'withhold', reason: 'About a neighbour' }
          : { decision: 'share', reason: '' }
      await w.as('data').post(`/rights/requests/${id}/found/${entry.id}/decide`, body).expect(204)
    }
    expect((await deed('submit')).body).toMatchObject({ type: '/problems/harm-not-weighed' })
    expect((await deed('weigh-harm', { test: 'withhold', words: 'Ongoing', asked: 'The safeguarding lead' })).status).toBe(200)
    expect((await deed('submit')).body).toMatchObject({ state: 'second_check', preparedBy: 'Data Test' })
  })
  it('nobody checks their own work, not even past the app', async () => {
    expect((await deed('check', { ok: true, words: '' })).body.type).toBe('/problems/second-person-needed')
    await expect(w.owner.query(`update rights_requests set checked_by = $1 where id = $2`, [w.ids.users.data, id])).rejects.toThrow(
      /same person/,
    )
    await w.owner.query(`update rights_requests set prepared_by = $1 where id = $2`, [w.ids.users.lead, id])
    await expect(w.owner.query(`update rights_requests set checked_by = $1 where id = $2`, [w.ids.users.data, id])).rejects.toThrow(
      /same person/,
    )
    await w.owner.query(`update rights_requests set prepared_by = $1 where id = $2`, [w.ids.users.data, id])
  })
  it('the programme lead looks, gives it back with a reason, and agrees the next time', async () => {
    expect((await entriesOf(w, id, 'lead')).length).toBeGreaterThan(15)
    expect((await deed('check', { ok: false, words: '' }, 'lead')).status).toBe(400)
    expect((await deed('check', { ok: false, words: 'One more name' }, 'lead')).body).toMatchObject({
      state: 'redacting',
      checkWords: 'One more name',
    })
    await w.as('lead').get(`/rights/requests/${id}/entries`).expect(403)
    await deed('submit')
    expect((await deed('check', { ok: true, words: '' }, 'lead')).body).toMatchObject({ checkedBy: 'Lead Test', can: { send: false } })
    await until(async () => (await read()).package?.state === 'ready')
    const told = await w.owner.query(`select 1 from messages where to_address = 'lead@test.invalid' and subject like '%second look%'`)
    expect(told.rows.length).toBeGreaterThan(0)
    expect((await read()).package).toMatchObject({ done: expect.any(Number), goneOn: null })
  })
  it('the young person opens nothing before it is sent, and then exactly what was checked', async () => {
    await w.as('sam').get(`/me/rights/requests/${id}/package.json`).expect(404)
    expect((await deed('send')).body).toMatchObject({ state: 'sent', clock: null })
    const json = await w.as('sam').get(`/me/rights/requests/${id}/package.json`).expect(200)
    expect(json.headers).toMatchObject({ 'cache-control': 'no-store', 'content-disposition': 'attachment; filename="my-record.json"' })
    const pdf = await w.as('sam').get(`/me/rights/requests/${id}/package.pdf`).expect(200)
    expect(pdf.headers['content-type']).toBe('application/pdf')
    const bytes = (pdf.body as Buffer).toString('latin1')
    expect(bytes.startsWith('%PDF-')).toBe(true)
    expect(bytes).toContain('/StructTreeRoot')
    expect(bytes).toContain('pdfuaid')
    expect([...bytes.matchAll(/\/BaseFont ?\/[A-Z]{6}\+([A-Za-z]+)/g)].every(([, font]) => font === 'LibertinusSerif')).toBe(true)
    const text = JSON.stringify(json.body)
    for (const word of canaries) expect([word, text.includes(word)]).toEqual([word, false])
    expect(text).toContain('Boats')
    expect(text).toContain('[someone else]')
    expect(json.body.theirWords.length).toBeGreaterThan(0)
    expect(json.body.notIncluded.reduce((sum: number, one: { entries: number }) => sum + one.entries, 0)).toBeGreaterThan(1)
    expect(json.body.looks.some((one: { role: string }) => one.role === 'Data lead')).toBe(true)
    expect((await w.as('sam').get('/me/rights')).body.requests).toMatchObject([{ state: 'sent', copyUntil: expect.any(String) }])
    await w.as('officer').get(`/rights/requests/${id}/package.json`).expect(404)
    await w.as('otherlead').get(`/rights/requests/${id}/package.pdf`).expect(404)
    await w.as('data').get(`/rights/requests/${id}/entries`).expect(409)
  })
  it('is gone after thirty days, with everything that was copied for it', async () => {
    const { rightsClock } = await import('./reminders.ts')
    const strike = () => rightsClock.run({ doors: w.doors, config: w.config, log: () => {}, send: async () => {} }, w.ids.partnership)
    await strike()
    await w.as('sam').get(`/me/rights/requests/${id}/package.pdf`).expect(200)
    await w.owner.query(`update rights_packages set sent_at = now() - interval '31 days'`)
    await w.owner.query(`update rights_requests set closed_on = closed_on - 31`)
    await strike()
    await w.as('sam').get(`/me/rights/requests/${id}/package.pdf`).expect(404)
    for (const table of ['rights_entries', 'rights_masks']) expect((await w.owner.query(`select 1 from ${table}`)).rows).toEqual([])
    expect((await w.owner.query(`select pdf, json, state from rights_packages`)).rows).toEqual([
      { pdf: null, json: null, state: 'deleted' },
    ])
  })
})

it('no note is read as markup, whatever it says', () =>
  expect(printable('#panic("x") 😀 日 a\u200db\u0007')).toBe('#panic("x") [sign U+1F600] [sign U+65E5] a b '))
