import { Type, type Static } from 'typebox'
import { Day, Instant, Nullable } from './common.ts'
import { endpoints } from './endpoint.ts'

/** What a young person sees first on their own phone. */
export const Me = Type.Object({
  knownAs: Type.String(),
  programme: Type.String(),
  worker: Nullable(Type.Object({ name: Type.String() })),
  /** The next session of a course they have a place on; one that runs now counts. */
  nextSession: Nullable(
    Type.Object({
      title: Type.String(),
      startsAt: Instant,
      endsAt: Instant,
      place: Type.String(),
      courseName: Type.String(),
      changedWhy: Type.String(),
    }),
  ),
  deal: Nullable(Type.Object({ whatIGet: Type.String(), whatIGive: Type.String(), agreedOn: Day })),
  /** What they said they want or like, in their own words, newest first. */
  said: Type.Array(Type.Object({ words: Type.String(), heardOn: Day })),
  dutyPhone: Type.String(),
})
export type Me = Static<typeof Me>

export const me = endpoints('me', {
  read: { method: 'GET', url: '/me', schema: { summary: 'What is next for me, and what we agreed', response: { 200: Me } } },
})
