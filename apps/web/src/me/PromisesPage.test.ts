import { promises, type MyPromises, type Promised } from '@modulus/contracts/promises.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import PromisesPage from './PromisesPage.vue'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${n}`
const no = { sayDone: false, say: false, record: false, release: false, change: false, answer: false, handOver: false }
const toMe: Promised = {
  id: id(11),
  programmeId: id(10),
  participant: { id: id(12), knownAs: 'Iona' },
  from: { kind: 'officer', userId: id(20), name: 'Amina Hart' },
  to: { kind: 'participant', userId: null, name: 'Iona' },
  byMe: false,
  toMe: true,
  text: 'Ask about a van licence',
  madeIn: 'visit',
  madeInId: null,
  madeOn: '2026-11-01',
  how: null,
  recordedBy: null,
  dueOn: '2026-11-03',
  status: 'made',
  open: true,
  late: true,
  saidDoneAt: '2026-11-02T10:00:00.000Z',
  saidKeptAt: null,
  wordHow: null,
  story: '',
  asked: null,
  newHand: null,
  version: 2,
  can: { ...no, say: true, release: true, change: true },
}
const byMe: Promised = {
  ...toMe,
  id: id(13),
  from: toMe.to,
  to: toMe.from,
  byMe: true,
  toMe: false,
  text: 'I will ring',
  late: false,
  saidDoneAt: null,
  can: { ...no, sayDone: true, change: true },
}
const mine: MyPromises = { programmeId: id(10), toMe: [toMe], byMe: [byMe], people: [{ userId: id(20), name: 'Amina Hart' }] }
const labelled = (page: Awaited<ReturnType<typeof mount>>, start: string) =>
  page.findAll('button').find((one) => one.text().startsWith(start))!

it('shows both lists, and leaves the word to them', async () => {
  const api = fakeApi().on(promises.mine, mine).on(promises.say, toMe).on(promises.sayDone, byMe)
  const page = await mount(PromisesPage)
  for (const words of ['Promises to me', 'Amina Hart says it is done. Is it?', 'Promises by me', '“I will ring”', 'By 3 Nov 2026'])
    expect(page.text()).toContain(words)
  expect(page.text()).not.toMatch(/late|overdue/i)
  await labelled(page, 'They did it').trigger('click')
  await page.settle()
  expect(api.callsOf(promises.say)[0]!.body).toEqual({ version: 2, word: 'kept', story: '', how: null })
  expect(page.get('[role=status]').text()).toContain('Thanks.')
  await labelled(page, 'Not yet').trigger('click')
  await page.settle()
  expect(api.callsOf(promises.say)[1]!.body).toMatchObject({ word: 'not_kept' })
  await labelled(page, 'I did it').trigger('click')
  await page.settle()
  expect(api.callsOf(promises.sayDone)).toHaveLength(1)
})
it('says what was written down for them, so that they can put it right', async () => {
  fakeApi().on(promises.mine, { ...mine, toMe: [{ ...toMe, status: 'kept', open: false, wordHow: 'call', can: { ...no, say: true } }] })
  const page = await mount(PromisesPage)
  expect(page.text()).toContain('We wrote down that you said: Done.')
  expect(labelled(page, 'Not yet').exists()).toBe(true)
})
it('answers a change that was asked for, and keeps the page when it did not arrive', async () => {
  const asked: Promised = { ...toMe, asked: { by: 'maker', text: 'Ask next week', dueOn: null, words: 'I was off' } }
  const api = fakeApi()
    .on(promises.mine, { ...mine, toMe: [asked] })
    .cutOff(promises.answer)
  const page = await mount(PromisesPage)
  expect(page.text()).toContain('Why: I was off')
  await labelled(page, 'OK by me').trigger('click')
  await page.settle()
  expect(page.get('[role=alert]').text()).toContain('That did not save')
  api.on(promises.answer, asked)
  await labelled(page, 'OK by me').trigger('click')
  await page.settle()
  expect(api.callsOf(promises.answer).at(-1)!.body).toEqual({ version: 2, yes: true })
})
it('makes a promise of their own, or says kindly that there is none', async () => {
  const api = fakeApi()
    .on(promises.mine, { ...mine, toMe: [], byMe: [] })
    .on(promises.make, byMe)
  const page = await mount(PromisesPage)
  expect(page.text()).toContain('You have not promised anything. That is fine.')
  await page.get('details form textarea').setValue('I will bring my bike')
  await page.get('details form').trigger('submit')
  await page.settle()
  expect(api.callsOf(promises.make)[0]!.body).toMatchObject({
    toUserId: id(20),
    text: 'I will bring my bike',
    how: null,
    participantId: null,
  })
  fakeApi().cutOff(promises.mine)
  const cut = await mount(PromisesPage)
  expect(cut.get('[role=alert]').text()).toContain('did not load')
})
