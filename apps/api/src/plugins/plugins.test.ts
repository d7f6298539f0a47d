// What every route owes its callers: headers, names for refusals, and no way in for input that is not what it says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const post = (payload: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  w.app.inject({ method: 'POST', url: '/api/session', payload, headers })

describe('headers', () => {
  it('lock the page down and keep answers out of caches, also on refusals', async () => {
    for (const url of ['/api/health', '/api/session', '/api/nowhere']) {
      const { headers } = await w.app.inject({ url })
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
      const policy = String(headers['content-security-policy'])
      for (const rule of [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "require-trusted-types-for 'script'",
      ])
        expect(policy).toContain(rule)
      expect(policy).not.toMatch(/unsafe/)
    }
  })
  it('allow no other origin to read', async () => {
    const { headers } = await w.app.inject({ url: '/api/health', headers: { origin: 'https://elsewhere.invalid' } })
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('writes from another site', () => {
  const json = { 'content-type': 'application/json', cookie: '__Host-session=x' }
  it.each([
    ['says so itself', { ...json, 'sec-fetch-site': 'cross-site' }],
    ['is a sibling site', { ...json, 'sec-fetch-site': 'same-site' }],
    ['names another origin', { ...json, origin: 'https://elsewhere.invalid' }],
    ['names nothing, but brings a cookie', json],
  ])('are refused when the browser %s', async (_, headers) => {
    const answer = await post('{}', headers)
    expect([answer.statusCode, answer.json().type]).toEqual([403, '/problems/cross-site'])
  })
  it('are taken from our own pages', async () => {
    expect((await post('{}', { ...json, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(400)
    expect((await post('{}', { ...json, origin: w.config.publicUrl })).statusCode).toBe(400)
  })
})

describe('input that is not what it says', () => {
  it.each([
    ['a NUL', '{"email":"a\\u0000b","password":"x"}'],
    ['a lone surrogate', '{"email":"a\\ud800b","password":"x"}'],
    ['50,000 brackets', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['half an object', '{"email":'],
    ['a prototype', '{"__proto__":{"administrator":true}}'],
    ['a constructor', '{"constructor":{"prototype":{}}}'],
    ['nothing', ''],
    ['a list', '[]'],
  ])('%s is 400', async (_, payload) => {
    const answer = await post(payload)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8'])
  })
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
    '%s is 415',
    async (type) => {
      expect((await post('{}', { 'content-type': type })).statusCode).toBe(415)
    },
  )
  it('a name given twice in an address is 400', async () => {
    expect((await w.app.inject({ url: '/api/health?a=1&a=2' })).statusCode).toBe(400)
  })
  it('a body of more than a megabyte is 413', async () => {
    expect((await post(JSON.stringify({ email: 'x'.repeat(1_100_000), password: 'x' }))).statusCode).toBe(413)
  })
  it('an address that cannot be decoded is 400, and one that is unknown is 404', async () => {
    expect((await w.app.inject({ url: '/api/%ff' })).statusCode).toBe(400)
    expect((await w.as('lead').get('/nowhere')).body).toMatchObject({ type: '/problems/not-found', status: 404 })
  })
  it('every field that needs attention is named, and unknown ones are refused', async () => {
    const answer = await post('{"email":5,"administrator":true}')
    expect(
      answer
        .json()
        .errors.map((one: { pointer: string }) => one.pointer)
        .sort(),
    ).toEqual(['/body/administrator', '/body/email', '/body/password'])
  })
})

describe('a session', () => {
  const bearer = (token: string) => w.call(token).get('/session')
  it('is refused when it was signed by someone else, or not at all', async () => {
    const [head, body] = w.tokens.lead.split('.')
    const none = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${body}.`
    for (const token of [
      none,
      `${head}.${body}.${'A'.repeat(43)}`,
      w.app.jwt.sign({ sub: w.ids.users.lead, sid: w.newId() }),
      'nonsense',
    ]) {
      expect((await bearer(token)).status).toBe(401)
    }
    expect((await bearer(w.app.jwt.sign({ sub: w.ids.users.lead, sid: w.newId() }, { algorithm: 'HS512' }))).status).toBe(401)
  })
  it('ends after an hour of silence and after twelve hours at the latest', async () => {
    const token = await w.tokenOf(w.ids.users.lead, w.ids.partnership)
    const sid = (w.app.jwt.decode(token) as { sid: string }).sid
    await w.owner.query(`update sessions set last_seen_at = now() - interval '61 minutes' where id = $1`, [sid])
    expect((await bearer(token)).status).toBe(401)
    await w.owner.query(`update sessions set last_seen_at = now(), expires_at = now() - interval '1 second' where id = $1`, [sid])
    expect((await bearer(token)).status).toBe(401)
  })
  it('of a disabled account ends on the next request', async () => {
    const token = await w.tokenOf(w.ids.users.mentor, w.ids.partnership)
    expect((await bearer(token)).status).toBe(200)
    await w.owner.query('update users set disabled_at = now() where id = $1', [w.ids.users.mentor])
    expect((await bearer(token)).status).toBe(401)
  })
})

it('a busy pool answers 503 with Retry-After, and says nothing of SQL', async () => {
  const held = await Promise.all(Array.from({ length: 5 }, () => w.pool.connect()))
  const answer = await w.as('lead').get('/session')
  for (const client of held) client.release()
  expect([answer.status, answer.headers['retry-after'], answer.body.type]).toEqual([503, '2', '/problems/busy-now'])
  expect((await w.as('lead').get('/session')).status).toBe(200)
}, 20_000)
