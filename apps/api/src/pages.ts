// Builds the pages when, and only when, one of their sources changed. Vite runs in its own process, so that its memory goes with it.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { StartError } from './config.ts'

const root = resolve(import.meta.dirname, '../../..')
const builds = [
  ['build', '--logLevel', 'warn'],
  ['build', '--logLevel', 'warn', '--config', 'vite.me.config.ts'],
]

export async function buildPages(say: (text: string) => void): Promise<void> {
  const sources = digest(),
    stamp = resolve(root, 'apps/web/dist/.sources')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  say('Building the pages (only when their sources change) ...')
  for (const args of builds) await vite(args)
  writeFileSync(stamp, sources)
}

function digest(): string {
  const left = new Set(['node_modules', 'dist', 'e2e'])
  const files = globSync(['apps/web/**/*', 'packages/contracts/src/**/*', 'package-lock.json'], {
    cwd: root,
    exclude: (name) => left.has(name) || left.has(name.split('/').at(-1)!),
  })
  const hash = createHash('sha256')
  for (const file of files.sort()) {
    const path = resolve(root, file)
    if (statSync(path).isFile() && !file.endsWith('.test.ts')) hash.update(file).update(readFileSync(path))
  }
  return hash.digest('hex')
}

const vite = (args: string[]) =>
  new Promise<void>((ok, no) =>
    spawn(process.execPath, [resolve(root, 'node_modules/vite/bin/vite.js'), ...args], {
      cwd: resolve(root, 'apps/web'),
      stdio: 'inherit',
      env: { ...process.env, NODE_ENV: 'production' },
    }) // a test run says otherwise, and pages built for tests weigh twice as much
      .on('exit', (code) => (code === 0 ? ok() : no(new StartError('The pages could not be built; what is wrong stands above.')))),
  )
