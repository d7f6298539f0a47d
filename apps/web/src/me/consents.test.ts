import { meSharing, type OwnConsent, type OwnShare } from '@modulus/contracts/consents.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ConsentsPage from './ConsentsPage.vue'

const consent: OwnConsent = {
  id: '0190aaaa-0000-7000-8000-000000000001',
  items: ['known_as', 'phone'],
  toOrganisation: 'Harbour Boxing Club',
  purpose: 'So that a coach can ring you',
  state: 'asked',
  askedBy: 'Amina Hart',
  askedAt: '2026-11-20T10:00:00.000Z',
  answeredAt: null,
  answerWords: '',
  withdrawnAt: null,
  withdrawnWords: '',
}
const share: OwnShare = {
  id: '0190aaaa-0000-7000-8000-000000000002',
  items: ['known_as'],
  toOrganisation: 'The college',
  toPerson: 'Morven Example',
  why: 'To hold a place',
  state: 'opened',
  sentAt: '2026-11-20T10:00:00.000Z',
  openedAt: '2026-11-20T11:00:00.000Z',
  byConsent: false,
  toldOn: '2026-11-20',
  theirView: 'Fine by me',
}

it('asks for a yes or a no, and takes either with their words', async () => {
  const api = fakeApi()
    .on(meSharing.shared, { consents: [consent], shares: [] })
    .on(meSharing.answerConsent, undefined)
  const page = await mount(ConsentsPage)
  expect(page.text()).toContain('We would tell them the name you go by and your phone number.')
  await page.fill('Want to say more? You do not have to.', 'Only the coach')
  await page.press('No: Harbour Boxing Club')
  expect(api.callsOf(meSharing.answerConsent)[0]!.body).toEqual({ yes: false, words: 'Only the coach' })
  expect(page.get('[role=status]').text()).toContain('You said no.')
})
it('takes a yes back in one tap', async () => {
  const api = fakeApi()
    .on(meSharing.shared, { consents: [{ ...consent, state: 'live', answerWords: 'Aye' }], shares: [] })
    .on(meSharing.takeBackConsent, undefined)
  const page = await mount(ConsentsPage)
  expect(page.find('blockquote').text()).toBe('“Aye”')
  await page.press('Take my yes back: Harbour Boxing Club')
  expect(api.callsOf(meSharing.takeBackConsent)).toHaveLength(1)
  expect(page.get('[role=status]').text()).toContain('It has stopped')
})
it('says what was shared, with whom, why and when they looked', async () => {
  fakeApi().on(meSharing.shared, { consents: [], shares: [share] })
  const text = (await mount(ConsentsPage)).text()
  for (const words of ['Morven Example, The college', 'the name you go by', 'To hold a place', 'They looked at it:', '“Fine by me”'])
    expect(text).toContain(words)
})
it('keeps what was said when there is no signal', async () => {
  fakeApi()
    .on(meSharing.shared, { consents: [consent], shares: [] })
    .cutOff(meSharing.answerConsent)
  const page = await mount(ConsentsPage)
  await page.fill('Want to say more? You do not have to.', 'Hm')
  await page.press('Yes: Harbour Boxing Club')
  expect(page.get('[role=alert]').text()).toContain('did not save')
  expect(page.get('textarea').element.value).toBe('Hm')
})
