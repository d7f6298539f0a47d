import { barrierSurvey } from '@modulus/contracts/barrier-survey.ts'
import { pulse, type Pulse } from '@modulus/contracts/pulse.ts'
import { session } from '@modulus/contracts/session.ts'
import { beforeEach, expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import InTheWayPage from './InTheWayPage.vue'
import PulsePage from './PulsePage.vue'

const iona = { ...someone, roles: ['participant' as const], programmes: [{ ...someone.programmes[0]!, roles: ['participant' as const] }] }
const asked = (answered = false): Pulse => ({ mine: { asked: 'participants', month: '2026-11-01', answered }, months: [] })
const ticket = { ticket: 't1', asked: 'participants' as const }
const pick = async (page: Awaited<ReturnType<typeof mount>>, question: string, words: string) => {
  const field = page.findAll('fieldset').find((one) => one.find('legend').text() === question)!
  await field
    .findAll('label')
    .find((one) => one.text() === words)!
    .find('input')
    .setValue(true)
}
beforeEach(() => sessionStorage.clear())

it('asks seven things, lets any be skipped, and sends the answer by itself', async () => {
  const api = fakeApi()
    .on(session.read, iona)
    .on(pulse.read, asked())
    .on(pulse.take, ticket)
    .on(pulse.answer, undefined as never)
  const page = await mount(PulsePage)
  expect(page.findAll('fieldset')).toHaveLength(7)
  expect(page.text()).toContain('Nobody can tell it was you')
  await page.press('Send it, without my name')
  expect(page.get('[role=alert]').text()).toContain('Pick at least one')
  expect(api.callsOf(pulse.take)).toEqual([])
  await pick(page, 'I had a say in what we do', 'Often')
  await pick(page, 'It went at my pace', 'Never')
  await pick(page, 'Something changed because of us', 'Always')
  await page.press('Skip: Something changed because of us')
  await page.get('textarea').setValue('They listened')
  await page.press('Send it, without my name')
  expect(api.callsOf(pulse.answer)[0]!.body).toEqual({ ticket: 't1', answers: [4, 0, 0, 0, 0, 0, 1], why: 'They listened' })
  expect(page.get('h1').text()).toBe('Thank you')
  expect(page.html()).not.toContain('They listened')
})
it('a lost signal keeps the answers on the page, and "Try again" finishes with the same ticket', async () => {
  const api = fakeApi().on(session.read, iona).on(pulse.read, asked()).on(pulse.take, ticket).cutOff(pulse.answer)
  const page = await mount(PulsePage)
  await pick(page, 'I had a say in what we do', 'Often')
  await page.press('Send it, without my name')
  expect(page.get('[role=alert]').text()).toContain('Your answers are still here')
  api.on(pulse.answer, undefined as never)
  await page.press('Try again')
  expect(api.callsOf(pulse.take)).toHaveLength(1)
  expect(page.get('h1').text()).toBe('Thank you')
})
it('after a reload the waiting ticket lets them finish, though the month is marked', async () => {
  sessionStorage.setItem(`nameless pulse ${someone.programmes[0]!.id} 2026-11-01`, 't1')
  const api = fakeApi()
    .on(session.read, iona)
    .on(pulse.read, asked(true))
    .on(pulse.answer, undefined as never)
  const page = await mount(PulsePage)
  expect(page.text()).toContain('did not get through last time')
  await pick(page, 'I had a say in what we do', 'Often')
  await page.press('Try again')
  expect(api.callsOf(pulse.answer)[0]!.body.ticket).toBe('t1')
})
it('says so when this month is done, and when nothing is asked', async () => {
  const api = fakeApi().on(session.read, iona).on(pulse.read, asked(true))
  expect((await mount(PulsePage)).get('h1').text()).toBe('You have done this one')
  api.on(session.read, { ...iona, programmes: [] })
  expect((await mount(PulsePage)).get('h1').text()).toBe('Nothing to answer')
})
it('asks what gets in the way, at most five, each with how much and whom it hits', async () => {
  const api = fakeApi()
    .on(session.read, iona)
    .on(barrierSurvey.read, { mine: { asked: 'participants', month: '2026-11-01', answered: false }, months: [], can: { export: false } })
    .on(barrierSurvey.take, ticket)
    .on(barrierSurvey.answer, undefined as never)
  const page = await mount(InTheWayPage)
  const boxes = page.findAll('input[type=checkbox]')
  expect(boxes).toHaveLength(16)
  for (const one of boxes.slice(0, 6)) await one.setValue(true)
  await page.press('Next')
  expect(page.get('[role=alert]').text()).toContain('five that matter most')
  for (const one of boxes.slice(1, 6)) await one.setValue(false)
  await page.press('Next')
  await page.press('Send it, without my name')
  expect(page.get('[role=alert]').text()).toContain('how much')
  await pick(page, 'How much is it in the way?', 'It stops us')
  await page.get('select').setValue('community')
  await page.press('Send it, without my name')
  expect(api.callsOf(barrierSurvey.answer)[0]!.body).toEqual({
    ticket: 't1',
    choices: [{ source: 'practical', howMuch: 4, fallsOn: 'community' }],
    words: '',
  })
})
it.each([
  ['the pulse', PulsePage],
  ['what is in the way', InTheWayPage],
])('signed out, %s offers a code like every page of theirs', async (_, one) => {
  fakeApi().refuse(session.read, 'signed-out')
  const page = await mount(one)
  await vi.waitFor(() => expect(page.find('input[autocomplete]').exists()).toBe(true))
  expect(page.text()).not.toContain('ask your worker for a new link')
})
it('signed out while answering, they come back to what they had picked', async () => {
  const api = fakeApi().on(session.read, iona).on(pulse.read, asked()).refuse(pulse.take, 'signed-out')
  const page = await mount(PulsePage)
  await pick(page, 'I had a say in what we do', 'Often')
  await page.press('Send it, without my name')
  await page.settle()
  expect(page.find('fieldset').exists()).toBe(false)
  api.on(pulse.take, ticket)
  page.findComponent({ name: 'SignInForm' }).vm.$emit('in')
  await page.settle()
  expect(page.findAll('input:checked').map((one) => (one.element as HTMLInputElement).value)).toContain('4')
})
