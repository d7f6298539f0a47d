// The sign-in of one's own organisation, against a real provider: whom it lets in, and everybody it does not.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { clientId, clientSecret, signInThere, testProvider, type TestProvider } from '#testing/oidc-provider.ts'
import { world, type World } from '#testing/world.ts'

const product = 'http://localhost:3000'
let w: World, fire: TestProvider, college: TestProvider
beforeAll(async () => {
  ;[fire, college] = await Promise.all([testProvider(product, 'fire', { acr: 'two-factors' }), testProvider(product, 'college')])
  const client = { clientId, clientSecret }
  w = await world({
    env: {
      OIDC_PROVIDERS: JSON.stringify([
        { id: 'fire', name: 'Fire and Rescue', issuer: fire.issuer, strong: ['two-factors'], ...client },
        { id: 'college', name: 'The college', issuer: college.issuer, ...client },
      ]),
    },
  })
})
afterAll(() => Promise.all([w?.close(), fire?.stop(), college?.stop()]))
beforeEach(async () => {
  await w.owner.query('delete from identities; delete from messages')
  await w.owner.query('update sessions set proved_at = now()')
})

const cookieOf = (headers: Record<string, unknown>, name: string) =>
  [headers['set-cookie'] as string[]].flat().find((one) => one?.startsWith(`${name}=`) && !one.startsWith(`${name}=;`))
const bare = (cookie: string | undefined) => cookie?.split(';')[0] ?? ''

/** Begins, is somebody there, comes back: where they land, and with which cookies. */
async function journey(login: string, { provider = 'fire', body = {} as object, token = '', change = (url: URL) => url, times = 1 } = {}) {
  const way = token ? w.call(token).post(`/session/oidc/${provider}/connect`) : w.stranger().post(`/session/oidc/${provider}/start`, body)
  const { body: away, headers } = await way.expect(200)
  const cookie = cookieOf(headers, '__Host-oidc')
  const back = change(await signInThere(away.address as string, login))
  let landed = await comeBack(back, bare(cookie))
  for (let n = 1; n < times; n++) landed = await comeBack(back, bare(cookie))
  return { ...landed, cookie, back, away: new URL(away.address as string) }
}
async function comeBack(back: URL, cookie: string) {
  const answer = await w.app.inject({ method: 'GET', url: back.pathname + back.search, headers: { cookie } })
  return { status: answer.statusCode, to: String(answer.headers.location), session: cookieOf(answer.headers, '__Host-session'), answer }
}
const sessionBy = async (session: string | undefined) => {
  const answer = await w.app.inject({ method: 'GET', url: '/api/session', headers: { cookie: bare(session) } })
  return answer.json() as { name?: string; type?: string }
}
const connect = (who: 'officer' | 'secondOfficer' | 'partner', login: string, provider = 'fire') =>
  journey(login, { provider, token: w.tokens[who] })

