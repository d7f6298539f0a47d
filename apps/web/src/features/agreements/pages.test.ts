import { agreements, type Agreement } from '@modulus/contracts/agreements.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { programmes } from '@modulus/contracts/programmes.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import AgreementEditPage from './AgreementEditPage.vue'
import AgreementListPage from './AgreementListPage.vue'
import AgreementNewPage from './AgreementNewPage.vue'
import AgreementPage from './AgreementPage.vue'

const id = '0190cccc-0000-7000-8000-000000000001',
  linn = '0190cccc-0000-7000-8000-000000000002',
  garage = '0190cccc-0000-7000-8000-000000000003',
  lead = '0190cccc-0000-7000-8000-000000000004'
const can = { edit: false, sign: false, end: false, renew: false, review: false }
const party = (of: string, name: string, part: 'lead' | 'partner', extra: Partial<Agreement['parties'][number]> = {}) => ({
  partner: { id: of, name },
  part,
  publicBody: part === 'lead',
  article6: null,
  article9: null,
  schedule1: null,
  basisWords: '',
  signedAt: null,
  signedName: null,
  signedTitle: '',
  ...extra,
})
const signature = {
  article6: 'public_task' as const,
  signedAt: '2026-01-02T10:00:00.000Z',
  signedName: 'Ailsa Drummond',
  signedTitle: 'Lead',
}
const live: Agreement = {
  id,
  programme: { id: linn, name: 'Linnbrae' },
  partner: { id: garage, name: 'Garage' },
  categories: ['identity'],
  purpose: 'Tasters',
  reference: '',
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: '2027-01-01T00:00:00.000Z',
  reviewDue: '2026-07-01',
  reviewIsDue: false,
  reviewedAt: null,
  reviewWords: '',
  agreedAt: '2026-01-02T10:00:00.000Z',
  endedAt: null,
  endedReason: null,
  state: 'live',
  renewsId: null,
  renewedById: null,
  parties: [party(lead, 'Housing', 'lead', signature), party(garage, 'Garage', 'partner', { ...signature, signedName: 'Gregor Tait' })],
  signsFor: null,
  version: 1,
  can: { ...can, end: true, renew: true, review: true },
}
const draft: Agreement = {
  ...live,
  state: 'draft',
  agreedAt: null,
  parties: [party(lead, 'Housing', 'lead', signature), party(garage, 'Garage', 'partner')],
  can: { ...can, edit: true, end: true },
}
const at = { props: { agreementId: id }, path: `/admin/agreements/${id}` }
const partner = (of: string, name: string) => ({
  id: of,
  name,
  sector: 'private' as const,
  anchorCapable: false,
  canOffer: [],
  flexibilityNote: '',
  governanceEmail: '',
  retiredAt: null,
  version: 1,
  can: { amend: false, retire: false },
})

