// The second request carries nothing by which anyone could be told, and a lost signal in between loses no answer.
import { pulse } from '@modulus/contracts/pulse.ts'
import { beforeEach, expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { answerNameless, forgetAll, isWaiting } from './nameless.ts'
import { send } from './send.ts'

const params = { programmeId: '0190aaaa-0000-7000-8000-000000000004' }
const take = () => send(pulse.take, { params })
const answer = (ticket: string) => send(pulse.answer, { body: { ticket, answers: [1, 2, 3, 4, 5], why: '' } }, { nameless: true })
beforeEach(() => sessionStorage.clear())

it('asks for the ticket with the cookie, and answers without it', async () => {
  fakeApi()
    .on(pulse.take, { ticket: 't1', asked: 'officers' })
    .on(pulse.answer, undefined as never)
  const fetched = vi.spyOn(globalThis, 'fetch')
  await answerNameless('pulse', take, answer)
  const [first, second] = fetched.mock.calls.map(([, request]) => request!)
  expect(first).toMatchObject({ credentials: 'same-origin' })
  expect(second).toMatchObject({ credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' })
  expect(JSON.parse(second!.body as string)).toMatchObject({ ticket: 't1' })
  expect(isWaiting('pulse')).toBe(false)
})
it('keeps the ticket when the answer is lost on the way, and nothing of the answer; trying again takes no second ticket', async () => {
  const api = fakeApi().on(pulse.take, { ticket: 't1', asked: 'officers' }).cutOff(pulse.answer)
  await expect(answerNameless('pulse', take, answer)).rejects.toMatchObject({ type: 'offline' })
  expect(isWaiting('pulse')).toBe(true)
  expect(JSON.stringify({ ...sessionStorage })).toBe('{"nameless pulse":"t1"}')
  api.on(pulse.answer, undefined as never)
  await answerNameless('pulse', take, answer)
  expect(api.callsOf(pulse.take)).toHaveLength(1)
  expect(api.callsOf(pulse.answer).map(({ body }) => body.ticket)).toEqual(['t1', 't1'])
  expect(isWaiting('pulse')).toBe(false)
})
it('throws a spent ticket away, and takes none when the month was answered elsewhere', async () => {
  const api = fakeApi().on(pulse.take, { ticket: 't1', asked: 'officers' }).refuse(pulse.answer, 'ticket-spent')
  await expect(answerNameless('pulse', take, answer)).rejects.toMatchObject({ type: 'ticket-spent' })
  expect(isWaiting('pulse')).toBe(false)
  api.refuse(pulse.take, 'pulse-answered')
  await expect(answerNameless('pulse', take, answer)).rejects.toMatchObject({ type: 'pulse-answered' })
  expect(isWaiting('pulse')).toBe(false)
})
it('on signing out, no ticket is left for the next person, and what else the tab holds stays', () => {
  sessionStorage.setItem('nameless pulse somewhere 2026-11-01', 'a-ticket')
  sessionStorage.setItem('modulus.unsent.someone', 'a text')
  forgetAll()
  expect(isWaiting('pulse somewhere 2026-11-01')).toBe(false)
  expect(sessionStorage.getItem('modulus.unsent.someone')).toBe('a text')
})
