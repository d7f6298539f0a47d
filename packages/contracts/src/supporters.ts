// People outside the partnership who already help young people. Little is kept about them, and only the team sees it.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const SupporterKind = Type.Enum(['coach', 'family', 'shopkeeper', 'faith_group', 'neighbour', 'club', 'employer', 'other'])
export type SupporterKind = Static<typeof SupporterKind>
export const SupporterAnswer = Type.Enum(['yes', 'maybe', 'not_now', 'no'])
export type SupporterAnswer = Static<typeof SupporterAnswer>

const fields = {
  kind: SupporterKind,
  knownAs: Said(120),
  /** When they were told that we keep their name; null until then. */
  toldOn: Nullable(Day),
  alreadyDoes: Said(1000),
  wouldBringIn: Words(1000),
  /** When and by whom they were invited; null before. */
  invitedOn: Nullable(Day),
  invitedById: Nullable(Id),
  answer: Nullable(SupporterAnswer),
  stepTaken: Words(1000),
  stepOn: Nullable(Day),
}
export const Supporter = Type.Object({
  id: Id,
  programme: Type.Object({ id: Id, name: Type.String() }),
  ...fields,
  invitedBy: Nullable(Type.String()),
  /** Until when the law wants them told that we keep their name; null once they know. */
  tellBy: Nullable(Day),
  version: Type.Integer(),
  can: Can('amend', 'link', 'takeOut'),
})
export type Supporter = Static<typeof Supporter>
export const SupporterLink = Type.Object({
  id: Id,
  participant: Type.Object({ id: Id, programmeId: Id, knownAs: Type.String() }),
  words: Type.String(),
})
export type SupporterLink = Static<typeof SupporterLink>
export const SupporterRead = Type.Object({ ...Supporter.properties, links: Type.Array(SupporterLink) })
export type SupporterRead = Static<typeof SupporterRead>
export const NewSupporter = Body({ programmeId: Id, ...fields })
export type NewSupporter = Static<typeof NewSupporter>
export const SupporterEdit = Body({ version: Type.Integer(), ...fields })
export type SupporterEdit = Static<typeof SupporterEdit>

const one = Type.Object({ supporterId: Id })
const link = Type.Object({ supporterId: Id, linkId: Id })
export const supporters = endpoints('supporters', {
  list: {
    method: 'GET',
    url: '/supporters',
    schema: {
      summary: 'Who already helps, newest first; for the team',
      querystring: Type.Object({
        programmeId: Type.Optional(Id),
        kind: Type.Optional(SupporterKind),
        /** Answered their invitation this way, or `waiting` for an answer, or `not_invited` yet. */
        stands: Type.Optional(Type.Enum(['not_invited', 'waiting', 'yes', 'maybe', 'not_now', 'no'])),
        ...Paging,
      }),
      response: { 200: Page(Supporter) },
    },
  },
  read: {
    method: 'GET',
    url: '/supporters/:supporterId',
    schema: { summary: 'One supporter', params: one, response: { 200: SupporterRead } },
  },
  note: {
    method: 'PUT',
    url: '/supporters/:supporterId',
    schema: {
      summary: 'Write down someone who already helps',
      params: one,
      body: NewSupporter,
      response: { 200: SupporterRead, 201: SupporterRead },
    },
  },
  amend: {
    method: 'PATCH',
    url: '/supporters/:supporterId',
    schema: {
      summary: 'Say what they do, that they were told, invited, or what step was taken',
      params: one,
      body: SupporterEdit,
      response: { 200: SupporterRead },
    },
  },
  takeOut: {
    method: 'DELETE',
    url: '/supporters/:supporterId',
    schema: {
      summary: 'Take them out on their word, with whom they are close to; what they gave stays without their name',
      params: one,
      response: { 204: Type.Null() },
    },
  },
  link: {
    method: 'PUT',
    url: '/supporters/:supporterId/links/:linkId',
    schema: {
      summary: 'Say which young person they are close to',
      params: link,
      body: Body({ participantId: Id, words: Words(500) }),
      response: { 200: SupporterRead, 201: SupporterRead },
    },
  },
  unlink: {
    method: 'DELETE',
    url: '/supporters/:supporterId/links/:linkId',
    schema: { summary: 'Take that out again', params: link, response: { 204: Type.Null() } },
  },
})
