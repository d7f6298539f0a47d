// A promise belongs to the two who made it: one keeps it, the other says whether it was kept. The team may write down what a young
// person said, and a lead finds another hand when somebody has gone.
import type { Promised } from '@modulus/contracts/promises.ts'
import type { Actor } from '#db/transact.ts'
import { abilities, holds, inTeam, permit, type Policy } from '#policy.ts'
import { Problem } from '#plugins/problems.ts'

export type PromiseFacts = Pick<
  Promised,
  'programmeId' | 'participant' | 'from' | 'to' | 'status' | 'open' | 'saidDoneAt' | 'asked' | 'newHand'
>

const worksThere = (actor: Actor, { programmeId }: PromiseFacts) =>
  holds(actor, programmeId, 'programme_lead', 'outreach_officer', 'mentor', 'partner_contact', 'placement_supervisor')
const is = (actor: Actor, one: PromiseFacts, side: PromiseFacts['from']) =>
  side.kind === 'participant' ? actor.self.includes(one.participant!.id) : side.userId === actor.userId && worksThere(actor, one)

export const isMaker = (actor: Actor, one: PromiseFacts) => is(actor, one, one.from)
export const isReceiver = (actor: Actor, one: PromiseFacts) => is(actor, one, one.to)
/** The team writes down a young person's word; their own word needs no writing down. */
const mayRecord = (actor: Actor, one: PromiseFacts) => one.to.kind === 'participant' && inTeam(actor, one.programmeId)

const whoMay = {
  sayDone: isMaker,
  say: isReceiver,
  record: mayRecord,
  release: (actor, one) => isReceiver(actor, one) || mayRecord(actor, one),
  change: (actor, one) => isMaker(actor, one) || isReceiver(actor, one),
  answer: (actor, one) => (one.asked?.by === 'maker' ? isReceiver(actor, one) : isMaker(actor, one)),
  handOver: (actor, one) => holds(actor, one.programmeId, 'programme_lead'),
} satisfies Policy<PromiseFacts>
type Deed = keyof typeof whoMay

const when: Record<Deed, (one: PromiseFacts) => boolean> = {
  sayDone: ({ open, saidDoneAt }) => open && saidDoneAt === null,
  say: ({ status }) => status !== 'released',
  record: ({ status }) => status !== 'released',
  release: ({ open, status }) => open || status === 'not_kept',
  change: ({ status }) => status !== 'kept' && status !== 'released',
  answer: ({ asked }) => asked !== null,
  handOver: ({ newHand }) => newHand !== null,
}
const not: Partial<Record<Deed, 'promise-not-asked' | 'promise-has-its-people'>> = {
  answer: 'promise-not-asked',
  handOver: 'promise-has-its-people',
}

/** Who may not is forbidden; who may, but not as it stands now, is told so. */
export function allow(actor: Actor, deed: Deed, one: PromiseFacts) {
  permit(actor, whoMay, deed, one)
  if (!when[deed](one)) throw new Problem(not[deed] ?? 'promise-settled', { status: one.status })
}
export const abilitiesFor = (actor: Actor, one: PromiseFacts) => {
  const can = abilities(actor, whoMay, one)
  for (const deed of Object.keys(can) as Deed[]) can[deed] &&= when[deed](one)
  return can
}
