import { ownErasure, type OwnErasure } from '@modulus/contracts/retention.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ErasePage from './ErasePage.vue'

const asked: OwnErasure = {
  id: '0190aaaa-0000-7000-8000-000000000071',
  askedOn: '2026-11-20',
  dueOn: '2026-12-20',
  state: 'asked',
  answeredOn: null,
  ground: null,
  answer: '',
}

it('asks in one tap, without a reason, and says when the answer comes', async () => {
  let request: OwnErasure | null = null
  const api = fakeApi()
    .on(ownErasure.erasure, () => ({ request }))
    .on(ownErasure.askErasure, () => ({ request: (request = asked) }))
  const page = await mount(ErasePage)
  expect(page.text()).toContain('You can not get it back.')
  await page.press('Please delete it')
  expect(api.callsOf(ownErasure.askErasure)[0]!.body).toEqual({ words: '' })
  expect(page.get('[role=status]').text()).toBe('You asked on 20 Nov 2026. You will hear by 20 Dec 2026.')
})
it('can be taken back until it is answered', async () => {
  const api = fakeApi()
    .on(ownErasure.erasure, { request: asked })
    .on(ownErasure.takeBackErasure, { request: { ...asked, state: 'taken_back' } })
  const page = await mount(ErasePage)
  await page.press('I changed my mind')
  expect(api.callsOf(ownErasure.takeBackErasure)).toHaveLength(1)
})
it('a no is said with its reason, and with whom else to ask', async () => {
  fakeApi().on(ownErasure.erasure, { request: { ...asked, state: 'refused', ground: 'legal_claims', answer: 'A court still needs it.' } })
  const page = await mount(ErasePage)
  expect(page.text()).toContain('A court still needs it.')
  expect(page.text()).toContain('0303 123 1113')
  expect(page.text()).toContain('Please delete it')
})
it('keeps the words when there is no signal', async () => {
  fakeApi().on(ownErasure.erasure, { request: null }).cutOff(ownErasure.askErasure)
  const page = await mount(ErasePage)
  await page.fill('Your words', 'It was long ago')
  await page.press('Please delete it')
  expect(page.get('[role=alert]').text()).toContain('Your words are still here')
  expect(page.get('textarea').element.value).toBe('It was long ago')
})
