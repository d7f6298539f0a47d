// Input that nobody would type: it is refused by name, never with a 5xx, and never answered with what the database said.
import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { csvOf } from '#csv.ts'
import { crawler, routesOf, type Route, type Schema } from '#testing/crawl.ts'
import { arrange } from '#testing/rows.ts'
import { world, type World } from '#testing/world.ts'
import problems from './problems.ts'

let w: World
let at: ReturnType<typeof crawler>
let routes: Route[]
beforeAll(async () => {
  w = await world({ env: { LOG_LEVEL: 'trace' } })
  listen(w)
  at = crawler(w, await arrange(w))
  routes = routesOf(w)
}, 60_000)
afterAll(() => w?.close())
const lines: string[] = []
/** What the log writes, instead of writing it. */
function listen({ app }: World) {
  const log = app.log as unknown as Record<symbol, { write: (line: string) => void }>
  const stream = Object.getOwnPropertySymbols(log).find(({ description }) => description === 'pino.stream')!
  log[stream] = { write: (line) => void lines.push(line) }
}
/** The same numbers each time (mulberry32), so that a failure can be seen again. */
function chance(seed: number) {
  return (below: number) => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

describe('JSON that is broken', () => {
  it('in ten thousand ways is 400 or 415, and never more', async () => {
    const pick = chance(20261122)
    const whole =
      '{"email":"someone@test.invalid","password":"not \\u00e4 p\\"assword","z":[1,-2.5e3,{"a":[null,true,"\\ud83d\\ude00"]},[]]}'
    const signs = [
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '\\',
      '\\u',
      '\0',
      '\n',
      '\ud800',
      '\u202e',
      '-',
      '1e999',
      'NaN',
      '__proto__',
      '/*',
      "'",
      '\ufeff',
      'é',
    ]
    const types = [
      'application/json',
      'application/json',
      'application/json',
      'application/json; charset=utf-8',
      'Application/JSON',
      'application/json\t;x',
      ' application/json',
      'application/json, text/html',
      'application/jsonx',
      'text/json',
      '',
    ]
    const seen: Record<number, number> = {}
    for (let n = 0; n < 10_000; n++) {
      let text = whole
      for (let cuts = 1 + pick(3); cuts > 0; cuts--) {
        const from = pick(text.length),
          to = from + pick(4)
        text = [
          text.slice(0, from) + text.slice(to),
          text.slice(0, from),
          text.slice(0, from) + signs[pick(signs.length)]! + text.slice(to),
          text + text.slice(from),
        ][pick(4)]!
      }
      const bytes = Buffer.from(text, pick(10) === 0 ? 'latin1' : 'utf8')
      const { statusCode } = await w.app.inject({
        method: 'POST',
        url: '/api/session',
        payload: bytes,
        headers: { 'content-type': types[pick(types.length)]! },
      })
      seen[statusCode] = (seen[statusCode] ?? 0) + 1
    }
    expect(Object.keys(seen)).toEqual(['400', '415'])
    expect(seen[400]).toBeGreaterThan(5000)
  }, 60_000)
  it('nested fifty thousand deep, as objects or lists, is 400 within a moment', async () => {
    for (const payload of [
      '['.repeat(50_000) + ']'.repeat(50_000),
      '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000),
      '['.repeat(500_000),
    ]) {
      const began = performance.now()
      const { statusCode } = await w.app.inject({
        method: 'POST',
        url: '/api/session',
        payload,
        headers: { 'content-type': 'application/json' },
      })
      expect(statusCode).toBe(400)
      expect(performance.now() - began).toBeLessThan(1000)
    }
  })
})

describe('text', () => {
  const garage = () => `/partners/${w.ids.partners.garage}`
  const partner = async () => (await w.as('admin').get(garage())).body
  const rename = (name: string, version: number) =>
    w.as('admin').patch(garage(), { name, version, sector: 'private', anchorCapable: false, canOffer: [], flexibilityNote: '' })
  it.each(['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'])(
    'with %j in a name is refused, and the name is said',
    async (sign) => {
      const { status, body } = await w.as('officer').put(`/nominations/${w.newId()}`, {
        programmeId: w.ids.programme,
        sourcePartnerId: w.ids.partners.fire,
        sourceKind: 'fire',
        sharingBasis: 'public_task',
        receivedOn: '2026-11-01',
        goodAt: 'Drawing',
        firstName: `Ines${sign}`,
        familyName: '',
        dateOfBirth: null,
        contactPointer: '',
        why: '',
        triedBefore: '',
        trustedPerson: '',
      })
      expect([status, body.errors]).toEqual([400, [expect.objectContaining({ pointer: '/body/firstName', keyword: 'turning' })]])
    },
  )
  it('in other scripts, with signs that join or combine, comes back as it was typed', async () => {
    for (const name of ['Zoë', 'Zoe\u0308', 'محمد', 'שָׁלוֹם', '👩‍👩‍👧', 'a\u200db\u200c', 'e' + '\u0301'.repeat(90), '𠜎𠜱', "O'Neil <b>&amp;"]) {
      expect([name, (await rename(name, (await partner()).version)).status]).toEqual([name, 200])
      expect((await partner()).name).toBe(name)
    }
  })
  it('with a line break in a name makes neither a second header in a message nor a second line in the log', async () => {
    const before = lines.length
    const name = 'Eve\r\nBcc: all@test.invalid\r\n\u001b[31m{"level":60}'
    const { status } = await w.as('admin').put(`/people/${w.newId()}`, { name, email: 'eve@test.invalid', partnerId: w.ids.partners.fire })
    await w.stranger().post(`/session?${encodeURIComponent(name)}=1`, { email: name, password: name })
    const { rows } = await w.owner.query<{ subject: string; to_address: string }>(
      `select subject, to_address from messages where to_address like 'eve@%'`,
    )
    expect([status < 500, rows.filter((one) => /[\r\n]/.test(one.subject + one.to_address))]).toEqual([true, []])
    const written = lines.slice(before)
    expect(written.length).toBeGreaterThan(1)
    for (const line of written) {
      expect(line.trimEnd()).not.toMatch(/[\r\n\u001b]/)
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number), time: expect.stringMatching(/Z$/) })
      expect(line).not.toMatch(/Eve|Bcc/)
    }
  })
  it('that a spreadsheet would calculate is shown by it as words: 200 of them', () => {
    const before = ['', ' ', '\t', '\r', '\n', '\u00a0', ' \t', '\u0001'],
      signs = ['=', '+', '-', '@', '|', '%', '＝', '＋', '＠'],
      after = ['1+1', "cmd|' /C calc'!A0", 'HYPERLINK("http://x.invalid","y")']
    const all = before.flatMap((b) => signs.flatMap((s) => after.map((a) => b + s + a)))
    expect(all.length).toBeGreaterThan(200)
    const cells = csvOf(all.map((one) => [one]))
      .slice(1)
      .split(/(?<=")\r\n(?=")/)
    expect(cells).toHaveLength(all.length)
    for (const cell of cells) expect(cell.startsWith(`"'`)).toBe(true)
  })
})

