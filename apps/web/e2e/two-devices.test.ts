// Two officers, two phones, no signal: both change the same visit, both record the same planned one, and not a word of either is lost.
import type { BrowserContext } from 'playwright-core'
import { v7 as newId } from 'uuid'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Colleague, day } from './deeds.ts'
import { everySize } from './grid-look.ts'
import { phone, Product } from './harness.ts'
import { Visitor } from './grid-visitor.ts'

const phrase = 'lantern otter gravel piano',
  recorded = newId(),
  planned = newId()
let product: Product, first: Colleague, second: Colleague, api: Visitor, colleague: string, person: { id: string; knownAs: string }
beforeAll(async () => {
  product = await Product.start()
})
afterAll(() => product?.stop())

const contextOf = (one: Colleague): BrowserContext => one.page.context()
async function takesAlong(one: Colleague) {
  await one.go('/settings/offline')
  await one.write({ 'Choose a passphrase for this phone': phrase })
  await one.press('Take my days with me')
  await one.sees('Your days are on this phone, locked.')
  await one.page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated', undefined, {
    timeout: 60_000,
  })
  await one.page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}
async function opensWithoutSignal(one: Colleague, path: string) {
  await one.page.goto(product.origin + path)
  await one.page.getByRole('heading', { level: 1, name: 'No signal' }).waitFor()
  await one.page.getByLabel('Your passphrase for this phone').fill(phrase)
  await one.press('Unlock')
}
/** The visit of today is put right, and the planned one recorded, with nobody to ask. */
async function works(one: Colleague, change: () => Promise<void>, record: Record<string, string>, job: string) {
  await contextOf(one).setOffline(true)
  await opensWithoutSignal(one, `/visits/${recorded}/change`)
  await one.page.getByLabel('What we noticed').waitFor()
  await change()
  await one.press('Save the change')
  await one.sees('What you changed is saved on this phone.')
  await opensWithoutSignal(one, `/visits/new?person=${person.id}&visit=${planned}`)
  await one.page.getByRole('group', { name: 'How did it go?' }).waitFor()
  await one.answer(record)
  if (job) await one.page.getByLabel('what kind of job would that be').fill(job)
  await one.answer({ 'Worried about anyone’s safety?': 'No' })
  await one.press('Save visit')
  await one.sees(/saved on this phone/)
}
async function comesBack(one: Colleague) {
  await contextOf(one).setOffline(false)
  await one.go('/sync')
  await one.sees('Nothing is waiting to be sent.')
}

it('both take the same visits along', async () => {
  first = await Colleague.arrives(product, 'officer', phone)
  second = await Colleague.arrives(product, 'officer2', { ...phone, dark: true })
  api = new Visitor('officer', first.at)
  colleague = (await new Visitor('officer2', second.at).session()).userId
  const { items } = (await api.get<{ items: { id: string; knownAs: string }[] }>('/participants?limit=100'))!
  person = items.find(({ knownAs }) => /Iona|Callum|Aidan/.test(knownAs)) ?? items[0]!
  const place = 'At home'
  await api.send('PUT', `/visits/${recorded}/record`, {
    participantId: person.id,
    happenedAt: new Date().toISOString(),
    place,
    outcome: 'listened',
    present: ['them'],
    interests: [],
    skillsWords: '',
    jobWords: '',
    staffWords: 'Relaxed.',
    wantsToCome: null,
    nextStep: null,
    nextOn: null,
    secondOfficerId: colleague,
    toldWhatWeWrite: true,
    worry: false,
  })
  await api.send('PUT', `/visits/${planned}/plan`, {
    participantId: person.id,
    startsAt: `${day()}T23:40:00.000Z`,
    place,
    why: '',
    secondOfficerId: colleague,
  })
  await takesAlong(first)
  await takesAlong(second)
})

it('without signal, each changes the one visit and records the other', async () => {
  const welcomed = { 'How did it go?': 'Welcomed us', 'Would they come along?': 'Yes', Next: 'Call back this week' }
  await works(first, () => first.write({ 'What we noticed': 'Relaxed. A dog in the hall.' }), welcomed, 'Engines. Anything with an engine')
  await works(
    second,
    async () => {
      await second.write({ 'What we noticed': 'Relaxed. A cat on the stair.' })
      await second.answer({ 'Would they come along?': 'Maybe' })
    },
    { 'How did it go?': 'Not today', 'Would they come along?': 'Not now', Next: 'Leave it with them' },
    'Something with bikes',
  )
})

