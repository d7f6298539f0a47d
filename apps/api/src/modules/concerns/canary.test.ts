// Words that occur nowhere else are planted in every field of a concern; then every other place is searched for them: each table, each
// route as each role, what the log wrote, what was queued and sent, what a refusal says.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'
import { concernsIn } from './concerns.fake.ts'

let w: World
let at: ReturnType<typeof concernsIn>
let id: string
const lines: string[] = []
const canary = 'CANARY'
const planted = {
  aboutWhom: `${canary}-1 his sister`,
  whatSeen: `${canary}-2`,
  theirWords: `${canary}-3`,
  notToldWhy: `${canary}-4`,
  inTheWay: `${canary}-5`,
  allWeNeed: `${canary}-6`,
  iCanDo: `${canary}-7`,
  weCanDo: `${canary}-8`,
  othersCanDo: `${canary}-9`,
  toldThem: false,
}
beforeAll(async () => {
  w = await world({ work: true, env: { LOG_LEVEL: 'trace' } })
  at = concernsIn(w)
  const log = w.app.log as unknown as Record<symbol, { write: (line: string) => void }>
  const stream = Object.getOwnPropertySymbols(log).find(({ description }) => description === 'pino.stream')!
  log[stream] = { write: (line) => void lines.push(line) }
  await w.match(w.ids.participants.sam)
  await w.place(w.ids.participants.sam)
  // The programme lead keeps no safety here: nobody but the safeguarding lead reads concerns.
  await w.owner.query('update programmes set safeguarding_deputy_id = null where id = $1', [w.ids.programme])
})
afterAll(() => w?.close())

async function inTables() {
  const { rows } = await w.owner.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'app', 'jobs') and c.relkind in ('r', 'p') and c.relname <> 'safeguarding_concerns'`,
  )
  expect(rows.length).toBeGreaterThan(70)
  const found: string[] = []
  for (const { name } of rows)
    if ((await w.owner.query(`select 1 from ${name} t where t::text like '%${canary}%' limit 1`)).rowCount) found.push(name)
  return found
}
interface Operation {
  operationId: string
  parameters?: { name: string; in: string; required?: boolean; schema: { enum?: string[]; format?: string; type?: string } }[]
}
async function inRoutes(people: Person[], but: (person: Person, operation: string) => boolean = () => false) {
  const { paths } = w.app.swagger() as unknown as { paths: Record<string, Record<string, Operation>> }
  const known: Record<string, string> = {
    participantId: w.ids.participants.sam,
    programmeId: w.ids.programme,
    concernId: id,
    day: '2026-11-20',
  }
  const found: string[] = []
  let walked = 0
  for (const person of people)
    for (const [path, { get }] of Object.entries(paths)) {
      if (!get) continue
      const url = path.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? w.newId())
      const query = Object.fromEntries(
        (get.parameters ?? []).filter((one) => one.in === 'query' && known[one.name]).map((one) => [one.name, known[one.name]!]),
      )
      const answer = await w.app.inject({ method: 'GET', url, query, headers: { authorization: `Bearer ${w.tokens[person]}` } })
      walked++
      if (answer.body.includes(canary) && !but(person, get.operationId)) found.push(`${person} ${get.operationId}`)
    }
  expect(walked).toBeGreaterThan(100)
  return found
}
const others: Person[] = [
  'lead',
  'officer',
  'secondOfficer',
  'mentor',
  'partner',
  'supervisor',
  'data',
  'analyst',
  'admin',
  'sam',
  'otherlead',
  'otherpartner',
]

it('what was raised is in no other table, its draft and its queue neither', async () => {
  id = w.newId()
  await w.as('officer').put(`/drafts/${id}`, { kind: 'concern', title: 'Worry about someone', body: planted }).expect(201)
  const { answer } = await at.raise('officer', planted, id)
  expect(answer.status).toBe(201)
  expect(answer.text).not.toContain(canary)
  await w.as('officer').get(`/drafts/${id}`).expect(404) // sent, so thrown away
  const again = await at.raise('officer', { ...planted, whatSeen: `${canary}-other` }, id)
  expect([again.answer.status, again.answer.text.includes(canary)]).toEqual([409, false])
  const wrong = await at.raise('officer', { ...planted, immediateDanger: `${canary}-10`, [`${canary}11`]: 1 })
  expect(wrong.answer.status).toBe(400)
  expect(wrong.answer.text).not.toContain(`${canary}-`) // the name of an unknown field is told, no value
  expect(await inTables()).toEqual([])
}, 60_000)
it('no route shows it to anyone: only its author, in one place, until it is taken on', async () => {
  expect(await inRoutes(others, (person, operation) => person === 'officer' && operation === 'concerns.mine')).toEqual([])
  expect((await w.as('officer').get('/my-concerns')).text).toContain(`${canary}-3`)
}, 240_000)
it('nor what the safeguarding lead writes at any step, and its author’s page falls silent', async () => {
  const words = (n: number) => `${canary}-${n}`
  await at.deed(id, 'review', { version: 1 }).expect(200)
  await w
    .as('safeguarding')
    .patch(`/concerns/${id}`, { version: 2, leadNote: words(20) })
    .expect(200)
  await at
    .deed(id, 'route', { version: 3, ageRoute: 'child', reason: words(21), aspUnable: null, aspAtRisk: null, aspMoreVulnerable: null })
    .expect(200)
  await at.deed(id, 'pass-on', at.passing(4, { to: words(22), toPerson: words(23), how: words(24), reference: words(25) })).expect(200)
  const stale = await at.deed(id, 'hear-back', { version: 1, feedback: words(26), on: new Date().toISOString().slice(0, 10) })
  expect([stale.status, stale.text.includes(words(26))]).toEqual([409, false])
  await at.deed(id, 'hear-back', { version: 5, feedback: words(27), on: new Date().toISOString().slice(0, 10) }).expect(200)
  await at.deed(id, 'close', { version: 6, outcome: 'others_act', reason: words(28) }).expect(200)
  expect(await inRoutes(['officer', 'lead', 'sam', 'data', 'admin'])).toEqual([])
  // Whoever keeps safety finds it in the inbox and on its page, and nowhere else either.
  expect((await inRoutes(['safeguarding'])).sort()).toEqual(['safeguarding concerns.list', 'safeguarding concerns.read'])
  expect(await inTables()).toEqual([])
}, 240_000)
it('searching for it finds nothing, and the log has not a word of all this', async () => {
  for (const person of ['officer', 'lead', 'safeguarding'] as const)
    expect((await w.as(person).post('/participants/search', { name: canary, limit: 10 })).text).not.toContain(`${canary}-`)
  expect(lines.length).toBeGreaterThan(1000)
  expect(lines.filter((line) => line.includes(canary))).toEqual([])
})
