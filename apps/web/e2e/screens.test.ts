// Every page there is, as every demonstration person who is offered it.
import type { Session } from '@modulus/contracts/session.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { placesOf } from '../src/shell/places.ts'
import { accessible, noSidewaysScroll, weigh } from './checks.ts'
import { about, Finder, fixed, kindOf, leftOver, routes, young } from './grid-addresses.ts'
import { everySize, look, lookBroken, lookEmpty } from './grid-look.ts'
import { save, savings } from './grid-saves.ts'
import { Visitor } from './grid-visitor.ts'
import { phone, Product, settled } from './harness.ts'

let product: Product
beforeAll(async () => {
  product = await Product.start()
})
afterAll(() => product?.stop())

/** npm test looks at each page once, as the first person who is offered it; npm run test:all as everyone who is, in every size, light and state. */
const all = process.env.FULL_GRID === 'yes'
const grid = all ? 'whole' : 'once'
/** While mending one page: GRID_ONLY=/people/ looks at those alone whose path it fits. */
const wanted = new RegExp(process.env.GRID_ONLY ?? '')
/** What they are offered, and what lies under it. The lead, who comes last, looks at everything else. */
const addressesOf = (session: Session) => {
  if (session.roles.includes('programme_lead')) return fixed
  const own = placesOf(session).map(({ to }) => to)
  return fixed.filter(
    (path) =>
      ['/more', '/settings'].includes(path) || own.some((place) => path === place || (place !== '/' && path.startsWith(`${place}/`))),
  )
}
/** Reached from a page of theirs, but not under it. */
const linked: Record<string, string[]> = { data: ['/admin/access'], admin: ['/checks'] }
const finder = new Finder()
const seen = new Set<string>()
/** Who has looked at everything that is theirs. */
const toured = new Set<string>()
/** Why a page has not been seen yet. */
const unseen = new Map<string, string>()
/** Looks at a list of pages, each for itself, and says at the end all that was wrong with any. */
async function tour(visitor: Visitor, pages: string[]) {
  const wrong: string[] = []
  for (const path of pages.filter((one) => wanted.test(one)))
    await see(visitor, path).catch((error: Error) => {
      seen.add(path)
      wrong.push(`${path}: ${error.message.split('\n====')[0]}`)
    })
  toured.add(visitor.name)
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  visitor.at.clean()
}
const is = (kind: 'focus' | 'public', path: string) => routes.some((one) => one.path === path && one.meta[kind])
/** Where nothing beside the one thing that the page is about leaves no gap to explain. */
const whole = [
  ...[
    '/people/:participantId/access',
    '/people/:participantId/given',
    '/visits/:visitId',
    '/placements/:placementId',
    '/nominations/:nominationId',
  ],
  ...['/decisions/:decisionId', '/changes/:adaptationId', '/promises/:promiseId', '/programmes/:programmeId/learning', '/coherence'],
  ...['/me/:rest(.*)*', '/me/say', '/me/promises', '/me/pulse', '/me/help', '/me/in-the-way'],
]
/**
 * A page as it is, looked at by the first whose it is; a page about something, by who has most to see there. In the whole grid they also
 * look at it with nothing to show and with an API that does not answer, and everyone else whose it is looks once.
 */
async function see(visitor: Visitor, path: string) {
  const [chief] = kindOf(path)?.by ?? []
  const first = !seen.has(path) && (!chief || chief === visitor.name || toured.has(chief))
  if (!all && !first) return
  const address = await finder.address(visitor, path)
  if (address === undefined) return void (first && unseen.set(path, 'the demonstration shows none to those who look at one'))
  const { refused, lines } = await look(visitor.at, address, first ? grid : 'once')
  if (refused) return void (first && unseen.set(path, 'refused'))
  if (!first) return
  seen.add(path)
  if (!all) return
  await lookEmpty(visitor.at, address, lines, !is('focus', path) && !whole.includes(path))
  await lookBroken(visitor.at, address, !is('public', path) && path !== '/me/help') // the numbers to call stand there whatever happens
}

it('somebody has said how to find one of everything that has a page', () => {
  expect({ without: [...about, ...young].filter((path) => path.includes(':') && !kindOf(path)), leftOver: leftOver() }).toEqual({
    without: [],
    leftOver: [],
  })
})

