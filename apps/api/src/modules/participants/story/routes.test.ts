import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
let sam: string
const visit = '00000000-0000-4000-8000-000000000001'
const entry = async (table: string, row: Record<string, unknown>) => {
  const all = {
    partnership_id: w.ids.partnership,
    id: w.newId(),
    programme_id: w.ids.programme,
    participant_id: sam,
    created_by: w.ids.users.officer,
    ...row,
  }
  const columns = Object.keys(all)
  await w.owner.query(`insert into ${table} (${columns}) values (${columns.map((_, at) => `$${at + 1}`)})`, Object.values(all))
  return all.id as string
}
interface Item {
  id: string
  kind: string
  at: string
  params: Record<string, unknown>
  theirWords: string[]
  staffWords: string
  by: string | null
}
const story = async (person: Parameters<World['as']>[0] = 'officer', query = '') =>
  (await w.as(person).get(`/participants/${sam}/story${query}`).expect(200)).body as { items: Item[]; next: string | null }
const touched = async () =>
  (await w.owner.query('select app.iso(last_contact_at) as at, next_step, next_step_on, version from participants where id = $1', [sam]))
    .rows[0]

beforeAll(async () => {
  w = await world()
  sam = w.ids.participants.sam
  await entry('visits', {
    id: visit,
    status: 'recorded',
    starts_at: '2026-03-03T10:00Z',
    happened_at: '2026-03-03T10:10Z',
    outcome: 'welcomed',
    wants_to_come: 'yes',
    officer_id: w.ids.users.officer,
    next_step: 'call_back_this_week',
    next_on: '2026-03-06',
  })
  await entry('notes', {
    kind: 'visit',
    about_id: visit,
    job_words: 'Out on the vans, no in an office',
    staff_words: 'Door was open at once',
  })
  await entry('interests', { own_words: 'motorbikes', heard_on: '2026-03-03', heard_visit_id: visit })
  await entry('interests', { own_words: 'cooking for my gran', tag: 'cooking', heard_on: '2026-03-05' })
  await entry('contact_events', { channel: 'call', outcome: 'good_chat', happened_at: '2026-03-06T15:00Z' })
  await entry('participation_agreements', { what_i_get: 'A start on the vans', what_i_give: 'I turn up', agreed_on: '2026-03-09' })
  await entry('participant_steps', { from_status: 'agreed', to_status: 'active', happened_on: '2026-03-10' })
})
afterAll(() => w?.close())

it('tells what happened, newest first, their words apart from the staff’s', async () => {
  const { items } = await story()
  expect(items.map((one) => one.kind)).toEqual(['step', 'deal', 'contact', 'interest', 'visit'])
  expect(items.find((one) => one.kind === 'visit')).toMatchObject({
    at: '2026-03-03T10:10:00.000Z',
    params: { outcome: 'welcomed', wantsToCome: 'yes', interests: ['motorbikes'] },
    theirWords: ['Out on the vans, no in an office'],
    staffWords: 'Door was open at once',
    by: 'Officer Test',
  })
  expect(items.find((one) => one.kind === 'deal')!.params).toMatchObject({ get: 'A start on the vans', give: 'I turn up' })
})
it('pages without losing or repeating anything', async () => {
  const all = (await story()).items.map((one) => one.id + one.kind),
    seen: string[] = []
  let next: string | null = null
  do {
    const page: Awaited<ReturnType<typeof story>> = await story('officer', `?limit=2${next ? `&after=${next}` : ''}`)
    seen.push(...page.items.map((one) => one.id + one.kind))
    next = page.next
  } while (next)
  expect(seen).toEqual(all)
})
it('is logged once each time it is read', async () => {
  await w.owner.query('delete from access_events')
  await story()
  expect((await w.owner.query('select participant_id, operation from access_events')).rows).toEqual([
    { participant_id: sam, operation: 'participants.story' },
  ])
})
it('a young person reads their own story, without what is withheld for a reason', async () => {
  await entry('interests', {
    own_words: 'told us about someone else',
    heard_on: '2026-03-10',
    visibility: 'team',
    withheld_reason: 'third_party',
    review_on: '2026-06-01',
  })
  expect((await story('officer')).items.some((one) => one.theirWords.includes('told us about someone else'))).toBe(true)
  const own = (await story('sam')).items
  expect(own.some((one) => one.theirWords.includes('told us about someone else'))).toBe(false)
  expect(own.map((one) => one.kind)).toContain('visit')
})
it('a mentor reads interests, but no visits, notes or deal', async () => {
  await w.match(sam)
  const { items } = await story('mentor')
  expect(new Set(items.map((one) => one.kind))).toEqual(new Set(['interest', 'mentor']))
  expect(JSON.stringify(items)).not.toContain('vans')
})
it.each(['otherpartner', 'otherlead', 'partner', 'admin', 'analyst', 'data'] as const)('%s gets no story', async (person) => {
  await w.as(person).get(`/participants/${sam}/story`).expect(404)
})
it('a cursor that is none is refused', async () => {
  await w.as('officer').get(`/participants/${sam}/story?after=xyz`).expect(400)
  await w.as('officer').get(`/participants/${sam}/story?limit=0`).expect(400)
})

