// How a page is looked at: once and quickly, in every size and light, with nothing to show, and when the API does not answer.
import type { Route } from 'playwright-core'
import { expect } from 'vitest'
import { accessible, bigEnough, noSidewaysScroll } from './checks.ts'
import { desktop, phone, type Watched } from './harness.ts'

export type Grid = 'once' | 'whole'
const refusal = /This is not here, or it is not yours to see|You can see this, but you may not do that here/
const nothing = /\b(no|none|nobody|nothing|no-one|not|yet|never|first|empty)\b/i

async function dress({ page }: Watched, size: { width: number; height: number }, colorScheme: 'light' | 'dark') {
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme })
}
/** What stands on the page, line by line. */
const lines = async ({ page }: Watched): Promise<string[]> =>
  (await page.locator('main').innerText())
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

async function headed(at: Watched, path: string) {
  expect(await at.page.title(), path).toMatch(path.startsWith('/me') ? /\S/ : /^.+ - Modulus$/)
  expect(await at.page.locator('h1').count(), `${path} has one h1`).toBe(1)
  expect((await at.page.locator('h1').innerText()).trim(), `${path} says in its h1 what it is`).not.toBe('')
}
/** Desktop in light, phone in dark; the whole grid has the other two as well. Nothing is loaded anew in between, as when a person turns their device. */
export async function everySize(at: Watched, grid: Grid) {
  const { page } = at
  await dress(at, desktop, 'light')
  await accessible(page)
  if (grid === 'whole') {
    await dress(at, desktop, 'dark')
    await accessible(page)
    await dress(at, phone, 'light')
    await accessible(page)
  }
  await dress(at, phone, 'dark')
  await accessible(page)
  await bigEnough(page)
  await noSidewaysScroll(page)
}

export interface Seen {
  /** What stands on the page, line by line. */
  lines: string[]
  /** It says that it is not theirs. */
  refused: boolean
}
/** As it is. */
export async function look(at: Watched, path: string, grid: Grid): Promise<Seen> {
  await dress(at, desktop, 'light')
  await at.open(path)
  await headed(at, path)
  const said = await lines(at)
  const refused = said.some((line) => refusal.test(line))
  await everySize(at, refused ? 'once' : grid)
  return { lines: said, refused }
}

/** Answers of the API without any of the things in their lists; who is asking and the words to choose from stay. */
function emptied(value: unknown): { value: unknown; taken: number } {
  if (Array.isArray(value)) {
    const things = value.some((one) => typeof one === 'object' && one !== null)
    return things ? { value: [], taken: value.length } : { value, taken: 0 }
  }
  if (typeof value !== 'object' || value === null) return { value, taken: 0 }
  let taken = 0
  const rest = Object.entries(value).map(([name, one]) => {
    const less = emptied(one)
    taken += less.taken
    return [name, less.value] as const
  })
  const whole = Object.fromEntries(rest) as Record<string, unknown>
  if ('items' in whole && 'next' in whole) whole.next = null
  return { value: whole, taken }
}
const kept = /^\/api\/(session|words|imports\/kinds)\b/
const asks = (route: Route) => route.request().method() === 'GET' || /\/search$/.test(new URL(route.request().url()).pathname)

/** With nothing to show. `full` is what it says otherwise: if it `says` so, a line tells that there is nothing which was not there before. */
export async function lookEmpty(at: Watched, path: string, full: string[], says: boolean) {
  let taken = 0
  await at.page.route('**/api/**', async (route) => {
    if (!asks(route) || kept.test(new URL(route.request().url()).pathname)) return route.fallback()
    const response = await route.fetch()
    if (!response.ok()) return route.fulfill({ response })
    const less = emptied(await response.json())
    taken += less.taken
    await route.fulfill({ response, json: less.value })
  })
  try {
    await dress(at, desktop, 'light')
    await at.open(path)
    await headed(at, path)
    const said = await lines(at)
    if (taken > 0 && says)
      expect(
        said.filter((line) => !full.includes(line)),
        `${path} says that there is nothing`,
      ).toContainEqual(expect.stringMatching(nothing))
    await everySize(at, 'once')
  } finally {
    await at.page.unrouteAll({ behavior: 'wait' })
  }
}

const busy = { type: '/problems/busy-now', title: 'The service is busy; try again in a moment', status: 503 }
/** With an API that knows who they are, and answers nothing else: a page that `says` so tells what went wrong and what to do. */
export async function lookBroken(at: Watched, path: string, says: boolean) {
  let asked = 0
  await at.page.route('**/api/**', async (route) => {
    if (new URL(route.request().url()).pathname === '/api/session') return route.fallback()
    asked++
    await route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      headers: { 'retry-after': '5' },
      body: JSON.stringify(busy),
    })
  })
  try {
    await dress(at, desktop, 'light')
    await at.open(path)
    await headed(at, path)
    if (asked > 0 && says) {
      // On a young person's page the trouble is the page itself.
      const told = at.page.locator(path.startsWith('/me') ? 'main' : 'main [role=alert]')
      expect(await told.allTextContents(), `${path} says what went wrong`).toContainEqual(expect.stringMatching(/try again/i))
    }
    await everySize(at, 'once')
  } finally {
    await at.page.unrouteAll({ behavior: 'wait' })
  }
}
