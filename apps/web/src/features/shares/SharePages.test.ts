// The wizard's one question, the second person, the log, and what an outsider sees.
import { consents, type Consent } from '@modulus/contracts/consents.ts'
import { drafts } from '@modulus/contracts/drafts.ts'
import { shares, type OpenedShare, type Share } from '@modulus/contracts/shares.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import EmergencyPage from './EmergencyPage.vue'
import PersonSharesPage from './PersonSharesPage.vue'
import { freshLinks } from './queries.ts'
import SharedPage from './SharedPage.vue'
import ShareListPage from './ShareListPage.vue'
import ShareNewPage from './ShareNewPage.vue'
import SharePage from './SharePage.vue'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${n}`
const person = id(50)
const share: Share = {
  id: id(51),
  kind: 'notice',
  state: 'drafted',
  programme: { id: id(52), name: 'Harbour' },
  participant: { id: person, knownAs: 'Sam', reference: 'YP-1001' },
  toOrganisation: 'The college',
  toPerson: 'Morven Example',
  toEmail: '',
  items: ['known_as', 'phone'],
  why: 'To hold a place',
  lawfulBasis: 'public_task',
  toldHow: 'in_person',
  toldOn: '2026-11-20',
  theirView: 'Fine by me',
  withheldReason: null,
  reviewOn: null,
  consentId: null,
  draftedBy: 'Amina Hart',
  draftedAt: '2026-11-20T10:00:00.000Z',
  authorisedBy: null,
  authorisedAt: null,
  sentAt: null,
  lifeHours: 72,
  expiresAt: null,
  openedAt: null,
  recalledAt: null,
  recalledWhy: null,
  reasonDueAt: null,
  reasonGivenAt: null,
  reasonLate: false,
  reviewedAt: null,
  reviewedBy: null,
  reviewWords: '',
  version: 1,
  can: { authorise: false, send: false, recall: false, giveReason: false, review: false },
}
const yes: Consent = {
  id: id(60),
  participantId: person,
  items: ['known_as', 'phone'],
  toOrganisation: 'Boxing Club',
  purpose: 'Tuesdays',
  state: 'live',
  askedBy: 'Amina Hart',
  askedAt: '2026-11-20T10:00:00.000Z',
  answeredAt: '2026-11-20T10:00:00.000Z',
  answeredBy: 'worker',
  answeredHow: 'in_person',
  answerWords: 'Aye',
  withdrawnAt: null,
  withdrawnWords: '',
  can: { answer: false, withdraw: true, shareOn: true },
}
const one = { props: { participantId: person }, path: `/people/${person}/share` }
const api = () => fakeApi().on(drafts.list, { items: [] }).on(consents.list, { items: [] })
beforeEach(() => {
  sessionStorage.clear()
  freshLinks.clear()
  location.hash = ''
})

describe('the wizard', () => {
  it('shows nothing but its one question first, and the way out for an emergency', async () => {
    api()
    const page = await mount(ShareNewPage, one)
    expect(page.text()).toContain('If they said no, would you still share?')
    expect(page.text()).toContain('Ring 999 first')
    expect(page.findAll('input[type=text], textarea')).toHaveLength(0)
  })
  it('yes: no consent can be asked; they are told, and heard', async () => {
    const fake = api()
      .on(shares.draft, share)
      .on(drafts.keep, { id: id(70), kind: 'other', aboutId: person, title: 'x', version: 1, updatedAt: '2026-11-22T10:00:00.000Z' })
    fake.on(drafts.discard, undefined)
    const page = await mount(ShareNewPage, one)
    await page.choose('Yes, I would still have to')
    expect(page.text()).not.toContain('Which yes does it stand on?')
    await page.press('Ask a second person to look')
    expect(page.text()).toContain('Say what lets you share it')
    expect(page.text()).toContain('Choose at least one thing')
    await page.fill('What lets you share it?', 'public_task')
    await page.choose('Face to face')
    await page.fill('Which organisation?', 'The college')
    await page.fill('Who there?', 'Morven Example')
    await page.choose('The name they go by')
    await page.fill('Why do they need it?', 'A place')
    await page.press('Ask a second person to look')
    await page.settle()
    expect(fake.callsOf(shares.draft)[0]!.body).toMatchObject({
      anyway: true,
      items: ['known_as'],
      lawfulBasis: 'public_task',
      toldHow: 'in_person',
    })
    expect(page.router.currentRoute.value.path).toBe(`/shares/${share.id}`)
  })
  it('no: without a yes there is nothing to send, only asking', async () => {
    api()
    const page = await mount(ShareNewPage, one)
    await page.choose('No, it is up to them')
    expect(page.text()).toContain('There is no yes from them yet')
    expect(page.text()).not.toContain('Ask a second person to look')
  })
  it('no: with a yes, only what they said yes to can be chosen', async () => {
    api().on(consents.list, { items: [yes] })
    const page = await mount(ShareNewPage, { ...one, path: `/people/${person}/share?consent=${yes.id}` })
    await page.settle()
    expect(page.text()).toContain('Boxing Club')
    expect(page.text()).toContain('Their phone number')
    expect(page.text()).not.toContain('Their address')
    expect(page.text()).not.toContain('Which organisation?')
  })
  it('in an emergency says 999 first, and hands over the link at once', async () => {
    const fake = api().on(shares.shareInEmergency, {
      share: { ...share, kind: 'emergency', state: 'sent' },
      link: 'http://localhost/shared#abc',
    })
    const page = await mount(EmergencyPage, one)
    expect(page.find('a[href="tel:999"]').exists()).toBe(true)
    await page.fill('Which organisation?', 'Ambulance')
    await page.fill('Who there?', 'Control room')
    await page.choose('How to keep safe when meeting them')
    await page.press('Share it now')
    await page.settle()
    expect(fake.callsOf(shares.shareInEmergency)[0]!.body).toMatchObject({ why: '', items: ['visit_safety'] })
    expect(freshLinks.get(share.id)).toContain('#abc')
  })
})

describe('a share', () => {
  const read = (more: Partial<Share>) => fakeApi().on(shares.read, { ...share, ...more })
  it('offers what the API allows, and their view as their own words', async () => {
    read({ can: { ...share.can, authorise: true, recall: true } })
    const page = await mount(SharePage, { props: { shareId: share.id } })
    expect(page.get('blockquote').text()).toBe('“Fine by me”')
    expect(page.text()).toContain('Yes, it may go')
    expect(page.text()).not.toContain('Make the link')
  })
  it('shows the link once it is made, and nothing of it before', async () => {
    const can = { ...share.can, send: true }
    const fake = read({ state: 'authorised', can }).on(shares.send, {
      share: { ...share, state: 'sent' },
      link: 'http://localhost/shared#xyz',
    })
    const page = await mount(SharePage, { props: { shareId: share.id } })
    fake.on(shares.read, { ...share, state: 'sent', can })
    await page.press('Make the link')
    await page.settle()
    expect(page.text()).toContain('http://localhost/shared#xyz')
    expect(page.text()).toContain('The link is ready')
  })
  it('a missing reason is asked for, and is late only when its day is over', async () => {
    const fake = read({
      kind: 'emergency',
      state: 'sent',
      why: '',
      reasonDueAt: '2026-11-21T10:00:00.000Z',
      reasonLate: true,
      can: { ...share.can, giveReason: true },
    })
    const page = await mount(SharePage, { props: { shareId: share.id } })
    expect(page.text()).toContain('The reason is late')
    await page.press('Give the reason')
    expect(page.text()).toContain('Say why it could not wait')
    expect(fake.callsOf(shares.giveReason)).toHaveLength(0)
  })
  it('someone else being faster is said in words', async () => {
    read({ can: { ...share.can, authorise: true } }).refuse(shares.authorise, 'second-person-needed')
    const page = await mount(SharePage, { props: { shareId: share.id } })
    await page.press('Yes, it may go')
    expect(page.get('[role=alert]').text()).toContain('drafted this yourself')
  })
})

it('one person’s page lists what went out and what they said, with the way to take it back', async () => {
  fakeApi()
    .on(shares.list, { items: [share], next: null })
    .on(consents.list, { items: [yes] })
    .on(consents.withdraw, { ...yes, state: 'withdrawn' })
  const page = await mount(PersonSharesPage, one)
  expect(page.text()).toContain('The college')
  expect(page.text()).toContain('“Aye”')
  await page.press('They take it back')
  expect(page.text()).toContain('stops every link that nobody has opened')
})
it('the data lead’s list names nobody and narrows by the address', async () => {
  const fake = fakeApi().on(shares.list, { items: [{ ...share, participant: { ...share.participant, knownAs: null } }], next: null })
  const page = await mount(ShareListPage, { path: '/shares?kind=notice', session: { roles: ['data_lead'] } })
  expect(page.text()).toContain('YP-1001')
  expect(fake.callsOf(shares.list).some(({ query }) => query?.kind === 'notice')).toBe(true)
})

describe('what an outsider sees', () => {
  const opened: OpenedShare = {
    shareId: share.id,
    toPerson: 'Morven Example',
    toOrganisation: 'The college',
    from: 'Harbour',
    partnership: 'Riverside',
    why: 'To hold a place',
    at: '2026-11-22T10:00:00.000Z',
    items: [
      { item: 'known_as', values: ['Sam'] },
      { item: 'interests', values: ['Working with wood'] },
      { item: 'phone', values: [] },
    ],
  }
  it('is not spent by looking at the page: only a press shows it, once, with a mark of whose copy it is', async () => {
    location.hash = '#secret'
    const fake = fakeApi().on(shares.open, opened)
    const page = await mount(SharedPage, { path: '/shared', session: null })
    expect(fake.calls).toHaveLength(0)
    await page.press('Show it')
    await page.settle()
    expect(fake.callsOf(shares.open)[0]!.body).toEqual({ token: 'secret' })
    expect(page.text()).toContain('“Working with wood”')
    expect(page.text()).toContain('Nothing is written down')
    expect(page.get('.shared-mark').text()).toContain('Morven Example')
    expect(location.hash).toBe('')
  })
  it('says the same of every link that shows nothing', async () => {
    location.hash = '#secret'
    fakeApi().refuse(shares.open, 'share-shows-nothing')
    const page = await mount(SharedPage, { path: '/shared', session: null })
    await page.press('Show it')
    await page.settle()
    const spent = page.text()
    location.hash = ''
    expect((await mount(SharedPage, { path: '/shared', session: null })).text()).toBe(spent)
    expect(spent).toContain('This link shows nothing')
  })
})
