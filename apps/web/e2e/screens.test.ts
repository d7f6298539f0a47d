// Every page that has an address of its own, as every demonstration person who is offered it: desktop in light, phone in dark.
import type { Session } from '@modulus/contracts/session.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import { makeRouter } from '../src/router.ts'
import { placesOf } from '../src/shell/places.ts'
import { accessible, bigEnough, noSidewaysScroll, weigh } from './checks.ts'
import { desktop, phone, Product, settled, type Watched } from './harness.ts'

let product: Product
beforeAll(async () => {
  product = await Product.start()
})
afterAll(() => product?.stop())

const fixed = [
  ...new Set(
    makeRouter(createMemoryHistory())
      .getRoutes()
      .map(({ path }) => path),
  ),
].filter((path) => !path.includes(':') && path !== '/signin')
/** What they are offered, and what lies under it. The lead, who comes last, looks at everything else. */
const addressesOf = (session: Session) => {
  if (session.roles.includes('programme_lead')) return fixed
  const own = placesOf(session).map(({ to }) => to)
  return fixed.filter(
    (path) =>
      ['/more', '/settings'].includes(path) || own.some((place) => path === place || (place !== '/' && path.startsWith(`${place}/`))),
  )
}

async function look(at: Watched, path: string) {
  const { page } = at
  await page.setViewportSize(desktop)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(product.origin + path)
  await settled(page)
  expect(await page.title(), path).toMatch(/^.+ - Modulus$/)
  expect(await page.locator('h1').count(), path).toBe(1)
  await accessible(page)
  await page.setViewportSize(phone)
  await page.emulateMedia({ colorScheme: 'dark' })
  await accessible(page)
  await bigEnough(page)
  await noSidewaysScroll(page)
}

/** npm test looks at each page once, as the first person who is offered it; npm run test:all as everyone who is. */
const all = process.env.FULL_GRID === 'yes'
const seen = new Set<string>()

const people = ['officer', 'mentor', 'partner', 'supervisor', 'safeguarding', 'data', 'analyst', 'admin', 'lead']
it.each(people)('every page the %s is offered can be used by everyone', { timeout: 600_000 }, async (name) => {
  const { context, at } = await product.signedIn(`${name}@demo.modulus.test`)
  const session = (await (await context.request.get(`${product.origin}/api/session`)).json()) as Session
  const wrong: string[] = []
  const addresses = addressesOf(session).filter((path) => all || !seen.has(path))
  for (const path of addresses) {
    seen.add(path)
    await look(at, path).catch((error: Error) => wrong.push(`${path}: ${error.message.split('\n====')[0]}`))
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
  at.clean()
  await context.close()
})

it('a stranger finds the public pages open and everything else behind the sign-in', async () => {
  for (const path of ['/signin', '/help', '/privacy', '/accessibility']) {
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
