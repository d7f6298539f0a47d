import { replies, type ReplyToRead } from '@modulus/contracts/replies.ts'
import { withholding, type Withheld } from '@modulus/contracts/withholding.ts'
import { describe, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import RepliesPage from './RepliesPage.vue'
import WithheldPage from './WithheldPage.vue'
import WithholdPage from './WithholdPage.vue'

const iona = '0190aaaa-0000-7000-8000-000000000010'
const reply: ReplyToRead = {
  id: '0190aaaa-0000-7000-8000-000000000011',
  participant: { id: iona, knownAs: 'Iona' },
  at: '2026-11-20T10:00:00Z',
  words: 'That was no me',
  ask: null,
  response: 'leave_out',
  entry: {
    kind: 'visit',
    params: {},
    id: '0190aaaa-0000-7000-8000-000000000012',
    at: '2026-11-03T10:00:00Z',
    by: 'Amina Hart',
    theirWords: [],
    staffWords: 'Was seen at the bus stop',
  },
  answer: null,
  can: { answer: true, erase: true },
}
const page = (items: ReplyToRead[]) => ({ items, next: null })

describe('replies to read', () => {
  it('show what they said beside what is written, and an answer takes a decision and words', async () => {
    const api = fakeApi()
      .on(replies.list, page([reply]))
      .on(replies.answer, { ...reply, answer: { decision: 'erased', words: 'Gone', by: 'Amina Hart', at: '2026-11-22T10:00:00Z' } })
    const at = await mount(RepliesPage, { path: '/replies' })
    for (const words of [
      '1 reply to read',
      'Iona asks to leave this out',
      '“That was no me”',
      'Amina Hart wrote: Was seen at the bus stop',
    ])
      expect(at.text()).toContain(words)
    expect(api.callsOf(replies.list)[0]!.query).toEqual({ open: 'true' })
    await at.press('Answer')
    await at.press('Answer')
    expect(api.callsOf(replies.answer)).toEqual([])
    expect(at.text()).toContain('Choose what happens with it')
    await at.choose('Take the words out for good')
    await at.fill('Your words to them', 'You are right.')
    await at.press('Answer')
    expect(api.callsOf(replies.answer)[0]!.body).toEqual({ decision: 'erased', words: 'You are right.' })
  })
  it('offer no taking out where there is nothing to take out', async () => {
    fakeApi().on(replies.list, page([{ ...reply, can: { answer: true, erase: false } }]))
    const at = await mount(RepliesPage, { path: '/replies' })
    await at.press('Answer')
    expect(at.text()).toContain('It stays, and I say why')
    expect(at.text()).not.toContain('Take the words out')
  })
  it('answer what they asked for with words', async () => {
    const ask: ReplyToRead = { ...reply, ask: 'change_deal', response: null, entry: null, can: { answer: true, erase: false } }
    const api = fakeApi()
      .on(replies.list, page([ask]))
      .on(replies.answerAsk, ask)
    const at = await mount(RepliesPage, { path: '/replies' })
    expect(at.text()).toContain('Iona wants to change the agreement')
    await at.press('Answer')
    await at.fill('Your words to them', 'Let us begin at eleven')
    await at.press('Answer')
    expect(api.callsOf(replies.answerAsk)[0]).toMatchObject({ params: { askId: reply.id }, body: { words: 'Let us begin at eleven' } })
  })
  it('are only to read for whoever may not answer, and say so when there are none', async () => {
    fakeApi().on(replies.list, page([{ ...reply, can: { answer: false, erase: false } }]))
    expect((await mount(RepliesPage, { path: '/replies' })).findAll('button')).toHaveLength(0)
    fakeApi().on(replies.list, page([]))
    expect((await mount(RepliesPage, { path: '/replies' })).text()).toContain('Nobody is waiting for an answer.')
  })
})

describe('holding back', () => {
  const mountAt = (kind: string) =>
    mount(WithholdPage, { path: `/hold?kind=${kind}`, props: { participantId: iona, entryId: reply.entry!.id } })
  it('asks what of it and why, and proposes a day', async () => {
    const api = fakeApi().on(withholding.withhold, undefined)
    const at = await mountAt('visit')
    await at.press('Hold it back')
    expect(api.calls).toEqual([])
    await at.choose('only what was written about it')
    await at.choose('It is about someone else')
    await at.press('Hold it back')
    expect(api.callsOf(withholding.withhold)[0]).toMatchObject({
      params: { entryId: reply.entry!.id },
      body: { kind: 'note', reason: 'third_party', visibility: 'team' },
    })
    expect(at.router.currentRoute.value.fullPath).toBe(`/people/${iona}?saved=held`)
  })
  it('has only itself to hold back of a change', async () => {
    expect((await mountAt('step')).text()).not.toContain('the whole visit')
  })
})

describe('what is held back', () => {
  const one: Withheld = {
    kind: 'visits',
    id: iona,
    programmeName: 'Linnbrae',
    reference: 'YP-1001',
    visibility: 'team',
    reason: 'third_party',
    reviewOn: '2026-11-01',
    pastReview: true,
    heldBy: 'Amina Hart',
    heldAt: '2026-10-01T10:00:00Z',
  }
  it('is a list of what, why and until when', async () => {
    fakeApi().on(withholding.list, { items: [one], pastReview: 1 })
    const at = await mount(WithheldPage, { path: '/withheld' })
    for (const words of [
      '1 entry held back',
      '1 review due',
      'Home visit, YP-1001',
      'Review was due 1 Nov 2026',
      'It is about someone else.',
      'Amina Hart',
    ])
      expect(at.text()).toContain(words)
  })
  it('says so when young people can read everything', async () => {
    fakeApi().on(withholding.list, { items: [], pastReview: 0 })
    expect((await mount(WithheldPage, { path: '/withheld' })).text()).toContain('Young people can read everything')
  })
})
