// No address that somebody writes down leads into our own network (T18).
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readProviders } from '../config-oidc.ts'
import { StartError } from '../start-error.ts'
import { askOutside, isPublic } from './outside.ts'

let seen = 0,
  port = 0,
  server: Server
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/redirect') return response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end()
    if (request.url === '/slow') return
    if (request.url === '/much') return response.end('x'.repeat(70_000))
    response.end('here')
  })
  server.on('connection', () => seen++)
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const hosts = `127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 017700000001 0177.0.0.1 0 0.0.0.0 localhost localhost. LOCALHOST
  10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.1.1 100.64.0.1 169.254.169.254 169.254.0.1 0xa9fea9fe 2852039166
  192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
  [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:a9fe:a9fe] [::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::1] [fe80::1] [fc00::1] [fd00::1]
  [ff02::1] [2001:db8::1] [2002:7f00:1::] [2001::1] [3fff::1] [100::1] ⓪.0.0.0 ①②⑦.0.0.1 127。0。0。1`.split(/\s+/)
it('refuses every way to write a private address, without one connection', async () => {
  expect(hosts.length).toBeGreaterThan(50)
  for (const host of hosts)
    for (const address of [`https://${host}/`, `https://${host}:443/.well-known/openid-configuration`])
      await expect((async () => askOutside(address))(), address).rejects.toThrow()
  expect(seen).toBe(0)
})
it('refuses other ports, other schemes and credentials in an address', async () => {
  for (const address of [
    `http://127.0.0.1:${port}/`,
    'http://example.com/',
    'https://example.com:8443/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://a:b@example.com/',
  ])
    await expect((async () => askOutside(address))(), address).rejects.toThrow()
  await expect((async () => askOutside(`http://10.0.0.1:${port}/`, { inside: true }))()).rejects.toThrow('only https')
  expect(seen).toBe(0)
})
it('knows the public internet', () => {
  for (const one of ['1.1.1.1', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])
    expect([one, isPublic(one)]).toEqual([one, true])
  for (const one of ['', 'example.com', '1.2.3', '::ffff:8.8.8.8']) expect([one, isPublic(one)]).toEqual([one, false])
})
it('inside one’s own network: follows no redirect, waits not for long, reads not much', async () => {
  const at = (path: string) => `http://127.0.0.1:${port}${path}`
  expect(await (await askOutside(at('/'), { inside: true })).text()).toBe('here')
  expect((await askOutside(at('/redirect'), { inside: true })).status).toBe(302)
  await expect(askOutside(at('/slow'), { inside: true, time: 200 })).rejects.toThrow()
  await expect(askOutside(at('/much'), { inside: true })).rejects.toThrow('too much')
})

const one = { id: 'fire', name: 'Fire', issuer: 'https://login.example', clientId: 'a', clientSecret: 'hush-hush' }
it('the configuration of providers is checked at the start, in words that show no secret', () => {
  expect(readProviders(undefined, true)).toEqual([])
  expect(readProviders(JSON.stringify([one]), true)).toMatchObject([{ ...one, subject: 'sub', strong: [], acr: [], inside: false }])
  for (const [wrong, why] of [
    ['no', 'JSON list'],
    ['{}', 'JSON list'],
    [[{ ...one, clientSecret: undefined }], 'clientSecret'],
    [[{ ...one, id: 'Fire!' }], 'small letters'],
    [[{ ...one, secret: 'x' }], 'knows no "secret"'],
    [[{ ...one, issuer: 'http://login.example' }], 'https'],
    [[{ ...one, issuer: 'http://localhost:1' }], 'https'],
    [[{ ...one, issuer: 'login' }], 'address'],
    [[{ ...one, subject: 'email' }], 'subject'],
    [[{ ...one, subject: 'tid+oid' }], 'tenants'],
    [[{ ...one, acr: 'high' }], 'list of words'],
    [[{ ...one, maxAge: '60' }], 'seconds'],
    [[one, one], 'one id'],
    [[one, { ...one, id: 'b' }], 'one issuer'],
  ] as const) {
    const text = typeof wrong === 'string' ? wrong : JSON.stringify(wrong)
    expect(() => readProviders(text, true), text).toThrow(StartError)
    expect(() => readProviders(text, true), text).toThrow(why)
    expect(() => readProviders(text, true)).not.toThrow('hush-hush')
  }
  expect(readProviders(JSON.stringify([{ ...one, issuer: 'http://localhost:1' }]), false)).toMatchObject([{ inside: true }])
})
