// What every answer of every route owes its reader, and what no way of asking may do: walked over the whole OpenAPI list.
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../app.ts'
import { hashPassword } from '#modules/session/passwords.ts'
import { crawler, routesOf, type Route, type Schema } from '#testing/crawl.ts'
import { arrange } from '#testing/rows.ts'
import { secondStep } from '#testing/second-step.ts'
import { world, type World } from '#testing/world.ts'

let w: World
let at: ReturnType<typeof crawler>
let routes: Route[]
beforeAll(async () => {
  w = await world()
  at = crawler(w, await arrange(w))
  routes = routesOf(w)
}, 60_000)
afterAll(() => w?.close())

const logs = /^(access_events|audit_events|concern_reads|sessions|log_links|log_marks|log_heads|reading_tallies|offline_keys)$/
/** A digest of each table but the logs, the sessions' clock, and the keys that the service makes for itself when one is old. */
async function tables() {
  const { rows } = await w.owner.query<{ name: string; what: string }>(
    `select c.relname as name, format('%I.%I', n.nspname, c.relname) as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'app') and c.relkind = 'r'`,
  )
  const found: Record<string, string> = {}
  for (const { name, what } of rows.filter((one) => !logs.test(one.name)))
    found[name] = (
      await w.owner.query<{ n: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') as n from ${what} t`,
      )
    ).rows[0]!.n
  return found
}

const answers: [Route, unknown][] = []
/** Where in an answer there is a field that its schema does not have. */
function unknownIn(schema: Schema | undefined, value: unknown, path = ''): string[] {
  if (!schema || value === null || typeof value !== 'object') return []
  if (schema.anyOf) {
    const found = schema.anyOf
      .filter((one) => one.type === (Array.isArray(value) ? 'array' : 'object'))
      .map((one) => unknownIn(one, value, path))
    return found.find((one) => one.length === 0) ?? found[0] ?? []
  }
  if (Array.isArray(value)) return value.flatMap((one) => unknownIn(schema.items, one, `${path}[]`))
  if (schema.patternProperties || !schema.properties) return []
  return Object.entries(value).flatMap(([name, one]) =>
    name in schema.properties! ? unknownIn(schema.properties![name], one, `${path}.${name}`) : [`${path}.${name}`],
  )
}

