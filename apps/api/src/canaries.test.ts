// A word that occurs nowhere else stands in every free text there is about a young person; then everyone reads everything. Each may be met only
// where testing/may-see.ts says so: no list, search, file, log line, job, message, audit row or refusal has one that is not for its reader.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runExport } from './modules/exports/jobs.ts'
import { found, plant, type Planted } from '#testing/canaries.ts'
import { lineFor, maySee } from '#testing/may-see.ts'
import { arrange } from '#testing/rows.ts'
import { addresses, ask, queries, routesOf, type Route } from '#testing/walk.ts'
import { world, type World } from '#testing/world.ts'

let w: World
let planted: Planted
let routes: Route[]
const logged: string[] = []
const met = new Set<number>()
let pairs = 0
beforeAll(async () => {
  w = await world({ env: { LOG_LEVEL: 'trace' } })
  const log = w.app.log as unknown as Record<symbol, { write: (line: string) => void }>
  log[Object.getOwnPropertySymbols(log).find(({ description }) => description === 'pino.stream')!] = {
    write: (line) => void logged.push(line),
  }
  planted = await plant(w, await arrange(w))
  routes = routesOf(w)
}, 60_000)
afterAll(() => w?.close())

/** What an answer holds that is not for this person here. */
function wrongIn(text: string, person: string, operation: string): string[] {
  pairs += planted.names.size
  const wrong: string[] = []
  for (const name of found(text, planted)) {
    const line = lineFor(name, person, operation)
    if (line === undefined) wrong.push(`${person} · ${operation} · ${name}`)
    else met.add(line)
  }
  return wrong
}
const everyone = () => [...Object.entries(planted.tokens), ['stranger', undefined]] as [string, string | undefined][]

it('plants what is most dangerous', () => {
  const names = [...planted.names.values()]
  expect(names.length).toBeGreaterThan(300)
  for (const name of `participant_contacts.address participant_contacts.unsafe_places participant_contacts.family_name participant_contacts.phone
    participant_contacts.date_of_birth safeguarding_concerns.what_seen safeguarding_concerns.their_words safeguarding_concerns.lead_note visit_risk_flags.why
    visit_risk_flags.what_to_do nominations.why_text notes(visit).staff_words notes(mentoring).staff_words break_glass.reason info_shares.why rights_requests.words
    rights_requests.harm_words rights_complaints.words attachments.name attachment_bytes.bytes participants.communication_note promises.story drafts.body¹of¹officer
    import_rows.cells rights_packages.pdf¹sent restrictions.reason`.split(/\s+/))
    expect(names).toContain(name.replaceAll('¹', ' '))
  for (const name of ['withheld notes(visit).their_words', 'withheld attachment_bytes.bytes', 'rosa participant_contacts.address'])
    expect(names).toContain(name)
})

/** Those who meet nothing of anyone ask each list once, without its filters. */
const outside = /^(analyst|rep|second(Mentor|Supervisor)|other\w+|stranger)$/
it('everyone who reads everything meets only what is theirs to read', async () => {
  const wrong = new Set<string>(),
    broken = new Set<string>()
  const reads = async ([person, token]: [string, string | undefined]) => {
    for (const route of routes.filter((one) => one.method === 'GET'))
      for (const url of addresses(route, planted.ids, w).slice(0, outside.test(person) ? 2 : 6))
        for (const query of queries(route, planted.ids, w).slice(0, outside.test(person) ? 1 : undefined)) {
          const { body, statusCode } = await ask(w, token, 'GET', url, { query })
          if (statusCode >= 500 && statusCode !== 503) broken.add(`${route.operationId} ${statusCode}`)
          for (const one of wrongIn(body, person, route.operationId)) wrong.add(one)
        }
  }
  const people = everyone()
  await Promise.all(
    [0, 1, 2, 3].map(async (first) => {
      for (let i = first; i < people.length; i += 4) await reads(people[i]!)
    }),
  )
  expect([...wrong]).toEqual([])
  expect([...broken]).toEqual([])
}, 240_000)

it('searching for it by its own words, or by their name, finds nothing more', async () => {
  const wrong = new Set<string>()
  const own = (name: string) => [...planted.names].find(([, one]) => one === name)![0]
  const words = [
    'Qanary',
    ...['participants.known_as', 'participant_contacts.family_name', 'participant_contacts.address', 'safeguarding_concerns.what_seen'].map(
      own,
    ),
    ...['visit_risk_flags.why', 'nominations.family_name', 'nominations.why_text', 'notes(visit).staff_words'].map(own),
    'Sam',
  ]
  let hits = 0
  for (const [person, token] of everyone())
    for (const word of words)
      for (const [operation, url, body] of [
        ['participants.find', '/api/participants/search', { words: word }],
        ['people.search', '/api/people/search', { text: word }],
        [
          'nominations.findAlike',
          '/api/nominations/duplicates/search',
          { programmeId: w.ids.programme, firstName: word, familyName: word, dateOfBirth: '2006-02-27' },
        ],
      ] as const) {
        const answer = await ask(w, token, 'POST', url, { body })
        expect(answer.statusCode).not.toBe(400)
        if (found(answer.body, planted).length) hits++
        for (const one of wrongIn(answer.body, person, operation)) wrong.add(one)
      }
  expect([...wrong]).toEqual([])
  expect(hits).toBeGreaterThan(0)
}, 120_000)

it('a file that leaves the house has the list that was ordered, and nothing else', async () => {
  for (const [person, kind] of [
    ['lead', 'people'],
    ['data', 'readings'],
  ] as const) {
    const id = w.newId()
    await w.as(person).put(`/exports/${id}`, { programmeId: w.ids.programme, kind }).expect(201)
    await runExport({ ...w, log: () => {} } as never, { partnershipId: w.ids.partnership, id, userId: w.ids.users[person] })
    const file = await w.as(person).get(`/exports/${id}/file`).expect(200)
    expect(wrongIn(file.text, person, 'exportFiles.file')).toEqual([])
    if (kind === 'people') expect(found(file.text, planted)).toContain('participants.next_step')
    for (const [other, token] of everyone().filter(([one]) => one !== person))
      expect([other, (await ask(w, token, 'GET', `/api/exports/${id}/file`)).statusCode]).toEqual([other, other === 'stranger' ? 401 : 404])
  }
}, 60_000)

it('the log of the server has none of it', () => {
  expect(logged.length).toBeGreaterThan(1000)
  expect(logged.flatMap((line) => found(line, planted))).toEqual([])
})

it('every line of the table is lived, so that none allows more than there is', () => {
  console.log(`${pairs} readings × canaries compared`)
  expect(pairs).toBeGreaterThan(1_000_000)
  expect(maySee.filter((_, line) => !met.has(line)).map(([what]) => String(what))).toEqual([])
})
