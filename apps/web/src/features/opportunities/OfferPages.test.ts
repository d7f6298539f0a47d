import { drafts } from '@modulus/contracts/drafts.ts'
import { opportunities, type OpportunityRead } from '@modulus/contracts/opportunities.ts'
import { placements, type Placement } from '@modulus/contracts/placements.ts'
import { words } from '@modulus/contracts/words.ts'
import { expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import OfferNewPage from './OfferNewPage.vue'
import OfferPage from './OfferPage.vue'

const id = '0190aaaa-0000-7000-8000-0000000000d1'
const can = { edit: false, check: false, open: false, withdraw: false, suggest: true }
const offer: OpportunityRead = {
  id,
  partner: { id: '0190aaaa-0000-7000-8000-000000000003', name: 'Hart Joinery' },
  kind: 'job',
  title: 'Out on the vans',
  whatYoudDo: '',
  place: 'Dock Road',
  startsOn: null,
  endsOn: null,
  hours: '',
  pay: '',
  requires: '',
  recordFriendly: 'case_by_case',
  tags: ['joinery'],
  places: 2,
  taken: 0,
  status: 'open',
  version: 1,
  createdAt: '2026-11-01T10:00:00.000Z',
  can,
  mightFit: { count: null, fewerThan: 10 },
  providerCheck: null,
}
const tags = {
  items: [
    { id, list: 'interest' as const, key: 'joinery', label: 'Joinery', position: 0, retiredAt: null, version: 1, can: { amend: false } },
  ],
}
const base = () =>
  fakeApi()
    .on(words.list, tags)
    .on(placements.list, { items: [], next: null })
    .on(opportunities.list, { items: [], next: null })
    .on(drafts.list, { items: [] })
    .on(drafts.keep, (call) => ({
      id: call.params.draftId,
      kind: 'offer' as const,
      aboutId: null,
      title: '',
      version: 1,
      updatedAt: '2026-11-22T10:00:00.000Z',
    }))
    .on(drafts.discard, undefined as never)
const partner = { roles: ['partner_contact' as const], programmes: [{ id, name: 'Linnbrae', roles: ['partner_contact' as const] }] }

it('asks one thing on each page, checks it there, and shows every answer before it is posted', async () => {
  const api = base().on(opportunities.post, offer)
  const page = await mount(OfferNewPage, { path: '/partner/offers/new', session: partner })
  await page.press('Continue')
  expect(page.text()).toContain('Say what kind of offer it is')
  await page.choose('Job')
  await page.fill('Its name', 'Out on the vans')
  await page.press('Continue')
  expect(page.find('h1').text()).toContain('Where is it?')
  await page.fill('Place', 'Dock Road')
  for (let n = 0; n < 5; n++) await page.press('Continue')
  expect(page.find('h1').text()).toContain('Check before you post it')
  expect(page.text()).toContain('Job: Out on the vans')
  await page.press('Post the offer')
  expect(api.callsOf(opportunities.post)[0]!.body).toMatchObject({
    kind: 'job',
    title: 'Out on the vans',
    place: 'Dock Road',
    places: 1,
    startsOn: null,
  })
  expect(page.router.currentRoute.value.fullPath).toBe(`/partner/offers/${id}?saved=posted`)
})
it('starts from the last offer, and asks only for new dates', async () => {
  const api = base()
    .on(opportunities.list, { items: [offer], next: null })
    .on(opportunities.post, offer)
  const page = await mount(OfferNewPage, { path: '/partner/offers/new', session: partner })
  await page.press('Use last offer')
  expect(page.find('h1').text()).toContain('When is it?')
  await page.press('Continue')
  await page.press('Post the offer')
  expect(api.callsOf(opportunities.post)[0]!.body).toMatchObject({ title: 'Out on the vans', places: 2, tags: ['joinery'] })
})
it('a partner reads how many might fit, and no name', async () => {
  base().on(opportunities.read, offer)
  const page = await mount(OfferPage, {
    path: `/partner/offers/${id}`,
    at: '/partner/offers/:opportunityId',
    props: { opportunityId: id, home: '/partner/offers' },
    session: partner,
  })
  expect(page.text()).toContain('Fewer than 10 young people might fit')
})
it('the team reads why someone might like it, in their own words, and suggests it', async () => {
  const api = base()
    .on(opportunities.read, offer)
    .on(opportunities.suggestions, {
      items: [
        {
          participant: { id: '0190aaaa-0000-7000-8000-0000000000c1', programmeId: id, knownAs: 'Iona' },
          because: [
            {
              interestId: id,
              ownWords: 'Out on the vans, no in an office',
              tag: null,
              sharedTag: null,
              sharedWord: 'vans',
              heardOn: '2026-11-03',
            },
          ],
        },
      ],
    })
    .on(placements.suggest, { id } as Placement)
  const page = await mount(OfferPage, { path: `/offers/${id}`, at: '/offers/:opportunityId', props: { opportunityId: id }, session: {} })
  await vi.waitFor(() => expect(page.text()).toContain('Said “vans”'), { timeout: 8000 }) // the card is fetched on its own
  await page.press('Suggest to Iona')
  expect(api.callsOf(placements.suggest)[0]!.body).toMatchObject({ matchedInterestId: id, matchReason: 'Said “vans”' })
  expect(page.text()).toContain('Suggested for Iona')
})
