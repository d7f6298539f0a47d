// What the visit pages share: the answers of the doorstep page, and how pills and answers become each other.
import type { Doorstep, VisitRecord } from '@modulus/contracts/visits.ts'

export type Interest = VisitRecord['interests'][number]
export type Answers = Partial<Omit<VisitRecord, 'worry'>> & { worry?: boolean }

/** Nobody was there to answer the questions in the middle. */
export const isFolded = (outcome: VisitRecord['outcome'] | undefined) => outcome === 'no_one_in' || outcome === 'asked_to_leave'

const threeHours = 3 * 3_600_000
/** Now, or the time that was planned when it is being written down later. */
export const likelyTime = (visit: Doorstep['visit'], now = Date.now()) =>
  visit && Date.parse(visit.startsAt) < now - threeHours ? visit.startsAt : new Date(now).toISOString()

export const firstAnswers = (door: Doorstep, told: boolean): Answers => ({
  participantId: door.participant.id,
  happenedAt: likelyTime(door.visit),
  place: door.visit?.place || 'At home',
  present: ['them'],
  interests: [],
  skillsWords: '',
  jobWords: '',
  staffWords: '',
  wantsToCome: null,
  nextStep: null,
  nextOn: null,
  toldWhatWeWrite: told,
})

/** What is sent: a folded question has no answer, whatever was tapped before. */
export const sentAnswers = (answers: VisitRecord): VisitRecord => ({
  ...answers,
  ...(answers.nextStep !== 'date_they_chose' && { nextOn: null }),
  ...(isFolded(answers.outcome) && {
    present: [],
    interests: [],
    skillsWords: '',
    jobWords: '',
    wantsToCome: null,
    toldWhatWeWrite: false,
  }),
})

/** A pill for each word of the list, and for each of their own. */
export const pillOf = ({ ownWords, tag }: Interest) => tag ?? `own:${ownWords}`
export const pillsOf = (chips: Doorstep['chips'], chosen: readonly Interest[], all: boolean) => {
  const offered = chips
    .filter(({ key }, at) => all || at < 10 || chosen.some(({ tag }) => tag === key))
    .map(({ key, label }) => ({ value: key, label }))
  return [...offered, ...chosen.filter(({ tag }) => tag === null).map((one) => ({ value: pillOf(one), label: one.ownWords }))]
}
export const interestsOf = (pills: readonly string[], chips: Doorstep['chips']): Interest[] =>
  pills.map((pill) =>
    pill.startsWith('own:')
      ? { ownWords: pill.slice(4), tag: null }
      : { ownWords: chips.find(({ key }) => key === pill)?.label ?? pill, tag: pill },
  )
