// The sentences above the board's pictures: computed from what the API gave, never typed.
import type { Board, LeadHome, PublishedBoard, Share, Stage } from '@modulus/contracts/board.ts'
import { dateOf, plural } from '#lib/format.ts'
import { label } from '../../words/en.ts'

const one = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
export const percent = (value: number) => `${one.format(value)}%`

export function boardSentence({ programme, funnel, employed }: Board): string {
  const at = (stage: string) => funnel?.find((one) => one.stage === stage)?.people ?? 0
  if (!funnel) return `${programme.name}. Your agreement does not cover how far people came.`
  if (at('nominated') === 0) return `${programme.name}. Nobody’s way is written down here.`
  const work =
    employed?.ofStarted && at('placementOrJob') > 0
      ? ` ${employed.ofStarted.people} of the ${employed.ofStarted.of} who started found work with a partner.`
      : ''
  return `${programme.name}: ${at('started')} of ${plural(at('nominated'), 'young person', 'young people')} agreed or started.${work}`
}

export function funnelSentence(stages: readonly { stage: Stage; people: number }[]): string {
  const first = stages[0]!.people,
    last = stages.at(-1)!.people,
    finished = stages.at(-2)!.people
  const drops = stages
    .slice(1)
    .map(({ stage, people }, at) => ({ from: stages[at]!.stage, to: stage, lost: stages[at]!.people - people }))
    .filter(({ lost }) => lost > 0)
  const biggest = drops.filter(({ to }) => last > 0 || to !== 'placementOrJob').sort((a, b) => b.lost - a.lost)[0]
  const far =
    last > 0
      ? `${last} of ${plural(first, 'young person', 'young people')} came as far as a placement or job.`
      : `${finished} of ${plural(first, 'young person', 'young people')} finished. No placement or job is written down.`
  return biggest
    ? `${far} Biggest drop: from “${label('outcomeStage', biggest.from).toLowerCase()}” to “${label('outcomeStage', biggest.to).toLowerCase()}” (${biggest.lost}).`
    : far
}

/** Two bases for the same people: the choice of base is half of any such figure. */
export function employedSentence({ ofStarted, ofInvited }: { ofStarted: Share | null; ofInvited: Share | null }): string {
  if (!ofStarted) return 'Nobody has agreed or started yet, so there is no share to give.'
  const small =
    ofStarted.of < 30
      ? `With so few people, anything from ${percent(ofStarted.low)} to ${percent(ofStarted.high)} would fit.`
      : `The range is ${percent(ofStarted.low)} to ${percent(ofStarted.high)}.`
  const all = ofInvited
    ? ` Of all ${ofInvited.of} who were invited it is ${percent(ofInvited.percent)}: which group one counts from changes the answer.`
    : ''
  return `${ofStarted.people} of ${ofStarted.of} found work with a partner of the programme: ${percent(ofStarted.percent)}. ${small}${all}`
}
export const sharesOf = ({ ofStarted, ofInvited }: { ofStarted: Share | null; ofInvited: Share | null }) => [
  ...(ofStarted ? [{ label: 'who agreed or started', ...ofStarted, count: ofStarted.people }] : []),
  ...(ofInvited ? [{ label: 'who were invited', ...ofInvited, count: ofInvited.people }] : []),
]

export function travelledSentence(lines: readonly { first: number; latest: number }[]): string {
  const up = lines.filter(({ first, latest }) => latest > first).length,
    down = lines.filter(({ first, latest }) => latest < first).length,
    same = lines.length - up - down
  if (up === lines.length) return `All ${up} are higher than at first.`
  const parts = [
    up > 0 && `${up} of ${lines.length} are higher than at first`,
    same > 0 && `${same} the same`,
    down > 0 && `${down} lower: worth asking about`,
  ]
  return `${parts.filter(Boolean).join(', ')}.`
}

export function publishedSentence({ programme, smallNumber, funnel }: PublishedBoard): string {
  const hidden = funnel.filter(({ people }) => people === null).length
  if (hidden === funnel.length) return `${programme.name}: too few people to show any figure about them. Counts of places are below.`
  return `${programme.name}. Figures are rounded to the nearest five. Those about fewer than ${smallNumber} people are not shown.`
}

export function homeSentence({ onCourses, quiet, reviewsOverdue, followUpsDue, waiting }: LeadHome): string {
  const parts = [
    waiting > 0 ? `${plural(waiting, 'decision')} for you.` : 'Nothing waits for you.',
    `${onCourses} on courses.`,
    quiet > 0 ? `${quiet} not contacted for 14 days.` : '',
    reviewsOverdue > 0 ? `${plural(reviewsOverdue, 'safety review')} overdue.` : '',
    followUpsDue > 0 ? `${plural(followUpsDue, 'follow-up')} due.` : '',
  ]
  return parts.filter(Boolean).join(' ')
}

/** Where figures about people come from. */
export const recordsOf = ({ name, synthetic }: { name: string; synthetic: boolean }) =>
  `Programme records, ${name}, ${dateOf(new Date())}.${synthetic ? ' Synthetic.' : ''}`
