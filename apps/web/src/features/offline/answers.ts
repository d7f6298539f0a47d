// What was written without signal, as a person reads it: which answer is called what, and whose words it is.
import type { VisitField } from '@modulus/contracts/visit-merge.ts'
import { seedQuestions } from '@modulus/contracts/visits.ts'
import { weekdayOf } from '#lib/format.ts'
import { whenOf } from '#lib/when.ts'
import { label, type WordList } from '../../words/en.ts'

export interface Answer {
  label: string
  text: string
  /** A young person's own words. */
  quote: boolean
}
const lists = (name: WordList) => (value: unknown) => label(name, String(value))
const moment = (value: unknown) => whenOf(String(value))
const dayWords = (value: unknown) => weekdayOf(String(value))
const yesNo = (value: unknown) => (value ? 'Yes' : 'No')
interface Field {
  label: string
  quote?: true
  /** One value in words; a list is said one after another. */
  say?: (value: unknown) => string
}
const nextWords = (value: unknown) => {
  const [step = '', on] = String(value).split(' ')
  return [label('nextStep', step), on && dayWords(on)].filter(Boolean).join(', ')
}

const visit: Record<VisitField, Field> = {
  happenedAt: { label: 'When it was', say: moment },
  place: { label: 'Where' },
  why: { label: 'Why' },
  outcome: { label: 'How it went', say: lists('visitOutcome') },
  present: { label: 'Who was there', say: lists('present') },
  jobWords: { label: seedQuestions.job, quote: true },
  skillsWords: { label: seedQuestions.skills, quote: true },
  interests: { label: 'What they are into', say: (one) => (one as { ownWords: string }).ownWords },
  wantsToCome: { label: 'Would they come along?', say: lists('wantsToCome') },
  next: { label: 'Next', say: nextWords },
  staffWords: { label: 'What we noticed' },
  toldWhatWeWrite: { label: 'Told what we write down', say: yesNo },
}
const rest: Record<string, Field> = {
  nextStep: { label: 'Next', say: lists('nextStep') },
  nextOn: { label: 'On which day', say: dayWords },
  worry: { label: 'Worried about anyone’s safety?', say: yesNo },
  channel: { label: 'How', say: lists('channel') },
  direction: { label: 'Who got in touch', say: lists('direction') },
  theirWords: { label: 'In their words', quote: true },
  heldOn: { label: 'When it was', say: dayWords },
  minutes: { label: 'Minutes' },
  trigger: { label: 'Why it was asked for', say: lists('adaptationTrigger') },
  raisedBy: { label: 'Who raised it', say: lists('raisedBy') },
  raisedOn: { label: 'On', say: dayWords },
  fromText: { label: 'How it was' },
  toText: { label: 'What it would become' },
  whatWeFeared: { label: 'What we feared' },
  whatTheySaid: { label: 'What they said', quote: true },
  alternatives: { label: 'What else there is' },
  opportunityCost: { label: 'What it costs' },
  aboutWhom: { label: 'Who it is about' },
  whatSeen: { label: 'What was seen or heard' },
  immediateDanger: { label: 'In danger now', say: yesNo },
  toldThem: { label: 'They were told', say: yesNo },
  notToldWhy: { label: 'Why they were not told' },
  inTheWay: { label: 'What is getting in the way' },
  allWeNeed: { label: 'Do we have all we need to know' },
  iCanDo: { label: 'What I can do' },
  weCanDo: { label: 'What we can do' },
  othersCanDo: { label: 'What others can do' },
  mark: { label: 'Mark', say: lists('attendance') },
  marks: { label: 'Marks', say: (one) => label('attendance', (one as { mark: string }).mark) },
  description: { label: 'What it shows' },
}
const fields: Record<string, Field> = { ...rest, ...visit }
const ofOperation: Record<string, Record<string, Field>> = {
  'contacts.log': { outcome: { label: 'How it went', say: lists('contactOutcome') } },
}

export function answerOf(field: string, value: unknown, operation = ''): Answer {
  const { label: called = field, say = String, quote } = ofOperation[operation]?.[field] ?? fields[field] ?? { label: field }
  const text = Array.isArray(value) ? value.map((one: unknown) => say(one)).join(', ') : value === null || value === '' ? '' : say(value)
  return { label: called, text, quote: quote === true }
}
/** As the forms ask them. */
const order = Object.keys({ ...visit, ...rest })
/** Every answer of a request that says something. Numbers of versions and ids say nothing to a person. */
export const answersOf = (operation: string, body: unknown): Answer[] =>
  Object.entries(said(operation, (body ?? {}) as Record<string, unknown>))
    .filter(([field]) => field in fields)
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([field, value]) => answerOf(field, value, operation))
    .filter(({ text }) => text !== '')
/** Of a photo what was said about it, of a half-filled form what stands in its boxes. */
function said(operation: string, body: Record<string, unknown>): Record<string, unknown> {
  const inside = operation === 'attachments.send' ? body.announce : operation === 'drafts.keep' ? body.body : body
  return (inside ?? {}) as Record<string, unknown>
}
