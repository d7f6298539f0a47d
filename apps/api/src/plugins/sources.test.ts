// Promises about the code itself, kept by reading it: where secrets come from, what may be run, and what is in the repository.
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { readConfig } from '#config.ts'
import { hashPassword } from '#modules/session/passwords.ts'

const root = resolve(import.meta.dirname, '../../../..')
const read = (path: string) => readFileSync(resolve(root, path), 'utf8')
const files = globSync(['apps/*/src/**/*.{ts,vue}', 'packages/*/src/**/*.ts', 'packages/config/*.{ts,js,mjs}'], { cwd: root })
const sources = files.filter((path) => !/\.test\.ts$|\/testing\/|\.fake\.ts$/.test(path))
const holding = (pattern: RegExp, list = sources) => list.filter((path) => pattern.test(read(path))).sort()

it('other programs are started in three places, none of which a request reaches, and text is never run as code', () => {
  expect(
    holding(
      /node:child_process|node:vm|node:worker_threads/,
      sources.filter((path) => path.startsWith('apps/')),
    ),
  ).toEqual(['apps/api/src/bench/main.ts', 'apps/api/src/db/embedded.ts', 'apps/api/src/pages.ts'])
  expect(holding(/\beval\(|new Function\(|\bdeserialize\(|from ['"](js-)?yaml['"]/)).toEqual([])
})
it('SQL is put together from text in one place, and a name in it is one of a list in the code', () => {
  expect(holding(/sql\.raw\(/)).toEqual(['apps/api/src/modules/visits/queries.ts'])
  // Each of these was read: the name is a key of a constant or of a contract's schema, never what somebody wrote.
  expect(holding(/sql\.identifier\(/)).toEqual([
    'apps/api/src/modules/adaptations/queries.ts',
    'apps/api/src/modules/courses/elements/queries.ts',
    'apps/api/src/modules/courses/sessions/queries.ts',
    'apps/api/src/modules/decisions/queries.ts',
    'apps/api/src/modules/interests/queries.ts',
    'apps/api/src/modules/rights/access.ts',
    'apps/api/src/modules/rights/queries.ts',
    'apps/api/src/modules/risk-benefits/queries.ts',
  ])
})
it('what must not be guessed is made of at least 128 random bits, and never is an id', () => {
  const sizes = sources.flatMap((path) =>
    [...read(path).matchAll(/randomBytes\((\d+)\)/g)].map((found) => [path, Number(found[1])] as const),
  )
  expect(sizes.length).toBeGreaterThan(8)
  // 96 bits is AES-GCM's own nonce; the name of a key is no secret.
  const open = ([path, size]: readonly [string, number]) =>
    /createCipheriv/.test(read(path)) && (size === 12 || path.endsWith('/offline/keys.ts'))
  expect(sizes.filter((one) => one[1] < 16 && !open(one))).toEqual([])
  expect(
    holding(/(token|secret|nonce|verifier|ticket|password)\w*\s*[:=]\s*(await\s+)?(crypto\.)?(randomUUID|uuidv[47]|newId)\(/i),
  ).toEqual([])
  expect(holding(/Math\.random/).filter((path) => !/\/offline\//.test(path))).toEqual([]) // only the pause before another try is left to it
})
it('a stored password is argon2id with at least two passes over 19 MiB, and never the same twice', async () => {
  const [one, two] = [await hashPassword('the same password'), await hashPassword('the same password')]
  const [, memory, passes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$[\w+/]{22}\$[\w+/]{43}$/.exec(one!)!
  expect([Number(memory) >= 19_456, Number(passes) >= 2, one === two]).toEqual([true, true, false])
})
it('cookies are set in two places, with one set of rules each', () => {
  expect(holding(/setCookie\(|clearCookie\(/)).toEqual(['apps/api/src/modules/session/oidc-cookie.ts', 'apps/api/src/plugins/actor.ts'])
  for (const path of holding(/setCookie\(/))
    expect(read(path)).toMatch(/path: '\/', httpOnly: true, secure: true, sameSite: '(strict|lax)' \} as const/)
})
it('no secret is in the repository', () => {
  const kept = globSync(['*', '.ci/**', '.env.example', 'apps/**', 'packages/**', 'migrations/**'], {
    cwd: root,
    exclude: (path) => /node_modules|\/dist$|\/dist\/|\/pictures$/.test(path),
  }).filter((path) => /\.(ts|vue|js|mjs|json|sql|yml|yaml|md|html|css|example|typ)$|Dockerfile$/.test(path))
  expect(kept.length).toBeGreaterThan(500)
  const shapes =
    /-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|xox[abp]-\d+|eyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}|mdl_[\w-]{43}|postgres(ql)?:\/\/\w+:(?!\$|<|change|secret|password|x@|y@)[^@\s'"`$]{12,}@/
  expect(kept.filter((path) => shapes.test(read(path)))).toEqual([])
})
it('what is installed is what the lock file says, to the bit, and runs no code while it is installed', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { integrity?: string; link?: boolean; resolved?: string }>
  }
  const foreign = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link)
  expect(foreign.length).toBeGreaterThan(300)
  expect(
    foreign.filter(([, { integrity, resolved }]) => !integrity?.startsWith('sha512-') || /^(git|http|file)/.test(resolved ?? '')),
  ).toEqual([])
  for (const path of globSync(['package.json', 'apps/*/package.json', 'packages/*/package.json'], { cwd: root })) {
    const {
      dependencies = {},
      devDependencies = {},
      optionalDependencies = {},
    } = JSON.parse(read(path)) as Record<string, Record<string, string>>
    for (const version of Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies }))
      expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$|^\*$/)
  }
  for (const path of ['packages/config/install.mjs', 'apps/api/Dockerfile']) expect(read(path)).toContain('--ignore-scripts')
})
it('production starts only with a long secret and a database of its own, and knows no demonstration and no proxy unasked', () => {
  const production = {
    NODE_ENV: 'production',
    DATABASE_URL: 'postgres://modulus_app@db.invalid/modulus',
    PUBLIC_URL: 'https://modulus.invalid',
  }
  expect(() => readConfig(production)).toThrow(/SESSION_SECRET must be set/)
  expect(() => readConfig({ ...production, SESSION_SECRET: 'x'.repeat(31) })).toThrow(/too short/)
  expect(() => readConfig({ NODE_ENV: 'production', SESSION_SECRET: 'x'.repeat(32) })).toThrow(/DATABASE_URL/)
  expect(readConfig({ ...production, SESSION_SECRET: 'x'.repeat(32), DEMO: 'yes' })).toMatchObject({
    demo: false,
    production: true,
    trustedProxies: [],
    logLevel: 'info',
  })
})
