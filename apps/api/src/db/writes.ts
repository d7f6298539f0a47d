// Rules that every write and every read of a person obeys, in one place.
import { createHash } from 'node:crypto'
import { Problem } from '#plugins/problems.ts'
import { named } from './named.ts'
import type { Tx } from './transact.ts'

const canonical = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(canonical).join()}]`
    : value && typeof value === 'object'
      ? `{${Object.keys(value)
          .sort()
          .map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`)
          .join()}}`
      : (JSON.stringify(value) ?? 'null')

/**
 * PUT /things/:id with a client-made id. The first time the thing is made (true); sent again with the same content nothing is
 * written and it is read afresh (false); other content under the same id is refused with already-exists.
 */
export async function firstTime(tx: Tx, operation: string, id: string, content: unknown): Promise<boolean> {
  const digest = createHash('sha256').update(canonical(content)).digest('hex')
  const first = await named(
    tx,
    'writes.first',
    'insert into write_digests (id, operation, digest) values ($1, $2, $3) on conflict do nothing returning 1',
    [id, operation, digest],
  )
  if (first.length === 1) return true
  const [before] = await named<{ same: boolean }>(
    tx,
    'writes.before',
    'select operation = $2 and digest = $3 as same from write_digests where partnership_id = app.partnership() and id = $1',
    [id, operation, digest],
  )
  if (!before?.same) throw new Problem('already-exists')
  return false
}

/** After an update that named a version: no row means that someone was faster. `current` is what stands now, for both to be seen side by side. */
export async function sameVersion<T>(updated: T | undefined, current: () => Promise<unknown>): Promise<T> {
  if (updated === undefined) throw new Problem('changed-meanwhile', { current: await current() })
  return updated
}

/** The read log: one row for each participant shown, in the same transaction; if it cannot be written, nothing is shown. */
export async function logReading(tx: Tx, operation: string, shown: readonly { id: string; programmeId: string }[]): Promise<void> {
  if (shown.length === 0) return
  await named(tx, 'writes.reading', reading, [operation, shown.map((one) => one.programmeId), shown.map((one) => one.id)])
}
const reading = `insert into access_events (partnership_id, user_id, request_id, programme_id, participant_id, operation)
  select app.partnership(), app.user_id(), app.request(), t.programme, t.participant, $1 from unnest($2::uuid[], $3::uuid[]) as t (programme, participant)`

/** A keyset cursor: opaque to the caller, a short list of text to us. */
export const cursor = {
  write: (...parts: (string | number | null)[]) => Buffer.from(JSON.stringify(parts)).toString('base64url'),
  read: (text: string | undefined, length: number): (string | null)[] | undefined => {
    if (text === undefined) return undefined
    try {
      const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
      if (
        Array.isArray(parts) &&
        parts.length === length &&
        parts.every((part) => part === null || typeof part === 'string' || typeof part === 'number')
      )
        return parts.map((part) => (part === null ? null : String(part)))
    } catch {
      /* said below */
    }
    throw new Problem('invalid-input', {
      errors: [{ pointer: '/querystring/after', keyword: 'format', detail: 'is not a place in this list' }],
    })
  },
}
