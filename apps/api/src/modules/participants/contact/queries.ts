import { sql } from 'drizzle-orm'
import type { ContactEdit, ParticipantContact } from '@modulus/contracts/participant-contact.ts'
import type { Tx } from '#db/transact.ts'
import { v7 as uuidv7 } from 'uuid'
import type { ParticipantNow } from '../queries.ts'

type ContactRow = Omit<ParticipantContact, 'can'>
const nothing: ContactRow = {
  familyName: '',
  dateOfBirth: null,
  address: '',
  postcode: '',
  phone: '',
  email: '',
  safeToCall: null,
  safeTimes: '',
  voicemailOk: null,
  unsafePlaces: '',
  version: null,
}

/** Undefined for those who may not see contact details; empty, with version null, while nothing is written down. */
export async function findContact(tx: Tx, who: ParticipantNow): Promise<ContactRow | undefined> {
  const { rows } = await tx.execute<{ sees: boolean; contact: ContactRow | null }>(sql`
    select app.sees('contact', ${who.programmeId}, ${who.id}) as sees, (select jsonb_build_object('familyName', family_name, 'dateOfBirth', date_of_birth, 'address', address,
      'postcode', postcode, 'phone', phone, 'email', email, 'safeToCall', safe_to_call, 'safeTimes', safe_times, 'voicemailOk', voicemail_ok, 'unsafePlaces', unsafe_places, 'version', version)
      from participant_contacts where partnership_id = app.partnership() and participant_id = ${who.id}) as contact`)
  return rows[0]!.sees ? (rows[0]!.contact ?? nothing) : undefined
}

/** Undefined when someone was faster. A date of birth that is known decides the age band. */
export async function keepContact(tx: Tx, who: ParticipantNow, { version, ...c }: ContactEdit): Promise<boolean | undefined> {
  const written =
    version === null
      ? await tx.execute(sql`insert into participant_contacts (id, programme_id, participant_id, family_name, date_of_birth, address, postcode, phone, email, safe_to_call, safe_times, voicemail_ok, unsafe_places)
        values (${uuidv7()}, ${who.programmeId}, ${who.id}, ${c.familyName}, ${c.dateOfBirth}, ${c.address}, ${c.postcode}, ${c.phone}, ${c.email}, ${c.safeToCall}, ${c.safeTimes}, ${c.voicemailOk}, ${c.unsafePlaces})
        on conflict on constraint participant_contacts_once do nothing returning id`)
      : await tx.execute(sql`update participant_contacts set family_name = ${c.familyName}, date_of_birth = ${c.dateOfBirth}, address = ${c.address}, postcode = ${c.postcode}, phone = ${c.phone},
        email = ${c.email}, safe_to_call = ${c.safeToCall}, safe_times = ${c.safeTimes}, voicemail_ok = ${c.voicemailOk}, unsafe_places = ${c.unsafePlaces}
        where partnership_id = app.partnership() and participant_id = ${who.id} and version = ${version} returning id`)
  if (written.rows.length === 0) return undefined
  if (c.dateOfBirth) {
    await tx.execute(sql`update participants set age_band = app.age_band(${c.dateOfBirth}, app.today())
      where partnership_id = app.partnership() and id = ${who.id} and age_band <> app.age_band(${c.dateOfBirth}, app.today())`)
  }
  return true
}
