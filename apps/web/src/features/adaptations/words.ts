// A change in words: how it stands, and what each step of its story says.
import type {
  Adaptation,
  AdaptationLine,
  AdaptationStatus,
  AdaptationStep,
  AdaptationTrigger,
  RaisedBy,
} from '@modulus/contracts/adaptations.ts'
import { addDays, dateOf, dayOf, plural, weekdayOf } from '#lib/format.ts'
import { label } from '../../words/en.ts'

/** Teal is for what stands; nothing here is late, and nothing is red. */
export const toneOf = (status: AdaptationStatus): 'teal' | 'neutral' =>
  ['agreed', 'trialled', 'kept'].includes(status) ? 'teal' : 'neutral'

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
export const trialWords = ({ status, trialUntil }: Pick<AdaptationLine, 'status' | 'trialUntil'>, today = dayOf()): string => {
  if (!trialUntil || !['agreed', 'trialled'].includes(status)) return ''
  if (trialUntil < today) return `To be tried until ${weekdayOf(trialUntil)}: ask how it went`
  return trialUntil <= addDays(today, 7)
    ? `To be tried until ${weekdayOf(trialUntil)}: soon time to ask how it went`
    : `To be tried until ${dateOf(trialUntil)}`
}
export const sentenceOf = ({ fromText, raisedBy, raisedOn, status, decidedBy }: Adaptation): string =>
  [
    `In place of: ${fromText}.`,
    `Raised by ${lower(label('raisedBy', raisedBy))} on ${dateOf(raisedOn)}.`,
    `${label('adaptationStatus', status)}${decidedBy ? `; decided by ${lower(label('decidedBy', decidedBy))}` : ''}.`,
  ].join(' ')

const icons: Partial<Record<AdaptationStep['kind'], string>> = {
  raise: 'i-lucide-hand',
  talk_over: 'i-lucide-message-circle',
  agree: 'i-lucide-check',
  not_agree: 'i-lucide-minus',
  begin_trial: 'i-lucide-sprout',
  extend_trial: 'i-lucide-calendar-plus',
  settle: 'i-lucide-flag',
  correct: 'i-lucide-pencil',
  weigh: 'i-lucide-scale',
  tell: 'i-lucide-send',
}
function titleOf(step: AdaptationStep): string {
  const what = label('adaptationStep', step.kind)
  const by = step.decidedBy ? `, decided by ${lower(label('decidedBy', step.decidedBy))}` : ''
  switch (step.kind) {
    case 'settle':
      return `${label('adaptationStatus', step.status)}${by}`
    case 'tell':
      return `${step.partner?.name ?? 'The partner'} was told, ${lower(label('toldHow', step.toldHow))}`
    case 'correct':
      return `${label('adaptationWords', step.corrects)}: words put right`
    default:
      return what + by
  }
}
const textOf = (step: AdaptationStep): string =>
  [
    step.kind === 'correct' ? `Before: ${step.earlierWords || 'nothing'}\nNow: ${step.words || 'nothing'}` : step.words,
    step.decision ? `Stands on: ${step.decision.title}` : '',
    step.trialUntil ? `To be tried until ${dateOf(step.trialUntil)}.` : '',
    step.kind === 'not_agree' && step.toldHow ? `The young people were told ${lower(label('toldHow', step.toldHow))}.` : '',
    step.peopleTold ? `A message went to ${plural(step.peopleTold, 'person', 'people')}.` : '',
  ]
    .filter(Boolean)
    .join('\n')
export const itemOf = (step: AdaptationStep) => ({
  id: step.id,
  when: dateOf(step.on),
  title: titleOf(step),
  icon: icons[step.kind] ?? 'i-lucide-circle',
  ...(step.by ? { kind: step.by } : {}),
  ...(textOf(step) ? { text: textOf(step) } : {}),
  ...(step.quote ? { quote: step.quote } : {}),
  ...(step.riskBenefitId ? { to: `/risk-benefits/${step.riskBenefitId}` } : {}),
})

/** Who it most likely came from, until somebody says otherwise. */
export const raiserOf = (trigger: AdaptationTrigger): RaisedBy =>
  trigger === 'partner_change'
    ? 'partner'
    : trigger === 'funder'
      ? 'funder'
      : ['participants_chose_otherwise', 'participant_asked', 'attendance_signal'].includes(trigger)
        ? 'participants'
        : 'officer'
