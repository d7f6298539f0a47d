import { inTeam, type Policy } from '#policy.ts'

export interface AttachmentLike {
  programmeId: string
  about: string
  status: string
  addedById: string | null
  /** Whether the actor may write to placements of this young person. */
  placed?: boolean
}
/** The team keeps files; who shares a placement brings files to it, and takes back their own. */
export const attachmentPolicy = {
  send: (actor, one) => one.status === 'announced' && one.addedById === actor.userId,
  remove: (actor, one) =>
    !['removed', 'announced'].includes(one.status) && (inTeam(actor, one.programmeId) || one.addedById === actor.userId),
} satisfies Policy<AttachmentLike>
