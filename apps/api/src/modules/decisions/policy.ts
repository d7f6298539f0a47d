// Who may do what to a decision, and at which step of it.
import type { Actor } from '#db/transact.ts'
import { Problem } from '#plugins/problems.ts'
import { abilities, holds, inTeam, permit, type Policy } from '#policy.ts'
import type { DecisionRow } from './queries.ts'

type Facts = Pick<DecisionRow, 'programmeId' | 'state' | 'options' | 'limitsStated' | 'vote' | 'selfId'>

const team = (actor: Actor, one: Facts) => inTeam(actor, one.programmeId)
/** A representative of the young people opens and closes their vote as well as the team does. */
const teamOrRep = (actor: Actor, one: Facts) => team(actor, one) || holds(actor, one.programmeId, 'participant_rep')
const whoMay = {
  prepare: team,
  openVote: teamOrRep,
  closeVote: teamOrRep,
  vote: (_actor, one) => one.selfId !== null,
  recordVote: team,
  decide: team,
  act: team,
  feedBack: team,
  review: team,
  showLundy: team,
  /** Each side reads how much of the deciding was theirs. */
  read: (actor, one) =>
    holds(
      actor,
      one.programmeId,
      'programme_lead',
      'outreach_officer',
      'mentor',
      'partner_contact',
      'safeguarding_lead',
      'participant',
      'participant_rep',
    ),
  readForGroup: team,
} satisfies Policy<Facts>
type Deed = keyof typeof whoMay

const undecided = ({ state }: Facts) => state === 'open' || state === 'options'
const running = ({ vote }: Facts) => vote !== null && vote.closedAt === null
const when: Record<Deed, (one: Facts) => boolean> = {
  prepare: (one) => undecided(one) && one.vote === null,
  openVote: (one) => one.state === 'options' && one.vote === null && one.options.length >= 2 && one.limitsStated !== null,
  closeVote: running,
  vote: running,
  recordVote: running,
  decide: (one) => undecided(one) && !running(one) && one.limitsStated !== null,
  act: ({ state }) => state === 'decided',
  feedBack: ({ state }) => state === 'acted_on',
  review: ({ state }) => state === 'fed_back',
  showLundy: (one) => !undecided(one),
  read: (one) => !undecided(one),
  readForGroup: (one) => !undecided(one),
}
const why = (deed: Deed, one: Facts): Problem => {
  if (deed === 'vote' || deed === 'recordVote' || deed === 'closeVote') return new Problem('vote-closed')
  if (deed === 'openVote' && undecided(one)) return new Problem(one.vote === null ? 'vote-not-ready' : 'vote-closed')
  if (undecided(one) && (deed === 'prepare' || (deed === 'decide' && running(one)))) return new Problem('vote-running')
  if (deed === 'decide' && undecided(one)) return new Problem('limits-not-answered')
  if (deed === 'prepare') return new Problem('decision-stands')
  return new Problem('decision-step-skipped', { state: one.state })
}

/** Who may not is forbidden; who may, but not at this step, is told why. */
export function allow(actor: Actor, deed: Deed, one: Facts): void {
  permit(actor, whoMay, deed, one)
  if (!when[deed](one)) throw why(deed, one)
}
export function abilitiesFor(actor: Actor, one: Facts) {
  const can = abilities(actor, whoMay, one)
  for (const deed of Object.keys(can) as Deed[]) can[deed] &&= when[deed](one)
  return can
}
export const openPolicy = { open: (actor, { programmeId }) => inTeam(actor, programmeId) } satisfies Policy<{ programmeId: string }>
