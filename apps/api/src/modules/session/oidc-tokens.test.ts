// An organisation that lies: what it says is changed in one point at a time, and nothing but the truth lets anybody in.
import { createHmac, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { readProviders } from '../../config-oidc.ts'
import { whoIs } from './oidc-client.ts'
import { readLogoutToken } from './oidc-logout.ts'

const clientId = 'modulus',
  clientSecret = 'a secret for tests only'
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const key = pair(),
  stranger = pair()
const jwk = { ...createPublicKey(key).export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const signed = (claims: object, by: KeyObject = key, head: object = { alg: 'RS256', kid: 'one' }) => {
  const text = `${part(head)}.${part(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), by).toString('base64url')}`
}
const now = () => Math.floor(Date.now() / 1000)

let w: World, issuer: string, server: Server
let idToken: (nonce: string) => string = () => ''
let wellKnown: ((response: ServerResponse) => void) | undefined
const nonces = new Map<string, string>()
beforeAll(async () => {
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const json = (value: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
    const url = request.url ?? ''
    if (url.startsWith('/elsewhere') || url.includes('openid-configuration')) {
      if (wellKnown && !url.startsWith('/elsewhere')) return wellKnown(response)
      return json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      })
    }
    if (url.startsWith('/keys')) return json({ keys: [jwk] })
    let text = ''
    request.on('data', (some: Buffer) => (text += some.toString()))
    request.on('end', () =>
      json({
        access_token: 'unused',
        token_type: 'Bearer',
        id_token: idToken(nonces.get(new URLSearchParams(text).get('code') ?? '') ?? ''),
      }),
    )
  })
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  w = await world({
    env: {
      OIDC_PROVIDERS: JSON.stringify([
        { id: 'plain', name: 'Plain', issuer, clientId, clientSecret, strong: ['mfa'] },
        // The same server under another name of the same machine, with more to ask.
        {
          id: 'strict',
          name: 'Strict',
          issuer: issuer.replace('127.0.0.1', 'localhost'),
          clientId,
          clientSecret,
          acr: ['high'],
          maxAge: 300,
        },
      ]),
    },
  })
  await w.owner.query('insert into identities (id, user_id, issuer, subject) values ($1, $2, $3, $4)', [
    w.newId(),
    w.ids.users.officer,
    issuer,
    'alba',
  ])
})
afterAll(async () => {
  await w?.close()
  server?.closeAllConnections()
  server?.close()
})

const claims = (nonce: string) => ({ iss: issuer, sub: 'alba', aud: clientId, iat: now(), exp: now() + 300, nonce })
async function comeBack(provider = 'plain') {
  const { body, headers } = await w.stranger().post(`/session/oidc/${provider}/start`, {}).expect(200)
  const to = new URL(body.address as string),
    code = w.newId()
  nonces.set(code, to.searchParams.get('nonce')!)
  const answer = await w.app.inject({
    method: 'GET',
    url: `/api/session/oidc/${provider}/callback?code=${code}&state=${to.searchParams.get('state')}`,
    headers: { cookie: (headers['set-cookie'] as unknown as string[])[0]!.split(';')[0]! },
  })
  return { to: String(answer.headers.location), asked: to.searchParams }
}