it('being in touch is kept from what happened: a knock that nobody answered is no contact, and no open form goes stale', async () => {
  const before = await touched()
  expect(before).toMatchObject({ at: '2026-03-06T15:00:00.000Z', next_step: 'call_back_this_week', next_step_on: '2026-03-06' })
  await entry('contact_events', { channel: 'call', outcome: 'no_answer', happened_at: '2026-03-08T15:00Z' })
  expect((await touched()).at).toBe(before.at)
  await entry('contact_events', { channel: 'text', outcome: 'brief_chat', happened_at: '2026-03-11T09:00Z' })
  expect(await touched()).toMatchObject({ at: '2026-03-11T09:00:00.000Z', version: before.version })
})
it('a correction takes a contact back', async () => {
  const wrong = await entry('contact_events', { channel: 'call', outcome: 'good_chat', happened_at: '2026-03-15T15:00Z' })
  expect((await touched()).at).toBe('2026-03-15T15:00:00.000Z')
  await w.owner.query(`update contact_events set outcome = 'no_answer' where id = $1`, [wrong])
  expect((await touched()).at).toBe('2026-03-11T09:00:00.000Z')
})
it('the next step comes from the latest visit or the log', async () => {
  await entry('visits', {
    status: 'recorded',
    starts_at: '2026-03-16T10:00Z',
    happened_at: '2026-03-16T10:00Z',
    outcome: 'no_one_in',
    officer_id: w.ids.users.officer,
    next_step: 'call_back_in_two_weeks',
    next_on: '2026-03-30',
  })
  expect(await touched()).toMatchObject({ at: '2026-03-11T09:00:00.000Z', next_step: 'call_back_in_two_weeks', next_step_on: '2026-03-30' })
  await entry('contact_events', { channel: 'text', outcome: 'brief_chat', happened_at: '2026-03-17T09:00Z', next_on: '2026-03-20' })
  expect(await touched()).toMatchObject({ next_step: 'get_in_touch', next_step_on: '2026-03-20' })
})
it('a meet-up with a mentor is being in touch, a missed one is not', async () => {
  const match = (await w.owner.query('select id from mentor_matches where participant_id = $1', [sam])).rows[0].id
  await entry('mentoring_sessions', { match_id: match, mentor_id: w.ids.users.mentor, held_on: '2026-03-25', kind: 'missed' })
  expect((await touched()).at).toBe('2026-03-17T09:00:00.000Z')
  await entry('mentoring_sessions', { match_id: match, mentor_id: w.ids.users.mentor, held_on: '2026-03-26' })
  expect((await touched()).at).toBe('2026-03-26T00:00:00.000Z')
})
