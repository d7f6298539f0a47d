import { people } from '@modulus/contracts/people.ts'
import { sessionOidc } from '@modulus/contracts/session-oidc.ts'
import { sessionsOf } from '@modulus/contracts/sessions-of.ts'
import { beforeEach, expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import OrganisationsPage from './OrganisationsPage.vue'
import TheirSessionsPage from './TheirSessionsPage.vue'

const id = '0190bbbb-0000-7000-8000-000000000001',
  fire = { id: 'fire', name: 'Fire and Rescue' }
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const open = { id, device: firefox, startedAt: '2026-11-22T09:00:00.000Z', lastSeenAt: '2026-11-22T10:00:00.000Z', thisOne: false }
let api: ReturnType<typeof fakeApi>
const went = vi.fn()
beforeEach(() => {
  went.mockReset()
  vi.spyOn(location, 'assign').mockImplementation(went)
  api = fakeApi()
    .on(people.read, { name: 'Ailsa Munro' } as never)
    .on(sessionsOf.list, { items: [open] })
    .on(sessionOidc.providers, { items: [fire] })
    .on(sessionOidc.identities, { items: [] })
})

it('an administrator sees each device in words, and ends one or all after being asked', async () => {
  api.on(sessionsOf.endOne, undefined as never).on(sessionsOf.endAll, { ended: 1 })
  const page = await mount(TheirSessionsPage, { props: { personId: id } })
  expect(page.text()).toContain('Firefox on Linux')
  expect(page.text()).toContain('Ailsa Munro. What you end is over at their next click')
  await page.press(page.find('button[aria-label^="Sign them out there: Firefox on Linux"]').attributes('aria-label')!)
  expect(api.callsOf(sessionsOf.endOne)[0]!.params).toEqual({ personId: id, deviceId: id })
  expect(page.text()).toContain('Signed out there.')
  await page.press('Sign them out everywhere')
  expect(api.callsOf(sessionsOf.endAll)).toHaveLength(0)
  await page.press('Sign them out')
  expect(api.callsOf(sessionsOf.endAll)).toHaveLength(1)
})
it('says so when somebody is signed in nowhere, and when it may not be seen', async () => {
  api.on(sessionsOf.list, { items: [] })
  expect((await mount(TheirSessionsPage, { props: { personId: id } })).text()).toContain('Signed in nowhere')
  api.refuse(sessionsOf.list, 'forbidden')
  expect((await mount(TheirSessionsPage, { props: { personId: id } })).find('[role=alert]').exists()).toBe(true)
})
it('one goes to one’s organisation to connect it, and never is one asked there for what is connected', async () => {
  api.on(sessionOidc.connectProvider, { address: 'https://login.example/authorize?x=1' })
  const page = await mount(OrganisationsPage)
  await page.press('Connect Fire and Rescue')
  expect(went).toHaveBeenCalledWith('https://login.example/authorize?x=1')
  api.on(sessionOidc.identities, { items: [{ id, provider: fire, connectedAt: '2026-11-01T09:00:00.000Z', lastUsedAt: null }] })
  expect((await mount(OrganisationsPage)).text()).not.toContain('Connect one')
})
it('disconnecting is asked first; the last way in stays, in words', async () => {
  api
    .on(sessionOidc.identities, { items: [{ id, provider: fire, connectedAt: '2026-11-01T09:00:00.000Z', lastUsedAt: null }] })
    .refuse(sessionOidc.disconnectIdentity, 'last-way-in')
  const page = await mount(OrganisationsPage)
  await page.press('Disconnect Fire and Rescue')
  expect(api.callsOf(sessionOidc.disconnectIdentity)).toHaveLength(0)
  await page.press('Disconnect it')
  expect(page.find('[role=alert]').text()).toContain('only way into your account')
})
it('where no organisation is known it says what works as always', async () => {
  api.on(sessionOidc.providers, { items: [] })
  expect((await mount(OrganisationsPage)).text()).toContain('No organisation can be connected here')
})
