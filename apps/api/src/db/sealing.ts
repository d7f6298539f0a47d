// The chain of the two logs: sealed in the background while serving, and checked by an independent reading of what the rows say.
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { sql } from 'drizzle-orm'
import type { Doors } from './transact.ts'

/** Seals at once, every few seconds, and a last time when told to stop. A failure is said, and tried again the next time. */
export function startSealing(doors: Doors, say: (message: string) => void, everyMs = 5000): { stop(): Promise<void> } {
  let at: Promise<void> = Promise.resolve()
  const turn = async () => {
    const { rows } = await doors.asNobody().transact((tx) => tx.execute<{ sealed: number }>(sql`select app.seal_logs(2000) as sealed`))
    if (rows[0]!.sealed >= 2000) await turn()
  }
  const next = () => {
    at = at.then(turn).catch((error: Error) => say(`The logs were not sealed: ${error.message}`))
    return at
  }
  const timer = setInterval(() => void next(), everyMs)
  timer.unref()
  void next() // what was written before the last stop
  return {
    stop: async () => {
      clearInterval(timer)
      await next()
    },
  }
}

type Field = string | null
/** As app.log_text() writes it: each field with its length before it, null apart from empty. */
const written = (...fields: Field[]): string => fields.map((one) => (one === null ? '-;' : `${Buffer.byteLength(one)}:${one};`)).join('')
const digest = (...parts: (Buffer | string)[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

export interface Finding {
  partnershipId: string
  seq: number
  /** What does not hold there. */
  what: 'gone' | 'changed' | 'gap' | 'head' | 'unsealed'
}
export interface Head {
  partnershipId: string
  seq: number
  hash: string
}

interface Line {
  seq: string
  hash: Buffer
  log: 'audit' | 'access'
  event: Record<string, Field | Field[]> | null
}
const says = (log: Line['log'], e: NonNullable<Line['event']>) => {
  const field = (name: string) => e[name] as Field
  return log === 'audit'
    ? written(
        'audit',
        field('id'),
        field('at'),
        field('xid'),
        field('user_id'),
        field('request_id'),
        field('verb'),
        field('table_name'),
        field('row_id'),
        e.columns === null ? null : written(...(e.columns as Field[])),
      )
    : written(
        'access',
        field('id'),
        field('at'),
        field('xid'),
        field('user_id'),
        field('request_id'),
        field('operation'),
        field('programme_id'),
        field('participant_id'),
      )
}

/**
 * Reads the whole chain of every partnership and says where it does not hold: a row that is gone, one that says something else than
 * when it was sealed (or stands elsewhere), a missing link, a head of an earlier day that the chain no longer passes through, and rows
 * that should have been sealed more than a minute ago. `given`: heads that a partner kept, which no one here could have changed.
 */
export async function verifyLogs(owner: pg.ClientBase, given: Head[] = []): Promise<{ rows: number; heads: Head[]; findings: Finding[] }> {
  const findings: Finding[] = [],
    heads: Head[] = []
  let rows = 0
  const { rows: all } = await owner.query<{ id: string }>('select id from partnerships order by id')
  for (const { id: partnershipId } of all) {
    const { rows: days } = await owner.query<{ seq: string; hash: Buffer }>('select seq, hash from log_heads where partnership_id = $1', [
      partnershipId,
    ])
    const kept = new Map<number, Set<string>>()
    for (const one of [
      ...days.map(({ seq, hash }) => ({ seq: Number(seq), hash: hash.toString('hex') })),
      ...given.filter((head) => head.partnershipId === partnershipId),
    ])
      kept.set(one.seq, (kept.get(one.seq) ?? new Set()).add(one.hash))
    let seq = 0
    let head: Buffer = digest(written('modulus log v1', partnershipId))
    for (;;) {
      const { rows: lines } = await owner.query<Line>(
        `select l.seq, l.hash, l.log, case when a.id is not null then jsonb_build_object('id', a.id::text, 'at', app.log_at(a.at), 'xid', a.transaction_id::text, 'user_id', a.user_id,
            'request_id', a.request_id, 'verb', a.verb, 'table_name', a.table_name, 'row_id', a.row_id, 'columns', to_jsonb(a.changed_columns))
          when r.id is not null then jsonb_build_object('id', r.id::text, 'at', app.log_at(r.at), 'xid', r.transaction_id::text, 'user_id', r.user_id,
            'request_id', r.request_id, 'operation', r.operation, 'programme_id', r.programme_id, 'participant_id', r.participant_id) end as event
         from log_links l left join audit_events a on l.log = 'audit' and a.partnership_id = l.partnership_id and a.id = l.event_id
           left join access_events r on l.log = 'access' and r.partnership_id = l.partnership_id and r.id = l.event_id
         where l.partnership_id = $1 and l.seq > $2 order by l.seq limit 5000`,
        [partnershipId, seq],
      )
      for (const line of lines) {
        const place = Number(line.seq)
        if (place !== seq + 1) findings.push({ partnershipId, seq: seq + 1, what: 'gap' })
        if (line.event === null) findings.push({ partnershipId, seq: place, what: 'gone' })
        else if (!digest(head, says(line.log, line.event)).equals(line.hash)) findings.push({ partnershipId, seq: place, what: 'changed' })
        // From here on the chain is read as it stands, so that one fault is said once.
        head = line.hash
        seq = place
        rows++
        const wanted = kept.get(seq)
        if (wanted && [...wanted].some((hash) => hash !== head.toString('hex'))) findings.push({ partnershipId, seq, what: 'head' })
        kept.delete(seq)
      }
      if (lines.length < 5000) break
    }
    // A head beyond the end: the end was cut off.
    for (const place of kept.keys()) findings.push({ partnershipId, seq: place, what: 'head' })
    const { rows: late } = await owner.query<{ n: string }>(
      `select (select count(*) from audit_events a where a.partnership_id = $1 and a.at < now() - interval '1 minute'
          and not exists (select from log_links l where l.partnership_id = $1 and l.log = 'audit' and l.event_id = a.id))
        + (select count(*) from access_events a where a.partnership_id = $1 and a.at < now() - interval '1 minute'
          and not exists (select from log_links l where l.partnership_id = $1 and l.log = 'access' and l.event_id = a.id)) as n`,
      [partnershipId],
    )
    if (Number(late[0]!.n) > 0) findings.push({ partnershipId, seq: seq + 1, what: 'unsealed' })
    if (seq > 0) heads.push({ partnershipId, seq, hash: head.toString('hex') })
  }
  return { rows, heads, findings }
}