it('names the last day that counts and who signed, and ends with a reason', async () => {
  const api = fakeApi()
    .on(agreements.read, live)
    .on(agreements.end, ({ body }): Agreement => ({ ...live, state: 'ended', endedReason: body.reason, can }))
  const page = await mount(AgreementPage, at)
  expect(page.text()).toContain('In force until 31 Dec 2026.')
  expect(page.text()).toMatch(/Gregor Tait.*signed on/s)
  await page.press('End this agreement')
  await page.press('End it now')
  expect(page.text()).toContain('Say why it ends')
  await page.fill('Why does it end?', 'The garage closed')
  await page.press('End it now')
  expect(api.callsOf(agreements.end)[0]).toMatchObject({ params: { agreementId: id }, body: { reason: 'The garage closed' } })
})
it('says of a draft that it lets nobody in, and whose name is missing', async () => {
  fakeApi().on(agreements.read, draft)
  const page = await mount(AgreementPage, at)
  expect(page.text()).toContain('A draft: it lets nobody in. Garage still has to sign.')
  expect(page.text()).toContain('Not signed yet')
  expect(page.text()).not.toContain('End this agreement')
})
it('signs for one’s own side with what it stands on, and asks for two conditions more where it is private', async () => {
  const mine: Agreement = { ...draft, categories: ['identity', 'notes'], signsFor: garage, can: { ...can, sign: true } }
  const api = fakeApi().on(agreements.read, mine).on(agreements.sign, live)
  const page = await mount(AgreementPage, at)
  await page.press('Read and sign')
  expect(page.get('dialog').text()).toContain('Your name is the last: with it, it counts.')
  await page.press('Sign it')
  expect(page.get('dialog').text()).toContain('Choose what you stand on')
  await page.fill('What does your organisation stand on?', 'legitimate_interests')
  await page.fill('And for the most private things?', 'substantial_public_interest')
  await page.fill('Where does the Act allow it?', 'safeguarding')
  await page.press('Sign it')
  expect(api.callsOf(agreements.sign)[0]!.body).toMatchObject({
    version: 1,
    article6: 'legitimate_interests',
    article9: 'substantial_public_interest',
    schedule1: 'safeguarding',
  })
})
it('a public body is not offered the interests it cannot stand on', async () => {
  fakeApi().on(agreements.read, {
    ...draft,
    parties: [party(lead, 'Housing', 'lead'), party(garage, 'Garage', 'partner')],
    signsFor: lead,
    can: { ...can, sign: true },
  })
  const page = await mount(AgreementPage, at)
  await page.press('Read and sign')
  const offered = page.get('dialog').findAll('option')
  expect(offered.map((one) => one.attributes('value'))).not.toContain('legitimate_interests')
  expect(page.get('dialog').text()).not.toContain('And for the most private things?')
})
it('drafts the next one, and looks at this one again', async () => {
  const api = fakeApi()
    .on(agreements.read, { ...live, reviewIsDue: true })
    .on(agreements.renew, draft)
    .on(agreements.review, live)
  const page = await mount(AgreementPage, at)
  expect(page.text()).toContain('The day has come to look at this again.')
  await page.press('Look at it now')
  await page.fill('What did you look at?', 'All four kinds are used')
  await page.press('It stays as it is')
  expect(api.callsOf(agreements.review)[0]!.body).toMatchObject({ words: 'All four kinds are used' })
  await page.press('Draft the next one')
  expect(api.callsOf(agreements.renew)[0]!.params).toMatchObject({ agreementId: id })
  expect(page.router.currentRoute.value.query.saved).toBe('renewal')
})
it('changes a draft, and not what is signed', async () => {
  const api = fakeApi().on(agreements.read, draft).on(agreements.edit, draft)
  const page = await mount(AgreementEditPage, { props: { agreementId: id }, path: `/admin/agreements/${id}/edit` })
  expect(page.text()).toContain('Whoever has signed already signs again')
  await page.fill('What it is for', 'Tasters on Fridays')
  await page.press('Save the draft')
  expect(api.callsOf(agreements.edit)[0]!.body).toMatchObject({
    version: 1,
    purpose: 'Tasters on Fridays',
    from: '2026-01-01',
    until: '2026-12-31',
  })
  fakeApi().on(agreements.read, live)
  const stands = await mount(AgreementEditPage, { props: { agreementId: id }, path: `/admin/agreements/${id}/edit` })
  expect(stands.text()).toContain('It stands as it was signed')
})
it('the list says first what waits for my name, and what is to be looked at again', async () => {
  fakeApi()
    .on(partners.list, { items: [], next: null })
    .on(programmes.list, { items: [], can: { begin: false } } as never)
    .on(agreements.list, {
      items: [
        { ...draft, can: { ...can, sign: true } },
        { ...live, id: linn, reviewIsDue: true },
      ],
      next: null,
    })
  const page = await mount(AgreementListPage, { path: '/admin/agreements', session: { roles: ['partner_contact'] } })
  expect(page.text()).toContain('1 agreement waits for your name.')
  expect(page.text()).toContain('1 agreement is to be looked at again.')
  expect(page.text()).toContain('Look again')
})
it('does not offer the lead partner, which needs no agreement', async () => {
  const api = fakeApi()
    .on(partners.list, { items: [partner(lead, 'Housing'), partner(garage, 'Garage')], next: null })
    .on(programmes.list, {
      items: [{ id: linn, name: 'Linnbrae', leadPartner: { id: lead, name: 'Housing' } }],
      can: { begin: false },
    } as never)
    .on(agreements.make, draft)
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
  await page.press('Ask them to sign')
  expect(api.callsOf(agreements.make)[0]!.body).toMatchObject({ programmeId: linn, partnerId: garage, categories: ['identity'] })
  expect(page.router.currentRoute.value.path).toBe(`/admin/agreements/${id}`)
})
