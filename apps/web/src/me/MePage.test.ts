import { me, type Me } from '@modulus/contracts/me.ts'
import { session } from '@modulus/contracts/session.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import LinkPage from './LinkPage.vue'
import MePage from './MePage.vue'
import { whenOf } from './when.ts'

const iona: Me = {
  knownAs: 'Iona',
  programme: 'Linnbrae',
  worker: { name: 'Amina Hart' },
  dutyPhone: '0141 496 0000',
  nextSession: {
    title: 'Housing yard',
    startsAt: '2026-11-24T13:00:00Z',
    endsAt: '2026-11-24T15:30:00Z',
    place: 'Ballater Way',
    courseName: 'Out on the vans',
    changedWhy: '',
  },
  deal: { whatIGet: 'A shot on the vans', whatIGive: 'Turn up and try', agreedOn: '2026-11-03' },
  said: [{ words: 'Out on the vans, no in an office', heardOn: '2026-11-03' }],
}

it('greets a young person by the name they are known as, with what is next and the deal', async () => {
  fakeApi().on(me.read, iona)
  const page = await mount(MePage)
  expect(page.get('h1').text()).toBe('Hi Iona')
  for (const words of [
    '1pm to 3:30pm',
    'Housing yard, Ballater Way',
    'A shot on the vans',
    'Turn up and try',
    '“Out on the vans, no in an office”',
    'Call us: 0141 496 0000',
  ])
    expect(page.text()).toContain(words)
})
it('says so kindly when nothing is planned and nothing is agreed', async () => {
  fakeApi().on(me.read, { ...iona, nextSession: null, deal: null, said: [] })
  const page = await mount(MePage)
  expect(page.text()).toContain('Nothing is planned just now. Amina Hart will be in touch.')
  expect(page.text()).toContain('Nothing happens until you say yes.')
})
it('keeps nothing on the screen after signing out', async () => {
  fakeApi().on(me.read, iona).on(session.signOut, undefined)
  const page = await mount(MePage)
  await page.press('Sign out')
  expect(page.text()).not.toContain('Iona')
  expect(page.text()).toContain('ask your worker for a new link')
})
it('says so when signing out did not reach us', async () => {
  fakeApi().on(me.read, iona).cutOff(session.signOut)
  const page = await mount(MePage)
  await page.press('Sign out')
  expect(page.get('[role=alert]').text()).toContain('you are still signed in')
})
it('opens a link only when tapped, because a preview must not use it up', async () => {
  const api = fakeApi().on(session.signInByLink, someone)
  const page = await mount(LinkPage, { path: '/link/abc', at: '/link/:token', props: { token: 'abc' } })
  expect(api.calls).toEqual([])
  await page.press('Open my page')
  expect(api.callsOf(session.signInByLink)[0]!.body).toEqual({ token: 'abc' })
  expect(page.router.currentRoute.value.path).toBe('/')
})
it('says what to do about a link that was used', async () => {
  fakeApi().refuse(session.signInByLink, 'link-spent')
  const page = await mount(LinkPage, { path: '/link/abc', at: '/link/:token', props: { token: 'abc' } })
  await page.press('Open my page')
  expect(page.get('[role=alert]').text()).toContain('Ask your worker for a new one')
})
it('says dates as people do', () => {
  expect(whenOf('2026-11-24T13:00:00Z', '2026-11-24T15:30:00Z', '2026-11-22')).toBe('Tuesday 24 November, 1pm to 3:30pm')
  expect(whenOf('2026-11-24T13:00:00Z', '2026-11-24T15:00:00Z', '2026-11-23')).toBe('Tomorrow, 1pm to 3pm')
  expect(whenOf('2026-07-01T23:30:00Z', '2026-07-02T00:30:00Z', '2026-07-02')).toBe('Today, 12:30am to 1:30am')
})
