// The rules of the house, executable: what may import what, what every route and every mirror of a table owes.
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

const root = resolve(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(resolve(root, path), 'utf8')
const importsOf = (path: string) =>
  [...read(path).matchAll(/^\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/gm)].map((m) => m[1] ?? m[2]!)
const sources = globSync(['apps/*/src/**/*.{ts,vue}', 'packages/*/src/**/*.ts'], { cwd: root }).filter((path) => !path.includes('.test.'))

/** The domain map: which module leans on which, through queries.ts, table.ts or commands.ts only. */
const leansOn: Record<string, string[]> = {
  'access-reviews': ['messages'],
  adaptations: ['courses', 'drafts', 'messages'],
  agreements: ['messages'],
  attachments: ['participants'],
  barriers: ['pulse'],
  board: ['community'],
  'break-glass': ['messages'],
  chronology: ['participants'],
  coherence: ['pulse'],
  concerns: ['drafts', 'messages'],
  contacts: ['drafts', 'participants'],
  day: ['adaptations'],
  contributions: ['participants'],
  imports: ['programmes'],
  interests: ['participants'],
  learning: ['lessons'],
  me: ['messages', 'participants'],
  meetings: ['promises'],
  mentoring: ['drafts', 'participants', 'pvg'],
  nominations: ['drafts', 'programmes'],
  offline: ['messages', 'participants'],
  opportunities: ['participants'],
  people: ['messages'],
  placements: ['opportunities', 'participants', 'pvg'],
  promises: ['messages', 'participants'],
  pvg: ['messages'],
  retention: ['me', 'messages'],
  'risk-benefits': ['adaptations', 'drafts', 'messages'],
  replies: ['messages', 'participants'],
  rights: ['courses', 'messages'],
  session: ['messages', 'people'],
  shares: ['me', 'messages', 'participants'],
  supporters: ['participants'],
  tokens: ['messages'],
  'visit-safety': ['messages', 'visits', 'warnings'],
  visits: ['drafts', 'pvg'],
  warnings: ['messages', 'participants'],
}

describe('what may import what', () => {
  it('modules lean on one another only along the domain map, and it has no circle', () => {
    const found: Record<string, Set<string>> = {}
    for (const path of sources.filter((one) => one.startsWith('apps/api/src/modules/'))) {
      const own = path.split('/')[4]!
      for (const name of importsOf(path)) {
        const [, other, file] = /^(?:\.\.|#modules)\/([a-z-]+)\/([a-z/-]+)\.ts$/.exec(name) ?? []
        if (!other || other === own) continue
        expect({ path, name, file }).toMatchObject({ file: expect.stringMatching(/^(queries|table|commands)$/) })
        ;(found[own] ??= new Set()).add(other)
      }
    }
    const drawn = Object.fromEntries(Object.entries(found).map(([own, others]) => [own, [...others].sort()]))
    expect(drawn).toEqual(leansOn)
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      (leansOn[from] ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))))
    expect(Object.keys(leansOn).filter((one) => reaches(one, one))).toEqual([])
  })
  it('features of the web never import each other, and parts know no feature', () => {
    const wrong = sources
      .filter((path) => path.startsWith('apps/web/src/features/'))
      .flatMap((path) => {
        const own = path.split('/')[4]!
        return importsOf(path)
          .filter(
            (name) =>
              (/^#features\/([a-z-]+)\//.exec(name)?.[1] ?? own) !== own ||
              (/^\.\.\/(?!\.\.)[a-z-]+\//.test(name) && !existsSync(resolve(root, path, '..', name))),
          )
          .map((name) => `${path}: ${name}`)
      })
    expect(wrong).toEqual([])
  })
  it('nothing is re-exported by a barrel, put on the page as HTML, or left for later', () => {
    expect(sources.filter((path) => /\/index\.ts$/.test(path))).toEqual([])
    expect(
      sources.filter((path) => !path.includes('/testing/') && /v-html|\.(inner|outer)HTML\s*=|insertAdjacentHTML/.test(read(path))),
    ).toEqual([])
    expect(sources.filter((path) => /\b(TODO|FIXME|XXX)\b/.test(read(path)))).toEqual([])
  })
  it('only contracts that exist are served, and every contract is served', async () => {
    const served = new Set(
      Object.values((w.app.swagger() as unknown as Api).paths).flatMap((path) => Object.values(path).map((one) => one.operationId)),
    )
    const written = new Set<string>()
    for (const path of globSync('packages/contracts/src/*.ts', { cwd: root })) {
      if (path.includes('.test.')) continue
      const module = (await import(resolve(root, path))) as Record<string, unknown>
      for (const value of Object.values(module))
        for (const one of Object.values((value ?? {}) as object)) {
          const name = (one as { schema?: { operationId?: string } } | null)?.schema?.operationId
          if (name) written.add(name)
        }
    }
    expect([...written].filter((name) => !served.has(name))).toEqual([])
  })
})

interface Api {
  paths: Record<string, Record<string, { operationId: string; security?: unknown[] }>>
}
let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

describe('every route', () => {
  const fill = (url: string) => url.replace(/\{\w+\}/g, () => crypto.randomUUID())
  it('answers a stranger with 401, unless it is one of the few public ones', async () => {
    const open: string[] = []
    for (const [url, operations] of Object.entries((w.app.swagger() as unknown as Api).paths))
      for (const [method, one] of Object.entries(operations)) {
        const answer = await w.app.inject({ method: method.toUpperCase() as 'GET', url: fill(url) })
        if (one.security?.length === 0) open.push(one.operationId)
        else expect([method, url, answer.statusCode]).toEqual([method, url, 401])
      }
    expect(open.sort()).toEqual(publicRoutes)
  })
  it('has a name, a summary and a named answer', () => {
    const poor = Object.entries((w.app.swagger() as unknown as Api).paths).flatMap(([url, operations]) =>
      Object.values(operations)
        .filter((one) => !/^[a-zA-Z-]+\.[a-zA-Z]+$/.test(one.operationId ?? ''))
        .map(() => url),
    )
    expect(poor).toEqual([])
  })
})
const publicRoutes = [
  'barrierSurvey.answer',
  'invitations.accept',
  'invitations.read',
  'offline.left',
  'pulse.answer',
  'session.askForCode',
  'session.demo',
  'session.forgotten',
  'session.passkeyToEnter',
  'session.providerAnswer',
  'session.providerSignsOut',
  'session.providers',
  'session.signIn',
  'session.signInByCode',
  'session.signInByLink',
  'session.signInByPasskey',
  'session.startAtProvider',
  'shares.open',
  'status.health',
  'status.ready',
]

it('every mirror of a table has the columns that the table has', async () => {
  const { rows } = await w.owner.query<{ table: string; column: string }>(
    `select table_name as "table", column_name as "column" from information_schema.columns where table_schema = 'public' and is_generated = 'NEVER'`,
  )
  for (const path of globSync('apps/api/src/modules/*/table.ts', { cwd: root })) {
    const mirrors = Object.values((await import(resolve(root, path))) as Record<string, unknown>).filter((value) =>
      is(value, PgTable),
    ) as PgTable[]
    for (const mirror of mirrors) {
      const name = getTableName(mirror)
      const real = rows
        .filter((row) => row.table === name)
        .map((row) => row.column)
        .sort()
      expect([
        name,
        Object.values(getTableColumns(mirror))
          .map((column) => column.name)
          .sort(),
      ]).toEqual([name, real])
    }
  }
})

describe('what is committed', () => {
  it('names no registry in the lock file', () => expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/))
  it('quotes only paths that exist in the README', () => {
    const paths = [...read('README.md').matchAll(/`((?:apps|packages|migrations|\.ci|docker-compose)[\w./-]*)`/g)].map((m) => m[1]!)
    expect(paths.length).toBeGreaterThan(10)
    expect(paths.filter((path) => !/NNNN|things/.test(path) && !existsSync(resolve(root, path)))).toEqual([])
  })
  it('changes no migration that has been kept: its digest stands beside it', () => {
    const digests = Object.fromEntries(
      globSync('migrations/*.sql', { cwd: root })
        .sort()
        .map((path) => [path, createHash('sha256').update(read(path)).digest('hex').slice(0, 16)]),
    )
    expect(digests).toEqual(JSON.parse(read('apps/api/src/db/migrations.json')))
  })
})