it('the truth lets them in', async () => {
  idToken = (nonce) => signed(claims(nonce))
  expect((await comeBack()).to).toBe('/signed-in?waits=enrolment')
  idToken = (nonce) => signed({ ...claims(nonce), amr: ['pwd', 'mfa'] })
  expect((await comeBack()).to).toBe('/signed-in')
})
const lies: [string, (nonce: string) => string][] = [
  ['nobody signed it', (nonce) => `${part({ alg: 'none' })}.${part(claims(nonce))}.`],
  ['somebody else signed it', (nonce) => signed(claims(nonce), stranger)],
  [
    'it was signed with our own secret',
    (nonce) => {
      const text = `${part({ alg: 'HS256', kid: 'one' })}.${part(claims(nonce))}`
      return `${text}.${createHmac('sha256', clientSecret).update(text).digest('base64url')}`
    },
  ],
  [
    'it was signed with their public key as a secret',
    (nonce) => {
      const text = `${part({ alg: 'HS256', kid: 'one' })}.${part(claims(nonce))}`
      return `${text}.${createHmac('sha256', createPublicKey(key).export({ format: 'pem', type: 'spki' }))
        .update(text)
        .digest('base64url')}`
    },
  ],
  [
    'the subject was changed after signing',
    (nonce) => {
      const [head, , signature] = signed({ ...claims(nonce), sub: 'mallory' }).split('.')
      return `${head}.${part(claims(nonce))}.${signature}`
    },
  ],
  [
    'it brings its own key',
    (nonce) => signed(claims(nonce), stranger, { alg: 'RS256', jwk: createPublicKey(stranger).export({ format: 'jwk' }) }),
  ],
  ['it is for another client', (nonce) => signed({ ...claims(nonce), aud: 'another' })],
  ['it is of another issuer', (nonce) => signed({ ...claims(nonce), iss: 'https://login.example' })],
  ['it has run out', (nonce) => signed({ ...claims(nonce), iat: now() - 900, exp: now() - 600 })],
  ['its nonce is another', () => signed(claims('x'.repeat(43)))],
  ['it has no nonce', (nonce) => signed({ ...claims(nonce), nonce: undefined })],
  ['it names nobody', (nonce) => signed({ ...claims(nonce), sub: undefined })],
  ['it is no token', () => 'nonsense'],
]
it.each(lies)('nobody comes in when %s', async (_, token) => {
  idToken = token
  expect((await comeBack()).to).toBe('/signed-in?problem=provider-stopped&provider=plain')
})
it('what an organisation must ask for, it must have asked for: how strongly, and how lately', async () => {
  const there = issuer.replace('127.0.0.1', 'localhost')
  await w.owner.query('insert into identities (id, user_id, issuer, subject) values ($1, $2, $3, $4)', [
    w.newId(),
    w.ids.users.officer,
    there,
    'alba',
  ])
  const real = issuer
  issuer = there
  const good = (nonce: string) => ({ ...claims(nonce), acr: 'high', auth_time: now() - 10 })
  idToken = (nonce) => signed(good(nonce))
  const { to, asked } = await comeBack('strict')
  expect([to, asked.get('acr_values'), asked.get('max_age')]).toEqual(['/signed-in?waits=enrolment', 'high', '300'])
  idToken = (nonce) => signed({ ...good(nonce), acr: 'low' })
  expect((await comeBack('strict')).to).toContain('problem=provider-weak')
  for (const auth_time of [now() - 3600, undefined]) {
    idToken = (nonce) => signed({ ...good(nonce), auth_time })
    expect((await comeBack('strict')).to).toContain('problem=provider-stopped')
  }
  issuer = real
})
it.each<[string, (response: ServerResponse) => unknown]>([
  ['leads elsewhere', (response) => response.writeHead(302, { location: '/elsewhere' }).end()],
  [
    'answers with more than 64 kB',
    (response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ issuer, stuffing: 'x'.repeat(70_000) })),
  ],
  [
    'says that it is somebody else',
    (response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ issuer: 'https://login.example' })),
  ],
  ['answers with nothing that can be read', (response) => response.setHeader('content-type', 'text/html').end('<h1>Welcome</h1>')],
])('an organisation whose description %s is away', async (_, answer) => {
  const other = await world({ env: { OIDC_PROVIDERS: JSON.stringify([{ id: 'odd', name: 'Odd', issuer, clientId, clientSecret }]) } })
  wellKnown = answer
  expect((await other.stranger().post('/session/oidc/odd/start', {}).expect(503)).body.type).toBe('/problems/provider-away')
  wellKnown = undefined
  await other.stranger().post('/session/oidc/odd/start', {}).expect(200) // asked anew, as soon as it is well again
  await other.close()
})

const said = (more: object = {}) => ({
  iss: 'https://login.example',
  aud: clientId,
  iat: now(),
  jti: 'a',
  sub: 'alba',
  sid: 's1',
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  ...more,
})
const about = { issuer: 'https://login.example', clientId, keys: [jwk] }
it('a logout token is believed when it holds in every point', () => {
  expect(readLogoutToken(signed(said()), about)).toEqual({ subject: 'alba', providerSession: 's1' })
  expect(readLogoutToken(signed(said({ sub: undefined, aud: ['a', clientId] }), key, { alg: 'RS256', typ: 'logout+jwt' }), about)).toEqual({
    subject: null,
    providerSession: 's1',
  })
})
it.each<[string, string]>([
  ['is not signed by them', signed(said(), stranger)],
  ['is not signed', `${part({ alg: 'none' })}.${part(said())}.`],
  ['is for another client', signed(said({ aud: 'another' }))],
  ['is of another issuer', signed(said({ iss: 'https://other.example' }))],
  ['is an ID token', signed(said({ nonce: 'n' }))],
  ['does not say what happened', signed(said({ events: {} }))],
  ['is old', signed(said({ iat: now() - 400 }))],
  ['has no name of its own', signed(said({ jti: undefined }))],
  ['names nobody', signed(said({ sub: undefined, sid: undefined }))],
  ['needs what we do not know', signed(said(), key, { alg: 'RS256', crit: ['x'] })],
  ['is of another kind', signed(said(), key, { alg: 'RS256', typ: 'at+jwt' })],
  ['is nonsense', 'a.b.c'],
])('and not when it %s', (_, token) => expect(readLogoutToken(token, about)).toBeUndefined())
it('nobody is signed out by a token that does not hold', async () => {
  for (const token of [signed({ ...said(), iss: issuer }, stranger), 'x']) {
    const answer = await w.app.inject({
      method: 'POST',
      url: '/api/session/oidc/plain/logout',
      payload: new URLSearchParams({ logout_token: token }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect([answer.statusCode, (answer.json() as { type: string }).type]).toEqual([400, '/problems/provider-stopped'])
  }
})

it('with Entra a person is a tenant and an object there, of the tenants that were named, whatever else the token says', () => {
  const [entra] = readProviders(
    JSON.stringify([{ id: 'e', name: 'E', issuer: 'https://login.example', clientId, clientSecret, subject: 'tid+oid', tenants: ['t1'] }]),
    true,
  )
  const token = (more: object) => ({
    iss: 'https://login.example',
    sub: 'pairwise',
    aud: clientId,
    iat: 0,
    exp: 0,
    email: 'a@b.example',
    ...more,
  })
  expect(whoIs(entra!, token({ tid: 't1', oid: 'o1', groups: ['admins'] }))).toEqual({
    issuer: 'https://login.example',
    subject: 't1/o1',
    providerSession: null,
    strong: false,
  })
  for (const more of [{ tid: 't2', oid: 'o1' }, { tid: 't1' }, { oid: 'o1' }]) expect(() => whoIs(entra!, token(more))).toThrow()
})
