// Who can see what of one person, and because of which agreement.
import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable } from './common.ts'
import { endpoints } from './endpoint.ts'
import { Role } from './session.ts'

export const Category = Type.Enum(['identity', 'contact', 'interests', 'participation', 'notes', 'risk', 'outcomes', 'safeguarding'])
export type Category = Static<typeof Category>

export const PartnerAccess = Type.Object({
  partnerId: Id,
  name: Type.String(),
  /** The lead partner needs no agreement. */
  lead: Type.Boolean(),
  /** When the agreement that lets them see this runs out. */
  until: Nullable(Instant),
  roles: Type.Array(
    Type.Object({
      role: Role,
      people: Type.Integer(),
      /** Named only where this one person was given to them: a mentor, a placement. */
      names: Type.Array(Type.String()),
      categories: Type.Array(Category),
    }),
  ),
})
export type PartnerAccess = Static<typeof PartnerAccess>

export const participantAccess = endpoints('participants', {
  access: {
    method: 'GET',
    url: '/participants/:participantId/access',
    schema: {
      summary: 'Who can see what of one person',
      params: Type.Object({ participantId: Id }),
      response: { 200: Type.Object({ partners: Type.Array(PartnerAccess), ownAccount: Type.Boolean() }) },
    },
  },
})
