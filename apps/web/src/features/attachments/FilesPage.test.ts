import { attachments, type Attachment } from '@modulus/contracts/attachments.ts'
import { placements } from '@modulus/contracts/placements.ts'
import { expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import FilesPage from './FilesPage.vue'

const participantId = '0190aaaa-0000-7000-8000-0000000000aa'
const one = (changes: Partial<Attachment> = {}): Attachment => ({
  id: '0190aaaa-0000-7000-8000-0000000000bb',
  participantId,
  about: 'person',
  aboutId: null,
  name: 'certificate.pdf',
  description: 'Bench joinery',
  size: 120_000,
  mediaType: 'application/pdf',
  digest: 'ab',
  status: 'kept',
  scanned: false,
  shared: true,
  addedAt: '2026-11-20T10:00:00Z',
  addedBy: 'Amina Hart',
  removedReason: '',
  version: 1,
  can: { send: false, remove: true },
  ...changes,
})
const can = { add: true, addToPerson: true },
  maxBytes = 10 * 1024 * 1024
const open = () =>
  mount(FilesPage, { props: { participantId }, path: `/people/${participantId}/files`, at: '/people/:participantId/files' })
const choose = (page: Awaited<ReturnType<typeof open>>, file: File) => {
  const input = page.get('input[type=file]')
  Object.defineProperty(input.element, 'files', { value: [file], configurable: true })
  return input.trigger('change')
}

it('announces a file by its name and then sends its bytes', async () => {
  let items: Attachment[] = []
  const api = fakeApi()
    .on(attachments.list, () => ({ items, can, maxBytes }))
    .on(placements.list, { items: [], next: null })
    .on(attachments.announce, () => one({ status: 'announced' }))
    .on(attachments.send, () => (items = [one()])[0]!)
  const page = await open()
  expect(page.text()).toContain('No files yet')
  await page.press('Add the file')
  expect(page.get('[role=alert]').text()).toContain('Choose a file')
  await choose(page, new File(['%PDF-1.7'], 'certificate.pdf', { type: 'application/pdf' }))
  await page.press('Add the file')
  expect(api.callsOf(attachments.announce)[0]!.body).toEqual({ about: 'person', name: 'certificate.pdf', description: '' })
  await vi.waitFor(() => expect(page.text()).toContain('Bench joinery'))
  expect(page.get('a[download]').attributes('href')).toBe(`/api/participants/${participantId}/attachments/${one().id}/bytes`)
})
it('says in its own words why a file is not let in, and keeps the choice', async () => {
  fakeApi()
    .on(attachments.list, { items: [], can, maxBytes })
    .on(placements.list, { items: [], next: null })
    .on(attachments.announce, one({ status: 'announced' }))
    .refuse(attachments.send, 'file-refused')
  const page = await open()
  await choose(page, new File(['MZ'], 'letter.pdf', { type: 'application/pdf' }))
  await page.press('Add the file')
  expect(page.text()).toContain('This file cannot be kept.')
  expect(page.text()).toContain('letter.pdf')
})
it('takes another file after one was refused as another thing, and tries the same one again as the same', async () => {
  const api = fakeApi()
    .on(attachments.list, { items: [], can, maxBytes })
    .on(placements.list, { items: [], next: null })
    .on(attachments.announce, one({ status: 'announced' }))
    .refuse(attachments.send, 'file-refused')
  const page = await open()
  for (const name of ['letter.pdf', 'photo.pdf']) {
    await choose(page, new File(['MZ'], name, { type: 'application/pdf' }))
    await page.press('Add the file')
  }
  await page.press('Add the file')
  const [first, second, again] = api.callsOf(attachments.announce).map(({ params }) => params.attachmentId)
  expect(second).not.toBe(first)
  expect(again).toBe(second)
})
it('removes one with a reason; what stays says so', async () => {
  let items = [one()]
  fakeApi()
    .on(attachments.list, () => ({ items, can, maxBytes }))
    .on(placements.list, { items: [], next: null })
    .on(
      attachments.remove,
      ({ body }) =>
        (items = [one({ status: 'removed', name: 'Removed', removedReason: body.reason, can: { send: false, remove: false } })])[0]!,
    )
  const page = await open()
  await page.press('Remove it: certificate.pdf')
  await page.press('Remove it')
  expect(page.text()).toContain('Say why it has to go')
  await page.fill('Why', 'Wrong person')
  await page.press('Remove it')
  await vi.waitFor(() => expect(page.text()).toContain('Why: Wrong person'))
})
it('shows what the scanner put away, and offers it to nobody', async () => {
  fakeApi()
    .on(attachments.list, {
      items: [one({ status: 'quarantined', can: { send: false, remove: true } })],
      can: { add: false, addToPerson: false },
      maxBytes,
    })
    .on(placements.list, { items: [], next: null })
  const page = await open()
  expect(page.text()).toContain('Put away')
  expect(page.find('a[download]').exists()).toBe(false)
})
