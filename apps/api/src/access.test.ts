// Every route of the OpenAPI list, called by people who have no business here, with the ids of rows that exist. Seeing nothing must
// look the same as there being nothing: 404 for another's id, no id of another's in any list, and not one row changed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { example } from '#testing/example.ts'
import { arrange } from '#testing/rows.ts'
import { world, type Person, type World } from '#testing/world.ts'

interface Operation {
  operationId: string
  parameters?: { name: string; in: string; required?: boolean; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
  security?: unknown[]
}
interface Route extends Operation {
  method: string
  url: string
}

let w: World
let routes: Route[]
let ids: Record<string, string>
beforeAll(async () => {
  w = await world()
  ids = await arrange(w)
  const { paths } = w.app.swagger() as unknown as { paths: Record<string, Record<string, Operation>> }
  routes = Object.entries(paths).flatMap(([url, operations]) =>
    Object.entries(operations).map(([method, one]) => ({ ...one, method: method.toUpperCase(), url })),
  )
}, 60_000)
afterAll(() => w?.close())

const idOf = (name: string): string => ids[name] ?? ids[name.replace(/s$/, '')] ?? (/partner/i.test(name) ? ids.partnerId! : w.newId())
const path = (route: Route) =>
  route.url.replace(
    /\{(\w+)\}/g,
    (_, name: string) =>
      ids[name] ?? { day: '2026-11-20', kind: 'nominations', file: 'nominations.csv', ingredient: 'mentoring' }[name] ?? w.newId(),
  )
async function call(person: Person, route: Route) {
  const query = Object.fromEntries(
    (route.parameters ?? [])
      .filter((one) => one.in === 'query' && (one.required || one.name === 'programmeId' || one.name === 'participantId'))
      .map((one) => [one.name, String(example(one.schema as never, idOf, one.name))]),
  )
  const [type, content] = Object.entries(route.requestBody?.content ?? {})[0] ?? []
  const payload =
    type === 'application/json'
      ? { payload: example(content!.schema as never, idOf) as object }
      : type
        ? { payload: Buffer.from('a,b\n1,2\n'), headers: { 'content-type': type } }
        : {}
  return w.app.inject({
    method: route.method as 'GET',
    url: path(route),
    query,
    ...payload,
    headers: { authorization: `Bearer ${w.tokens[person]}`, ...('headers' in payload ? payload.headers : {}) },
  })
}

/** Routes about oneself, or about what every signed-in person of any partnership may know. */
const everyone = /^(status|session|invitations|me|words|savedViews|drafts|messages)\.|^imports\.(describe|template)$/
/** Names of partners are known within a partnership; the keepers' check of a site is known to its partner. */
const named: Record<string, Person[]> = Object.fromEntries(
  ['read', 'amend', 'retire', 'bringBack'].map((deed) => [`partners.${deed}`, ['otherpartner']]),
)
const tables = async () => {
  const { rows } = await w.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'partnership_id' join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' and c.relname not in ('sessions', 'audit_events', 'write_digests', 'drafts', 'saved_views')`,
  )
  const digests: Record<string, string> = {}
  for (const { name } of rows) {
    const {
      rows: [one],
    } = await w.owner.query<{ n: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') as n from ${name} t where partnership_id = $1`,
      [w.ids.partnership],
    )
    digests[name] = one!.n
  }
  return digests
}