it('the first is stored, the second meets it: both texts, who and when, one tap, one visit, and the history keeps them all', async () => {
  await comesBack(first)
  expect(await api.items('/offline/set-aside')).toEqual([])
  await comesBack(second)
  await second.sees('A change to a visit')
  await everySize(second.at, 'once')
  await second.picture('two-texts-listed')
  await second.follow(/A change to a visit, written/)
  await second.sees('Answered in two ways')
  await second.sees('Relaxed. A dog in the hall.')
  await second.sees('Relaxed. A cat on the stair.')
  await second.sees('Merged by itself')
  await second.picture('two-texts-of-a-change')
  await everySize(second.at, 'once')
  await second.page.getByRole('radio', { name: 'Keep both' }).click()
  await second.press('Save as one visit')
  await second.sees('Both texts are one visit now.')
  await second.picture('two-texts-one-visit')
  const both = 'Relaxed. A dog in the hall.\nRelaxed. A cat on the stair.'
  expect(await api.get(`/visits/${recorded}`)).toMatchObject({ words: { staff: both }, wantsToCome: 'maybe', outcome: 'listened' })
  const before = (await api.items<{ staffWords?: string }>(`/visits/${recorded}/versions`)).map(({ staffWords }) => staffWords)
  expect(before).toEqual(expect.arrayContaining(['Relaxed. A dog in the hall.', 'Relaxed.']))
})

it('a planned visit that both recorded becomes one: a no counts more than a yes, and their words are kept side by side', async () => {
  await second.go('/sync')
  await second.follow(/A visit, written/)
  await second.sees('a no counts more than a yes')
  await second.picture('two-records-of-a-visit')
  await everySize(second.at, 'once')
  await second.page
    .getByRole('region', { name: /what kind of job would that be/ })
    .getByRole('radio', { name: 'Keep both' })
    .click()
  await second.press('Save as one visit')
  await second.sees('Both texts are one visit now.')
  expect(await api.get(`/visits/${planned}`)).toMatchObject({
    status: 'recorded',
    outcome: 'not_today',
    wantsToCome: 'not_now',
    nextStep: 'leave_it_with_them',
    words: { job: 'Engines. Anything with an engine\nSomething with bikes' },
  })
  expect(await api.items<{ jobWords?: string }>(`/visits/${planned}/versions`)).toEqual(
    expect.arrayContaining([expect.objectContaining({ jobWords: 'Engines. Anything with an engine' })]),
  )
  await second.go('/sync')
  await second.sees('Nothing came back')
})

it('an account that ended while a visit waited: the phone hands it in sealed, and the lead takes it in', async () => {
  await contextOf(second).setOffline(true)
  await opensWithoutSignal(second, `/visits/new?person=${person.id}`)
  await second.answer({ 'How did it go?': 'Listened', 'Would they come along?': 'Maybe', Next: 'Call back this week' })
  await second.page.getByLabel('Anything to add in your own words?').fill('Written on my last day.')
  await second.answer({ 'Worried about anyone’s safety?': 'No' })
  await second.press('Save visit')
  await second.sees(/saved on this phone/)
  const admin = await Visitor.arrives(product, 'admin')
  await admin.send('POST', `/people/${colleague}/disable`, undefined)
  await contextOf(second).setOffline(false)
  await second.page.goto(`${product.origin}/`)
  await second.sees('the account it was written under has ended')
  await second.picture('account-ended-while-it-waited')
  const lead = await Colleague.arrives(product, 'lead', phone)
  await lead.go('/sync')
  await lead.follow(/A visit, written/)
  await lead.sees('Written on my last day.')
  await lead.sees(/The account of .* ended/)
  await everySize(lead.at, 'once')
  await lead.picture('account-ended-for-the-lead')
  await lead.press('Hand it in as mine')
  await lead.sees('It is taken in.')
  await lead.leaves()
  await first.leaves()
})
