// Pausing use of a record (UK GDPR article 18), and going on with it after the young person was told.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable, Said } from './common.ts'
import { endpoints } from './endpoint.ts'
import { RightsPerson } from './rights.ts'

/** Article 18(1): (a) they say it is wrong, (b) we should not have it but they want it kept, (c) they need it for a claim, (d) they objected. */
export const RestrictionGround = Type.Enum(['accuracy', 'unlawful', 'claims', 'objection'])
export type RestrictionGround = Static<typeof RestrictionGround>
export const Restriction = Type.Object({
  id: Id,
  participant: RightsPerson,
  programme: Type.Object({ id: Id, name: Type.String() }),
  ground: RestrictionGround,
  reason: Type.String(),
  fromOn: Day,
  toldOn: Nullable(Day),
  liftedOn: Nullable(Day),
  liftedReason: Type.String(),
  version: Type.Integer(),
  can: Can('tell', 'lift'),
})
export type Restriction = Static<typeof Restriction>

const one = Type.Object({ restrictionId: Id })
const version = Type.Integer({ minimum: 1 })
export const restrictions = endpoints('restrictions', {
  list: {
    method: 'GET',
    url: '/rights/restrictions',
    schema: {
      summary: 'Records whose use is or was paused, newest first; by reference for the team',
      response: { 200: Type.Object({ items: Type.Array(Restriction) }) },
    },
  },
  restrict: {
    method: 'PUT',
    url: '/rights/restrictions/:restrictionId',
    schema: {
      summary: 'Pause use of a record; it is kept, and shown to nobody but them',
      params: one,
      body: Body({
        reference: Type.String({ minLength: 3, maxLength: 20 }),
        ground: RestrictionGround,
        reason: Said(1000),
        /** The request it follows from. */
        requestId: Type.Optional(Id),
      }),
      response: { 200: Restriction, 201: Restriction },
    },
  },
  tell: {
    method: 'POST',
    url: '/rights/restrictions/:restrictionId/tell',
    schema: {
      summary: 'Tell them that use of it is going to go on',
      params: one,
      body: Body({ words: Said(1000), version }),
      response: { 200: Restriction },
    },
  },
  lift: {
    method: 'POST',
    url: '/rights/restrictions/:restrictionId/lift',
    schema: {
      summary: 'Go on with use; only after they were told',
      params: one,
      body: Body({ reason: Said(1000), version }),
      response: { 200: Restriction },
    },
  },
})
