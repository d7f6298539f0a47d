// A touch and what follows from it. One "asked us to stop" ends contact.
import { sql } from 'drizzle-orm'
import type { Channel, ContactChange, ContactRecord } from '@modulus/contracts/contacts.ts'
import type { HowSaid } from '@modulus/contracts/participants.ts'
import type { Tx } from '#db/transact.ts'
import { sameVersion } from '#db/writes.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { discardDraft } from '../drafts/queries.ts'
import { moveParticipant } from '../participants/commands.ts'
import type { ParticipantNow } from '../participants/queries.ts'
import { insertContact, keepWords, moveNextStep, updateContact, type ContactRow } from './queries.ts'

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
  const day = dayOf(record)
  await insertContact(tx, id, who.programmeId, record)
  await keepWords(tx, id, who, record)
  if (record.outcome === 'asked_to_stop') await endContact(tx, who, day, said[record.channel])
  await discardDraft(tx, id)
}

/** The calendar day it happened here, once the answers fit together. */
function dayOf({ happenedAt, nextOn, outcome }: Pick<ContactRecord, 'happenedAt' | 'nextOn' | 'outcome'>): string {
  const day = calendar.format(new Date(happenedAt))
  if (Date.parse(happenedAt) > Date.now() + 5 * 60_000) throw invalid('happenedAt', 'future', 'has not happened yet')
  if (nextOn && nextOn < day) throw invalid('nextOn', 'order', 'is before the contact')
  if (nextOn && outcome === 'asked_to_stop') throw invalid('nextOn', 'asked-to-stop', 'they asked us to stop')
  return day
}

/** Its writer puts it right within half an hour. What "asked to stop" set going is not undone by a change of words. */
export async function amendContact(tx: Tx, contact: ContactRow, who: ParticipantNow, change: ContactChange, show: () => Promise<unknown>) {
  if (!contact.fresh) throw new Problem('too-late-to-change')
  if (contact.outcome === 'asked_to_stop' && change.outcome !== 'asked_to_stop') throw new Problem('stop-stands')
  const day = dayOf(change)
  await sameVersion(await updateContact(tx, contact.id, change), show)
  await keepWords(tx, contact.id, who, change)
  if (change.nextOn !== contact.nextOn) await moveNextStep(tx, who.id, contact.nextOn, change.nextOn)
  if (change.outcome === 'asked_to_stop' && contact.outcome !== 'asked_to_stop') await endContact(tx, who, day, said[change.channel])
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
