import { contacts, type ContactEvent } from '@modulus/contracts/contacts.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ContactChangePage from './ContactChangePage.vue'
import ContactEventPage from './ContactEventPage.vue'

const contact: ContactEvent = {
  id: '0190cccc-0000-7000-8000-000000000001',
  participant: { id: '0190cccc-0000-7000-8000-000000000002', knownAs: 'Iona' },
  programmeId: '0190cccc-0000-7000-8000-000000000003',
  channel: 'call',
  direction: 'out',
  outcome: 'good_chat',
  happenedAt: '2026-11-20T10:00:00.000Z',
  nextOn: null,
  by: 'Amina Hart',
  theirWords: 'aye, sound',
  staffWords: '',
  earlier: [],
  version: 1,
  can: { amend: true, takeBack: true },
}
const props = { contactId: contact.id }
const look = () => mount(ContactEventPage, { path: `/contacts/${contact.id}`, at: '/contacts/:contactId', props })

it('who just logged it may change it or take it back', async () => {
  const api = fakeApi()
    .on(contacts.read, contact)
    .on(contacts.takeBack, null as never)
  const page = await look()
  expect(page.findAll('a').map((one) => one.attributes('href'))).toContain(`/contacts/${contact.id}/change`)
  await page.press('Take it back')
  expect(api.callsOf(contacts.takeBack)).toHaveLength(1)
  expect(page.router.currentRoute.value.path).toBe(`/people/${contact.participant.id}`)
})
it('others see what it says, and what it said before', async () => {
  fakeApi().on(contacts.read, {
    ...contact,
    earlier: [{ at: '2026-11-20T10:05:00.000Z', theirWords: 'aye, grand', staffWords: '' }],
    can: { amend: false, takeBack: false },
  })
  const page = await look()
  expect(page.text()).toContain('What it said before')
  expect(page.text()).toContain('aye, grand')
  expect(page.text()).not.toContain('Take it back')
})
it('a change goes along with its version; one that came second is shown both ways', async () => {
  const api = fakeApi()
    .on(contacts.read, contact)
    .refuse(contacts.amend, 'changed-meanwhile', { current: { ...contact, theirWords: 'somebody was faster', version: 2 } })
  const page = await mount(ContactChangePage, { path: `/contacts/${contact.id}/change`, at: '/contacts/:contactId/change', props })
  await page.fill('What did they say?', 'aye, no bad')
  await page.press('Save the change')
  expect(api.callsOf(contacts.amend)[0]!.body).toMatchObject({ version: 1, theirWords: 'aye, no bad', outcome: 'good_chat' })
  expect(page.text()).toContain('somebody was faster')
  api.on(contacts.amend, { ...contact, version: 2 })
  await page.press('Save the change')
  expect(page.router.currentRoute.value.fullPath).toBe(`/contacts/${contact.id}?saved=changed`)
})
it('a “stop” is not talked away: its outcome is not asked again', async () => {
  fakeApi().on(contacts.read, { ...contact, outcome: 'asked_to_stop' })
  const page = await mount(ContactChangePage, { path: `/contacts/${contact.id}/change`, at: '/contacts/:contactId/change', props })
  expect(page.text()).not.toContain('How did it go?')
})
