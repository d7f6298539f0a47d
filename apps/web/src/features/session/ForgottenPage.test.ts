import { session } from '@modulus/contracts/session.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ForgottenPage from './ForgottenPage.vue'

const open = () => mount(ForgottenPage, { path: '/forgotten', session: null })

it('someone asks for a link, and reads where to look without learning whether the address is known', async () => {
  const api = fakeApi().refuse(session.demo, 'not-found').on(session.forgotten, undefined)
  const page = await open()
  await page.fill('E-mail', 'amina@example.org')
  await page.press('Send me a link')
  expect(api.callsOf(session.forgotten)[0]!.body).toEqual({ email: 'amina@example.org' })
  expect(page.get('h1').text()).toBe('Look in your e-mail')
  expect(document.activeElement).toBe(page.get('h1').element)
  expect(page.text()).toContain('If amina@example.org signs in to Modulus')
  expect(page.text()).not.toContain('mailbox')
  await page.press('Ask again')
  expect((page.get('input').element as HTMLInputElement).value).toBe('amina@example.org')
})
it('in the demonstration it says where the message is kept', async () => {
  fakeApi().on(session.demo, { accounts: [], password: 'x' }).on(session.forgotten, undefined)
  const page = await open()
  await page.fill('E-mail', 'amina@example.org')
  await page.press('Send me a link')
  expect(page.text()).toContain('mailbox page')
})
it('an empty answer, and no signal, are said in the summary', async () => {
  fakeApi().refuse(session.demo, 'not-found').cutOff(session.forgotten)
  const page = await open()
  await page.press('Send me a link')
  expect(page.get('[role=alert]').text()).toContain('Give your e-mail address')
  await page.fill('E-mail', 'amina@example.org')
  await page.press('Send me a link')
  expect(page.get('[role=alert]').text()).toContain('No connection')
  expect(page.get('h1').text()).toBe('Forgotten your password?')
})
