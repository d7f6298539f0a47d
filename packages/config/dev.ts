// npm run dev: the API restarts when one of its sources changes, the pages change in place. Open the address that Vite prints.
import { spawn, type ChildProcess } from 'node:child_process'

const api = process.env.API_PORT ?? '3000',
  pages = '5173'
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
start(['../../node_modules/vite/bin/vite.js', '--port', pages, '--strictPort'], { cwd: 'apps/web', env: { API_PORT: api } })
