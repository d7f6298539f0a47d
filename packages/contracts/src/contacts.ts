import { Type, type Static } from 'typebox'
import { Body, Can, Day, EarlierWords, Id, Instant, Nullable, Paging, Words } from './common.ts'
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
  /** What was written before it was put right, newest first; for readers of notes. */
  earlier: Type.Array(EarlierWords),
  version: Type.Integer(),
  can: Can('amend', 'takeBack'),
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

const { participantId: _whose, ...answers } = ContactRecord.properties
export const ContactChange = Body({ version: Type.Integer(), ...answers })
export type ContactChange = Static<typeof ContactChange>

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
  amend: {
    method: 'PATCH',
    url: '/contacts/:contactId',
    schema: {
      summary: 'Put right what I just logged',
      description: 'Its writer may for 30 minutes. Earlier words are kept. What "asked to stop" set going stands.',
      params: Body({ contactId: Id }),
      body: ContactChange,
      response: { 200: ContactEvent },
    },
  },
  takeBack: {
    method: 'POST',
    url: '/contacts/:contactId/take-back',
    schema: {
      summary: 'Take back what I just logged by mistake; its words are gone',
      params: Body({ contactId: Id }),
      response: { 204: Type.Null() },
    },
  },
})
