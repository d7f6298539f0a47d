import { agreements, type Agreement } from '@modulus/contracts/agreements.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { programmes } from '@modulus/contracts/programmes.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import AgreementNewPage from './AgreementNewPage.vue'
import AgreementPage from './AgreementPage.vue'

const id = '0190cccc-0000-7000-8000-000000000001',
  linn = '0190cccc-0000-7000-8000-000000000002',
  garage = '0190cccc-0000-7000-8000-000000000003',
  lead = '0190cccc-0000-7000-8000-000000000004'
const live: Agreement = {
  id,
  programme: { id: linn, name: 'Linnbrae' },
  partner: { id: garage, name: 'Garage' },
  categories: ['identity'],
  purpose: 'Tasters',
  reference: '',
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: '2027-01-01T00:00:00.000Z',
  endedAt: null,
  endedReason: null,
  state: 'live',
  can: { end: true },
}
const partner = (of: string, name: string) => ({
  id: of,
  name,
  sector: 'private' as const,
  anchorCapable: false,
  canOffer: [],
  flexibilityNote: '',
  retiredAt: null,
  version: 1,
  can: { amend: false, retire: false },
})

it('names the last day that counts, and ends with a reason', async () => {
  const api = fakeApi()
    .on(agreements.read, live)
    .on(agreements.end, ({ body }) => ({ ...live, state: 'ended' as const, endedReason: body.reason, can: { end: false } }))
  const page = await mount(AgreementPage, { props: { agreementId: id }, path: `/admin/agreements/${id}` })
  expect(page.text()).toContain('In force until 31 Dec 2026.')
  await page.press('End this agreement')
  await page.press('End it now')
  expect(page.get('dialog').text()).toContain('Say why it ends')
  await page.fill('Why does it end?', 'The garage closed')
  await page.press('End it now')
  expect(api.callsOf(agreements.end)[0]).toMatchObject({ params: { agreementId: id }, body: { reason: 'The garage closed' } })
})
it('does not offer the lead partner, which needs no agreement', async () => {
  const api = fakeApi()
    .on(partners.list, { items: [partner(lead, 'Housing'), partner(garage, 'Garage')], next: null })
    .on(programmes.list, {
      items: [{ id: linn, name: 'Linnbrae', leadPartner: { id: lead, name: 'Housing' } }],
      can: { begin: false },
    } as never)
    .on(agreements.make, live)
  const page = await mount(AgreementNewPage, { path: '/admin/agreements/new', session: { administrator: true } })
  await page.fill('Programme', linn)
  expect(
    page
      .findAll('select')[1]!
      .findAll('option')
      .map((one) => one.text()),
  ).toEqual(['Choose', 'Garage'])
  await page.fill('Partner', garage)
  await page.choose('Name and where they are in the programme')
  await page.fill('What it is for', 'Tasters at the garage')
  await page.press('Make the agreement')
  expect(api.callsOf(agreements.make)[0]!.body).toMatchObject({ programmeId: linn, partnerId: garage, categories: ['identity'] })
  expect(page.router.currentRoute.value.path).toBe(`/admin/agreements/${id}`)
})
