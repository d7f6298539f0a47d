// The answers of a visit, laid out so that two records of it can be merged: the next step and its day are one answer.
import type { Answers, FieldRules } from './merge.ts'
import type { Visit, VisitChange, VisitRecord } from './visits.ts'

export const visitRules = {
  happenedAt: { kind: 'moment' },
  place: { kind: 'choice' },
  why: { kind: 'choice' },
  outcome: { kind: 'protective', first: ['asked_to_leave', 'not_today'] },
  present: { kind: 'many' },
  jobWords: { kind: 'text' },
  skillsWords: { kind: 'text' },
  interests: { kind: 'adds' },
  wantsToCome: { kind: 'protective', first: ['not_now', 'maybe'] },
  next: { kind: 'protective', first: ['leave_it_with_them'] },
  staffWords: { kind: 'text' },
  toldWhatWeWrite: { kind: 'flag' },
} as const satisfies FieldRules
export type VisitField = keyof typeof visitRules

/** "leave_it_with_them", or "date_they_chose 2026-12-01": a day counts only where they chose it. */
type Step = { nextStep?: VisitChange['nextStep'] | undefined; nextOn?: VisitChange['nextOn'] | undefined }
const nextOf = ({ nextStep, nextOn }: Step): string | null =>
  nextStep === 'date_they_chose' && nextOn ? `${nextStep} ${nextOn}` : (nextStep ?? null)
const stepOf = (next: string | null): Pick<VisitChange, 'nextStep' | 'nextOn'> => {
  const [nextStep = null, nextOn = null] = next?.split(' ') ?? []
  return { nextStep: nextStep as NonNullable<VisitChange['nextStep']> | null, ...(nextStep === 'date_they_chose' && { nextOn }) }
}

/** What a phone wrote: only what was answered. A change of the day alone goes with the step that `base` had. */
export function writtenAnswers(body: Partial<VisitChange & VisitRecord>, base: Partial<VisitChange> = {}): Answers {
  const steps = 'nextStep' in body || 'nextOn' in body
  const next = steps && { next: nextOf({ nextStep: base.nextStep, ...body }) }
  const answers: Record<string, unknown> = { ...body, ...next }
  return Object.fromEntries(Object.entries(answers).filter(([field, value]) => field in visitRules && value !== undefined))
}
/** What stands now, as the reader sees it; words that they may not read are left out. */
export const standingAnswers = (visit: Visit): Answers => ({
  happenedAt: visit.happenedAt,
  ...(visit.place !== null && { place: visit.place }),
  why: visit.why,
  outcome: visit.outcome,
  present: visit.present,
  ...(visit.words && { jobWords: visit.words.job, skillsWords: visit.words.skills, staffWords: visit.words.staff }),
  interests: visit.interests.map(({ ownWords, tag }) => ({ ownWords, tag })),
  wantsToCome: visit.wantsToCome,
  next: nextOf(visit),
  toldWhatWeWrite: visit.toldWhatWeWrite,
})
/** Before a record there was nothing: whatever one of the two left empty, the other one fills. */
export const nothingWritten: Answers = {
  jobWords: '',
  skillsWords: '',
  staffWords: '',
  interests: [],
  present: [],
  wantsToCome: null,
  next: null,
  toldWhatWeWrite: false,
}

/** The change that makes of what stands what was decided. */
export function changeTo(visit: Visit, decided: Answers): VisitChange {
  const stands = standingAnswers(visit)
  const changed = Object.entries(decided).filter(
    ([field, value]) => field in visitRules && JSON.stringify(value) !== JSON.stringify(stands[field]),
  )
  const { next, toldWhatWeWrite, interests, ...rest } = Object.fromEntries(changed) as Record<string, unknown>
  const before = new Set(visit.interests.map(({ ownWords, tag }) => JSON.stringify({ ownWords, tag })))
  const more = (interests as NonNullable<VisitChange['interests']> | undefined)?.filter((one) => !before.has(JSON.stringify(one))) ?? []
  return {
    version: visit.version,
    ...(rest as Partial<VisitChange>),
    ...(next !== undefined && stepOf(next as string | null)),
    ...(more.length > 0 && { interests: more }),
    ...(toldWhatWeWrite === true && { toldWhatWeWrite: true as const }),
  }
}
