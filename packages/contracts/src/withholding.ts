// Holding an entry back from the person it is about: with a reason from the list, and a day to look again.
import { Type, type Static } from 'typebox'
import { Body, Day, Id, Instant, Nullable } from './common.ts'
import { endpoints } from './endpoint.ts'

export const WithheldKind = Type.Enum(['visit', 'contact', 'note', 'step'])
export type WithheldKind = Static<typeof WithheldKind>
export const WithheldReason = Type.Enum(['third_party', 'safeguarding', 'investigation', 'harm'])
export type WithheldReason = Static<typeof WithheldReason>
export const HeldVisibility = Type.Enum(['team', 'restricted'])
export type HeldVisibility = Static<typeof HeldVisibility>

/** `kind` note: only the words about the visit or contact whose id is in the address. Looked at again within 90 days. */
export const Withholding = Body({ kind: WithheldKind, visibility: HeldVisibility, reason: WithheldReason, reviewOn: Day })
export type Withholding = Static<typeof Withholding>

export const Withheld = Type.Object({
  /** The table's name. */
  kind: Type.String(),
  id: Id,
  programmeName: Type.String(),
  reference: Type.String(),
  visibility: HeldVisibility,
  reason: WithheldReason,
  reviewOn: Day,
  pastReview: Type.Boolean(),
  heldBy: Nullable(Type.String()),
  heldAt: Instant,
})
export type Withheld = Static<typeof Withheld>

const entry = Type.Object({ entryId: Id })
export const withholding = endpoints('withholding', {
  withhold: {
    method: 'POST',
    url: '/entries/:entryId/withhold',
    schema: {
      summary: 'Hold an entry back from the young person, with a reason and a day to look again',
      params: entry,
      body: Withholding,
      response: { 204: Type.Null() },
    },
  },
  share: {
    method: 'POST',
    url: '/entries/:entryId/share',
    schema: {
      summary: 'Show the young person an entry again',
      params: entry,
      body: Body({ kind: WithheldKind }),
      response: { 204: Type.Null() },
    },
  },
  list: {
    method: 'GET',
    url: '/withheld',
    schema: {
      summary: 'Everything that is held back, past its review first; never a word of it',
      response: { 200: Type.Object({ items: Type.Array(Withheld), pastReview: Type.Integer() }) },
    },
  },
})
