// A new version that comes while somebody writes, and a phone that is locked with a passkey's own secret.
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Colleague } from './deeds.ts'
import { phone, Product } from './harness.ts'
import { insideOf, pagesKept, take, unlock } from './on-the-phone.ts'

let product: Product, server: Server, own: string
/** The version that is served: its mark stands in the page, and its digest in the worker, as the build writes them. */
let edition = 'one'
beforeAll(async () => {
  product = await Product.start()
  own = product.origin
  const port = Number(new URL(own).port)
  server = createServer((from, to) => {
    const { host: _, ...headers } = from.headers
    const changes = from.url === '/sw.js' || from.url === '/'
    if (changes) delete headers['accept-encoding']
    const on = request(
      { port, host: '127.0.0.1', method: from.method, path: from.url, headers: { ...headers, host: `localhost:${port}` } },
      (answer) => {
        if (!changes) return void answer.pipe(to.writeHead(answer.statusCode!, answer.headers))
        let text = ''
        answer.setEncoding('utf8').on('data', (part: string) => (text += part))
        answer.on('end', () => {
          const { 'content-length': _length, etag: _etag, 'last-modified': _modified, ...rest } = answer.headers
          to.writeHead(answer.statusCode!, rest).end(
            text.replace(/const version = '[^']*/, `$&${edition}`).replace('<title>', `<meta name="edition" content="${edition}"><title>`),
          )
        })
      },
    )
    from.pipe(on.on('error', () => to.destroy()))
  })
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok))
  product.origin = `http://localhost:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server?.closeAllConnections()
  server?.close()
  await product?.stop()
})

it('a new version that comes mid-form is offered, never forced; the words stay, and it is used after saving', async () => {
  const officer = await Colleague.arrives(product, 'officer', phone)
  const { page } = officer,
    context = page.context()
  const shown = () => page.locator('meta[name=edition]').getAttribute('content')
  await take(officer)
  const [person] = await (await insideOf(page)).evaluate(({ store }) => store.phone!.people.map(({ id }) => id))
  await context.setOffline(true)
  await page.goto(`${product.origin}/contacts/new?person=${person}`)
  await unlock(officer)
  expect(await shown()).toBe('one')
  await officer.answer({ 'How did it go?': 'Good chat' })
  const words = 'Half a sentence about'
  await officer.write({ 'What did they say?': words })
  await page.evaluate(() => Object.assign(window, { sameWindow: true }))

  await context.route(/\/api\/drafts/, (route) => route.abort()) // at the edge of a mast: what is typed cannot be put away yet
  edition = 'two'
  await context.setOffline(false)
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await officer.sees('A new version is ready.')
  await officer.sees('Save what you are writing first. It can wait.')
  expect(await page.getByRole('button', { name: 'Use it now' }).count()).toBe(0)
  await officer.picture('faults-update')
  await page.waitForTimeout(3000)
  expect(await page.evaluate(() => 'sameWindow' in window)).toBe(true)
  expect(await page.getByLabel('What did they say?').inputValue()).toBe(words)
  expect(await shown()).toBe('one')

  await officer.press('Save')
  await page.waitForURL(({ pathname }) => pathname !== '/contacts/new')
  expect(await page.evaluate(() => 'sameWindow' in window)).toBe(true)
  await officer.press('Use it now')
  await page.waitForFunction(() => !('sameWindow' in window) && document.querySelector('meta[name=edition][content=two]') !== null)
  const kept = await page.evaluate(() => caches.keys())
  console.log(`an update mid-form: offered, not forced; after saving the page is edition ${await shown()}; versions kept: ${kept.length}`)
  expect(kept.filter((name) => name.endsWith('two'))).toHaveLength(1)
  await officer.leaves()
})

it('a passkey’s own secret locks the phone and opens it without signal, for nobody else', async () => {
  product.origin = own // a passkey belongs to an address
  const officer = await Colleague.arrives(product, 'officer2', phone)
  const { page } = officer,
    context = page.context(),
    cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await officer.go('/settings/sign-in')
  await officer.press('Add a passkey')
  await officer.press('Make a passkey')
  await officer.sees('Keep these codes safe')
  await officer.go('/settings/offline')
  await officer.press('Use my passkey instead')
  await officer.sees('Your days are on this phone, locked.')
  await pagesKept(page)
  await context.setOffline(true)
  await page.goto(`${product.origin}/`)
  await page.getByRole('heading', { level: 1, name: 'No signal' }).waitFor()
  expect(await page.getByLabel('Your passphrase for this phone').count()).toBe(0)
  await officer.press('Unlock with my passkey')
  await officer.sees('Visits today')
  // Another finger.
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await page.reload()
  await officer.press('Unlock with my passkey')
  await officer.sees('It was not unlocked. Try again.')
  expect(await (await insideOf(page)).evaluate(({ phone }) => phone.vault)).toBe(null)
  console.log('a passkey with PRF: locked, opened without signal; not by another finger, and said so')
  await context.close()
})
