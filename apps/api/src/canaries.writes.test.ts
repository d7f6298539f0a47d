// Everybody sends everything, each time with a word that occurs nowhere else: what is refused says it back to nobody, and what is kept stands in
// the record alone: in no log, no job, no message, no audit row.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { found, plant, type Planted } from '#testing/canaries.ts'
import { mayMeet } from '#testing/may-see.ts'
import { arrange } from '#testing/rows.ts'
import { addresses, ask, filled, routesOf, type Route } from '#testing/walk.ts'
import { world, type World } from '#testing/world.ts'

let w: World
let planted: Planted
let routes: Route[]
const logged: string[] = []
let number = 1000
beforeAll(async () => {
  w = await world({ env: { LOG_LEVEL: 'trace' } })
  const log = w.app.log as unknown as Record<symbol, { write: (line: string) => void }>
  log[Object.getOwnPropertySymbols(log).find(({ description }) => description === 'pino.stream')!] = {
    write: (line) => void logged.push(line),
  }
  planted = await plant(w, await arrange(w))
  // What ends somebody's work here comes last.
  const ends = (one: Route) =>
    Number(/disable|leave|\/end|retire|withdraw|session|reset|move|erasure|restrict|confirm/.test(one.url)) +
    Number(one.method === 'DELETE')
  routes = routesOf(w)
    .filter((one) => one.method !== 'GET')
    .sort((a, b) => ends(a) - ends(b))
}, 60_000)
afterAll(() => w?.close())

type Kind = 'whole' | 'needed' | 'wrong' | 'broken'
async function send(person: string, route: Route, kind: Kind) {
  const [type, content] = Object.entries(route.requestBody?.content ?? {})[0] ?? []
  const word = `Wanary${number++}`
  const [url] = addresses(route, planted.ids, w)
  const body =
    kind === 'broken'
      ? Buffer.from(`{"words": "${word}`)
      : type === 'application/json'
        ? filled(content!.schema, planted.ids, w, word, kind)
        : type
          ? Buffer.from(`a,b\n${word},2\n`)
          : undefined
  const go = () => ask(w, planted.tokens[person], route.method, url!, { body, ...(type && body ? { type } : {}) })
  let answer = await go()
  if (answer.statusCode === 401 && planted.users[person]) {
    // Somebody ended their sessions on the way here.
    planted.tokens[person] = await w.tokenOf(planted.users[person], person === 'otherlead' ? w.ids.otherPartnership : w.ids.partnership)
    answer = await go()
  }
  if (answer.statusCode === 409 && body && 'version' in body) {
    // It had been changed meanwhile: once more, over what stands now.
    body.version = answer.json<{ current?: { version: number } }>().current?.version ?? body.version
    answer = await go()
  }
  return { word, answer }
}

it('a refusal says back nothing of what was sent, and an answer nothing that is not theirs', async () => {
  const echoed = new Set<string>(),
    wrong = new Set<string>(),
    broken = new Set<string>()
  const tally: Record<string, number> = {}
  // The administrator last: whom they disable sends nothing any more.
  const people: [string, Kind[]][] = [
    ['officer', ['broken', 'wrong', 'needed', 'whole']],
    ['lead', ['needed', 'whole']],
    ...['mentor', 'partner', 'supervisor', 'safeguarding', 'sam', 'data'].map((one): [string, Kind[]] => [one, ['needed']]),
    ...['analyst', 'otherpartner', 'otherlead', 'rosa', 'stranger', 'admin'].map((one): [string, Kind[]] => [one, ['whole']]),
  ]
  for (const [person, kinds] of people)
    for (const kind of kinds)
      for (const route of routes) {
        if ((kind === 'wrong' || kind === 'broken') && !route.requestBody) continue
        if (kind === 'broken' && routes.indexOf(route) % 5) continue // one reader of bodies stands before them all
        const { word, answer } = await send(person, route, kind)
        tally[answer.statusCode] = (tally[answer.statusCode] ?? 0) + 1
        const where = `${person} ${route.operationId} ${kind} ${answer.statusCode}`
        if (answer.statusCode >= 500 && answer.statusCode !== 503) broken.add(`${where}`)
        if (answer.statusCode >= 400 && answer.body.toLowerCase().includes(word.toLowerCase())) echoed.add(where)
        for (const name of found(answer.body, planted)) if (!mayMeet(name, person)) wrong.add(`${where} ${name}`)
      }
  console.log('answers by status', JSON.stringify(tally))
  expect([...echoed]).toEqual([])
  expect([...wrong]).toEqual([])
  expect([...broken]).toEqual([])
}, 280_000)

/** Every table of these schemas and names: what keeps account of the record, and must hold none of it. */
const sinks =
  /^(jobs|app)\.|\.(audit|access)_events$|\.(write_digests|log_\w+|sessions|sign_in_attempts|break_glass_attempts|reading_tallies|concern_(alerts|reads)|erased_counts|erasures|links|pulse_marks|survey_marks)$/
it('the log, the queue, the digests, the audit and the mail hold none of it', async () => {
  const { rows } = await w.owner.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'app', 'jobs') and c.relkind in ('r', 'p')`,
  )
  const held: string[] = []
  for (const { name } of rows)
    if ((await w.owner.query(`select 1 from ${name} t where t::text ~* '[wq]anary[0-9]{3}' limit 1`)).rowCount) held.push(name)
  expect(held.length).toBeGreaterThan(60)
  expect(held.filter((one) => sinks.test(one))).toEqual([])
  // Mail calls a colleague by name, in an invitation or a greeting, and nobody else.
  const { rows: mail } = await w.owner.query<{ kind: string; subject: string; text: string }>(
    `select kind, subject, subject || ' ' || regexp_replace(body, '^Hello [^,]*,', '') as text from messages`,
  )
  const theirs = mail.filter(({ kind }) => kind !== 'invitation')
  expect(theirs.length).toBeGreaterThan(3)
  expect(theirs.filter(({ text }) => /[wq]anary\d{3}/i.test(text))).toEqual([])
  expect(logged.length).toBeGreaterThan(1000)
  expect(logged.filter((line) => /[wq]anary\d{3}/i.test(line)).slice(0, 5)).toEqual([])
}, 60_000)
