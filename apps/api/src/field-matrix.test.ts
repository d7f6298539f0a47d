// Every route as every role, with one row of every kind about Sam and each of its fields filled: no answer holds a key that is not for that role,
// and none names another young person to one of them.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { plant, type Planted } from '#testing/canaries.ts'
import { filledPaths, forbidden } from '#testing/keys.ts'
import { arrange } from '#testing/rows.ts'
import { addresses, ask, filled, queries, routesOf, type Route } from '#testing/walk.ts'
import { world, type World } from '#testing/world.ts'

let w: World
let planted: Planted
let routes: Route[]
const answered = new Set<string>()
let scanned = 0
beforeAll(async () => {
  w = await world()
  planted = await plant(w, await arrange(w))
  routes = routesOf(w)
}, 60_000)
afterAll(() => w?.close())

const wrong = new Set<string>()
const used = new Set<string>()
function scan(person: string, operation: string, { body, statusCode }: { body: string; statusCode: number }) {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return // a file; what is in those is the other test's
  }
  if (statusCode < 300) answered.add(operation)
  // A refusal names its fields in one shape everywhere; a change that came too late is shown what stands now.
  const { current, ...problem } = json as { current?: unknown }
  if (statusCode >= 400) scanPaths(person, 'refused', problem)
  scanPaths(person, operation, statusCode >= 400 ? current : json)
}
function scanPaths(person: string, operation: string, json: unknown) {
  const rule = forbidden[person]!
  for (const [path, value] of filledPaths(json)) {
    scanned++
    const here = `${operation} ${path}`
    if (/(^|\.)can(\.\w+)?$/.test(path)) continue
    const another = { sam: w.ids.participants.rosa, rosa: w.ids.participants.sam }[person]
    if (another && value === another) wrong.add(`${person}: ${here} is another young person`)
    if (!rule.never.some((never) => never.test(here))) continue
    const exception = rule.but?.find(([but]) => but.test(here))
    if (exception) used.add(exception[1])
    else wrong.add(`${person}: ${here}`)
  }
}

it('every reading', async () => {
  for (const person of Object.keys(forbidden))
    for (const route of routes.filter((one) => one.method === 'GET'))
      for (const url of addresses(route, planted.ids, w).slice(0, 3)) {
        const [query] = queries(route, planted.ids, w)
        scan(person, route.operationId, await ask(w, planted.tokens[person], 'GET', url, { query }))
      }
  expect([...wrong]).toEqual([])
}, 200_000)

it('every search and deed, in what it answers', async () => {
  const deeds = routes.filter((one) => one.method !== 'GET' && !/session|factor|disable|leave|\/end|reset|stop|erasure/.test(one.url))
  for (const person of ['partner', 'supervisor', 'mentor', 'sam', 'analyst', 'data', 'safeguarding', 'otherlead', 'admin'])
    for (const route of deeds) {
      const [type, content] = Object.entries(route.requestBody?.content ?? {})[0] ?? []
      const body = type === 'application/json' ? filled(content!.schema, planted.ids, w, 'Sam', 'needed') : undefined
      scan(person, route.operationId, await ask(w, planted.tokens[person], route.method, addresses(route, planted.ids, w)[0]!, { body }))
    }
  expect([...wrong]).toEqual([])
}, 200_000)

it('reaches nearly every reading with somebody, and needs each of its exceptions', () => {
  console.log(`${scanned} filled fields of ${answered.size} operations`)
  const reads = routes.filter((one) => one.method === 'GET').map((one) => one.operationId)
  expect(reads.filter((one) => answered.has(one)).length / reads.length).toBeGreaterThan(0.9)
  const reasons = Object.values(forbidden).flatMap(({ but = [] }) => but.map(([, why]) => why))
  expect(reasons.filter((why) => !used.has(why))).toEqual([])
})