describe.each(['otherlead', 'otherpartner'] as const)('%s', (person) => {
  it('finds no id of another’s in any list', async () => {
    // Within a partnership the names of partners, its areas and its words are no secret.
    const hidden = Object.entries(ids).filter(([name]) => !(person === 'otherpartner' && /partnerId$|^areaId$/i.test(name)))
    const leaks: unknown[] = []
    for (const route of routes.filter((one) => one.method === 'GET' && !one.url.includes('{'))) {
      const { body, statusCode } = await call(person, route)
      const seen = statusCode < 400 ? hidden.filter(([, id]) => body.includes(id)).map(([name]) => name) : []
      if (seen.length) leaks.push([route.url, seen])
    }
    expect(leaks).toEqual([])
  }, 60_000)

  it('gets 404 for every id that is not theirs, on every route, and changes nothing', async () => {
    const before = await tables(),
      wrong: unknown[] = []
    // What makes a row comes last: in a partnership of one's own the same id may be taken, and is then one's own.
    const all = routes
      .filter((one) => one.url.includes('{') && !everyone.test(one.operationId) && !named[one.operationId]?.includes(person))
      .sort((a, b) => Number(a.method === 'PUT') - Number(b.method === 'PUT'))
    for (const route of all) {
      const { statusCode, body } = await call(person, route)
      // A new row may be added to one's own partnership under any id; one that is taken is refused without saying whose it is.
      const fits =
        route.method === 'PUT'
          ? [404, 403, 409].includes(statusCode) ||
            /"keyword":"(unknown|missing)"/.test(body) ||
            (statusCode === 201 && person === 'otherlead')
          : statusCode === 404
      if (!fits) wrong.push([route.method, route.url, statusCode, body.slice(0, 200)])
    }
    expect(wrong).toEqual([])
    expect(await tables()).toEqual(before)
  }, 120_000)
})

describe('the joinery’s contact', () => {
  it('sees the match while the agreement lives, and nothing from the next request on when it has ended', async () => {
    expect((await w.as('partner').get(`/placements/${ids.placementId}`)).status).toBe(200)
    await w.endAgreement()
    const wrong: unknown[] = []
    for (const route of routes.filter(
      (one) =>
        /\{(participantId|placementId|visitId|courseId|sessionId|matchId|nominationId|programmeId)\}/.test(one.url) && one.method === 'GET',
    )) {
      const { statusCode } = await call('partner', route)
      if (statusCode !== 404) wrong.push([route.url, statusCode])
    }
    expect(wrong).toEqual([])
    for (const url of ['/placements', '/participants', '/programmes']) expect((await w.as('partner').get(url)).body.items).toEqual([])
  }, 60_000)
})

/** Relationship by deed (404: it does not exist for them; 403: they know of the programme, and this part is not theirs). What each may do with Sam, who is in Harbour, placed with the joinery and matched with the mentor. */
describe('who may see what of one young person', () => {
  const deeds = [
    'participants.read',
    'participants.story',
    'participants.contact',
    'participants.safety',
    'interests.list',
    'visits.read',
    'contacts.read',
    'concerns.read',
    'measures.steps',
    'nominations.read',
    'register.read',
    'placements.read',
    'mentoring.read',
    'board.read',
  ] as const
  const expected: [Person, string][] = [
    ['lead', '200 200 200 200 200 200 200 200 200 200 200 200 200 200'],
    ['officer', '200 200 200 200 200 200 200 404 200 200 200 200 200 200'],
    ['safeguarding', '200 200 200 404 200 404 404 200 403 200 403 404 404 403'],
    ['mentor', '200 200 404 404 200 404 404 404 200 404 403 404 200 403'],
    ['supervisor', '404 404 404 404 404 404 404 404 404 404 404 404 404 404'],
    ['sam', '200 200 200 404 200 200 200 404 200 404 403 200 200 403'],
    ['data', '404 404 404 404 404 404 404 404 404 404 403 404 404 403'],
    ['analyst', '404 404 404 404 404 404 404 404 404 404 403 404 404 403'],
    ['admin', '404 404 404 404 404 404 404 404 404 404 404 404 404 403'],
  ]
  it.each(expected)('%s', async (person, row) => {
    const answers: string[] = []
    for (const deed of deeds)
      answers.push(
        `${deed} ${
          (
            await call(
              person,
              routes.find((one) => one.operationId === deed)!,
            )
          ).statusCode
        }`,
      )
    expect(answers).toEqual(row.split(' ').map((status, i) => `${deeds[i]} ${status}`))
  })
})
