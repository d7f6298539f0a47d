import { drafts } from '@modulus/contracts/drafts.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { visits, type Doorstep, type Visit } from '@modulus/contracts/visits.ts'
import { beforeEach, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import VisitRecordPage from './VisitRecordPage.vue'

const aidan = '0190aaaa-0000-7000-8000-0000000000a1',
  planned = '0190aaaa-0000-7000-8000-0000000000b1'
const words = ['Joinery', 'Football', 'Cooking', 'Motors', 'Music', 'Gym', 'Computers', 'Art', 'Boxing', 'Bikes', 'Gardening']
const door: Doorstep = {
  participant: { id: aidan, knownAs: 'Aidan', programmeId: '0190aaaa-0000-7000-8000-000000000004' },
  visit: { id: planned, startsAt: new Date(Date.now() - 60_000).toISOString(), place: 'At home', why: 'Second visit' },
  address: '14 Ballater Way',
  toldBefore: true,
  attempt: 2,
  safety: [{ whatToDo: 'Two officers.', reviewOn: '2099-01-01' }],
  chips: words.map((label) => ({ key: label.toLowerCase(), label })),
  heardBefore: [],
  draftId: null,
}
const saved = { id: planned } as Visit
const arrange = (more: Partial<Doorstep> = {}) => {
  const api = fakeApi()
    .on(visits.prepare, { ...door, ...more })
    .on(visits.record, saved)
  api.on(drafts.keep, ({ params, body }) => ({
    id: params.draftId,
    kind: body.kind,
    aboutId: body.aboutId ?? null,
    title: body.title,
    version: (body.version ?? 0) + 1,
    updatedAt: '2026-11-22T10:00:00.000Z',
  }))
  return api
}
const open = (query = `person=${aidan}&visit=${planned}`) => mount(VisitRecordPage, { path: `/visits/new?${query}` })
beforeEach(() => sessionStorage.clear())

it('saves a whole visit in their words, from a handful of taps', async () => {
  const api = arrange()
  const page = await open()
  for (const tap of ['Welcomed us', 'Mum or dad', 'Joinery', 'Motors', 'Bring a partner', 'No']) await page.choose(tap)
  await page.choose('Yes') // would they come along
  await page.fill('“If you had a chance of a job, what kind of job would that be?”', 'out on the vans, no in an office')
  await page.press('Save visit')
  expect(api.callsOf(visits.record)[0]).toMatchObject({
    params: { visitId: planned },
    body: {
      participantId: aidan,
      outcome: 'welcomed',
      present: ['them', 'parent'],
      interests: [
        { ownWords: 'Joinery', tag: 'joinery' },
        { ownWords: 'Motors', tag: 'motors' },
      ],
      jobWords: 'out on the vans, no in an office',
      wantsToCome: 'yes',
      nextStep: 'bring_a_partner',
      place: 'At home',
      worry: false,
    },
  })
  expect(page.router.currentRoute.value).toMatchObject({ path: '/', query: { saved: 'visit', visit: planned } })
})
it('no one in: folds the middle away, and sends nothing from it', async () => {
  const api = arrange()
  const page = await open()
  await page.choose('Joinery')
  await page.choose('No one in')
  expect(page.text()).not.toContain('What are they into?')
  for (const tap of ['Call back this week', 'No']) await page.choose(tap)
  await page.press('Save visit')
  expect(api.callsOf(visits.record)[0]!.body).toMatchObject({ outcome: 'no_one_in', present: [], interests: [], wantsToCome: null })
})
it('asks for what it must know, in a list that leads there', async () => {
  const api = arrange()
  const page = await open()
  await page.press('Save visit')
  expect(page.get('[role=alert]').text()).toMatch(/There is a problem.*Choose how it went.*Say if you are worried about anyone’s safety/s)
  expect(api.callsOf(visits.record)).toHaveLength(0)
})
it('a worry shows the duty number at once, and goes on to where it belongs, not into the visit', async () => {
  const api = arrange()
  const page = await open()
  await page.choose('Listened')
  await page.choose('Yes, tell someone now')
  expect(page.get('a[href="tel:01410000000"]').text()).toBe('0141 000 0000')
  await page.press('Save visit')
  expect(page.router.currentRoute.value).toMatchObject({ path: '/safeguarding/new', query: { person: aidan } })
  expect(JSON.stringify(api.callsOf(drafts.keep).map(({ body }) => body))).not.toContain('worry')
})
it('the first time, tells them before anything is written down', async () => {
  const api = arrange({ toldBefore: false, attempt: 1 })
  const page = await open()
  expect(page.get('h1').text()).toBe('Tell them what we write down and why')
  await page.press('I have told them')
  for (const tap of ['Welcomed us', 'No']) await page.choose(tap)
  await page.press('Save visit')
  expect(api.callsOf(visits.record)[0]!.body).toMatchObject({ toldWhatWeWrite: true })
})
it('keeps every answer as a draft under the id of the visit, and brings it back', async () => {
  const kept = '0190aaaa-0000-7000-8000-0000000000b2'
  const api = arrange({ visit: { ...door.visit!, id: kept } })
  const page = await open(`person=${aidan}&visit=${kept}`)
  await page.choose('Welcomed us')
  await page.settle()
  document.dispatchEvent(new Event('focusout')) // leaving a field saves at once
  await page.settle()
  expect(api.callsOf(drafts.keep)[0]).toMatchObject({
    params: { draftId: kept },
    body: { kind: 'visit', aboutId: aidan, title: 'Visit to Aidan', body: { outcome: 'welcomed' } },
  })
  expect(Object.keys(sessionStorage).filter((key) => key.startsWith('modulus'))).toEqual([]) // with the API: nothing stays on the device
  page.unmount()

  api.on(drafts.read, {
    id: kept,
    kind: 'visit',
    aboutId: aidan,
    title: '',
    version: 1,
    updatedAt: '2026-11-22T10:00:00.000Z',
    body: { outcome: 'listened', staffWords: 'half a sentence' },
  })
  const again = await open(`person=${aidan}&visit=${kept}&draft=${kept}`)
  await again.settle()
  expect(again.text()).toContain('What you had filled in is back.')
  expect((again.get('textarea[name=staffWords]').element as HTMLTextAreaElement).value).toBe('half a sentence')
})
it('adds an interest in their own words', async () => {
  const api = arrange()
  const page = await open()
  await page.press('Something else')
  await page.get('input[aria-label="Something else"]').setValue('racing pigeons')
  await page.press('Add')
  for (const tap of ['Listened', 'No']) await page.choose(tap)
  await page.press('Save visit')
  expect((api.callsOf(visits.record)[0]!.body as { interests: unknown }).interests).toEqual([{ ownWords: 'racing pigeons', tag: null }])
})
it('without a person, asks whose door it was', async () => {
  arrange().on(participants.list, {
    items: [{ id: aidan, knownAs: 'Aidan', familyName: 'Baird', programmeName: 'Linnbrae', reference: 'YP-1001' } as never],
    next: null,
  })
  const page = await open('')
  await page.settle()
  const pick = page.findAll('button').find((one) => one.text().includes('Aidan Baird'))!
  await pick.trigger('click')
  await page.settle()
  expect(page.get('h1').text()).toBe('Visit to Aidan')
})
