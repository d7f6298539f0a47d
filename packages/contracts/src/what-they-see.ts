// What one member of staff would see of one young person at this moment, and why. Field names, counts and dates: never what is written.
import { Type, type Static } from 'typebox'
import { Category } from './agreements.ts'
import { Day, Id, Instant, Nullable } from './common.ts'
import { endpoints } from './endpoint.ts'
import { Role } from './session.ts'

export const SeenSection = Type.Enum([
  'record',
  'contact_details',
  'steps',
  'interests',
  'assets',
  'goals',
  'visits',
  'contacts',
  'deal',
  'enrolments',
  'attendance',
  'matches',
  'meet_ups',
  'placements',
  'placement_days',
  'placement_reviews',
  'promises',
  'contributions',
  'notes',
  'asks',
  'replies',
  'safety',
  'safety_checks',
  'measures',
  'destinations',
  'follow_ups',
])
export type SeenSection = Static<typeof SeenSection>

const Section = Type.Object({
  section: SeenSection,
  category: Category,
  /** Entries that open for them. */
  count: Type.Integer(),
  latestOn: Nullable(Day),
  /** Of those, held back from the young person. */
  heldBack: Type.Integer(),
  /** Fields that hold something, and in how many of the entries. */
  fields: Type.Array(Type.Object({ field: Type.String(), filled: Type.Integer() })),
})
export type WhatTheySeeSection = Static<typeof Section>

export const WhatTheySee = Type.Object({
  at: Instant,
  programme: Type.Object({ id: Id, name: Type.String() }),
  person: Type.Object({ id: Id, name: Type.String(), partner: Type.Object({ id: Id, name: Type.String() }) }),
  youngPerson: Type.Object({
    id: Id,
    reference: Type.String(),
    /** Only for readers who may know it themselves. */
    knownAs: Nullable(Type.String()),
    restricted: Type.Boolean(),
  }),
  /** Did the door open for them at all? Switched off, left or without an account: no. */
  door: Type.Enum(['open', 'shut']),
  roles: Type.Array(
    Type.Object({
      role: Role,
      /** Held, but conferring nothing: there is no live agreement. */
      asleep: Type.Boolean(),
    }),
  ),
  leadPartner: Type.Boolean(),
  agreement: Nullable(Type.Object({ id: Id, validUntil: Instant, categories: Type.Array(Category) })),
  given: Type.Array(Type.Object({ kind: Type.Enum(['mentor', 'placement', 'self']), since: Instant })),
  /** An hour's look at this record that is open now. */
  breakGlassUntil: Nullable(Instant),
  categories: Type.Array(
    Type.Object({
      category: Category,
      /** `everyone` in the programme, only those `given` to them, or nothing. */
      reach: Type.Enum(['everyone', 'given', 'nothing']),
      why: Type.Enum([
        'leads',
        'agreement',
        'given',
        'break_glass',
        'not_in_agreement',
        'no_agreement',
        'not_given',
        'not_for_role',
        'restricted',
        'shut',
      ]),
    }),
  ),
  /** Safeguarding is never counted here: whether there is a worry is not for this page to say. */
  sections: Type.Array(Section),
})
export type WhatTheySee = Static<typeof WhatTheySee>

export const Lookable = Type.Object({
  people: Type.Array(Type.Object({ id: Id, name: Type.String(), partner: Type.String(), roles: Type.Array(Role), asleep: Type.Boolean() })),
  youngPeople: Type.Array(
    Type.Object({ id: Id, reference: Type.String(), knownAs: Nullable(Type.String()), since: Day, restricted: Type.Boolean() }),
  ),
})
export type Lookable = Static<typeof Lookable>

export const whatTheySee = endpoints('whatTheySee', {
  choices: {
    method: 'GET',
    url: '/programmes/:programmeId/what-they-see',
    schema: {
      summary: 'Whose eyes, and whose record, can be chosen; young people by reference',
      params: Type.Object({ programmeId: Id }),
      response: { 200: Lookable },
    },
  },
  look: {
    method: 'GET',
    url: '/programmes/:programmeId/what-they-see/:userId/:participantId',
    schema: {
      summary: 'What one member of staff would see of one young person now, and why; it is written down as a look of the asker',
      params: Type.Object({ programmeId: Id, userId: Id, participantId: Id }),
      response: { 200: WhatTheySee },
    },
  },
})
