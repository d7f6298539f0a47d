// npm start: pages, database, demonstration, server, on one port, from nothing.
import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { dirname, resolve } from 'node:path'
import { buildPages } from './pages.ts'
import { readConfig, StartError, type Config } from './config.ts'
import { loadDemoOnce } from './demo/load.ts'
import { serve, type Running } from './server.ts'

const say = (text: string) => console.log(text)
let running: Running | undefined
let release = () => {}
let stopping = false

async function begin(config: Config) {
  await refuseTakenPort(config)
  const secret = openDataFolder(config)
  const pages = config.production || process.env.MODULUS_PAGES === 'elsewhere' ? Promise.resolve() : buildPages(say)
  running = await serve(config, secret, {
    say,
    before: () => pages,
    founded: config.databaseUrl ? undefined : (tools) => loadDemoOnce(tools, say),
  })
  say(await welcome(config))
}

async function stop(code: number) {
  if (stopping) return
  stopping = true
  await running?.stop()
  release()
  process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (!stopping) {
      say('Stopping ...')
      void ready.catch(() => {}).then(() => stop(0))
    }
  })

const ready = Promise.resolve().then(() => begin(readConfig(process.env)))
ready.catch(async (error: Error) => {
  console.error(error instanceof StartError ? error.message : error)
  await stop(1)
})

/** Said before anything starts, because nothing that follows would be of use. */
const refuseTakenPort = ({ port, host }: Config) =>
  new Promise<void>((ok, no) => {
    const probe: Server = createServer()
      .once('error', (error: NodeJS.ErrnoException) =>
        no(
          new StartError(
            error.code === 'EADDRINUSE'
              ? `Port ${port} is in use: stop what is running there, or choose another, for example PORT=${port + 1} npm start.`
              : error.code === 'EACCES'
                ? `Port ${port} may not be used by this account: choose one above 1023, for example PORT=3000 npm start.`
                : `Cannot listen on ${host}: ${error.message}.`,
          ),
        ),
      )
      .listen(port, host, () => probe.close(() => ok()))
  })

/** The data folder belongs to one start at a time; it also keeps the secret that signs sessions. */
function openDataFolder({ dataDir, secret }: Config): string {
  const lock = `${dataDir}/start.pid`,
    file = `${dataDir}/secret`
  try {
    makeFolder(resolve(dataDir))
    accessSync(dataDir, constants.W_OK)
    const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0
    if (holder && holder !== process.pid && alive(holder))
      throw new StartError(
        `Modulus already runs from this folder (process ${holder}): stop it first, or choose another folder with DATA_DIR.`,
      )
    writeFileSync(lock, String(process.pid))
    release = () => rmSync(lock, { force: true })
    if (secret) return secret
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(
      `Cannot write to the data folder "${dataDir}": choose another with DATA_DIR (${(error as NodeJS.ErrnoException).code}).`,
    )
  }
}
/** Step by step, because Node's own recursive way never ends where the system answers "no such file" to every attempt, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}
const alive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function welcome({ publicUrl, demo }: Config): Promise<string> {
  const accounts = demo ? await running!.demoAccounts() : []
  const lines = accounts.map(({ email, who }) => `    ${email.padEnd(34)}${who}`)
  return [
    '',
    `Modulus is ready: ${publicUrl}`,
    ...(lines.length ? ['', '  Demonstration sign-ins, password try-modulus-2026 (everyone is invented):', ...lines] : []),
    '',
    '  Stop with Ctrl-C.',
    '',
  ].join('\n')
}
