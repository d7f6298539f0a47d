// Mutual choice: the team proposes, the mentor and the young person each say their own yes, and either may end it.
import type { MatchStatus } from '@modulus/contracts/mentoring.ts'
import type { Actor } from '#db/transact.ts'
import { abilities, holds, inTeam, permit, type Policy } from '#policy.ts'
import { Problem } from '#plugins/problems.ts'

export interface MatchFacts {
  programmeId: string
  participantId: string
  mentorId: string
  status: MatchStatus
  theirYesOn: string | null
  mentorYesOn: string | null
}

export const isTeam = (actor: Actor, one: MatchFacts) => inTeam(actor, one.programmeId)
const isMentor = (actor: Actor, one: MatchFacts) => one.mentorId === actor.userId && holds(actor, one.programmeId, 'mentor')
const isSelf = (actor: Actor, one: MatchFacts) => actor.self.includes(one.participantId)
const anySide = (actor: Actor, one: MatchFacts) => isTeam(actor, one) || isMentor(actor, one) || isSelf(actor, one)

const whoMay = {
  accept: isMentor,
  sayTheirYes: (actor, one) => isTeam(actor, one) || isSelf(actor, one),
  decline: anySide,
  agree: (actor, one) => isTeam(actor, one) || isMentor(actor, one),
  log: (actor, one) => isTeam(actor, one) || isMentor(actor, one),
  end: anySide,
  swap: isTeam,
} satisfies Policy<MatchFacts>
const when: Record<keyof typeof whoMay, (one: MatchFacts) => boolean> = {
  accept: ({ status, mentorYesOn }) => status === 'proposed' && mentorYesOn === null,
  sayTheirYes: ({ status, theirYesOn }) => status === 'proposed' && theirYesOn === null,
  decline: ({ status }) => status === 'proposed',
  agree: ({ status }) => status === 'active',
  log: ({ status }) => status === 'active',
  end: ({ status }) => status === 'active',
  swap: ({ status }) => status === 'active',
}
/** Who may not is forbidden; who may, but not at this stage, is told so. */
export function allow(actor: Actor, deed: keyof typeof whoMay, one: MatchFacts) {
  permit(actor, whoMay, deed, one)
  if (!when[deed](one)) throw new Problem('match-not-live', { status: one.status })
}
export const abilitiesFor = (actor: Actor, one: MatchFacts) => {
  const can = abilities(actor, whoMay, one)
  for (const deed of Object.keys(can) as (keyof typeof whoMay)[]) can[deed] &&= when[deed](one)
  return can
}
/** Whose side the actor speaks for: their own, or what the team writes down. */
export const sideOf = (actor: Actor, one: MatchFacts, written: 'participant' | 'mentor' | 'programme') =>
  isTeam(actor, one) ? written : isSelf(actor, one) ? 'participant' : 'mentor'

export const proposePolicy = { propose: (actor, one) => inTeam(actor, one.programmeId) } satisfies Policy<{ programmeId: string }>

/** A note is its writer's to put right, for as long as they work with the young person. */
const writer = (actor: Actor, one: { programmeId: string; mentorId: string; writerId: string | null }) =>
  one.writerId === actor.userId &&
  (inTeam(actor, one.programmeId) || (one.mentorId === actor.userId && holds(actor, one.programmeId, 'mentor')))
export const meetUpPolicy = { amend: writer, takeBack: writer } satisfies Policy<Parameters<typeof writer>[1]>
