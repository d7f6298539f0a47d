// npm run bench: our API against a bare handler with the same statements, in one interleaved run. Only the ratios mean anything.
//   npm run bench -- --participants 10000,100000 --rounds 5 --seconds 3
import { fork, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import autocannon, { type Instance, type Result } from 'autocannon'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { startEmbedded } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { connections as usual, ensureRoles } from '../db/roles.ts'
import { ask, operations, type BenchSetup, type Operation } from './context.ts'
import { generate, visitsFor } from './generate.ts'
import { partsOf } from './parts.ts'

const { values: options } = parseArgs({
  options: {
    participants: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '16' },
    pool: { type: 'string', default: String(usual()) },
    parts: { type: 'boolean', default: true },
    visits: { type: 'string' },
  },
  allowNegative: true,
})
const sizes = options.participants.split(',').map(Number),
  rounds = Number(options.rounds),
  seconds = Number(options.seconds),
  connections = Number(options.connections),
  pool = Number(options.pool),
  visits = options.visits === undefined ? undefined : Number(options.visits)
if ([...sizes, rounds, seconds, connections, pool, visits ?? 1].some((n) => !Number.isInteger(n) || n < 1))
  throw new Error('Whole numbers, please: --participants 10000 --rounds 5 --seconds 2 --connections 16')

interface Measured {
  perSecond: number
  latencies: number[]
  failed: number
}
interface Server {
  child: ChildProcess
  port: number
  token?: string
}

const median = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
const percentile = (list: number[], p: number) =>
  list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor((list.length * p) / 100))] ?? Number.NaN

mkdirSync('.data', { recursive: true })
const folder = mkdtempSync(resolve('.data/bench-'))
chmodSync(folder, 0o711)
const { stop, ...server } = await startEmbedded(join(folder, 'postgres'), { shared_buffers: '512MB', max_wal_size: '4GB' })
const children: ChildProcess[] = []
const end = async () => {
  for (const child of children) child.kill()
  await stop()
  rmSync(folder, { recursive: true, force: true })
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end().then(() => process.exit(1)))

const start = (file: string, setup: BenchSetup) =>
  new Promise<Server>((ok, no) => {
    const child = fork(resolve(import.meta.dirname, file), { stdio: 'inherit' })
    children.push(child)
    child.once('message', (message) => ok({ child, ...(message as { port: number; token?: string }) }))
    child.once('exit', (code) => no(new Error(`${file} ended with ${code}`)))
    child.send(setup)
  })
const memoryOf = ({ child }: Server) =>
  new Promise<number>((ok) => {
    child.once('message', (message) => ok((message as { memory: number }).memory))
    child.send('memory')
  })

async function load(operation: Operation, kind: 'ours' | 'limit', { port, token }: Server, { world }: BenchSetup): Promise<Measured> {
  let n = 0
  const latencies: number[] = []
  const next = () => {
    const id = uuidv7(),
      { method, path, body } = ask(operation, world, n++, id)
    const request =
      kind === 'ours'
        ? { method, path: `/api${path}`, body }
        : {
            method: 'POST' as const,
            path: `/${operation.replace(' ', '-')}`,
            body: { person: world.participantIds[n % world.participantIds.length], id },
          }
    return { ...request, body: request.body ? JSON.stringify(request.body) : undefined }
  }
  const run = autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    requests: [{ setupRequest: (request) => ({ ...request, ...next() }) as typeof request }],
  }) as unknown as Instance
  run.on('response', (_client, _status, _bytes, time) => {
    latencies.push(time)
  })
  const result = await (run as unknown as Promise<Result>) // the instance is also the promise of its result
  return { perSecond: result.requests.average, latencies, failed: result.non2xx + result.errors }
}

const show = (n: number, digits = 0) => n.toFixed(digits).padStart(8)
try {
  const grown: Record<string, number[]> = {}
  for (const [i, n] of sizes.entries()) {
    const database = `bench_${i}`
    await withClient('postgres', 'postgres', async (client) => {
      await ensureRoles(client)
      await client.query(`create database ${database} owner modulus_owner`)
    })
    await withClient('modulus_owner', database, migrate)
    const each = visits ?? visitsFor(n),
      begun = performance.now()
    console.log(`\nGenerating ${n} participants with ${each} visits each ...`)
    const world = await withClient('postgres', database, (client) => generate(client, n, each))
    console.log(`generated in ${Math.round((performance.now() - begun) / 1000)} s`)
    const setup: BenchSetup = { server, database, world, pool }
    const limit = await start('limit.ts', setup),
      ours = await start('ours.ts', setup)
    console.log(
      `${n} participants, ${rounds} interleaved rounds of ${seconds} s, ${connections} connections to each server and ${pool} from each to PostgreSQL, ${cpus().length} cores, ${process.version}\n`,
    )
    console.log('operation          limit/s   ours/s    ratio   p50 ms   p95 ms   p99 ms')
    for (const operation of operations) {
      const ratios: number[] = [],
        speeds: [number, number][] = [],
        latencies: number[] = []
      let failed = 0
      for (let round = 0; round <= rounds; round++) {
        const order = round % 2 ? (['ours', 'limit'] as const) : (['limit', 'ours'] as const)
        const got = {} as Record<'ours' | 'limit', Measured>
        for (const kind of order) got[kind] = await load(operation, kind, kind === 'ours' ? ours : limit, setup)
        failed += got.ours.failed + got.limit.failed
        if (round === 0) continue // warming up
        ratios.push(got.ours.perSecond / got.limit.perSecond)
        speeds.push([got.limit.perSecond, got.ours.perSecond])
        for (const one of got.ours.latencies) latencies.push(one)
      }
      const perSecond = median(speeds.map((one) => one[1]))
      ;(grown[operation] ??= []).push(perSecond)
      console.log(
        `${operation.padEnd(16)} ${show(median(speeds.map((one) => one[0])))} ${show(perSecond)} ${show(median(ratios), 2)} ${show(percentile(latencies, 50), 1)} ${show(percentile(latencies, 95), 1)} ${show(percentile(latencies, 99), 1)}${failed ? `   ${failed} FAILED` : ''}`,
      )
      if (failed) process.exitCode = 1
    }
    console.log(
      `\nmemory: ours ${Math.round((await memoryOf(ours)) / 2 ** 20)} MB, limit ${Math.round((await memoryOf(limit)) / 2 ** 20)} MB`,
    )
    for (const { child } of [ours, limit]) {
      child.removeAllListeners('exit')
      child.kill()
    }
    if (options.parts) {
      console.log('\nWhat each part costs in PostgreSQL, one request after another on one connection:')
      for (const line of await partsOf(setup, seconds)) console.log(line)
    }
  }
  if (sizes.length > 1)
    console.log(
      `\ntime per request, ${sizes.at(-1)} against ${sizes[0]} participants: ${Object.entries(grown)
        .map(([name, list]) => `${name} ${(list[0]! / list.at(-1)!).toFixed(2)} x`)
        .join(', ')}`,
    )
} finally {
  await end()
}

async function withClient<T>(user: string, database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...server, user, database })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
