// A touch and what follows from it. One "asked us to stop" ends contact.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Channel, ContactRecord } from '@modulus/contracts/contacts.ts'
import type { HowSaid } from '@modulus/contracts/participants.ts'
import type { Tx } from '#db/transact.ts'
import { invalid } from '#plugins/problems.ts'
import { discardDraft } from '../drafts/queries.ts'
import { moveParticipant } from '../participants/commands.ts'
import type { ParticipantNow } from '../participants/queries.ts'
import { insertContact } from './queries.ts'

const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' })
const said: Record<Channel, HowSaid> = {
  call: 'call',
  text: 'text',
  message: 'text',
  meet_up: 'in_person',
  letter: 'writing',
  online: 'own_phone',
}

export async function logContact(tx: Tx, id: string, who: ParticipantNow, record: ContactRecord): Promise<void> {
  const { happenedAt, nextOn, outcome, theirWords, staffWords } = record,
    day = calendar.format(new Date(happenedAt))
  if (Date.parse(happenedAt) > Date.now() + 5 * 60_000) throw invalid('happenedAt', 'future', 'has not happened yet')
  if (nextOn && nextOn < day) throw invalid('nextOn', 'order', 'is before the contact')
  if (nextOn && outcome === 'asked_to_stop') throw invalid('nextOn', 'asked-to-stop', 'they asked us to stop')
  await insertContact(tx, id, who.programmeId, record)
  if (theirWords.trim() || staffWords.trim()) {
    await tx.execute(sql`insert into notes (id, programme_id, participant_id, kind, about_id, their_words, staff_words)
      values (${uuidv7()}, ${who.programmeId}, ${who.id}, 'contact', ${id}, ${theirWords}, ${staffWords})`)
  }
  if (outcome === 'asked_to_stop') await endContact(tx, who, day, said[record.channel])
  await discardDraft(tx, id)
}

const talking = ['in_conversation', 'interested'],
  takingPart = ['agreed', 'active', 'paused']

/** Visits are called off and nothing is planned next. Who never said yes has declined, and the clock to erasure starts; who had, steps back. */
async function endContact(tx: Tx, who: ParticipantNow, on: string, how: HowSaid): Promise<void> {
  await tx.execute(
    sql`update visits set status = 'cancelled', closed_reason = 'They asked us to stop' where partnership_id = app.partnership() and participant_id = ${who.id} and status = 'planned'`,
  )
  await tx.execute(
    sql`update participants set next_step = '', next_step_on = null where partnership_id = app.partnership() and id = ${who.id} and next_step <> ''`,
  )
  const to = talking.includes(who.status) ? 'declined' : takingPart.includes(who.status) ? 'stepped_back' : undefined
  if (to) await moveParticipant(tx, who, { to, on, saidBy: 'participant', how, reason: 'Asked us to stop' })
}
