import { exportFiles, type Export } from '@modulus/contracts/exports.ts'
import { expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import ExportListPage from './ExportListPage.vue'

const programme = someone.programmes[0]!
const lead = { roles: ['programme_lead' as const], programmes: [{ ...programme, roles: ['programme_lead' as const] }] }
const one = (changes: Partial<Export> = {}): Export => ({
  id: '0190aaaa-0000-7000-8000-0000000000ee',
  programme: { id: programme.id, name: programme.name },
  kind: 'people',
  fromDay: null,
  toDay: null,
  status: 'working',
  failure: null,
  rowsDone: 1000,
  rowsTotal: 2500,
  digest: null,
  orderedAt: '2026-11-22T10:00:00Z',
  expiresAt: '2026-11-23T10:00:00Z',
  ...changes,
})
const open = (session: Parameters<typeof mount>[1] = { session: lead }) => mount(ExportListPage, { path: '/exports', ...session })

it('orders a file, shows how far it is, and then offers it', async () => {
  let items: Export[] = []
  const api = fakeApi()
    .on(exportFiles.list, () => ({ items }))
    .on(exportFiles.order, () => (items = [one()])[0]!)
  const page = await open()
  expect(page.text()).toContain('No file is kept for you')
  await page.press('Make the file')
  expect(page.get('[role=alert]').text()).toContain('Choose a file')
  await page.fill('Which file', `people ${programme.id}`)
  await page.press('Make the file')
  expect(api.callsOf(exportFiles.order)[0]!.body).toEqual({ kind: 'people', programmeId: programme.id })
  await vi.waitFor(() => expect(page.get('[role=progressbar]').attributes('aria-valuetext')).toBe('1000 of 2500'))
  items = [one({ status: 'ready', rowsDone: 2500, digest: 'ab12' })]
  await vi.waitFor(() => expect(page.text()).toContain('2500 rows'), { timeout: 3000 })
  expect(page.get('a[download]').attributes('href')).toBe(`/api/exports/${items[0]!.id}/file`)
})
it('says why one could not be made', async () => {
  fakeApi().on(exportFiles.list, { items: [one({ status: 'failed', failure: 'signed-out' })] })
  expect((await open()).text()).toContain('It could not be made.')
})
it('offers nothing to those for whom there is none', async () => {
  fakeApi().on(exportFiles.list, { items: [] })
  expect((await open({})).text()).toContain('Files are for programme leads and data leads')
})
