import { Type, type Static } from 'typebox'
import { Body, Day, Id, Instant, Nullable, Paging, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const Channel = Type.Enum(['call', 'text', 'message', 'meet_up', 'letter', 'online'])
export type Channel = Static<typeof Channel>
export const Direction = Type.Enum(['out', 'in'])
export const ContactOutcome = Type.Enum(['no_answer', 'not_in', 'refused_today', 'brief_chat', 'good_chat', 'asked_to_stop'])
export type ContactOutcome = Static<typeof ContactOutcome>

/** Every touch besides a visit, also those that nobody answered. Words are null for readers without notes. */
export const ContactEvent = Type.Object({
  id: Id,
  participant: Type.Object({ id: Id, knownAs: Type.String() }),
  programmeId: Id,
  channel: Channel,
  direction: Direction,
  outcome: ContactOutcome,
  happenedAt: Instant,
  nextOn: Nullable(Day),
  by: Nullable(Type.String()),
  theirWords: Nullable(Type.String()),
  staffWords: Nullable(Type.String()),
})
export type ContactEvent = Static<typeof ContactEvent>

export const ContactRecord = Body({
  participantId: Id,
  channel: Channel,
  direction: Direction,
  outcome: ContactOutcome,
  happenedAt: Instant,
  theirWords: Words(),
  staffWords: Words(),
  nextOn: Nullable(Day),
})
export type ContactRecord = Static<typeof ContactRecord>

export const contacts = endpoints('contacts', {
  list: {
    method: 'GET',
    url: '/contacts',
    schema: {
      summary: 'Calls, texts and meet-ups with one person, newest first',
      querystring: Body({ participantId: Id, ...Paging }),
      response: { 200: Page(ContactEvent) },
    },
  },
  read: {
    method: 'GET',
    url: '/contacts/:contactId',
    schema: { summary: 'One call, text or meet-up', params: Body({ contactId: Id }), response: { 200: ContactEvent } },
  },
  log: {
    method: 'PUT',
    url: '/contacts/:contactId',
    schema: {
      summary: 'Log a call, a text or a meet-up',
      description: 'Asked to stop ends contact: planned visits are called off, and where they never said yes the clock to erasure starts.',
      params: Body({ contactId: Id }),
      body: ContactRecord,
      response: { 200: ContactEvent, 201: ContactEvent },
    },
  },
})
