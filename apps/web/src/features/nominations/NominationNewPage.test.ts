import { nominations, type Nomination } from '@modulus/contracts/nominations.ts'
import { drafts } from '@modulus/contracts/drafts.ts'
import { programmes, type Programme } from '@modulus/contracts/programmes.ts'
import { beforeEach, expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import NominationNewPage from './NominationNewPage.vue'

const linnbrae = someone.programmes[0]!
const rest = vi.fn()
const saved = { id: '0190bbbb-0000-7000-8000-000000000001' } as Nomination
const programme = {
  partners: [
    { id: 'x', partner: { id: '0190cccc-0000-7000-8000-000000000001', name: 'Harbour School' }, role: 'referrer', offers: '', asks: '' },
  ],
  team: [],
} as unknown as Programme
beforeEach(() => {
  rest.mockReset()
  vi.useRealTimers()
})

const api = () =>
  fakeApi()
    .on(drafts.keep, ({ params, body }) => ({
      id: params.draftId,
      kind: body.kind,
      aboutId: null,
      title: body.title,
      version: 1,
      updatedAt: '2026-11-22T10:00:00Z',
    }))
    .on(programmes.read, programme)
    .on(nominations.findAlike, { items: [] })
    .on(nominations.bring, saved)
const open = (roles: ('outreach_officer' | 'partner_contact')[] = ['outreach_officer']) =>
  mount(NominationNewPage, { path: '/nominations/new', session: { roles, programmes: [{ ...linnbrae, roles }] } })

it('begins with what they are good at, and refuses to go without it', async () => {
  api()
  const page = await open()
  expect(page.find('textarea').element.id).toBe(
    page
      .findAll('label')
      .find((one) => one.text() === 'What are they good at?')!
      .attributes('for'),
  )
  await page.press('Suggest them')
  expect(page.get('[role=alert]').text()).toContain('Say what they are good at')
})
it('sends what was said and opens the nomination', async () => {
  const fake = api(),
    page = await open()
  await page.fill('What are they good at?', 'Fixes bikes')
  await page.fill('First name', 'Ruaridh')
  await page.fill('Who suggests them?', 'school')
  await page.fill('Which partner?', '0190cccc-0000-7000-8000-000000000001')
  await page.press('Suggest them')
  expect(fake.callsOf(nominations.bring)[0]!.body).toMatchObject({
    programmeId: linnbrae.id,
    sourcePartnerId: '0190cccc-0000-7000-8000-000000000001',
    goodAt: 'Fixes bikes',
    firstName: 'Ruaridh',
    sourceKind: 'school',
    sharingBasis: 'public_task',
  })
  expect(page.router.currentRoute.value.fullPath).toBe(`/nominations/${saved.id}?saved=nomination`)
})
it('a partner’s contact speaks for their own partner', async () => {
  const fake = api(),
    page = await open(['partner_contact'])
  expect(page.text()).toContain('Which partner? Harbour Housing')
  await page.fill('What are they good at?', 'Sings')
  await page.fill('First name', 'Isla')
  await page.fill('Who suggests them?', 'housing')
  await page.press('Suggest them')
  expect(fake.callsOf(nominations.bring)[0]!.body).toMatchObject({ sourcePartnerId: someone.partner!.id })
  expect(fake.callsOf(programmes.read)).toEqual([])
})
it('says who it could be while the name is typed, and why, and never how much', async () => {
  const fake = api().on(nominations.findAlike, {
    items: [
      {
        id: saved.id,
        kind: 'nomination',
        name: 'Rory Munroe',
        status: 'received',
        from: 'Police',
        why: ['Nearly the same spelling', 'Sounds the same'],
      },
    ],
  })
  const page = await open()
  await page.fill('First name', 'Rory')
  await page.fill('Family name', 'Munro')
  await vi.waitFor(() => expect(page.text()).toContain('Could this be someone we know already?'), { timeout: 2000 })
  expect(page.text()).toContain('Nearly the same spelling and sounds the same')
  expect(fake.callsOf(nominations.findAlike).at(-1)!.body).toMatchObject({
    firstName: 'Rory',
    familyName: 'Munro',
    programmeId: linnbrae.id,
  })
})
