import { session } from '@modulus/contracts/session.ts'
import { sessionOidc } from '@modulus/contracts/session-oidc.ts'
import { beforeEach, expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import BaseProviders from '#ui/BaseProviders.vue'
import SignedInPage from './SignedInPage.vue'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi().on(session.read, someone)
})
const land = async (query: string) => {
  const page = await mount(SignedInPage, { path: `/signed-in${query}`, at: '/signed-in', session: someone })
  await page.settle()
  return page
}

it('goes on by itself to what was wanted, and never to another site', async () => {
  expect((await land('?next=/people')).router.currentRoute.value.fullPath).toBe('/people')
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example'])
    expect((await land(`?next=${encodeURIComponent(next)}`)).router.currentRoute.value.fullPath).toBe('/')
})
it('goes to the second step when one is owed, and to the settings when something was connected', async () => {
  expect((await land('?waits=factor&next=/people')).router.currentRoute.value.fullPath).toBe('/signin/second-step?next=/people')
  expect((await land('?connected=fire')).router.currentRoute.value.fullPath).toBe('/settings/organisations?saved=connected')
})
it.each([
  ['identity-unknown', 'This sign-in opens nothing here yet'],
  ['provider-stopped', 'The sign-in was not finished'],
  ['provider-away', 'does not answer'],
  ['something-new', 'That did not work'],
])('says kindly what went wrong: %s', async (problem, words) => {
  const page = await land(`?problem=${problem}&provider=fire`)
  expect(page.find('h1').text()).toContain(words)
  expect(page.router.currentRoute.value.path).toBe('/signed-in')
})
it('has a button for each organisation, none where there is none, and words when it does not answer', async () => {
  const went = vi.spyOn(location, 'assign').mockImplementation(() => {})
  api
    .on(sessionOidc.providers, { items: [{ id: 'fire', name: 'Fire and Rescue' }] })
    .on(sessionOidc.startAtProvider, { address: 'https://login.example/' })
  const page = await mount(BaseProviders, { props: { next: '/people' }, session: null })
  await page.press('Sign in with Fire and Rescue')
  expect(api.callsOf(sessionOidc.startAtProvider)[0]).toMatchObject({ params: { provider: 'fire' }, body: { next: '/people' } })
  expect(went).toHaveBeenCalledWith('https://login.example/')
  api.refuse(sessionOidc.startAtProvider, 'provider-away')
  const again = await mount(BaseProviders, { session: null })
  await again.press('Sign in with Fire and Rescue')
  expect(again.find('[role=alert]').text()).toContain('does not answer just now')
  api.on(sessionOidc.providers, { items: [] })
  expect((await mount(BaseProviders, { session: null })).findAll('button')).toHaveLength(0)
})
