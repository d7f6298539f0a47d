// Coming in with a second factor, to the product as it runs for real, in a real browser with a passkey made of software.
import { Secret, TOTP } from 'otpauth'
import type { CDPSession } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Colleague } from './deeds.ts'
import { everySize } from './grid-look.ts'
import { desktop } from './harness.ts'
import { inProduction, type InProduction } from './production.ts'

/** The first administrator, and what they keep. */
const mhairi = {
  name: 'Mhairi Sloan',
  email: 'mhairi@example.org',
  password: 'lantern otter gravel piano',
  codes: [] as string[],
  secret: '',
}
let world: InProduction
/** Their own browser, which holds their passkey; every other one is strange to them. */
let own: Colleague, cdp: CDPSession, authenticatorId: string
beforeAll(async () => {
  world = await inProduction(mhairi)
})
afterAll(() => world?.stop())

/** Whether the software finger touches by itself. */
const touches = (enabled: boolean) => cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
/** The code that their app shows so many seconds from now. */
const code = (seconds = 0) => new TOTP({ secret: Secret.fromBase32(mhairi.secret) }).generate({ timestamp: Date.now() + seconds * 1000 })
const path = ({ page }: Colleague) => new URL(page.url()).pathname
const heading = ({ page }: Colleague, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
async function comesBack(who: Colleague) {
  await who.write({ 'E-mail': mhairi.email, Password: mhairi.password })
  await who.page.keyboard.press('Enter')
  await heading(who, 'One more step')
}
async function leaves(who: Colleague) {
  await who.go('/settings')
  await who.press('Sign out', who.page.locator('#main'))
  await who.lands(/^\/signin$/)
}

it('an invited person sets up a passkey before they see anything, and keeps ten codes', async () => {
  own = await Colleague.opens(world.product, world.link)
  cdp = await own.page.context().newCDPSession(own.page)
  await cdp.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    ctap2Version: 'ctap2_1',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
  } as const
  ;({ authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  }))
  await own.write({ 'New password': mhairi.password })
  await own.press('Come in')
  await heading(own, 'Make your sign-in safe')
  // Whatever address they type, this is where they are.
  await own.go('/people')
  expect(new URL(own.page.url()).pathname + new URL(own.page.url()).search).toBe('/signin/second-step?next=/people')
  await heading(own, 'Make your sign-in safe')
  await everySize(own.at, 'whole')
  await own.picture('9-set-up')
  await own.go('/signin/second-step')
  await own.page.getByLabel('What do you call this device?').fill('My phone')
  await own.page.keyboard.press('Enter')
  await heading(own, 'Keep these codes safe')
  mhairi.codes = await own.page.getByRole('listitem').allInnerTexts()
  expect(mhairi.codes).toHaveLength(10)
  await everySize(own.at, 'whole')
  await own.picture('9-codes')
  await own.press('I have kept them')
  await own.page.waitForURL((url) => !url.pathname.startsWith('/signin'))
})

it('comes back with the passkey alone', async () => {
  await touches(false) // else the browser would answer by itself what it offers in the box for the e-mail
  await leaves(own)
  await everySize(own.at, 'once')
  await touches(true)
  await own.press('Use a passkey')
  await own.page.waitForURL((url) => !url.pathname.startsWith('/signin'))
  await own.go('/settings/sign-in')
  await own.sees('My phone')
  await own.sees(/10 codes left of ten/)
})

it('the browser offers it in the box for the e-mail, without a button', async () => {
  await touches(false)
  await leaves(own)
  await touches(true)
  await own.go('/signin')
  await own.page.waitForURL((url) => !url.pathname.startsWith('/signin'))
})

it('adds an app that makes codes; the key is beside the picture', async () => {
  await own.go('/settings/sign-in')
  await own.press('Set up an app')
  const dialog = own.page.getByRole('dialog')
  await dialog.getByRole('img', { name: /Picture to scan/ }).waitFor()
  mhairi.secret = (await dialog.locator('code').innerText()).replaceAll(' ', '')
  await everySize(own.at, 'whole')
  await own.picture('9-app')
  await own.write({ 'Code from your app': code() }, dialog)
  await own.press('Go on', dialog)
  await own.sees('App added.')
  await everySize(own.at, 'whole')
  await own.picture('9-sign-in-settings')
})

it('signs in with a code on a strange computer; the same code a second time is refused', async () => {
  const strange = await Colleague.opens(world.product, '/signin', desktop)
  await comesBack(strange)
  await strange.press('Use a code from my app')
  await everySize(strange.at, 'whole')
  await strange.page.setViewportSize(desktop)
  await strange.picture('9-second-step')
  const shown = code(30) // the one from setting it up is used already
  await strange.write({ 'Code from your app': shown })
  await strange.page.keyboard.press('Enter')
  await strange.page.waitForURL((url) => !url.pathname.startsWith('/signin'))
  await leaves(strange)
  await comesBack(strange)
  await strange.press('Use a code from my app')
  await strange.write({ 'Code from your app': shown })
  await strange.press('Go on')
  await strange.page.getByRole('alert').getByText('it was used before').waitFor()
  await strange.go('/people')
  expect(path(strange)).toBe('/signin/second-step')
  await strange.leaves()
})

it('a recovery code opens the account once', async () => {
  const strange = await Colleague.opens(world.product, '/signin?next=/settings/sign-in')
  for (const works of [true, false]) {
    await comesBack(strange)
    await strange.press('Use a recovery code')
    await strange.write({ 'Recovery code': mhairi.codes[0]!.toLowerCase() })
    await strange.press('Go on')
    if (!works) await strange.page.getByRole('alert').getByText('it was used before').waitFor()
    else {
      await strange.sees(/9 codes left of ten/)
      expect(path(strange)).toBe('/settings/sign-in')
      await leaves(strange)
    }
  }
  await strange.leaves()
})

it('removes the passkey, and it opens nothing any more', async () => {
  await own.go('/settings/sign-in')
  await own.press('Remove My phone')
  await own.press('Remove it', own.page.getByRole('dialog'))
  await own.sees('My phone removed.')
  await touches(false)
  await leaves(own)
  await touches(true)
  await own.press('Use a passkey')
  await own.sees('That passkey does not work here.')
  await own.leaves()
})
