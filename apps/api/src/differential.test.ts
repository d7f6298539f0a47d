// Every route of the OpenAPI list, asked by every role about rows of its own programme, of another programme and of another partnership, and
// each answer compared with what an oracle says that reads the rows for itself. Hidden must look, byte for byte, like never having been there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { example } from '#testing/example.ts'
import { anyId, mirror, type Mirror } from '#testing/mirror.ts'
import { readOracle, type Oracle } from '#testing/oracle.ts'
import { allowed, inOwnHouse, namesOnly, needs, partnerships, tableRules } from '#testing/rules.ts'
import { arrange } from '#testing/rows.ts'
import { world, type Person, type World } from '#testing/world.ts'

interface Operation {
  operationId: string
  parameters?: { name: string; in: string; required?: boolean; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
}
interface Route extends Operation {
  method: string
  url: string
}
type Ids = Record<string, string>
type Caller = Person | 'otherSam'

let w: World, oracle: Oracle
let routes: Route[]
/** The same things four times: Sam's in Harbour, their copies in Quay (another programme of the partnership) and in another partnership, and ids of nothing. */
let subjects: { harbour: Ids; quay: Ids; mirror: Ids }
let copies: { quay: Mirror; mirror: Mirror }
let asked = 0

const limits = { RECORDS_IN_TEN_MINUTES: '1000000', REQUESTS_PER_MINUTE: '1000000', ADDRESS_REQUESTS_PER_MINUTE: '1000000' }
beforeAll(async () => {
  w = await world({ env: limits })
  const harbour = await arrange(w)
  copies = { quay: await mirror(w, { whole: false }), mirror: await mirror(w, { whole: true }) }
  // In another programme of the partnership the colleagues are no secret: there the same people are named.
  const people = new Set(Object.values(w.ids.users))
  const through = (map: Mirror, whole: boolean) =>
    Object.fromEntries(Object.entries(harbour).map(([name, id]) => [name, !whole && people.has(id) ? id : (map.get(id) ?? id)]))
  subjects = { harbour, quay: through(copies.quay, false), mirror: through(copies.mirror, true) }
  oracle = await readOracle(w.owner)
  const { paths } = w.app.swagger() as unknown as { paths: Record<string, Record<string, Operation>> }
  routes = Object.entries(paths).flatMap(([url, operations]) =>
    Object.entries(operations).map(([method, one]) => ({ ...one, method: method.toUpperCase(), url })),
  )
}, 120_000)
afterAll(() => {
  console.log(`${asked} pairs of a route and a row were asked about`)
  return w?.close()
})

const callers: Caller[] = [
  'lead',
  'officer',
  'secondOfficer',
  'mentor',
  'partner',
  'supervisor',
  'safeguarding',
  'data',
  'analyst',
  'admin',
  'otherpartner',
  'sam',
  'otherlead',
]
const fixed: Ids = { day: '2026-11-20', kind: 'nominations', file: 'nominations.csv', ingredient: 'mentoring' }

async function call(person: Caller, route: Route, ids: Ids) {
  const random: Ids = {}
  const idOf = (name: string) => ids[name] ?? ids[name.replace(/s$/, '')] ?? (random[name] ??= w.newId())
  const [type, content] = Object.entries(route.requestBody?.content ?? {})[0] ?? []
  const payload =
    type === 'application/json'
      ? { payload: example(content!.schema as never, idOf) as object }
      : type
        ? { payload: Buffer.from('a,b\n1,2\n'), headers: { 'content-type': type } }
        : {}
  const query = Object.fromEntries(
    (route.parameters ?? [])
      .filter((one) => one.in === 'query' && (one.required || /^(programmeId|participantId|visitId)$/.test(one.name)))
      .map((one) => [one.name, String(example(one.schema as never, idOf, one.name))]),
  )
  // What is made gets a new id each time, so that nobody later finds it under the id of another's.
  const made = route.method === 'PUT' ? /\{(\w+)\}$/.exec(route.url)?.[1] : undefined
  if (made) random[made] = w.newId()
  const url = route.url.replace(/\{(\w+)\}/g, (_, name: string) => fixed[name] ?? (name === made ? random[name]! : idOf(name)))
  const answer = await w.app.inject({
    method: route.method as 'GET',
    url,
    query,
    ...payload,
    headers: { authorization: `Bearer ${w.tokens[person as Person]}`, ...('headers' in payload ? payload.headers : {}) },
  })
  return Object.assign(answer, { named: new Set([...Object.values(ids), ...Object.values(random)]) })
}
/** What is compared: everything but the date and the request's own number; ids that were asked for stand as "asked". */
const said = ({ statusCode, headers, body, named }: Awaited<ReturnType<typeof call>>) => {
  const { date: _, 'x-request-id': __, ...rest } = headers
  return `${statusCode} ${body.replace(/"instance":"[^"]*"/, '"instance":""').replace(anyId, (id) => (named.has(id) ? 'asked' : id))} ${JSON.stringify(rest)}`
}
/** The same names, each with an id of nothing. */
const nothing = (like: Ids): Ids => Object.fromEntries(Object.keys(like).map((name) => [name, w.newId()]))

describe.each(['quay', 'mirror'] as const)('rows of %s', (whose) => {
  it.each(callers.filter((one) => !(whose === 'mirror' && one === 'otherSam')))(
    '%s is answered as if they did not exist',
    async (person) => {
      const wrong: unknown[] = []
      // Deeds that could end what the others need come last.
      const all = routes
        .filter((one) => one.url.includes('{') && !allowed(one.operationId, person, whose) && !inOwnHouse(one.method, one.url, whose))
        .sort((a, b) => Number(a.method !== 'GET') - Number(b.method !== 'GET'))
      for (const route of all) {
        asked++
        const ids = subjects[whose],
          none = { ...nothing(ids), ...partnerships(ids, subjects.harbour, whose) }
        const [hidden, random] = [said(await call(person, route, ids)), said(await call(person, route, none))]
        if (hidden !== random) wrong.push([route.method, route.url, hidden.slice(0, 200), random.slice(0, 200)])
      }
      expect(wrong).toEqual([])
    },
    180_000,
  )
})

describe('rows of Harbour', () => {
  it.each(callers)(
    '%s reads by id what the oracle lets them, and nothing else',
    async (person) => {
      const wrong: unknown[] = []
      for (const route of routes.filter(
        (one) => one.method === 'GET' && one.url.includes('{') && !allowed(one.operationId, person, 'harbour'),
      )) {
        const need = needs(route.operationId, route.url)
        if (!need) {
          wrong.push([route.operationId, 'say in testing/rules.ts who may read this'])
          continue
        }
        asked++
        const { statusCode, body } = await call(person, route, subjects.harbour)
        const visible = need({
          oracle,
          user: w.ids.users[person as Person],
          ids: subjects.harbour,
          programme: w.ids.programme,
          partnership: w.ids.partnership,
          participant: w.ids.participants.sam,
        })
        if (visible !== (statusCode !== 404))
          wrong.push([route.operationId, visible ? 'should be there' : 'should not be there', statusCode, body.slice(0, 160)])
      }
      expect(wrong).toEqual([])
    },
    180_000,
  )

  it.each(callers)(
    '%s finds in no list a row that the oracle hides',
    async (person) => {
      const tables = await rowsByTable()
      const leaks: unknown[] = [],
        unknown = new Set<string>()
      for (const route of routes.filter((one) => one.method === 'GET')) {
        for (const ids of route.url.includes('{') ? [subjects.harbour] : Object.values(subjects)) {
          const { statusCode, body } = await call(person, route, ids)
          if (statusCode >= 400) continue
          const given = new Set(Object.values(ids)) // what was asked for may be said back
          for (const id of new Set(body.match(anyId) ?? [])) {
            const row = tables.get(id)
            if (!row || namesOnly(route.url, row.table) || (given.has(id) && route.url.includes('{'))) continue
            asked++
            const rule = tableRules[row.table]
            if (!rule) unknown.add(row.table)
            else if (!rule({ oracle, user: w.ids.users[person as Person], row })) leaks.push([route.url, row.table, id])
          }
        }
      }
      expect({ leaks, unknown: [...unknown].sort() }).toEqual({ leaks: [], unknown: [] })
    },
    180_000,
  )
})

it('at least ten thousand pairs were compared', () => {
  expect(asked).toBeGreaterThan(10_000)
})

/** Every row there is, by its id: which table it stands in and whose it is. */
async function rowsByTable() {
  const { rows: tables } = await w.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname = 'public' and c.relkind = 'r' and a.attname = 'id' and a.atttypid = 'uuid'::regtype and c.relname <> 'write_digests'`,
  )
  const found = new Map<string, { table: string } & Record<string, unknown>>()
  for (const { name } of tables) {
    const { rows } = await w.owner.query<{ row: Record<string, unknown> & { id: string } }>(`select to_jsonb(t) as row from ${name} t`)
    for (const { row } of rows) if (!found.has(row.id)) found.set(row.id, { ...row, table: name })
    if (name === 'people') for (const { row } of rows) found.set(row.user_id as string, { ...row, table: name })
  }
  return found
}
