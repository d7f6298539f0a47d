// A chronology: marks on what is written down already, with one line on what each changed, good or bad. Not a second diary. Source of its
// purpose: Care Inspectorate, Practice guide to chronologies (a working tool, accurate, reviewed, and no assessment by itself).
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable } from './common.ts'
import { endpoints } from './endpoint.ts'

/** What can be marked: kinds of the story, with the story's ids. A concern never. */
export const EventKind = Type.Enum(['visit', 'contact', 'mentoring', 'course', 'placement', 'destination', 'goal', 'deal'])
export type EventKind = Static<typeof EventKind>
export const EventEffect = Type.Enum(['better', 'worse', 'mixed'])
export type EventEffect = Static<typeof EventEffect>
/** One line. */
const Impact = Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\n]*\\S[^\\n]*$' })

export const SignificantEvent = Type.Object({
  id: Id,
  kind: EventKind,
  aboutId: Id,
  happenedOn: Day,
  effect: EventEffect,
  impact: Type.String(),
  by: Nullable(Type.String()),
  version: Type.Integer(),
})
export type SignificantEvent = Static<typeof SignificantEvent>
/** Oldest first: read from the beginning. */
export const Chronology = Type.Object({ items: Type.Array(SignificantEvent), can: Can('mark') })
export type Chronology = Static<typeof Chronology>
export const NewEvent = Body({ kind: EventKind, aboutId: Id, effect: EventEffect, impact: Impact })
export type NewEvent = Static<typeof NewEvent>
export const EventEdit = Body({ version: Type.Integer({ minimum: 1 }), effect: EventEffect, impact: Impact })

const params = Body({ participantId: Id, eventId: Id })
export const chronology = endpoints('chronology', {
  read: {
    method: 'GET',
    url: '/participants/:participantId/chronology',
    schema: {
      summary: 'What mattered in one person’s story, oldest first',
      params: Body({ participantId: Id }),
      response: { 200: Chronology },
    },
  },
  mark: {
    method: 'PUT',
    url: '/participants/:participantId/significant-events/:eventId',
    schema: {
      summary: 'Mark something in the story as significant',
      params,
      body: NewEvent,
      response: { 200: SignificantEvent, 201: SignificantEvent },
    },
  },
  edit: {
    method: 'PATCH',
    url: '/participants/:participantId/significant-events/:eventId',
    schema: { summary: 'Say it better', params, body: EventEdit, response: { 200: SignificantEvent } },
  },
  unmark: {
    method: 'DELETE',
    url: '/participants/:participantId/significant-events/:eventId',
    schema: { summary: 'Take the mark off; what happened stays', params, response: { 204: Type.Null() } },
  },
})
