// What each part of a request costs PostgreSQL: the same statements on one connection, one part more each time, median of interleaved
// rounds. Where the system says so (Linux) it is the processor time of the server process, else the time until the answer.
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { Flight } from '../db/flight.ts'
import { pretend, type BenchSetup, type Heard, type Operation } from './context.ts'
import { bare, learn, signIn } from './learn.ts'

type Ask = (client: pg.Client) => Promise<unknown>
const median = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN

/** Milliseconds that a server process has worked; Linux counts them in hundredths of a second. */
function worked(client: pg.Client): number | undefined {
  try {
    const fields = readFileSync(`/proc/${(client as unknown as { processID: number }).processID}/stat`, 'utf8')
      .replace(/.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return undefined
  }
}

/** Lines of a table, ready to print. */
export async function partsOf(setup: BenchSetup, seconds: number): Promise<string[]> {
  const { server, database, world } = setup
  const learnt = await learn(setup),
    sid = await signIn(setup)
  const door = { name: 'door', text: 'select app.open_door($1, $2, true)', values: [sid, world.userId] }
  const fly = (statements: Heard[]): Ask => {
    return (client) => {
      const flight = new Flight(),
        all = statements.map((one) => flight.add(one))
      void client.query(flight as never)
      return Promise.all(all)
    }
  }
  const lines: string[] = []
  for (const operation of ['person page', 'story', 'caseload page'] satisfies Operation[]) {
    const said = learnt[operation].said,
      unlogged = said.map((one, i) => bare(one, `bare ${i}`))
    const variants: [part: string, user: string, ask: Ask][] = [
      ['the statement itself', 'postgres', fly(unlogged)],
      ['+ row-level security', 'modulus_app', fly(unlogged)],
      ['+ read log', 'modulus_app', fly(said)],
      ['+ session, memberships, context', 'modulus_app', fly([door, ...said])],
    ]
    const clients = await Promise.all(
      variants.map(async ([part, user]) => {
        const client = new pg.Client({ ...server, user, database, pipeline: true } as pg.ClientConfig)
        await client.connect()
        if (!part.includes('context')) await pretend(client, world)
        await client.query('set synchronous_commit = off')
        return client
      }),
    )
    const times: number[][] = variants.map(() => [])
    for (let round = 0; round <= 5; round++)
      for (const [i, [, , ask]] of variants.entries()) {
        const client = clients[i]!,
          before = worked(client),
          begun = performance.now()
        let asked = 0
        for (; performance.now() - begun < seconds * 400; asked++) await ask(client)
        const spent = before === undefined ? performance.now() - begun : worked(client)! - before
        if (round > 0) times[i]!.push((spent / asked) * 1000)
      }
    for (const client of clients) await client.end()
    const cost = times.map(median)
    for (const [i, [part]] of variants.entries())
      lines.push(
        `${(i === 0 ? operation : '').padEnd(16)} ${part.padEnd(34)} ${cost[i]!.toFixed(0).padStart(6)} us ${i === 0 ? '' : `${cost[i]! >= cost[i - 1]! ? '+' : ''}${(cost[i]! - cost[i - 1]!).toFixed(0)}`}`,
      )
  }
  return lines
}
