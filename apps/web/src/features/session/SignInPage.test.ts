import { session } from '@modulus/contracts/session.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import SignInPage from './SignInPage.vue'

const open = (path = '/signin') => mount(SignInPage, { path, session: null })

it('an officer signs in and lands on their day', async () => {
  const api = fakeApi().refuse(session.demo, 'not-found').on(session.signIn, someone)
  const page = await open()
  await page.fill('E-mail', 'amina@example.org')
  await page.fill('Password', 'a long enough password')
  await page.press('Sign in')
  expect(api.callsOf(session.signIn)[0]!.body).toEqual({ email: 'amina@example.org', password: 'a long enough password' })
  expect(page.router.currentRoute.value.path).toBe('/')
})

it('someone who was on their way somewhere goes on there', async () => {
  fakeApi().refuse(session.demo, 'not-found').on(session.signIn, someone)
  const page = await open('/signin?next=/people')
  await page.fill('E-mail', 'amina@example.org')
  await page.fill('Password', 'x')
  await page.press('Sign in')
  expect(page.router.currentRoute.value.path).toBe('/people')
})

it('someone who still owes a factor is led to the second step, with where they were going', async () => {
  fakeApi().refuse(session.demo, 'not-found').on(session.signIn, { waitingFor: 'factor' })
  const page = await open('/signin?next=/people')
  await page.fill('E-mail', 'amina@example.org')
  await page.fill('Password', 'x')
  await page.press('Sign in')
  expect(page.router.currentRoute.value.fullPath).toBe('/signin/second-step?next=/people')
})

it('a wrong password is said in the summary, which takes focus, and what was typed stays', async () => {
  fakeApi().refuse(session.demo, 'not-found').refuse(session.signIn, 'wrong-sign-in')
  const page = await open()
  await page.fill('E-mail', 'amina@example.org')
  await page.fill('Password', 'wrong')
  await page.press('Sign in')
  expect(page.get('[role=alert]').text()).toContain('do not go together')
  expect(document.activeElement).toBe(page.get('[role=alert]').element)
  expect((page.get('input[type=email]').element as HTMLInputElement).value).toBe('amina@example.org')
})

it('an empty form says which answers are missing, on the fields and in the summary', async () => {
  fakeApi().refuse(session.demo, 'not-found')
  const page = await open()
  await page.press('Sign in')
  expect(
    page
      .get('[role=alert]')
      .findAll('a')
      .map((link) => link.text()),
  ).toEqual(['Give your e-mail address', 'Give your password'])
  expect(page.get('input[type=email]').attributes()).toMatchObject({ 'aria-invalid': 'true' })
  expect(document.getElementById(page.get('input[type=email]').attributes('aria-describedby')!)!.textContent).toContain(
    'Give your e-mail address',
  )
})

it('in the demonstration one tap fills in a person', async () => {
  fakeApi().on(session.demo, { accounts: [{ email: 'officer@demo.modulus.test', who: 'Outreach officer' }], password: 'try-modulus-2026' })
  const page = await open()
  await page.press('Outreach officer')
  expect((page.get('input[type=email]').element as HTMLInputElement).value).toBe('officer@demo.modulus.test')
  expect(document.activeElement?.textContent).toContain('Sign in')
})

it('someone who forgot their password is led on, and the address they typed stays out of the link', async () => {
  fakeApi().refuse(session.demo, 'not-found')
  const page = await open()
  await page.fill('E-mail', 'amina@example.org')
  const link = page.findAll('a').find((one) => one.text() === 'Forgotten your password?')!
  expect(link.attributes('href')).toBe('/forgotten')
})

it('an address of another site is not followed after signing in', async () => {
  fakeApi().refuse(session.demo, 'not-found').on(session.signIn, someone)
  const page = await open('/signin?next=//elsewhere.example')
  await page.fill('E-mail', 'amina@example.org')
  await page.fill('Password', 'x')
  await page.press('Sign in')
  expect(page.router.currentRoute.value.path).toBe('/')
})
