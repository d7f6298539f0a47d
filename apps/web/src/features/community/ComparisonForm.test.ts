import { community, type Comparison, type Indicator } from '@modulus/contracts/community.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ComparisonForm from './ComparisonForm.vue'

const id = '0190aaaa-0000-7000-8000-00000000000a',
  here = '0190aaaa-0000-7000-8000-00000000000b',
  there = '0190aaaa-0000-7000-8000-00000000000c'
const indicator = (areaId: string, name: string): Indicator => ({
  area: { id: areaId, code: name, name },
  kind: 'recorded_crime',
  type: '',
  from: '2013-01',
  to: '2014-12',
  months: 24,
  missing: [],
  source: 'Synthetic',
  extractDate: '2015-02-02',
  revised: 0,
})
const indicators = [indicator(here, 'Gorbals'), indicator(there, 'Elsewhere')]
const saved = { id } as Comparison

it('saves what a programme is compared with, and why', async () => {
  const api = fakeApi().on(community.compare, saved)
  const page = await mount(ComparisonForm, { props: { programmeId: id, indicators } })
  await page.fill('Where the programme is', here)
  await page.fill('The other area', there)
  await page.fill('Why is it a fair comparison?', 'Same size, same town')
  await page.fill('First month before', '2013-01')
  await page.fill('First month after', '2014-01')
  await page.choose('The season')
  await page.press('Save the comparison')
  await page.settle()
  expect(api.callsOf(community.compare)[0]!.body).toMatchObject({
    programmeId: id,
    kind: 'recorded_crime',
    type: '',
    areaId: here,
    comparatorAreaId: there,
    comparatorReason: 'Same size, same town',
    months: 12,
    confounders: ['season'],
  })
  expect(page.router.currentRoute.value.query).toMatchObject({ saved: 'comparison', comparison: id })
})
it('asks for a reason where there is no area to compare with, and places the API’s findings on the fields', async () => {
  const api = fakeApi().refuse(community.compare, 'invalid-input', {
    errors: [{ pointer: '/body/noComparatorReason', keyword: 'required', detail: 'Say why there is no area to compare with' }],
  })
  const page = await mount(ComparisonForm, { props: { programmeId: id, indicators } })
  await page.fill('Where the programme is', here)
  await page.choose('No')
  await page.fill('First month before', '2013-01')
  await page.fill('First month after', '2014-01')
  await page.press('Save the comparison')
  await page.settle()
  expect(api.callsOf(community.compare)[0]!.body.comparatorAreaId).toBeNull()
  expect(page.get('[role=alert]').text()).toContain('This needs an answer')
})
it('names what is missing before anything is sent', async () => {
  const api = fakeApi().on(community.compare, saved)
  const page = await mount(ComparisonForm, { props: { programmeId: id, indicators } })
  await page.press('Save the comparison')
  expect(page.get('[role=alert]').text()).toContain('This needs an answer')
  await page.choose('No')
  await page.fill('First month before', 'June')
  await page.press('Save the comparison')
  expect(page.get('[role=alert]').text()).toContain('Give a month, like 2013-06')
  expect(api.calls).toHaveLength(0)
})
