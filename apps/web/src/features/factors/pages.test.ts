import { factors, type FactorAdded, type Factors } from '@modulus/contracts/factors.ts'
import { session } from '@modulus/contracts/session.ts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import SecondStepPage from './SecondStepPage.vue'
import SignInSettingsPage from './SignInSettingsPage.vue'

const asked = vi.hoisted(() => ({ answer: vi.fn(), make: vi.fn(), has: true }))
vi.mock('#lib/passkey.ts', () => ({
  hasPasskeys: () => asked.has,
  answerChallenge: asked.answer,
  makePasskey: asked.make,
  nameOfDevice: () => 'This computer',
}))
afterEach(() => {
  asked.answer.mockReset()
  asked.make.mockReset()
  asked.has = true
})

const empty: Factors = {
  waitingFor: null,
  name: 'Amina Hart',
  email: 'amina@example.org',
  ways: [],
  recent: true,
  required: true,
  passkeys: [],
  authenticator: null,
  recovery: null,
}
const challenge = { challengeId: '0190aaaa-0000-7000-8000-000000000009', options: { challenge: 'x' } }
const codes = Array.from({ length: 10 }, (_, n) => `AAAA-BBBB-${n}`)
const made = {
  ...challenge,
  options: undefined,
  name: 'This computer',
  id: 'key',
  type: 'public-key',
  clientDataJSON: 'a',
  attestationObject: 'b',
  transports: [],
}
const fresh: FactorAdded = { recoveryCodes: codes, session: someone }
const open = (state: Partial<Factors>, path = '/signin/second-step') => {
  const api = fakeApi().on(factors.factors, { ...empty, ...state })
  return { api, page: mount(SecondStepPage, { path, session: null }) }
}

describe('the step after the password', () => {
  it('takes a code and goes on to where they were going', async () => {
    const { api, page } = open({ waitingFor: 'factor', ways: ['code', 'recovery'] }, '/signin/second-step?next=/people')
    api.on(factors.showCode, someone)
    const at = await page
    await at.fill('Code from your app', '123 456')
    await at.press('Go on')
    expect(api.callsOf(factors.showCode)[0]!.body).toEqual({ code: '123 456' })
    expect(at.router.currentRoute.value.path).toBe('/people')
  })
  it('says what is wrong with a code, and offers the other ways', async () => {
    const { api, page } = open({ waitingFor: 'factor', ways: ['code', 'recovery'] })
    api.refuse(factors.showCode, 'wrong-factor-code')
    const at = await page
    await at.press('Go on')
    expect(at.get('[role=alert]').text()).toContain('Give the six digits')
    await at.fill('Code from your app', '000000')
    await at.press('Go on')
    expect(at.get('[role=alert]').text()).toContain('it was used before')
    await at.press('Use a recovery code')
    expect(document.activeElement?.tagName).toBe('INPUT')
    api.on(factors.showRecoveryCode, someone)
    await at.fill('Recovery code', 'aaaa bbbb')
    await at.press('Go on')
    expect(at.router.currentRoute.value.path).toBe('/')
  })
  it('asks for a passkey first where they have one, and stays when they close the browser’s question', async () => {
    const { api, page } = open({ waitingFor: 'factor', ways: ['passkey', 'code'] })
    api.on(factors.passkeyToShow, challenge).on(factors.showPasskey, someone)
    const at = await page
    asked.answer.mockResolvedValueOnce(null)
    await at.press('Use a passkey')
    expect(api.callsOf(factors.showPasskey)).toEqual([])
    expect(at.find('[role=alert]').exists()).toBe(false)
    asked.answer.mockResolvedValueOnce({ id: 'key' })
    await at.press('Use a passkey')
    expect(at.router.currentRoute.value.path).toBe('/')
  })
  it('offers no passkey in a browser that has none', async () => {
    asked.has = false
    const at = await open({ waitingFor: 'factor', ways: ['passkey', 'recovery'] }).page
    expect(at.text()).toContain('Recovery code')
    expect(at.text()).not.toContain('Use a passkey')
  })
  it('whoever has none sets one up, keeps the codes, and is in', async () => {
    const { api, page } = open({ waitingFor: 'enrolment' })
    api.on(factors.passkeyToAdd, challenge).on(factors.addPasskey, fresh)
    asked.make.mockResolvedValueOnce('known').mockResolvedValueOnce(made)
    const at = await page
    expect(at.get('h1').text()).toBe('Make your sign-in safe')
    await at.press('Make a passkey')
    expect(at.text()).toContain('has a passkey of yours already')
    await at.press('Make a passkey')
    expect(at.get('h1').text()).toBe('Keep these codes safe')
    expect(document.activeElement).toBe(at.get('h1').element)
    expect(at.findAll('ol li').map((one) => one.text())).toEqual(codes)
    await at.press('I have kept them')
    expect(at.router.currentRoute.value.path).toBe('/')
  })
  it('or an app: a picture and its key', async () => {
    const { api, page } = open({ waitingFor: 'enrolment' })
    api
      .on(factors.beginAuthenticator, { secret: 'JBSWY3DPEHPK3PXP', address: 'otpauth://totp/Modulus:a?secret=JBSWY3DPEHPK3PXP' })
      .on(factors.addAuthenticator, fresh)
    const at = await page
    await at.press('Use an app that makes codes instead')
    expect(at.text()).toContain('JBSW Y3DP EHPK 3PXP')
    expect(at.get('svg[role=img] path').attributes('d')).toMatch(/^M\d+ \d+h1v1h-1z/)
    await at.fill('Code from your app', '123456')
    await at.press('Go on')
    expect(at.get('h1').text()).toBe('Keep these codes safe')
  })
  it('a stranger is sent to sign in', async () => {
    fakeApi().refuse(factors.factors, 'signed-out')
    const at = await mount(SecondStepPage, { path: '/signin/second-step?next=/people', session: null })
    expect(at.router.currentRoute.value.fullPath).toBe('/signin?next=/people')
  })
})

