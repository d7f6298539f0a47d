// Where to find someone, and where not to: a category of its own, never shown to placements or employers.
import { Type, type Static } from 'typebox'
import { Body, Day, Id, Nullable, Words } from './common.ts'
import { endpoints } from './endpoint.ts'

const fields = {
  familyName: Words(80),
  dateOfBirth: Nullable(Day),
  address: Words(300),
  postcode: Words(10),
  phone: Words(40),
  email: Words(254),
  safeToCall: Nullable(Type.Boolean()),
  safeTimes: Words(300),
  voicemailOk: Nullable(Type.Boolean()),
  /** Places they told us are not safe for them. */
  unsafePlaces: Words(1000),
}
/** `version` is null while nothing has been written down yet. */
export const ParticipantContact = Type.Object({ ...fields, version: Nullable(Type.Integer()), can: Type.Object({ edit: Type.Boolean() }) })
export type ParticipantContact = Static<typeof ParticipantContact>
export const ContactEdit = Body({ ...fields, version: Nullable(Type.Integer()) })
export type ContactEdit = Static<typeof ContactEdit>

const params = Type.Object({ participantId: Id })
export const participantContact = endpoints('participants', {
  contact: {
    method: 'GET',
    url: '/participants/:participantId/contact',
    schema: { summary: 'How to reach them, and how not to', params, response: { 200: ParticipantContact } },
  },
  keepContact: {
    method: 'PUT',
    url: '/participants/:participantId/contact',
    schema: { summary: 'Write down how to reach them', params, body: ContactEdit, response: { 200: ParticipantContact } },
  },
})
