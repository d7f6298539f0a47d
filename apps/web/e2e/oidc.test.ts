// Coming in with the sign-in of one's own organisation, in a real browser and across two sites: the provider is at 127.0.0.1, the product at localhost.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { clientId, clientSecret, testProvider, type TestProvider } from '../../api/src/testing/oidc-provider.ts'
import { Product, settled } from './harness.ts'

let product: Product, fire: TestProvider
beforeAll(async () => {
  fire = await testProvider(() => product.origin, 'fire')
  product = await Product.start({
    OIDC_PROVIDERS: JSON.stringify([{ id: 'fire', name: 'Fire and Rescue', issuer: fire.issuer, clientId, clientSecret }]),
  })
})
afterAll(async () => {
  await product?.stop()
  await fire?.stop()
})

async function signInThere(page: Page, name: string, button = 'Sign in there') {
  await page.waitForURL(`${fire.issuer}/login/**`)
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: button }).click()
}
const begin = async (path = '/signin') => {
  const at = await product.visit(path)
  await at.page.getByRole('button', { name: 'Sign in with Fire and Rescue' }).click()
  return at.page
}
const cookies = async (page: Page) => (await page.context().cookies(product.origin)).map(({ name, sameSite }) => `${name} ${sameSite}`)

it('somebody without an account here is told so on a page of ours, and gets none', async () => {
  const page = await begin()
  await signInThere(page, 'nobody-here')
  await page.getByRole('heading', { name: 'This sign-in opens nothing here yet' }).waitFor()
  expect(new URL(page.url()).origin).toBe(product.origin)
  expect(await cookies(page)).toEqual([])
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.waitForURL(`${product.origin}/signin`)
  await page.context().close()
})
it('whoever says "not now" there can try again', async () => {
  const page = await begin()
  await signInThere(page, '', 'Not now')
  await page.getByRole('heading', { name: 'The sign-in was not finished' }).waitFor()
  await page.context().close()
})
it('an officer connects it under Settings, and from then on comes in by it, to the page they wanted', async () => {
  const { at, context } = await product.signedIn('officer@demo.modulus.test')
  await at.page.goto(`${product.origin}/settings/organisations`)
  await at.page.getByRole('button', { name: 'Connect Fire and Rescue' }).click()
  await signInThere(at.page, 'alba')
  await at.page.getByText('Connected. From now on you can come in with it.').waitFor()
  await at.page.getByRole('button', { name: 'Disconnect Fire and Rescue' }).waitFor()
  await context.close()

  const page = await begin('/signin?next=/people')
  const sent: string[] = []
  page.on(
    'request',
    (request) => void request.allHeaders().then((headers) => sent.push(`${new URL(request.url()).pathname} ${headers.cookie ?? ''}`)),
  )
  await signInThere(page, 'alba')
  await page.waitForURL(`${product.origin}/people`)
  await settled(page)
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await page.getByRole('link', { name: /Callum/ }).count()).toBeGreaterThan(0)
  expect((await cookies(page)).sort()).toEqual(['__Host-device Strict', '__Host-session Strict'])
  // The way back began on another site: the Strict cookie did not travel with it, and the landing page did not need it.
  const landing = sent.find((one) => one.startsWith('/signed-in'))
  expect(landing).toBeDefined()
  expect(landing).not.toContain('__Host-session')
  await page.reload()
  await settled(page)
  expect(new URL(page.url()).pathname).toBe('/people')
  await page.context().close()
})
