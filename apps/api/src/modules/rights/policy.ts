// Who answers a request about a record, and which step fits now. The data lead answers; a second person, who may be the programme lead, checks.
import type { RightKind, RightState } from '@modulus/contracts/rights.ts'
import type { Actor } from '#db/transact.ts'
import { abilities, holds, permit, type Policy } from '#policy.ts'
import { Problem } from '#plugins/problems.ts'

export interface RequestFacts {
  programmeId: string
  kind: RightKind
  state: RightState
  paused: boolean
  extended: boolean
  undecided: number
  weighed: boolean
  preparedById: string | null
  checked: boolean
  packed: boolean
}
const answers = (actor: Actor, one: RequestFacts) => holds(actor, one.programmeId, 'data_lead')
const checks = (actor: Actor, one: RequestFacts) =>
  holds(actor, one.programmeId, 'data_lead', 'programme_lead') && one.preparedById !== actor.userId

const whoMay = {
  identify: answers,
  pause: answers,
  resume: answers,
  extend: answers,
  search: answers,
  weighHarm: (actor, one) => answers(actor, one) || holds(actor, one.programmeId, 'safeguarding_lead'),
  redact: answers,
  submit: answers,
  check: checks,
  send: answers,
  refuse: answers,
  decide: answers,
  read: (actor, one) => answers(actor, one) || (one.state === 'second_check' && holds(actor, one.programmeId, 'programme_lead')),
} satisfies Policy<RequestFacts>
type Deed = keyof typeof whoMay

const open = (one: RequestFacts) => !['sent', 'done', 'refused'].includes(one.state)
const preparing = (one: RequestFacts) => ['searching', 'redacting'].includes(one.state)
const when: Record<Deed, (one: RequestFacts) => boolean> = {
  identify: (one) => one.state === 'received',
  pause: (one) => open(one) && !one.paused && !one.checked,
  resume: (one) => one.paused,
  extend: (one) => open(one) && !one.extended && !one.paused,
  search: (one) => one.kind === 'access' && (one.state === 'id_ok' || preparing(one)),
  weighHarm: (one) => one.kind === 'access' && (one.state === 'id_ok' || preparing(one)),
  redact: (one) => one.state === 'redacting',
  submit: (one) => one.state === 'redacting' && !one.paused,
  check: (one) => one.state === 'second_check' && !one.checked,
  send: (one) => one.state === 'second_check' && one.checked && one.packed,
  refuse: open,
  decide: (one) => one.kind !== 'access' && ['id_ok', 'deciding'].includes(one.state),
  read: (one) => one.state === 'redacting' || one.state === 'second_check',
}
/** 403 for whoever has no business with it, 409 for a step that does not follow. */
export function permitDeed(actor: Actor, deed: Deed, one: RequestFacts): void {
  if (deed === 'check' && holds(actor, one.programmeId, 'data_lead', 'programme_lead') && one.preparedById === actor.userId)
    throw new Problem('second-person-needed')
  permit(actor, whoMay, deed, one)
  if (!when[deed](one)) throw new Problem('right-step-skipped', { state: one.state })
  if (deed === 'submit' && one.undecided > 0) throw new Problem('right-undecided', { undecided: one.undecided })
  if (deed === 'submit' && !one.weighed) throw new Problem('harm-not-weighed')
}
export function abilitiesOf(actor: Actor, one: RequestFacts): Record<Deed, boolean> {
  const may = abilities(actor, whoMay, one)
  return Object.fromEntries(Object.entries(may).map(([deed, allowed]) => [deed, allowed && when[deed as Deed](one)])) as Record<
    Deed,
    boolean
  >
}
