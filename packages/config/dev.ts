// npm run dev: the API restarts when one of its sources changes, the pages change in place. Open the address that Vite prints.
import { spawn, type ChildProcess } from 'node:child_process'

const api = process.env.API_PORT ?? '3000',
  pages = process.env.PAGES_PORT ?? '5173',
  own = String(Number(pages) + 1) // the young person's pages: another build, behind the same address
const children: ChildProcess[] = []
const start = (args: string[], options: { cwd?: string; env?: Record<string, string> } = {}) => {
  const child = spawn(process.execPath, args, { stdio: 'inherit', cwd: options.cwd, env: { ...process.env, ...options.env } })
  child.on('exit', () => stop())
  children.push(child)
}
let stopping = false
function stop() {
  if (stopping) return
  stopping = true
  for (const child of children) if (child.exitCode === null) child.kill('SIGINT')
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)

start(
  [
    '--watch-path=apps/api/src',
    '--watch-path=packages/contracts/src',
    '--watch-path=migrations',
    '--watch-preserve-output',
    'apps/api/src/start.ts',
  ],
  { env: { PORT: api, PUBLIC_URL: `http://localhost:${pages}`, MODULUS_PAGES: 'elsewhere' } },
)
const vite = ['../../node_modules/vite/bin/vite.js', '--strictPort', '--port']
start([...vite, pages], { cwd: 'apps/web', env: { API_PORT: api, ME_PORT: own } })
start([...vite, own, '--config', 'vite.me.config.ts', '--logLevel', 'warn'], { cwd: 'apps/web' })