describe('every route', () => {
  /** One request with the origin of another site. */
  const ask = (route: Route, token?: string) =>
    w.app.inject({
      method: route.method as 'GET',
      url: at.path(route),
      query: at.query(route),
      headers: { origin: 'https://elsewhere.invalid', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    })
  const kinds = /^(application\/(problem\+)?json; charset=utf-8|text\/csv; charset=utf-8|application\/(pdf|zip|octet-stream))/
  const locked = ({ headers, body }: Awaited<ReturnType<typeof ask>>) =>
    headers['cache-control'] === 'no-store' &&
    headers['x-content-type-options'] === 'nosniff' &&
    headers['referrer-policy'] === 'no-referrer' &&
    String(headers['content-security-policy']).includes("frame-ancestors 'none'") &&
    !Object.keys(headers).some((name) => name.startsWith('access-control')) &&
    (!body || kinds.test(String(headers['content-type'])))
  const open: unknown[] = []

  it('that is a GET changes nothing but the logs', async () => {
    const before = await tables()
    for (const route of routes.filter((one) => one.method === 'GET')) {
      const answer = await ask(route, w.tokens.lead)
      if (!locked(answer)) open.push([route.url, answer.statusCode, answer.headers])
      if (answer.statusCode === 200 && /json/.test(String(answer.headers['content-type']))) answers.push([route, answer.json()])
    }
    expect(answers.length).toBeGreaterThan(80)
    expect(await tables()).toEqual(before)
  }, 60_000)

  it('keeps its answer out of caches, frames and other origins, and says what it is, to those who may and to those who may not', async () => {
    for (const route of routes) {
      const answer = await ask(route)
      if (!locked(answer)) open.push([route.method, route.url, answer.statusCode, answer.headers])
    }
    expect(routes.length).toBeGreaterThan(300)
    expect(open).toEqual([])
  }, 60_000)

  it('answers with the fields of its description and no others', () => {
    const foreign = ({ operationId, responses }: Route, body: unknown) =>
      unknownIn(responses?.['200']?.content?.['application/json']?.schema, body).map((path) => operationId + path)
    expect(answers.flatMap(([route, body]) => foreign(route, body))).toEqual([])
    // As many levels deep as there are, and it would be seen.
    const [route, body] = answers.find(([one]) => one.operationId === 'participants.list')!
    const { items } = body as { items: object[] }
    expect(foreign(route, { items: [{ ...items[0], address: '4 Quay Lane' }], next: null })).toEqual(['participants.list.items[].address'])
  })

  it('takes nothing in its address that somebody wrote', () => {
    const free = routes.flatMap((route) =>
      (route.parameters ?? [])
        .filter(({ schema }) => schema.type === 'string' && !schema.enum && !schema.format && !schema.pattern)
        .map((one) => `${one.name} of ${route.operationId}`),
    )
    // Where a list goes on, a word of a list, the name of an uploaded file, and what kind of recorded crime is counted.
    expect(free.filter((one) => !/^(after|tag|provider|file|ingredient) of /.test(one)).sort()).toEqual([
      'fileName of imports.upload',
      'type of community.series',
    ])
  })

  it('that writes takes no plain text and no form, which other sites could send', async () => {
    const wrong: unknown[] = []
    for (const route of routes.filter((one) => one.method !== 'GET'))
      for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
        const { statusCode } = await at.send(route, w.tokens.lead, '{}', type)
        // An organisation's own server signs somebody out with a form that it signed (OpenID Connect back-channel logout).
        if (statusCode !== 415 && route.operationId !== 'session.providerSignsOut') wrong.push([route.method, route.url, type, statusCode])
      }
    expect(wrong).toEqual([])
  }, 60_000)

  it('refuses each field that its body does not have, also those that the tables have', async () => {
    const { rows } = await w.owner.query<{ name: string }>(
      `select distinct column_name as name from information_schema.columns where table_schema = 'public' and is_generated = 'NEVER'`,
    )
    const columns = rows.flatMap(({ name }) => [name, name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())])
    const before = await tables(),
      wrong: unknown[] = []
    for (const route of routes) {
      const schema = at.jsonOf(route)
      if (schema?.type !== 'object' || route.security?.length === 0) continue
      const foreign = [...new Set(columns)].filter((name) => !(name in (schema.properties ?? {})))
      for (const names of [['partnershipId'], foreign]) {
        const body = { ...Object.fromEntries(names.map((name) => [name, 'x'])), ...at.bodyOf(schema) }
        const answer = await at.send(route, w.tokens.lead, JSON.stringify(body))
        const { errors = [] } = answer.json<{ errors?: { pointer: string }[] }>()
        if (answer.statusCode !== 400 || !errors.some((one) => one.pointer === `/body/${names[0]}`))
          wrong.push([route.method, route.url, names.slice(0, 2), answer.statusCode, errors])
      }
    }
    expect(wrong).toEqual([])
    expect(await tables()).toEqual(before)
  }, 60_000)
})

describe('a raw connection', () => {
  let port: number
  beforeAll(async () => {
    await w.app.listen({ port: 0, host: '127.0.0.1' })
    port = (w.app.server.address() as { port: number }).port
  })
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      let answer = ''
      const socket = connect(port, '127.0.0.1', () => socket.write(text))
      socket.setTimeout(3000, () => socket.destroy())
      socket.on('data', (part) => (answer += part.toString()))
      socket.on('close', () => resolve(answer))
      socket.on('error', reject)
    })
  it.each([
    [
      'two lengths',
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/health HTTP/1.1\r\nHost: x\r\n\r\n',
    ],
    ['a length given twice', 'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde'],
    ['a disguised encoding', 'POST /api/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['a header folded over two lines', 'GET /api/health HTTP/1.1\r\nHost: x\r\nX-One: a\r\n b\r\n\r\n'],
    ['bare line feeds in a header', 'GET /api/health HTTP/1.1\nHost: x\n\n'],
  ])('with %s is refused, and nothing hides behind it', async (_, text) => {
    const answer = await raw(text)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1)
    expect(answer).not.toContain('alive')
  })
  it('TRACE and its like find nothing, and nothing of the request comes back', async () => {
    for (const method of ['TRACE', 'TRACK', 'DEBUG']) {
      const answer = await raw(`${method} /api/health HTTP/1.1\r\nHost: x\r\nX-Secret: CANARY\r\nConnection: close\r\n\r\n`)
      expect([method, /^HTTP\/1\.1 (400|404|405|501) /.test(answer), answer.includes('CANARY')]).toEqual([method, true, false])
    }
  })
})

