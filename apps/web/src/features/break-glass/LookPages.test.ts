import { breakGlass, type EmergencyLook } from '@modulus/contracts/break-glass.ts'
import { beforeEach, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import { useEmergency } from '#stores/emergency.ts'
import EmergencyBanner from '../../shell/EmergencyBanner.vue'
import LookListPage from './LookListPage.vue'
import LookNewPage from './LookNewPage.vue'
import LookPage from './LookPage.vue'

beforeEach(() => sessionStorage.clear())
const look = (extra: Partial<EmergencyLook> = {}): EmergencyLook => ({
  id: '0190aaaa-0000-7000-8000-00000000d001',
  reference: 'YP-1004',
  participantId: '0190aaaa-0000-7000-8000-00000000d002',
  programme: { id: '0190aaaa-0000-7000-8000-00000000d003', name: 'Linnbrae' },
  who: { id: '0190aaaa-0000-7000-8000-00000000d004', name: 'Morag Petrie', partnerName: 'Fire' },
  reason: 'Their mother rang our station in the night.',
  from: '2026-11-20T10:00:00.000Z',
  until: new Date(Date.now() + 42 * 60_000).toISOString(),
  endedAt: null,
  state: 'open',
  reviewDue: '2026-11-24',
  reviewLate: false,
  reviewedAt: null,
  reviewedBy: null,
  justified: null,
  reviewWords: '',
  can: { end: true, review: false },
  ...extra,
})

it('opens a record by its reference, with a reason, and goes there', async () => {
  const api = fakeApi().on(breakGlass.open, look())
  const page = await mount(LookNewPage, { path: '/break-glass/new' })
  expect(page.text()).toContain('Call 999 first')
  await page.fill('Reference', 'yp-1004')
  await page.fill('Why it cannot wait', 'Too short')
  await page.press('Open the record for an hour')
  expect(page.text()).toContain('in at least twenty characters')
  await page.fill('Why it cannot wait', 'Their mother rang our station in the night.')
  await page.press('Open the record for an hour')
  expect(api.callsOf(breakGlass.open)).toMatchObject([{ body: { reference: 'yp-1004' } }])
  expect(page.router.currentRoute.value.path).toBe(`/people/${look().participantId}`)
  expect(useEmergency().minutes).toBe(42)
  expect(sessionStorage.getItem('emergency')).not.toMatch(/YP|mother/)
})
it('what is not found is said so, and no more', async () => {
  fakeApi().refuse(breakGlass.open, 'not-found')
  const page = await mount(LookNewPage, { path: '/break-glass/new' })
  await page.choose('By their whole name')
  await page.settle()
  await page.fill('First name', 'Sam')
  await page.fill('Family name', 'Baird')
  await page.fill('Why it cannot wait', 'Their mother rang our station in the night.')
  await page.press('Open the record for an hour')
  expect(page.find('[role=alert], .error-summary, [tabindex="-1"]').text()).not.toBe('')
  expect(useEmergency().opened).toBeNull()
})
it('the banner counts down, ends it, and is gone after the hour', async () => {
  const api = fakeApi().on(breakGlass.end, look({ state: 'to_review' }))
  const page = await mount(EmergencyBanner, { path: '/' })
  expect(page.text()).toBe('')
  useEmergency().keep(look())
  await page.settle()
  expect(page.text()).toContain('42 more minutes')
  await page.press('End it now')
  expect(api.callsOf(breakGlass.end)).toHaveLength(1)
  expect(page.router.currentRoute.value.path).toBe(`/break-glass/${look().id}`)
  useEmergency().keep(look({ until: new Date(Date.now() - 1000).toISOString() }))
  useEmergency().tick()
  expect(useEmergency().opened).toBeNull()
})
it('the list says what is to be judged, and what is late', async () => {
  fakeApi().on(breakGlass.list, {
    items: [
      look({ state: 'to_review', can: { end: false, review: true } }),
      look({ id: '0190aaaa-0000-7000-8000-00000000d009', state: 'to_review', reviewLate: true }),
    ],
    next: null,
  })
  const page = await mount(LookListPage, { path: '/break-glass', session: { roles: ['data_lead'] } })
  expect(page.text()).toContain('1 look to be judged.')
  expect(page.text()).toContain('Was to be judged by')
})
it('a judgement against it wants words', async () => {
  const api = fakeApi()
    .on(breakGlass.read, look({ state: 'to_review', can: { end: false, review: true } }))
    .on(breakGlass.review, look({ state: 'reviewed', justified: false }))
  const page = await mount(LookPage, { props: { lookId: look().id }, path: `/break-glass/${look().id}`, session: { roles: ['data_lead'] } })
  expect(page.text()).toContain('To be judged by 24 Nov 2026')
  await page.choose('No, it was not')
  await page.fill('What you say to it', 'A call would have done')
  await page.press('Save the judgement')
  expect(api.callsOf(breakGlass.review)).toMatchObject([{ body: { justified: false, words: 'A call would have done' } }])
})
