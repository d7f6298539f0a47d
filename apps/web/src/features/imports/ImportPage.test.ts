import { imports, type Import } from '@modulus/contracts/imports.ts'
import { programmes, type Programme } from '@modulus/contracts/programmes.ts'
import { expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import ImportNewPage from './ImportNewPage.vue'
import ImportPage from './ImportPage.vue'

const id = '0190bbbb-0000-7000-8000-000000000001'
const field = (key: string, label: string, required = false) => ({ key, label, required, help: 'Help', example: '' })
const one = (changes: Partial<Import> = {}): Import => ({
  id,
  programmeId: someone.programmes[0]!.id,
  programmeName: 'Linnbrae',
  kind: 'nominations',
  fileName: 'spring.csv',
  status: 'uploaded',
  rowsTotal: 5000,
  rowsSeen: 0,
  rowsTaken: 0,
  rowsWrong: 0,
  rowsRepeated: 0,
  createdAt: '2026-11-22T10:00:00Z',
  finishedAt: null,
  encoding: 'utf-8',
  delimiter: ';',
  columns: ['Name', 'Talents', 'Colour'],
  fields: [field('goodAt', 'Good at', true), field('wholeName', 'Whole name')],
  mapping: { wholeName: 0 },
  settings: {},
  failure: null,
  version: 1,
  samples: [['Kim'], ['Sings'], ['Blue']],
  ...changes,
})
const open = () => mount(ImportPage, { props: { importId: id }, path: `/imports/${id}`, at: '/imports/:importId' })
const programme = { partners: [], team: [] } as unknown as Programme

it('matches the columns, shows the first rows, and runs', async () => {
  let now = one()
  const api = fakeApi()
    .on(imports.read, () => now)
    .on(programmes.read, programme)
    .on(imports.map, ({ body }) => (now = one({ mapping: body.mapping, version: 2 })))
    .on(imports.preview, {
      unmatched: [],
      rows: [
        { line: 2, cells: [{ key: 'goodAt', label: 'Good at', text: 'Sings' }], errors: [] },
        { line: 3, cells: [], errors: [{ key: 'goodAt', label: 'Good at', words: 'Say what they are good at.' }] },
      ],
    })
    .on(imports.run, () => (now = one({ status: 'checking', rowsSeen: 2500, rowsWrong: 3 })))
  const page = await open()
  expect(page.text()).toContain('Read as UTF-8, cells apart by semicolons: 5,000 rows.')
  await page.press('Look at the first rows')
  expect(page.get('[role=alert]').text()).toContain('Say which column holds “Good at”')
  await page.fill('Good at (needed)', '1')
  await page.press('Look at the first rows')
  expect(api.callsOf(imports.map)[0]!.body).toMatchObject({
    mapping: { wholeName: 0, goodAt: 1 },
    settings: { sourcePartnerId: someone.partner!.id },
  })
  expect(page.text()).toContain('Row 3')
  expect(page.text()).toContain('Say what they are good at.')
  await page.press('Check all 5,000 rows and take in the good ones')
  expect(page.get('[role=progressbar]').attributes('aria-valuetext')).toBe('2,500 of 5,000 rows')
  now = one({ status: 'done', rowsSeen: 5000, rowsTaken: 4751, rowsWrong: 200, rowsRepeated: 49 })
  await vi.waitFor(() => expect(page.text()).toContain('4,751 of 5,000 rows taken in. 49 were there already. 200 need mending.'), {
    timeout: 3000,
  })
  expect(page.get('a[href$="errors.csv"]').attributes('href')).toBe(`/api/imports/${id}/errors.csv`)
})
it('says why it stopped, and lets them try again', async () => {
  fakeApi()
    .on(imports.read, one({ status: 'failed', failure: 'not-found' }))
    .on(programmes.read, programme)
  const page = await open()
  expect(page.text()).toContain('You no longer have a part in this programme')
  expect(page.text()).toContain('Which column is which?')
})
it('says in words why a file was not taken', async () => {
  fakeApi()
    .on(imports.describe, { fields: [field('goodAt', 'Good at', true)] })
    .refuse(imports.upload, 'file-not-understood', { reason: 'spreadsheet' })
  const page = await mount(ImportNewPage, { path: '/imports/new' })
  const input = page.get('input[type=file]')
  Object.defineProperty(input.element, 'files', { value: [new File(['PK'], 'spring.xlsx')] })
  await input.trigger('change')
  await page.settle()
  expect(page.text()).toContain('This is a workbook, not a CSV file.')
})
