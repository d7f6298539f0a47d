import { expect, it } from 'vitest'
import { meet, together, type Answers } from './merge.ts'
import { changeTo, nothingWritten, standingAnswers, visitRules, writtenAnswers } from './visit-merge.ts'
import type { Visit } from './visits.ts'

const meeting = (base: Answers, mine: Answers, theirs: Answers) =>
  Object.fromEntries(
    meet(visitRules, base, mine, theirs).map(({ field, standing, value, because, fixed }) => [field, { standing, value, because, fixed }]),
  )

it('where only one side changed something, that stands by itself', () => {
  const base = { staffWords: 'Relaxed.', place: 'At home', jobWords: 'Engines' }
  expect(meeting(base, { staffWords: 'Relaxed. Dog.' }, { ...base, place: 'At her gran’s' })).toMatchObject({
    staffWords: { standing: 'mine', value: 'Relaxed. Dog.' },
    place: { standing: 'theirs', value: 'At her gran’s' },
    jobWords: { standing: 'same', value: 'Engines' },
  })
})
it('where both changed it a person chooses, unless both say the same', () => {
  const base = { staffWords: 'Relaxed.', jobWords: '' }
  const both = meeting(base, { staffWords: 'Cat.', jobWords: 'Boats ' }, { staffWords: 'Dog.', jobWords: 'Boats' })
  expect(both.staffWords).toEqual({ standing: 'meet', value: undefined, because: null, fixed: false })
  expect(both.jobWords).toMatchObject({ standing: 'same', value: 'Boats' })
})
it('what both began from is not always known: then a difference is one that somebody looks at', () => {
  expect(meeting({}, { staffWords: 'Cat.' }, { staffWords: 'Dog.' }).staffWords).toMatchObject({ standing: 'meet', value: undefined })
  expect(meeting({}, {}, { staffWords: 'Dog.' }).staffWords).toMatchObject({ standing: 'same', value: 'Dog.' })
})
it('asked to leave and not today stand against a warmer answer, whoever gave it', () => {
  const outcome = (mine: string, theirs: string, base?: string) =>
    meeting(base ? { outcome: base } : {}, { outcome: mine }, { outcome: theirs }).outcome
  expect(outcome('welcomed', 'asked_to_leave')).toMatchObject({ standing: 'meet', value: 'asked_to_leave', because: 'protective' })
  expect(outcome('not_today', 'welcomed', 'listened')).toMatchObject({ value: 'not_today', because: 'protective' })
  expect(outcome('not_today', 'asked_to_leave')).toMatchObject({ value: 'asked_to_leave' })
  expect(outcome('welcomed', 'listened')).toMatchObject({ standing: 'meet', value: undefined, because: null })
  // One person putting their own answer right is no meeting of two.
  expect(outcome('welcomed', 'not_today', 'not_today')).toMatchObject({ standing: 'mine', value: 'welcomed' })
})
it('a no to coming along, and leaving it with them, stand against a yes and a plan', () => {
  const met = meeting({}, { wantsToCome: 'yes', next: 'leave_it_with_them' }, { wantsToCome: 'not_now', next: 'bring_a_partner' })
  expect([met.wantsToCome, met.next]).toMatchObject([{ value: 'not_now' }, { value: 'leave_it_with_them' }])
  expect(meeting({}, { wantsToCome: 'maybe' }, { wantsToCome: 'yes' }).wantsToCome).toMatchObject({ value: 'maybe' })
})
it('a flag that one of the two put up is up, and nobody takes it down here', () => {
  for (const [mine, theirs, base] of [
    [true, false, false],
    [false, true, false],
    [false, true, true],
  ])
    expect(meet({ danger: { kind: 'flag' } }, { danger: base }, { danger: mine }, { danger: theirs })[0]).toMatchObject({
      value: true,
      because: 'flag',
      fixed: true,
    })
  expect(meet({ danger: { kind: 'flag' } }, {}, { danger: false }, { danger: false })[0]).toMatchObject({ value: false, fixed: false })
})
it('both together: words below words, answers beside answers, nothing said twice', () => {
  const text = { kind: 'text' } as const
  expect(together(text, 'Cat.', 'Dog.')).toBe('Dog.\nCat.')
  expect(together(text, 'Dog. Cat.', 'Dog.')).toBe('Dog. Cat.')
  expect(together({ kind: 'many' }, ['them', 'parent'], ['friend', 'them'])).toEqual(['friend', 'them', 'parent'])
  expect(together({ kind: 'choice' }, 'a', 'b')).toBeUndefined()
})

const visit = {
  id: 'v',
  status: 'recorded',
  happenedAt: '2026-11-22T10:00:00.000Z',
  place: 'At home',
  why: '',
  outcome: 'listened',
  present: ['them'],
  words: { job: 'Engines', skills: '', staff: 'Dog.' },
  interests: [{ id: 'i', ownWords: 'Joinery', tag: 'joinery' }],
  wantsToCome: 'maybe',
  nextStep: 'call_back_this_week',
  nextOn: '2026-11-27',
  toldWhatWeWrite: false,
  version: 4,
} as unknown as Visit
it('two who recorded one visit: each fills what the other left empty, what was heard adds up, a minute’s difference is none', () => {
  const mine = writtenAnswers({
    happenedAt: '2026-11-22T10:04:00.000Z',
    outcome: 'listened',
    skillsWords: 'mend bikes',
    staffWords: '',
    nextStep: 'call_back_this_week',
    nextOn: null,
    interests: [{ ownWords: 'Bikes', tag: null }],
    toldWhatWeWrite: true,
    worry: false,
  })
  const met = meet(visitRules, nothingWritten, mine, standingAnswers(visit))
  expect(met.filter(({ standing }) => standing === 'meet').map(({ field }) => field)).toEqual(['toldWhatWeWrite'])
  expect(changeTo(visit, Object.fromEntries(met.map(({ field, value }) => [field, value])))).toEqual({
    version: 4,
    skillsWords: 'mend bikes',
    interests: [{ ownWords: 'Bikes', tag: null }],
    toldWhatWeWrite: true,
  })
})
it('the next step and its day are one answer', () => {
  expect(writtenAnswers({ nextOn: '2026-12-01' }, { nextStep: 'date_they_chose', nextOn: '2026-11-30' })).toEqual({
    next: 'date_they_chose 2026-12-01',
  })
  expect(changeTo(visit, { ...standingAnswers(visit), next: 'date_they_chose 2026-12-01' })).toEqual({
    version: 4,
    nextStep: 'date_they_chose',
    nextOn: '2026-12-01',
  })
  expect(changeTo(visit, { ...standingAnswers(visit), next: 'bring_a_partner' })).toEqual({ version: 4, nextStep: 'bring_a_partner' })
  expect(changeTo(visit, standingAnswers(visit))).toEqual({ version: 4 })
})
