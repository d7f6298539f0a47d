import { messages } from '@modulus/contracts/messages.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import MailboxPage from './MailboxPage.vue'
import { partsOf } from './parts.ts'

const message = (body: string) => ({
  id: '0190eeee-0000-7000-8000-000000000001',
  kind: 'invitation' as const,
  channel: 'email' as const,
  to: 'ailsa@example.org',
  subject: 'You are invited',
  body,
  status: 'sent' as const,
  writtenAt: '2026-11-22T10:00:00.000Z',
  sentAt: null,
  failure: null,
})

it('makes a link of an address of our own, and of no other', async () => {
  fakeApi().on(messages.list, {
    items: [message(`Come in:\n${location.origin}/i/abc\nNot here: https://elsewhere.example/i/abc <b>bold</b>`)],
    next: null,
  })
  const page = await mount(MailboxPage, { path: '/mailbox' })
  expect(page.findAll('a').map((one) => one.attributes('href'))).toEqual(['/i/abc'])
  expect(page.text()).toContain('https://elsewhere.example/i/abc <b>bold</b>')
})
it('is not there where messages really go out', async () => {
  fakeApi().refuse(messages.list, 'not-found')
  expect((await mount(MailboxPage, { path: '/mailbox' })).text()).toContain('There is no mailbox here')
})
it('is not fooled by an address that looks like ours', () => {
  const ours = 'http://localhost:3000'
  for (const foreign of ['http://localhost:3000.evil.example/i/x', 'http://localhost:3000@evil.example/', 'https://localhost:3000/i/x'])
    expect(partsOf(foreign, ours)).toEqual([{ text: foreign }])
  expect(partsOf(`${ours}/i/x`, ours)).toEqual([{ text: `${ours}/i/x`, path: '/i/x' }])
})