const people = ['officer', 'mentor', 'partner', 'supervisor', 'safeguarding', 'data', 'analyst', 'admin', 'lead']
it.each(people)('every page the %s is offered can be used by everyone', { timeout: 1_200_000 }, async (name) => {
  const visitor = await Visitor.arrives(product, name)
  const offered = [...addressesOf(await visitor.session()), ...(linked[name] ?? [])]
  await tour(visitor, [...offered, ...about.filter((path) => kindOf(path)?.by.includes(name))])
  await visitor.context.close()
})

it('every page of a young person’s own can be used by everyone', { timeout: 600_000 }, async () => {
  const worker = await Visitor.arrives(product, 'officer')
  const visitor = await Visitor.young(product, worker)
  await tour(visitor, young)
  await worker.context.close()
  await visitor.context.close()
})

it('no page was left out, and none was only ever refused', () => {
  const left = [...fixed, ...about, ...young].filter((path) => wanted.test(path) && !seen.has(path))
  expect(left.map((path) => `${path}: ${unseen.get(path) ?? 'nobody looked'}`)).toEqual([])
})

if (all)
  it.each(savings)('the page that says %s is saved can be used by everyone', async (what) => {
    const one = await save(product, finder, what)
    await everySize(one.at, grid)
    await one.leaves()
  })

it('a stranger finds the public pages open and everything else behind the sign-in', async () => {
  for (const { path } of routes.filter((one) => one.meta.public && !one.path.includes(':'))) {
    const at = await product.visit(path)
    await accessible(at.page)
    await noSidewaysScroll(at.page)
    at.clean()
    await at.page.context().close()
  }
  const at = await product.visit('/people?stage=active')
  expect(new URL(at.page.url()).pathname + new URL(at.page.url()).search).toBe('/signin?next=/people?stage=active')
})

it('after signing in, people go on to where they were heading, and after signing out nothing of theirs is left', async () => {
  const at = await product.visit('/settings', phone)
  await at.page.getByRole('button', { name: 'Outreach officer' }).first().click()
  await at.page.getByRole('button', { name: 'Sign in' }).click()
  await at.page.waitForURL('**/settings')
  await settled(at.page)
  await at.page.getByRole('button', { name: 'Sign out' }).last().click()
  await at.page.waitForURL('**/signin?left=1')
  await at.page.goBack()
  await at.page.waitForURL((url) => url.pathname === '/signin')
  at.clean()
})

it('a keyboard reaches the page past the menu in one step, and a change of page puts focus on its heading', async () => {
  const { at } = await product.signedIn('officer@demo.modulus.test')
  await at.page.goto(`${product.origin}/settings`)
  await settled(at.page)
  await at.page.keyboard.press('Tab')
  expect(await at.page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to main content')
  await at.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click()
  await at.page.waitForFunction(() => document.activeElement?.tagName === 'H1')
  expect(await at.page.evaluate(() => document.activeElement?.textContent)).toContain('People')
})

it('a page of one’s own at the young person’s address has nothing to do with the staff pages', async () => {
  const at = await product.visit('/me', { ...phone, dark: true })
  expect(await at.page.locator('h1').textContent()).toBe('You are signed out')
  await accessible(at.page)
  await noSidewaysScroll(at.page)
  at.clean()
})

it('a phone asks for at most 125 kB of script and 30 kB of style to record a visit, and 60 kB for a young person’s page', async () => {
  const { context, at } = await product.signedIn('officer@demo.modulus.test', phone)
  const record = await at.page.locator('a[href^="/visits/new?"]').first().getAttribute('href')
  const visit = await weigh(product, record!, await context.cookies()),
    own = await weigh(product, '/me')
  console.log(`recording a visit: ${visit.script} kB script, ${visit.style} kB style; a young person's page: ${own.script} kB script`)
  expect(visit.script).toBeLessThanOrEqual(125)
  expect(visit.style).toBeLessThanOrEqual(30)
  expect(own.script).toBeLessThanOrEqual(60)
})

it('someone whose session ends at work signs in again in place, and the page goes on', async () => {
  const { context, at } = await product.signedIn('officer@demo.modulus.test')
  const { page } = at
  await page.goto(`${product.origin}/settings`)
  await settled(page)
  await context.clearCookies()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await accessible(page)
  await dialog.getByLabel('E-mail').fill('officer@demo.modulus.test')
  await dialog.getByLabel('Password').fill('try-modulus-2026')
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: 'People', level: 1 }).waitFor()
  at.clean()
})