describe('how I sign in', () => {
  const moment = '2026-11-01T10:00:00.000Z'
  const key = { id: '0190aaaa-0000-7000-8000-000000000010', name: 'My phone', addedAt: moment, lastUsedAt: null, backedUp: false }
  const both: Partial<Factors> = {
    ways: ['passkey', 'code', 'recovery'],
    passkeys: [key],
    authenticator: { addedAt: moment, lastUsedAt: null },
    recovery: { left: 2, madeAt: moment },
  }
  const settings = (state: Partial<Factors>) => {
    const api = fakeApi().on(factors.factors, { ...empty, ...state })
    return { api, page: mount(SignInSettingsPage, { path: '/settings/sign-in' }) }
  }
  it('removes one of two, and offers to sign out elsewhere', async () => {
    const { api, page } = settings(both)
    api.on(factors.removePasskey, undefined).on(session.endOthers, { ended: 2 })
    const at = await page
    await at.press('Remove My phone')
    expect(at.get('dialog').text()).toContain('no longer signs you in')
    await at.press('Remove it')
    expect(api.callsOf(factors.removePasskey)[0]!.params).toEqual({ passkeyId: key.id })
    expect(at.text()).toContain('My phone removed.')
    await at.press('Sign out everywhere else')
    expect(at.text()).toContain('You are signed out everywhere else.')
  })
  it('gives a passkey another name, without asking who it is', async () => {
    const { api, page } = settings({ ...both, recent: false })
    api.on(factors.renamePasskey, undefined)
    const at = await page
    await at.press('Rename My phone')
    await at.fill('What do you call this device?', '')
    await at.press('Save the name')
    expect(at.get('dialog [role=alert]').text()).toContain('Say how you call this device')
    await at.fill('What do you call this device?', 'Old phone')
    await at.press('Save the name')
    expect(api.callsOf(factors.renamePasskey)).toMatchObject([{ params: { passkeyId: key.id }, body: { name: 'Old phone' } }])
    expect(at.text()).toContain('Now called Old phone.')
    expect(at.find('dialog').exists()).toBe(false)
  })
  it('asks once more who it is when that was long ago', async () => {
    const { api, page } = settings({ ...both, ways: ['code'], recent: false })
    api.on(factors.showCode, someone).on(factors.newRecoveryCodes, { recoveryCodes: codes })
    const at = await page
    await at.press('Make ten new ones')
    expect(at.get('dialog h2').text()).toBe('Show that it is you')
    await at.fill('Code from your app', '123456')
    await at.press('Go on')
    await at.press('Make new ones')
    expect(at.findAll('dialog ol li')).toHaveLength(10)
    await at.press('I have kept them')
    expect(at.text()).toContain('New recovery codes made.')
  })
  it('the last one cannot be removed', async () => {
    const at = await settings({ passkeys: [key], ways: ['passkey'] }).page
    expect(at.findAll('button').map((one) => one.text())).not.toContain('Remove')
    expect(at.text()).toContain('To remove the one you have, add another first.')
  })
})
