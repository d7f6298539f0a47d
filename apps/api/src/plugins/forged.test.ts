// A session is what this service signed with HS256 and its own secret, in time; nothing that a token says of itself is believed.
import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
let sid: string
beforeAll(async () => {
  w = await world()
  sid = (w.app.jwt.decode(w.tokens.lead) as { sid: string }).sid
})
afterAll(() => w?.close())
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const claims = () => ({ sub: w.ids.users.lead, sid, iat: Math.floor(Date.now() / 1000) - 10, exp: Math.floor(Date.now() / 1000) + 3600 })
const hmac = (text: string, key: string, hash = 'sha256') => `${text}.${createHmac(hash, key).update(text).digest('base64url')}`
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string
const status = async (token: string) => (await w.call(token).get('/session')).status

describe('nobody comes in with', () => {
  it.each<[string, () => string]>([
    ['no signature', () => `${part({ alg: 'none', typ: 'JWT' })}.${part(claims())}.`],
    ['no signature, spelt otherwise', () => `${part({ alg: 'nOnE' })}.${part(claims())}.`],
    ['an empty key', () => hmac(`${part({ alg: 'HS256' })}.${part(claims())}`, '')],
    ['a public key as the secret', () => hmac(`${part({ alg: 'HS256' })}.${part(claims())}`, pem)],
    ['HS384 with the right secret', () => w.app.jwt.sign({ sub: w.ids.users.lead, sid }, { algorithm: 'HS384' })],
    ['HS512 with the right secret', () => w.app.jwt.sign({ sub: w.ids.users.lead, sid }, { algorithm: 'HS512' })],
    [
      'RS256 with a key of its own, sent along',
      () => {
        const text = `${part({ alg: 'RS256', jwk: publicKey.export({ format: 'jwk' }), jku: 'https://elsewhere.invalid/keys', kid: '../../dev/null' })}.${part(claims())}`
        return `${text}.${signWith('sha256', Buffer.from(text), privateKey).toString('base64url')}`
      },
    ],
    [
      'a file of zeros named as the key',
      () => hmac(`${part({ alg: 'HS256', kid: '/dev/null', x5u: 'https://elsewhere.invalid' })}.${part(claims())}`, '\0'),
    ],
    [
      'another session written into a token that was right',
      () => {
        const [head, , signature] = w.tokens.lead.split('.')
        return `${head}.${part({ ...claims(), sid: w.newId() })}.${signature}`
      },
    ],
    ['a list instead of claims', () => hmac(`${part({ alg: 'HS256' })}.${part([claims()])}`, 'x')],
    [
      'a token that has run out',
      () => w.app.jwt.sign({ sub: w.ids.users.lead, sid, iat: Math.floor(Date.now() / 1000) - 12 * 3600 - 1 } as never),
    ],
    ['a token that begins tomorrow', () => w.app.jwt.sign({ sub: w.ids.users.lead, sid }, { notBefore: '1d' } as never)],
    ['a token without a session', () => w.app.jwt.sign({ sub: w.ids.users.lead } as never)],
    ['two dots and nothing else', () => '..'],
    ['ten thousand dots', () => '.'.repeat(10_000)],
  ])('%s', async (_, forge) => expect(await status(forge())).toBe(401))
})
it('the same claims, signed by us, come in: the refusals above are about the signature', async () => {
  expect(await status(w.app.jwt.sign({ sub: w.ids.users.lead, sid }))).toBe(200)
})
it('a token says who and which session, and nothing of what they may do', () => {
  expect(Object.keys(w.app.jwt.decode(w.app.jwt.sign({ sub: w.ids.users.lead, sid })) as object).sort()).toEqual([
    'exp',
    'iat',
    'sid',
    'sub',
  ])
})
