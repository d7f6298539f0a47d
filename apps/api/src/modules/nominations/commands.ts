// Deeds of the panel that reach beyond the nomination itself.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { NewTriage } from '@modulus/contracts/nominations.ts'
import type { Tx } from '#db/transact.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { ageBandOf } from './ages.ts'
import { decideNomination, declineNomination, findTwin, insertTriage, isWorker, type NominationRow } from './queries.ts'

/**
 * Writes down what the panel decided. Accepting makes the young person's record, in conversation: their name and age band, where to
 * find them, what they are good at (the first thing written about them), and the first step of their story.
 */
export async function triageNomination(tx: Tx, row: NominationRow, triage: NewTriage): Promise<void> {
  const twin = triage.outcome === 'duplicate' ? await twinOf(tx, row, triage.duplicateOfId) : { nominationId: null, participantId: null }
  if (triage.workerId && !(await isWorker(tx, row.programmeId, triage.workerId)))
    throw invalid('workerId', 'unknown', 'They do not visit young people in this programme.')
  if (!(await decideNomination(tx, row.id, triage, twin))) throw new Problem('nomination-already-decided')
  await insertTriage(tx, uuidv7(), row, triage)
  if (triage.outcome === 'accepted') await welcome(tx, row, triage)
}

async function twinOf(tx: Tx, row: NominationRow, id: string | null | undefined) {
  if (!id) throw invalid('duplicateOfId', 'required', 'Say who this is: choose one of the people shown.')
  const twin = id === row.id ? null : await findTwin(tx, row.programmeId, id)
  if (!twin) throw invalid('duplicateOfId', 'unknown', 'There is no such person in this programme.')
  return twin
}

async function welcome(tx: Tx, row: NominationRow, { knownAs, workerId = null, decidedOn }: NewTriage): Promise<void> {
  const participantId = uuidv7(),
    name = knownAs?.trim() || row.firstName
  const about = sql`${row.programmeId}, ${participantId}`
  await tx.execute(sql`insert into participants (id, programme_id, nomination_id, known_as, age_band, status_since, worker_id)
    values (${participantId}, ${row.programmeId}, ${row.id}, ${name}, ${ageBandOf(row.dateOfBirth, decidedOn)}, ${decidedOn}, ${workerId})`)
  await tx.execute(sql`insert into participant_contacts (id, programme_id, participant_id, family_name, date_of_birth, address)
    values (${uuidv7()}, ${about}, ${row.familyName}, ${row.dateOfBirth}, ${row.contactPointer})`)
  await tx.execute(sql`insert into assets (id, programme_id, participant_id, own_words, kind, heard_on, said_by)
    values (${uuidv7()}, ${about}, ${row.goodAt}, 'skill', ${row.receivedOn}, 'worker')`)
  await tx.execute(sql`insert into participant_steps (id, programme_id, participant_id, from_status, to_status, happened_on, said_by)
    values (${uuidv7()}, ${about}, null, 'in_conversation', ${decidedOn}, 'worker')`)
}

/**
 * They said no thanks, at whatever point before taking part. Someone already accepted is declined on their own record too; once they
 * have agreed, an ending is written on their own page, not here.
 */
export async function declineForPerson(tx: Tx, row: NominationRow, saidOn: string): Promise<void> {
  if (row.participantId) {
    const {
      rows: [was],
    } = await tx.execute<{ status: string }>(
      sql`select status from participants where partnership_id = app.partnership() and id = ${row.participantId} for update`,
    )
    if (was && !['in_conversation', 'interested', 'declined'].includes(was.status)) throw new Problem('nomination-taking-part')
    if (was && was.status !== 'declined') {
      await tx.execute(
        sql`update participants set status = 'declined', status_since = ${saidOn} where partnership_id = app.partnership() and id = ${row.participantId}`,
      )
      await tx.execute(sql`insert into participant_steps (id, programme_id, participant_id, from_status, to_status, happened_on, said_by)
        values (${uuidv7()}, ${row.programmeId}, ${row.participantId}, ${was.status}, 'declined', ${saidOn}, 'participant')`)
    }
  }
  if (!(await declineNomination(tx, row.id))) throw new Problem('nomination-already-decided')
}
