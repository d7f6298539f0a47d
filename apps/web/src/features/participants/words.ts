// How people and what happened with them are put into words on these pages.
import type { StoryItem, StoryKind, StoryParam } from '@modulus/contracts/participant-story.ts'
import type { ParticipantStatus } from '@modulus/contracts/participants.ts'
import { listOf, plural } from '#lib/format.ts'
import { label } from '../../words/en.ts'

export const nameOf = (who: { knownAs: string; familyName: string | null }) => [who.knownAs, who.familyName].filter(Boolean).join(' ')
/** A next step is a choice of the visit page, or the worker's own words. */
export const nextStepOf = (step: string) => (/^[a-z_]+$/.test(step) ? label('nextStep', step) : step)
export const toneOf = (status: ParticipantStatus): 'teal' | 'amber' | 'neutral' =>
  status === 'agreed' || status === 'active' ? 'teal' : status === 'in_conversation' || status === 'interested' ? 'amber' : 'neutral'

const icons: Record<StoryKind, string> = {
  nomination: 'i-lucide-user-plus',
  triage: 'i-lucide-users',
  step: 'i-lucide-arrow-right',
  deal: 'i-lucide-handshake',
  visit: 'i-lucide-house',
  contact: 'i-lucide-phone',
  interest: 'i-lucide-sparkles',
  asset: 'i-lucide-star',
  goal: 'i-lucide-flag',
  course: 'i-lucide-route',
  change: 'i-lucide-shuffle',
  placement: 'i-lucide-briefcase',
  placement_review: 'i-lucide-message-square',
  mentor: 'i-lucide-heart-handshake',
  mentoring: 'i-lucide-coffee',
  measure: 'i-lucide-chart-line',
  destination: 'i-lucide-map-pin',
  follow_up: 'i-lucide-calendar-check',
}
export const iconOf = (kind: StoryKind) => icons[kind]

type Params = Record<string, StoryParam>
const text = (value: StoryParam | undefined) => (typeof value === 'string' ? value : '')
const joined = (...parts: (string | false)[]) => parts.filter(Boolean).join('. ')

const titles: Record<StoryKind, (p: Params) => string> = {
  nomination: (p) =>
    p.partner ? `Suggested by ${text(p.partner)} (${label('sourceKind', text(p.sourceKind)).toLowerCase()})` : 'Suggested',
  triage: (p) => `The panel: ${label('nominationStatus', text(p.outcome)).toLowerCase()}`,
  step: (p) => label('participantStatus', text(p.to)),
  deal: () => 'Agreed to take part',
  visit: (p) =>
    joined(
      'Home visit',
      label('visitOutcome', text(p.outcome)),
      p.wantsToCome ? `Would come along: ${label('wantsToCome', text(p.wantsToCome)).toLowerCase()}` : false,
    ),
  contact: (p) =>
    joined(
      `${label('channel', text(p.channel))}, ${p.direction === 'in' ? 'from them' : 'from us'}`,
      label('contactOutcome', text(p.outcome)),
    ),
  interest: () => 'Told us what they are into',
  asset: (p) => `Told us about a strength: ${label('assetKind', text(p.kind)).toLowerCase()}`,
  goal: (p) => (p.status === 'open' ? 'Set a goal' : `Set a goal, since then: ${label('goalStatus', text(p.status)).toLowerCase()}`),
  course: (p) =>
    joined(
      `${p.status === 'waiting' ? 'Waiting for a place on' : 'Joined'} ${text(p.course)}`,
      Number(p.of) > 0 && `Came to ${Number(p.came)} of ${plural(Number(p.of), 'session')} so far`,
      p.status === 'left' && 'Left since',
    ),
  change: () => 'Course changed because of what the group said',
  placement: (p) =>
    `${label('placementState', text(p.to))}${p.title ? `: ${text(p.title)}` : ''}${p.partner ? ` with ${text(p.partner)}` : ''}`,
  placement_review: (p) =>
    p.side === 'participant' ? 'What they thought of the placement' : `How it went, from ${text(p.partner) || 'the partner'}`,
  mentor: (p) => `${p.ended ? 'Mentoring ended with' : 'Matched with'} ${text(p.mentor) || 'a mentor'}`,
  mentoring: (p) => joined(label('mentoringKind', text(p.kind)), p.minutes ? plural(Number(p.minutes), 'minute') : false),
  measure: (p) =>
    `Scored ${plural(Number(p.answers), 'step')}${p.ratedBy === 'self' ? ', by themselves' : p.ratedBy === 'together' ? ', together' : ''}`,
  destination: (p) => label('destination', text(p.kind)),
  follow_up: (p) => `${plural(Number(p.months), 'month')} on: ${label('followUpStatus', text(p.status)).toLowerCase()}`,
}
export const titleOf = (item: StoryItem) => titles[item.kind](item.params)

/** Facts under the title, in plain text. */
export function factsOf({ kind, params: p, theirWords }: StoryItem): string[] {
  if (kind === 'visit' && Array.isArray(p.interests)) {
    const unsaid = p.interests.filter((one) => !theirWords.includes(one))
    return unsaid.length > 0 ? [`Into: ${listOf(unsaid)}.`] : []
  }
  if (kind === 'deal') return [`They get: ${text(p.get)}`, `They give: ${text(p.give)}`]
  if (kind === 'nomination' && p.goodAt) return [`Good at: ${text(p.goodAt)}`]
  if (kind === 'triage' && p.assetSeen) return [`Strength seen: ${text(p.assetSeen)}`]
  if (kind === 'change')
    return [
      `${text(p.course)}, week ${Number(p.week)}: ${text(p.title)}${p.planned && p.planned !== p.title ? ` instead of ${text(p.planned)}` : ''}`,
    ]
  return []
}
