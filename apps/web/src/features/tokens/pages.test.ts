import { factors } from '@modulus/contracts/factors.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { tokens, type Token } from '@modulus/contracts/tokens.ts'
import { beforeEach, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ServiceNewPage from './ServiceNewPage.vue'
import TokenAdminPage from './TokenAdminPage.vue'
import TokenListPage from './TokenListPage.vue'
import TokenNewPage from './TokenNewPage.vue'

const id = '0190bbbb-0000-7000-8000-000000000001'
const token: Token = {
  id,
  name: 'Friday register',
  person: { id, name: 'Amina Hart' },
  service: false,
  writes: false,
  categories: ['identity', 'participation'],
  madeAt: '2026-11-22T09:00:00.000Z',
  expiresAt: '2027-02-21T00:00:00.000Z',
  lastUsedAt: null,
  revokedAt: null,
  state: 'live',
  can: { revoke: true },
}
const secret = `mdl_${'a'.repeat(43)}`
let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
    .on(tokens.list, { items: [token], next: null })
    .on(tokens.services, { items: [] })
    .on(tokens.make, { token, secret })
    .on(partners.list, { items: [{ id, name: 'College' }], next: null } as never)
})

it('says of each token what it may, its last day, and whether anybody used it', async () => {
  const text = (await mount(TokenListPage)).text()
  expect(text).toContain('1 token works in your name.')
  expect(text).toContain('Reads: names, taking part.')
  expect(text).toContain('Works until 20 Feb 2027')
  expect(text).toContain('Never used.')
})
it('a token is revoked after being asked', async () => {
  api.on(tokens.revoke, { ...token, state: 'revoked', can: { revoke: false } })
  const page = await mount(TokenListPage)
  await page.press('Revoke Friday register')
  expect(api.callsOf(tokens.revoke)).toHaveLength(0)
  await page.press('Revoke it')
  expect(api.callsOf(tokens.revoke)).toHaveLength(1)
  expect(page.text()).toContain('It opens nothing any more.')
})
it('a new one reads, sees what is chosen, and shows its secret once', async () => {
  const page = await mount(TokenNewPage)
  await page.fill('What is it for?', 'Friday register')
  await page.choose('Some of it')
  await page.settle()
  await page.choose('Names')
  await page.press('Make the token')
  expect(api.callsOf(tokens.make)[0]!.body).toMatchObject({ name: 'Friday register', writes: false, categories: ['identity'] })
  expect(page.find('[data-secret]').text()).toBe(secret)
  expect(document.activeElement?.tagName).toBe('H1')
})
it('nothing chosen is asked for; without a name nothing is sent', async () => {
  const page = await mount(TokenNewPage)
  await page.choose('Some of it')
  await page.settle()
  await page.press('Make the token')
  expect(page.text()).toContain('Choose at least one')
  expect(page.text()).toContain('Say which program it is for')
  expect(api.callsOf(tokens.make)).toHaveLength(0)
})
it('when the proof is too old, it is asked for in place, and what was typed stays', async () => {
  api.refuse(tokens.make, 'prove-again').on(factors.factors, {
    waitingFor: null,
    name: 'Amina',
    email: 'a@example.org',
    ways: ['password'],
    recent: false,
    required: true,
    passkeys: [],
    authenticator: null,
    recovery: null,
  })
  const page = await mount(TokenNewPage)
  await page.fill('What is it for?', 'Friday register')
  void page.press('Make the token')
  await page.settle()
  await page.settle()
  expect(page.text()).toContain('Show that it is you')
  expect((page.find('input[name=name]').element as HTMLInputElement).value).toBe('Friday register')
})
it('a secret that was shown already cannot be had again', async () => {
  api.on(tokens.make, { token, secret: null })
  const page = await mount(TokenNewPage)
  await page.fill('What is it for?', 'Friday register')
  await page.press('Make the token')
  expect(page.text()).toContain('its secret was shown then')
})
it('an administrator sees everybody’s, and begins a program', async () => {
  const page = await mount(TokenAdminPage, { session: { administrator: true } })
  expect(page.text()).toContain('No program yet')
  expect(page.text()).toContain('Acts as: Amina Hart')
  expect(api.callsOf(tokens.list)[0]!.query).toMatchObject({ everyone: 'true' })
  api.on(tokens.addService, ({ body }) => ({ id, name: body.name, partner: { id, name: 'College' }, disabled: false, roles: 0, tokens: 0 }))
  const form = await mount(ServiceNewPage)
  await form.fill('What is it called?', 'College register')
  await form.fill('Whose is it?', id)
  await form.press('Add the program')
  expect(api.callsOf(tokens.addService)[0]!.body).toEqual({ name: 'College register', partnerId: id })
})