describe('numbers', () => {
  const fields = (schema: Schema | undefined, path: string[] = []): [string[], Schema][] => [
    ...(schema?.type === 'integer' || schema?.type === 'number' ? [[path, schema] as [string[], Schema]] : []),
    ...Object.entries(schema?.properties ?? {}).flatMap(([name, one]) => fields(one, [...path, name])),
    ...(schema?.anyOf ?? []).flatMap((one) => fields(one, path)),
  ]
  const odd: [string, number][] = [
    ['-1', -1],
    ['2147483648', 2 ** 31],
    ['9007199254740993', 2 ** 53],
    ['1e309', Infinity],
    ['0.5', 0.5],
    ['-0', -0],
  ]
  it('too large, too small or broken are refused in every field of every body that does not allow them, and never more than refused', async () => {
    let asked = 0
    const wrong: unknown[] = []
    for (const route of routes) {
      const schema = at.jsonOf(route)
      for (const [path, field] of fields(schema)) {
        if (path.length !== 1) continue
        for (const [written, number] of path[0] === 'version' ? odd.slice(0, 3) : odd) {
          const payload = JSON.stringify({ ...at.bodyOf(schema!), [path[0]!]: '#' }).replace('"#"', written)
          const { statusCode, body } = await at.send(route, w.tokens.lead, payload)
          asked++
          const fits =
            number >= (field.minimum ?? -Infinity) &&
            number <= (field.maximum ?? Number.MAX_VALUE) &&
            (field.type === 'number' || Number.isInteger(number))
          if (fits ? statusCode >= 500 : statusCode !== 400)
            wrong.push([route.method, route.url, path, written, statusCode, body.slice(0, 200)])
        }
      }
    }
    expect(asked).toBeGreaterThan(300)
    expect(wrong).toEqual([])
  }, 60_000)
  it('in an address too', async () => {
    for (const number of ['-1', '0', '101', '2147483648', '9007199254740993', '1e309', 'NaN', '1;2', ''])
      expect([number, (await w.as('lead').get(`/participants?limit=${number}`)).status]).toEqual([number, 400])
  })
})

it('what the database says of an error goes to the log, without words or values, and never into an answer', async () => {
  const app = Fastify()
  await app.register(problems)
  const broken: Record<string, [string, number]> = {
    '23505': [`insert into users (id, email) values ('${w.ids.users.lead}', 'canary@test.invalid')`, 409],
    '42601': [`selec 'canary'`, 500],
    '42P01': [`select 'canary' from no_such_table`, 500],
    '22021': [`select convert_from('\\xff63616e617279'::bytea, 'UTF8')`, 400],
    '22P02': [`select 'canary'::uuid`, 400],
    '22012': [`select 1 / 0 as canary`, 500],
    '57014': [`set statement_timeout = 20; select pg_sleep(2) as canary`, 503],
    '42501': [`set role modulus_app; select email as canary from users`, 403],
  }
  for (const [code, [question]] of Object.entries(broken)) app.get(`/${code}`, () => w.owner.query(question))
  for (const [code, [, status]] of Object.entries(broken)) {
    const { statusCode, body, headers } = await app.inject({ url: `/${code}` })
    await w.owner.query('reset role; reset statement_timeout')
    expect([code, statusCode, headers['content-type']]).toEqual([code, status, 'application/problem+json; charset=utf-8'])
    expect(Object.keys(JSON.parse(body) as object).sort()).toEqual(['instance', 'status', 'title', 'type'])
    expect(body).not.toMatch(/canary|select|syntax|users|relation|constraint|duplicate|permission|timeout|stack|\.ts/i)
    expect(body).not.toContain(code)
  }
  await app.close()
})
