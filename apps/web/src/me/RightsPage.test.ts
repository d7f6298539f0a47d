import { meRights, type OwnRights } from '@modulus/contracts/me-rights.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import RightsPage from './RightsPage.vue'

const id = '0190aaaa-0000-7000-8000-000000000060'
const empty: OwnRights = { requests: [], complaints: [], pausedSince: null, goingOn: null }
const asked: OwnRights['requests'][number] = {
  ...{
    id,
    kind: 'access',
    state: 'id_ok',
    words: '',
    askedOn: '2026-11-01',
    answerBy: '2026-12-01',
    question: null,
    outcome: null,
    answer: '',
    answeredOn: null,
    copyUntil: null,
  },
}

it('a copy is asked for in one tap', async () => {
  const api = fakeApi()
    .on(meRights.rights, empty)
    .on(meRights.askForRight, { ...empty, requests: [asked] })
  const page = await mount(RightsPage)
  await page.press('Ask for my copy')
  expect(api.callsOf(meRights.askForRight)[0]!.body).toEqual({ kind: 'access', words: '' })
  expect(page.text()).toContain('We write back by 1 Dec 2026')
  expect(page.text()).not.toContain('Ask for my copy')
})
it('a complaint needs a few words, and keeps them when there is no signal', async () => {
  const api = fakeApi().on(meRights.rights, empty).cutOff(meRights.complain)
  const page = await mount(RightsPage)
  await page.press('Tell us what went wrong')
  await page.press('Send')
  expect([api.callsOf(meRights.complain).length, page.get('[role=alert]').text()]).toEqual([0, 'Write a few words first.'])
  await page.fill('What went wrong?', 'You told my school')
  await page.press('Send')
  expect(page.get('[role=alert]').text()).toContain('still here')
  expect(page.get('textarea').element.value).toBe('You told my school')
})
it('a question of ours is answered where it stands', async () => {
  const api = fakeApi()
    .on(meRights.rights, { ...empty, requests: [{ ...asked, answerBy: null, question: 'All of it?' }] })
    .on(meRights.answerQuestion, { ...empty, requests: [asked] })
  const page = await mount(RightsPage)
  await page.press('Answer')
  await page.fill('Your answer', 'Yes, all')
  await page.press('Send')
  expect(api.callsOf(meRights.answerQuestion)[0]).toMatchObject({ body: { words: 'Yes, all' } })
})
it('a copy that was sent is opened as a file, and a pause is said', async () => {
  fakeApi().on(meRights.rights, {
    ...empty,
    pausedSince: '2026-11-02',
    requests: [{ ...asked, state: 'sent', outcome: 'done', answeredOn: '2026-11-10', copyUntil: '2026-12-10' }],
  })
  const page = await mount(RightsPage)
  expect(page.get('a.call').attributes('href')).toBe(`/api/me/rights/requests/${id}/package.pdf`)
  expect(page.text()).toContain('We paused it on 2 Nov 2026.')
  expect(page.text()).not.toContain('Ask us to pause')
})
