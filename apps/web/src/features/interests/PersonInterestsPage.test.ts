import { interests, type Heard, type Interest } from '@modulus/contracts/interests.ts'
import { words, type Word } from '@modulus/contracts/words.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import PersonInterestsPage from './PersonInterestsPage.vue'

const id = '0190eeee-0000-7000-8000-000000000001'
const word = (key: string, label: string): Word => ({
  id,
  list: 'interest',
  key,
  label,
  position: 0,
  retiredAt: null,
  version: 1,
  can: { amend: false },
})
const said: Interest = {
  id,
  ownWords: 'anything with engines',
  tag: null,
  strength: null,
  heardOn: '2026-11-03',
  heardVisitId: null,
  status: 'heard',
  saidBy: 'participant',
  version: 2,
}
const nothing: Heard = { interests: [], assets: [], goals: [], can: { hear: true } }
const open = async (heard: Heard) => {
  const api = fakeApi()
    .on(interests.list, heard)
    .on(words.list, { items: [word('cooking', 'Cooking'), word('motors', 'Motors and engines')] })
    .on(interests.hear, said)
    .on(interests.amend, said)
  const page = await mount(PersonInterestsPage, { props: { participantId: id }, path: `/people/${id}/interests` })
  await page.settle()
  return { api, page }
}

it('their words come first; a tag that their words suggest is offered first', async () => {
  const { api, page } = await open(nothing)
  await page.fill('What are they into? In their words', 'anything with engines')
  expect(
    page
      .findAll('fieldset')[0]!
      .findAll('label')
      .map((one) => one.text()),
  ).toEqual(['Motors and engines?', 'Cooking'])
  await page.choose('Motors and engines?')
  await page.press('Add what they are into')
  expect(api.callsOf(interests.hear)[0]!.body).toMatchObject({ ownWords: 'anything with engines', tag: 'motors' })
})
it('where an interest stands is changed in place', async () => {
  const { api, page } = await open({ ...nothing, interests: [said] })
  await page.get('[aria-label="How far: anything with engines"]').setValue('offered')
  await page.settle()
  expect(api.callsOf(interests.amend)[0]).toMatchObject({ params: { interestId: id }, body: { version: 2, status: 'offered' } })
})
it('those who only read are offered no forms', async () => {
  const { page } = await open({ ...nothing, interests: [said], can: { hear: false } })
  expect(page.get('blockquote').text()).toContain('anything with engines')
  expect(page.find('form').exists()).toBe(false)
  expect(page.find('select').exists()).toBe(false)
})
it('says what is missing before it saves', async () => {
  const { page } = await open(nothing)
  await page.press('Add a goal')
  expect(page.text()).toContain('Write down their goal')
})
