// A placement moves: one row changes, one step is kept, and every rule on the way has a name.
import type { PlacementMove } from '@modulus/contracts/placements.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { sameVersion } from '#db/writes.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { findLiveCheck, today } from '../opportunities/queries.ts'
import { maybeChild } from '../pvg/queries.ts'
import { daysAfter, movesFrom, sustainedDays } from './moves.ts'
import { changePlacement, insertStep, isPartner, type PlacementRow } from './queries.ts'

/** An unknown age may be a child's: it counts as under 18 until someone says otherwise. */
export const needsPvg = maybeChild

export async function movePlacement(tx: Tx, actor: Actor, placement: PlacementRow, move: PlacementMove, current: () => Promise<unknown>) {
  if (!movesFrom(placement.kind, placement.state).includes(move.to))
    throw new Problem('not-the-next-step', { from: placement.state, to: move.to, next: movesFrom(placement.kind, placement.state) })
  const own = actor.self.includes(placement.participantId)
  const said = own ? { saidBy: 'participant' as const, how: 'own_phone' as const } : { saidBy: move.saidBy, how: move.how }
  await checkDay(tx, placement, move.on)
  checkAnswers(move, said.saidBy)
  checkLasted(placement, move)
  const goesToWork = placement.state === 'checks' && move.to !== 'ended_early'
  if (goesToWork) await checkReady(tx, placement)
  await sameVersion(await changePlacement(tx, actor, placement.id, move.version, await changeOf(tx, placement, move)), current)
  await insertStep(tx, actor, placement, { fromState: placement.state, toState: move.to, happenedOn: move.on, ...said })
}

async function checkDay(tx: Tx, placement: PlacementRow, on: string) {
  if (on > (await today(tx))) throw invalid('on', 'future', 'This day has not come yet')
  const last = placement.steps.at(-1)
  if (last && on < last.on) throw invalid('on', 'order', `The step before was on ${last.on}`)
}

function checkAnswers({ to, on, endedBy, job, startsOn, endsOn }: PlacementMove, saidBy: string) {
  if (to === 'they_said_yes' && (saidBy === 'worker' || saidBy === 'partner'))
    throw invalid('saidBy', 'their-own', 'A yes is the young person’s own to say')
  if (to === 'ended_early' && !endedBy) throw invalid('endedBy', 'required', 'Say who ended it')
  if (to === 'job_accepted' && !job) throw invalid('job', 'required', 'Say when the job starts, the contract, the hours and the employer')
  // The weeks of a job are counted from its first day, so it cannot be dated before there was a job: that would let it last at once.
  if (to === 'job_accepted' && job!.startsOn < on) throw invalid('job/startsOn', 'order', `They said yes to the job on ${on}`)
  if (startsOn && endsOn && endsOn < startsOn) throw invalid('endsOn', 'order', 'The end is before the start')
}

function checkLasted({ jobStartsOn }: PlacementRow, { to, on }: PlacementMove) {
  const days = sustainedDays[to]
  if (days === undefined) return
  const from = jobStartsOn && daysAfter(jobStartsOn, days)
  if (!from || on < from) throw new Problem('not-sustained-yet', { from })
}

/** Before anyone goes to work: the partner said yes, someone talked to the provider, and the adult beside a young person has a PVG. */
async function checkReady(tx: Tx, { partnerAcceptedOn, partnerId, opportunity, ageBand, clear }: PlacementRow) {
  if (!partnerAcceptedOn) throw new Problem('partner-not-said-yes')
  if (!(await findLiveCheck(tx, partnerId, opportunity.place))) throw new Problem('provider-not-checked')
  if (needsPvg(ageBand) && !clear) throw new Problem('needs-pvg')
}

async function changeOf(tx: Tx, placement: PlacementRow, { to, on, reason = '', endedBy, startsOn, endsOn, job }: PlacementMove) {
  if (to === 'they_said_no') return { state: to, endedReason: reason, endedBy: 'participant' as const }
  if (to === 'ended_early') return { state: to, endedReason: reason, endedBy: endedBy! }
  if (to === 'taster' || to === 'placement')
    return {
      state: to,
      startsOn: startsOn ?? (placement.state === 'checks' ? placement.startsOn : null) ?? on,
      endsOn: endsOn ?? (placement.state === 'checks' ? placement.endsOn : null),
    }
  if (to !== 'job_accepted') return { state: to }
  if (!(await isPartner(tx, job!.employerId))) throw invalid('job/employerId', 'unknown', 'Choose a partner of the programme')
  return {
    state: to,
    jobStartsOn: job!.startsOn,
    jobContract: job!.contract,
    jobHoursPerWeek: job!.hoursPerWeek,
    realLivingWage: job!.realLivingWage,
    jobEmployerId: job!.employerId,
  }
}