describe('coming in', () => {
  it('the organisation’s account opens the account it was connected to, and says so to its owner', async () => {
    expect((await connect('officer', 'alba')).to).toBe('/signed-in?connected=fire')
    const { rows } = await w.owner.query<{ issuer: string; subject: string; user_id: string }>('select * from identities')
    expect(rows).toMatchObject([{ issuer: fire.issuer, subject: 'alba', user_id: w.ids.users.officer }])
    expect((await w.owner.query(`select 1 from messages where subject like 'Another sign-in%'`)).rowCount).toBe(1)
    const { status, to, session } = await journey('alba', { body: { next: '/people' } })
    expect([status, to]).toEqual([303, '/signed-in?next=%2Fpeople'])
    expect(session).toMatch(/; HttpOnly; Secure; SameSite=Strict$/)
    expect(await sessionBy(session)).toMatchObject({ name: 'Officer Test' })
    expect((await w.as('officer').get('/session/identities').expect(200)).body.items).toMatchObject([
      { provider: { id: 'fire', name: 'Fire and Rescue' }, lastUsedAt: expect.any(String) },
    ])
  })
  it('its second factor counts only where the configuration believes it', async () => {
    await connect('officer', 'alba')
    await connect('secondOfficer', 'bee', 'college')
    expect((await journey('alba')).to).toBe('/signed-in')
    const { to, session } = await journey('bee', { provider: 'college' })
    expect(to).toBe('/signed-in?waits=enrolment')
    expect(await sessionBy(session)).toMatchObject({ type: '/problems/second-factor-needed' })
  })
  it('the way there carries PKCE, state and nonce; the errand’s cookie is Lax, of ten minutes, and tells nothing', async () => {
    await connect('officer', 'alba')
    const { away, cookie, answer } = await journey('alba')
    expect(Object.fromEntries(away.searchParams)).toMatchObject({
      response_type: 'code',
      scope: 'openid',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: `${product}/api/session/oidc/fire/callback`,
    })
    expect(cookie).toMatch(/^__Host-oidc=[\w-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(Buffer.from(bare(cookie).split('=')[1]!, 'base64url').toString('latin1')).not.toContain('verifier')
    expect([answer.headers['set-cookie'] as string[]].flat().some((one) => one.startsWith('__Host-oidc=;'))).toBe(true)
  })
  it('a stranger with an account there gets none here, and is told kindly', async () => {
    const users = await w.owner.query('select count(*)::int as n from users')
    const { to, session } = await journey('somebody-else')
    expect([to, session]).toEqual(['/signed-in?problem=identity-unknown&provider=fire', undefined])
    expect((await w.owner.query('select count(*)::int as n from users')).rows).toEqual(users.rows)
    expect((await w.owner.query('select 1 from identities')).rowCount).toBe(0)
  })
  it('the same address and the same name at a second organisation is somebody else', async () => {
    await connect('officer', 'alba')
    expect((await journey('alba', { provider: 'college' })).to).toBe('/signed-in?problem=identity-unknown&provider=college')
  })
  it('whoever is shut out here, or left, stays out, whatever their organisation says', async () => {
    await connect('secondOfficer', 'bee')
    const { session } = await journey('bee')
    await w.as('admin').post(`/people/${w.ids.users.secondOfficer}/disable`).expect(200)
    expect(await sessionBy(session)).toMatchObject({ type: '/problems/signed-out' })
    expect((await journey('bee')).to).toContain('problem=identity-unknown')
    await w.as('admin').post(`/people/${w.ids.users.secondOfficer}/enable`).expect(200)
    await w.owner.query('update sessions set ended_at = null, proved_at = now() where user_id = $1', [w.ids.users.secondOfficer])
  })
})

describe('what is wrong on the way', () => {
  const stopped = '/signed-in?problem=provider-stopped&provider=fire'
  const altered = (name: string, value: string) => (url: URL) => {
    url.searchParams.set(name, value)
    return url
  }
  it('another state, a code that was never given, or a code used before, lets nobody in', async () => {
    await connect('officer', 'alba')
    expect((await journey('alba', { change: altered('state', 'x'.repeat(43)) })).to).toBe(stopped)
    expect((await journey('alba', { change: altered('code', 'made-up') })).to).toBe(stopped)
    const again = await journey('alba', { times: 2 })
    expect([again.to, again.session]).toEqual([stopped, undefined])
  })
  it('an answer from another issuer than the one asked is refused (mix-up)', async () => {
    await connect('officer', 'alba')
    expect((await journey('alba', { change: altered('iss', college.issuer) })).to).toBe(stopped)
  })
  it('without the errand’s cookie, with somebody else’s, with one that is changed, or at another provider’s address', async () => {
    await connect('officer', 'alba')
    const first = await w.stranger().post('/session/oidc/fire/start', {}).expect(200),
      second = await w.stranger().post('/session/oidc/fire/start', {}).expect(200)
    const cookies = [first, second].map(({ headers }) => bare(cookieOf(headers, '__Host-oidc')))
    const back = await signInThere(first.body.address as string, 'alba')
    const turned = cookies[0]!.slice(0, -3) + (cookies[0]!.endsWith('AAA') ? 'BBB' : 'AAA')
    for (const cookie of ['', cookies[1]!, turned, '__Host-oidc=short']) expect((await comeBack(back, cookie)).to).toBe(stopped)
    const elsewhere = new URL(back.href.replace('/fire/', '/college/'))
    expect((await comeBack(elsewhere, cookies[0]!)).to).toBe('/signed-in?problem=provider-stopped&provider=college')
  })
  it('whoever says "not now" there comes back to a kind page', async () => {
    const { headers, body } = await w.stranger().post('/session/oidc/fire/start', {}).expect(200)
    const { searchParams } = new URL(body.address as string)
    const back = new URL(
      `${product}/api/session/oidc/fire/callback?error=access_denied&state=${searchParams.get('state')}&iss=${encodeURIComponent(fire.issuer)}`,
    )
    expect((await comeBack(back, bare(cookieOf(headers, '__Host-oidc')))).to).toBe(stopped)
  })
  it('an organisation nobody configured is not there, and no address of another site is remembered for later', async () => {
    await w.stranger().post('/session/oidc/nobody/start', {}).expect(404)
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', 'people'])
      await w.stranger().post('/session/oidc/fire/start', { next }).expect(400)
    await w.stranger().post('/session/oidc/fire/start', {}).set('sec-fetch-site', 'cross-site').expect(403)
  })
  it('an organisation that does not answer is said to be away', async () => {
    const gone = await testProvider(product, 'gone')
    await gone.stop()
    const other = await world({
      env: { OIDC_PROVIDERS: JSON.stringify([{ id: 'gone', name: 'Gone', issuer: gone.issuer, clientId, clientSecret }]) },
    })
    expect((await other.stranger().post('/session/oidc/gone/start', {}).expect(503)).body.type).toBe('/problems/provider-away')
    await other.close()
  })
})

describe('connecting', () => {
  it('takes somebody who is signed in, who showed lately that it is them, and who works here', async () => {
    await w.stranger().post('/session/oidc/fire/connect').expect(401)
    await w.as('sam').post('/session/oidc/fire/connect').expect(403)
    await w.owner.query(`update sessions set proved_at = now() - interval '11 minutes'`)
    expect((await w.as('officer').post('/session/oidc/fire/connect').expect(403)).body.type).toBe('/problems/prove-again')
  })
  it('an identity belongs to one account, and an account has one at each organisation', async () => {
    await connect('officer', 'alba')
    expect((await connect('officer', 'alba')).to).toBe('/signed-in?connected=fire')
    expect((await connect('secondOfficer', 'alba')).to).toBe('/signed-in?problem=identity-taken&provider=fire')
    expect((await connect('officer', 'another')).to).toBe('/signed-in?problem=identity-taken&provider=fire')
    expect((await w.owner.query('select 1 from identities')).rowCount).toBe(1)
  })
  it('is undone by its owner only; sessions that came by it end', async () => {
    await connect('officer', 'alba')
    await w.owner.query(`update users set password_hash = 'x' where id = $1`, [w.ids.users.officer])
    const { session } = await journey('alba')
    const { id } = (await w.as('officer').get('/session/identities').expect(200)).body.items[0] as { id: string }
    for (const other of ['secondOfficer', 'otherpartner', 'otherlead', 'admin', 'sam'] as const)
      await w.as(other).delete(`/session/identities/${id}`).expect(404)
    await w.as('officer').delete(`/session/identities/${id}`).expect(204)
    expect(await sessionBy(session)).toMatchObject({ type: '/problems/signed-out' })
    expect((await journey('alba')).to).toContain('problem=identity-unknown')
    await w.owner.query('update users set password_hash = null where id = $1', [w.ids.users.officer])
  })
  it('the last way into an account stays', async () => {
    await connect('officer', 'alba')
    const { id } = (await w.as('officer').get('/session/identities').expect(200)).body.items[0] as { id: string }
    expect((await w.as('officer').delete(`/session/identities/${id}`).expect(409)).body.type).toBe('/problems/last-way-in')
  })
})

describe('an invitation', () => {
  async function invited(email: string) {
    const id = w.newId(),
      secret = `invitation-${w.newId()}`
    await w.owner.query('insert into users (id, email) values ($1, $2) on conflict do nothing', [id, email])
    const user = (await w.owner.query<{ id: string }>('select id from users where email = $1', [email])).rows[0]!.id
    await w.owner.query(
      `insert into people (partnership_id, id, user_id, partner_id, name, email, invited_at) values ($1, $2, $3, $4, 'Niamh Test', $5, now()) on conflict do nothing`,
      [w.ids.partnership, w.newId(), user, w.ids.partners.fire, email],
    )
    await w.owner.query(
      `insert into links (id, partnership_id, kind, token_digest, user_id, expires_at) values ($1, $2, 'invitation', $3, $4, now() + interval '7 days')`,
      [w.newId(), w.ids.partnership, createHash('sha256').update(secret).digest('hex'), user],
    )
    return { user, secret }
  }
  it('is accepted with the organisation’s sign-in, once, without any password', async () => {
    const { user, secret } = await invited('niamh@test.invalid')
    const { to, session } = await journey('niamh', { body: { invitation: secret } })
    expect(to).toBe('/signed-in')
    expect(await sessionBy(session)).toMatchObject({ name: 'Niamh Test' })
    expect((await w.owner.query('select password_hash from users where id = $1', [user])).rows).toEqual([{ password_hash: null }])
    await w.stranger().post('/session/oidc/fire/start', { invitation: secret }).expect(410)
    expect(await sessionBy((await journey('niamh')).session)).toMatchObject({ name: 'Niamh Test' })
  })
  it('gives no second way into an account that has one already', async () => {
    await w.owner.query(`update users set password_hash = 'x' where id = $1`, [w.ids.users.otherlead])
    const { secret } = await invited('otherlead@test.invalid')
    expect((await journey('mallory', { body: { invitation: secret } })).to).toContain('problem=identity-unknown')
    expect((await w.owner.query('select 1 from identities')).rowCount).toBe(0)
  })
  it('does not move an identity from one account to another', async () => {
    await connect('officer', 'alba')
    const { secret } = await invited('orla@test.invalid')
    expect((await journey('alba', { body: { invitation: secret } })).to).toContain('problem=identity-unknown')
  })
  it('a link for a new password, or one that nobody sent, is no invitation', async () => {
    await w
      .stranger()
      .post('/session/oidc/fire/start', { invitation: 'x'.repeat(40) })
      .expect(410)
  })
})

it('signing out there signs out here', async () => {
  await connect('officer', 'alba')
  const jar = new Map<string, string>()
  const { body, headers } = await w.stranger().post('/session/oidc/fire/start', {}).expect(200)
  const back = await signInThere(body.address as string, 'alba', jar)
  const { session } = await comeBack(back, bare(cookieOf(headers, '__Host-oidc')))
  expect(await sessionBy(session)).toMatchObject({ name: 'Officer Test' })
  // The provider posts its own logout token; here it is caught on the way and brought to the app.
  const sent: { url: string; body: string }[] = []
  const real = globalThis.fetch
  vi.stubGlobal('fetch', (url: string | URL, init?: RequestInit) =>
    String(url).startsWith(product)
      ? (sent.push({ url: String(url), body: String(init?.body as string) }), Promise.resolve(new Response(null, { status: 200 })))
      : real(url, init),
  )
  await endThere(jar)
  vi.unstubAllGlobals()
  expect(sent).toHaveLength(1)
  const answer = await w.app.inject({
    method: 'POST',
    url: new URL(sent[0]!.url).pathname,
    payload: sent[0]!.body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect([answer.statusCode, answer.json(), answer.headers['cache-control']]).toEqual([200, { ended: 1 }, 'no-store'])
  expect(await sessionBy(session)).toMatchObject({ type: '/problems/signed-out' })
  await w.as('officer').get('/session').expect(200)
})
async function endThere(jar: Map<string, string>) {
  const ask = (url: string, body?: URLSearchParams) =>
    fetch(url, {
      redirect: 'manual',
      method: body ? 'POST' : 'GET',
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      ...(body ? { body } : {}),
    })
  const page = await ask(`${fire.issuer}/session/end`)
  for (const one of page.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(one)!
    jar.set(name!, value!)
  }
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(await page.text())![1]!
  await ask(`${fire.issuer}/session/end/confirm`, new URLSearchParams({ xsrf, logout: 'yes' }))
}
