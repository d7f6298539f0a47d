import { holds, type Policy } from '#policy.ts'

/** `keeper` and `askedReader` are of the reader of this row: its lead or deputy, or the one whose second reading is waited for. */
export interface ConcernSeen {
  programmeId: string
  keeper: boolean
  askedReader: boolean
}
/** The safeguarding lead and the deputy act on a concern; a second reader only says their word. Raising one is for everyone with a live role. */
const keeper: Policy<ConcernSeen>[string] = (actor, concern) => concern.keeper || holds(actor, concern.programmeId, 'safeguarding_lead')
export const concernPolicy = {
  review: keeper,
  passOn: keeper,
  keepHere: keeper,
  secondRead: (_actor, concern) => concern.askedReader,
  hearBack: keeper,
  close: keeper,
  weigh: keeper,
  noteIrd: keeper,
  note: keeper,
  see: keeper,
} satisfies Policy<ConcernSeen>
