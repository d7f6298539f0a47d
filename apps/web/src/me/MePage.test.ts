import { me, type Me } from '@modulus/contracts/me.ts'
import { session } from '@modulus/contracts/session.ts'
import { sessionCode } from '@modulus/contracts/session-code.ts'
import { expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import LinkPage from './LinkPage.vue'
import MePage from './MePage.vue'
import { routes } from './routes.ts'
import { momentOf, whenOf } from './when.ts'

const yard = '0190aaaa-0000-7000-8000-00000000000a'
const iona: Me = {
  knownAs: 'Iona',
  programme: 'Linnbrae',
  worker: { name: 'Amina Hart' },
  dutyPhone: '0141 496 0000',
  nextSession: {
    id: yard,
    title: 'Housing yard',
    startsAt: '2026-11-24T13:00:00Z',
    endsAt: '2026-11-24T15:30:00Z',
    place: 'Ballater Way',
    courseName: 'Out on the vans',
    changedWhy: '',
    reply: null,
  },
  nextVisit: null,
  changed: [{ title: 'Vans', planned: 'Office day', why: 'More time on the vans', startsAt: '2026-11-24T13:00:00Z' }],
  said: [{ words: 'Out on the vans, no in an office', heardOn: '2026-11-03' }],
  done: [
    { kind: 'sessions', title: 'Out on the vans', count: 3 },
    { kind: 'placement', title: 'Forklift taster', count: 1 },
  ],
  answers: 0,
  waiting: { vote: false, pulse: false },
  left: null,
}
const next = iona.nextSession!

it('greets a young person by the name they are known as, with what is next and what changed', async () => {
  fakeApi().on(me.read, iona)
  const page = await mount(MePage)
  expect(page.get('h1').text()).toBe('Hi Iona')
  for (const words of [
    '1pm to 3:30pm',
    'Housing yard, Ballater Way',
    'More time on the vans',
    'It is now Vans, not Office day.',
    '“Out on the vans, no in an office”',
    'Came to Out on the vans, 3 times',
    'Had a go: Forklift taster',
    'Who can see it, and who looked',
  ])
    expect(page.text()).toContain(words)
})
it('keeps the title of the page neutral, because a history is read by others', async () => {
  document.title = 'My stuff'
  fakeApi().on(me.read, iona)
  await mount(MePage)
  expect(document.title).toBe('My stuff')
})
it('takes one tap to say yes, one to take it back, and one to say no', async () => {
  let reply: Me['nextSession'] extends infer S ? (S extends { reply: infer R } ? R : never) : never = null
  const api = fakeApi()
    .on(me.read, () => ({ ...iona, nextSession: { ...next, reply } }))
    .on(me.reply, ({ body }) => ({ reply: (reply = body.reply) }))
    .on(me.takeReplyBack, () => void (reply = null))
  const page = await mount(MePage)
  await page.press('I’ll be there')
  expect(api.callsOf(me.reply)[0]).toMatchObject({ params: { sessionId: yard }, body: { reply: 'coming' } })
  expect(page.get('[role=status]').text()).toContain('You said you’ll be there.')
  await page.press('Undo')
  await page.press('Can’t make it')
  expect(page.text()).toContain('Thanks for telling us.')
})
it('says so when a tap did not reach us', async () => {
  fakeApi().on(me.read, iona).cutOff(me.reply)
  const page = await mount(MePage)
  await page.press('I’ll be there')
  expect(page.get('[role=alert]').text()).toContain('No signal')
  expect(page.text()).toContain('Can’t make it')
})
it('says so kindly when nothing is planned, and when someone is coming to see them', async () => {
  fakeApi().on(me.read, { ...iona, nextSession: null, changed: [], said: [], done: [] })
  expect((await mount(MePage)).text()).toContain('Nothing is planned just now. Amina Hart will be in touch.')
  fakeApi().on(me.read, { ...iona, nextSession: null, nextVisit: { startsAt: '2026-11-24T10:00:00Z', by: 'Amina Hart' } })
  expect((await mount(MePage)).text()).toContain('Amina Hart will come to see you.')
})
it('asks nothing of someone who left', async () => {
  fakeApi().on(me.read, { ...iona, left: { erasedOn: '2027-11-22' } })
  const page = await mount(MePage)
  expect(page.text()).toContain('You have left. That is fine.')
  expect(page.text()).not.toContain('I’ll be there')
  expect(page.text()).toContain('wiped after 22 Nov 2027')
})
it('keeps nothing on the screen after signing out', async () => {
  fakeApi().on(me.read, iona).on(session.signOut, undefined)
  const page = await mount(MePage)
  await page.press('Sign out')
  await vi.waitFor(() => expect(page.text()).toContain('You are signed out'))
  expect(page.text()).not.toContain('Iona')
  expect(page.text()).toContain('Ask your worker for a link')
})
it('keeps no ticket in the browser after signing out, so that nobody answers in their name', async () => {
  sessionStorage.setItem('nameless pulse somewhere 2026-11-01', 'a-ticket')
  fakeApi().on(me.read, iona).on(session.signOut, undefined)
  await (await mount(MePage)).press('Sign out')
  expect(sessionStorage).toHaveLength(0)
})
it('leads to each of their pages, and to a vote and the questions of the month only while they wait', async () => {
  const everywhere = routes.map(({ path }) => path).filter((path) => !path.includes(':') && !['/stop', '/delete', '/worry'].includes(path)) // those stand on Your rights, Stop and Help
  const links = async (waiting: Me['waiting']) => {
    fakeApi().on(me.read, { ...iona, waiting })
    return (await mount(MePage)).findAll('nav a').map((one) => one.attributes('href'))
  }
  expect((await links({ vote: true, pulse: true })).sort()).toEqual([...everywhere].sort())
  const quiet = await links({ vote: false, pulse: false })
  expect([quiet.includes('/vote'), quiet.includes('/pulse')]).toEqual([false, false])
})
it('says that a session changed because they said so', async () => {
  fakeApi().on(me.read, { ...iona, nextSession: { ...next, changedWhy: '“No mair worksheets.”' } })
  expect((await mount(MePage)).text()).toContain('You said “No mair worksheets”, so we changed it.')
  fakeApi().on(me.read, { ...iona, nextSession: { ...next, changedWhy: 'The hall is shut' } })
  expect((await mount(MePage)).text()).toContain('We changed this one: The hall is shut')
})
it('says so when signing out did not reach us', async () => {
  fakeApi().on(me.read, iona).cutOff(session.signOut)
  const page = await mount(MePage)
  await page.press('Sign out')
  expect(page.get('[role=alert]').text()).toContain('you are still signed in')
})

it('lets them back in with a code, and says the same whoever asks', async () => {
  let signedIn = false
  const api = fakeApi().refuse(me.read, 'signed-out').on(sessionCode.askForCode, undefined).refuse(sessionCode.signInByCode, 'wrong-code')
  const page = await mount(MePage)
  await vi.waitFor(() => expect(page.text()).toContain('You are signed out'))
  await page.fill('Your mobile number or e-mail', '07700 900123')
  await page.press('Send me a code')
  expect(api.callsOf(sessionCode.askForCode)[0]!.body).toEqual({ address: '07700 900123' })
  expect(page.text()).toContain('If we know you, a code is on its way.')
  await page.fill('The six numbers', '12 34 56')
  await page.press('Open my page')
  expect(page.get('[role=alert]').text()).toContain('That is not the code')
  api.on(sessionCode.signInByCode, () => ((signedIn = true), someone)).on(me.read, iona)
  await page.press('Open my page')
  expect(api.callsOf(sessionCode.signInByCode)[1]!.body).toEqual({ address: '07700 900123', code: '123456' })
  expect([signedIn, page.get('h1').text()]).toEqual([true, 'Hi Iona'])
})
it('says how long to wait after many tries', async () => {
  fakeApi().refuse(me.read, 'signed-out').refuse(sessionCode.askForCode, 'too-many-guesses', { seconds: 200 })
  const page = await mount(MePage)
  await vi.waitFor(() => expect(page.text()).toContain('Send me a code'))
  await page.fill('Your mobile number or e-mail', '07700 900123')
  await page.press('Send me a code')
  expect(page.get('[role=alert]').text()).toContain('Wait five minutes')
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
  expect(momentOf('2026-11-24T13:00:00Z', '2026-11-23')).toBe('Tomorrow, 1pm')
})

it('vanishes at the third Escape in a row, and not before', async () => {
  const gone = vi.fn()
  vi.stubGlobal('location', { replace: gone, origin: 'http://localhost', pathname: '/me' })
  fakeApi().on(me.read, iona)
  const page = await mount(MePage)
  const escape = () => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  escape()
  escape()
  expect(gone).not.toHaveBeenCalled()
  escape()
  expect(gone).toHaveBeenCalledWith('https://www.bbc.co.uk/weather')
  expect(document.body.hidden).toBe(true)
  expect(document.title).toBe('Weather')
  document.body.hidden = false
  sessionStorage.clear()
  page.unmount()
  vi.unstubAllGlobals()
})