/** The same service under another configuration, without a database. */
async function configured(config: Partial<World['config']>) {
  const away = { transact: () => Promise.reject(new Error('relation "migrations" does not exist')) }
  const app = await buildApp(
    { ...w.config, ...config },
    { doors: { asNobody: () => away } as never, jobs: {} as never, secret: 'x'.repeat(32) },
  )
  return app.ready().then(() => app)
}
describe('behind a proxy', () => {
  it.each([
    ['that is not ours, an address claimed in X-Forwarded-For counts for nothing', ['10.0.0.0/8'], 10],
    ['of ours, it is believed', ['127.0.0.1'], 14],
  ])('%s', async (_, trustedProxies, passed) => {
    const app = await configured({ limits: { ...w.config.limits, address: 10 }, trustedProxies })
    let answered = 0
    for (let n = 0; n < 14; n++)
      if ((await app.inject({ url: '/api/health', headers: { 'x-forwarded-for': `198.51.100.${n}` } })).statusCode === 200) answered++
    await app.close()
    expect(answered).toBe(passed)
  })
})

it('addresses where other programs keep secrets hold nothing', async () => {
  const places =
    '.git/config .git/HEAD .env .env.production package.json package-lock.json node_modules/pg/package.json src/start.ts apps/api/src/config.ts server-status metrics debug actuator/env swagger.json phpinfo.php backup.sql dump.sql id_rsa .ssh/id_rsa api/.env api/debug api/metrics assets/ me/assets/ %2e%2e/package.json ..%2f..%2fpackage.json'
  for (const place of places.split(' ')) {
    const { statusCode, body } = await w.app.inject({ url: `/${place}`, headers: { accept: '*/*' } })
    const onlyThePage = statusCode === 200 && body.startsWith('<!doctype html>') // the young person's entry answers for all below /me
    expect([place, [400, 403, 404].includes(statusCode) || onlyThePage]).toEqual([place, true])
  }
})

it('every cookie is bound to this host, kept from scripts and plain connections, and sent from our own pages only', async () => {
  await w.owner.query('update users set password_hash = $1 where id = $2', [
    await hashPassword('a good long password'),
    w.ids.users.officer,
  ])
  const first = await w.stranger().post('/session', { email: 'officer@test.invalid', password: 'a good long password' }).expect(201)
  const second = await secondStep(w, first)
  const session = String(second.headers['set-cookie']![0]).split(';')[0]!
  const last = await w.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie: session, 'sec-fetch-site': 'same-origin' } })
  const cookies = [first.headers['set-cookie'], second.headers['set-cookie'], last.headers['set-cookie']].flat().map(String)
  expect([last.statusCode, cookies.length]).toEqual([204, 4])
  for (const cookie of cookies) {
    const [pair, ...rest] = cookie.split('; ')
    expect(pair).toMatch(/^__Host-(session|device)=/)
    expect(rest).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']))
    expect(cookie).not.toMatch(/domain/i)
  }
})

it('an address with TLS promises TLS for two years in every answer, also where something is missing or fails', async () => {
  const app = await configured({ publicUrl: 'https://modulus.invalid' }),
    statuses: number[] = []
  for (const url of ['/api/%ff', '/api/health', '/api/nowhere', '/api/participants', '/api/ready', '/nowhere.js']) {
    const { statusCode, headers } = await app.inject({ url })
    expect([url, headers['strict-transport-security']]).toEqual([url, 'max-age=63072000; includeSubDomains'])
    statuses.push(statusCode)
  }
  await app.close()
  expect(statuses).toEqual([400, 200, 404, 401, 500, 404])
  expect((await w.app.inject({ url: '/api/health' })).headers['strict-transport-security']).toBeUndefined()
})
