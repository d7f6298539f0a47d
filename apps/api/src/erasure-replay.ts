// The list of who was erased, carried outside the database: whoever restores an older copy plays it back, and they are gone again. Each line
// holds ids and dates only, and the digest of itself and the line before, so that a line taken out or added by hand is found.
import { createHash } from 'node:crypto'

interface Erased {
  partnershipId: string
  kind: 'participant' | 'nomination'
  id: string
  programmeId: string
  trigger: string
  at: string
}
type Line = Erased & { digest: string }
/** A connection of modulus_owner. */
interface Owner {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

const first = createHash('sha256').update('modulus erasures v1').digest('hex')
const next = (before: string, { partnershipId, kind, id, programmeId, trigger, at }: Erased) =>
  createHash('sha256')
    .update(JSON.stringify([before, partnershipId, kind, id, programmeId, trigger, at]))
    .digest('hex')

/** As JSON lines, oldest first, of every partnership. */
export async function exportErasures(owner: Owner): Promise<string[]> {
  const { rows } = await owner.query(
    `select partnership_id as "partnershipId", kind, subject_id as id, programme_id as "programmeId", trigger, app.iso(erased_at) as at
     from erasures order by erased_at, subject_id`,
  )
  let digest = first
  return (rows as Erased[]).map((one) => JSON.stringify({ ...one, digest: (digest = next(digest, one)) }))
}

/**
 * Erases again whoever stands in this database and on the list: in one transaction, and harmless when repeated. Throws before the first
 * erasure when the list was tampered with. Gives how many lines there were, and how many people stood here once more.
 */
export async function replayErasures(owner: Owner, lines: readonly string[]): Promise<{ listed: number; erased: number }> {
  let digest = first
  const list = lines
    .filter((line) => line.trim() !== '')
    .map((line, at): Erased => {
      const { digest: said, ...one } = JSON.parse(line) as Line
      digest = next(digest, one)
      if (said !== digest) throw new Error(`The list of erasures was changed at line ${at + 1}: nothing was replayed.`)
      return one
    })
  await owner.query('begin')
  try {
    const { rows } = await owner.query('select app.replay_erasures($1::jsonb) as erased', [JSON.stringify(list)])
    await owner.query('commit')
    return { listed: list.length, erased: (rows[0] as { erased: number }).erased }
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
}
