// What each kind of file holds, who may order it, and how it is read a thousand rows at a time.
import { sql } from 'drizzle-orm'
import type { ExportKind } from '@modulus/contracts/exports.ts'
import type { Role, Tx } from '#db/transact.ts'
import { logReading } from '#db/writes.ts'
import type { ExportRow } from './queries.ts'

export const portion = 1000
interface Kind {
  role: Role
  head: string[]
  count(tx: Tx, order: ExportRow): Promise<number>
  /** The next rows after a place, as cells, and the place to go on from: null after the last. */
  read(tx: Tx, order: ExportRow, place: string | null): Promise<{ rows: string[][]; next: string | null }>
}
type Cells = { place: string; cells: (string | null)[] } & Record<string, unknown>
const cells = (rows: Cells[]) => ({
  rows: rows.map((one) => one.cells.map((cell) => cell ?? '')),
  next: rows.length === portion ? rows.at(-1)!.place : null,
})
const counted = async (tx: Tx, from: ReturnType<typeof sql>) =>
  (await tx.execute<{ n: number }>(sql`select count(*)::integer as n ${from}`)).rows[0]!.n

const everyone = ({ programmeId }: ExportRow) =>
  sql`from participants t where t.partnership_id = app.partnership() and t.programme_id = ${programmeId}`
const seen = ({
  programmeId,
  fromDay,
  toDay,
}: ExportRow) => sql`where e.partnership_id = app.partnership() and e.programme_id = ${programmeId}
  and e.at >= coalesce(${fromDay}::date, app.today() - 30)::timestamp at time zone 'Europe/London' and e.at < (coalesce(${toDay}::date, app.today()) + 1)::timestamp at time zone 'Europe/London'`

export const kinds: Record<ExportKind, Kind> = {
  people: {
    role: 'programme_lead',
    head: ['Reference', 'Known as', 'Pronouns', 'Age band', 'Stage', 'Stage since', 'Worker', 'Last contact', 'Next step', 'Next step on'],
    count: (tx, order) => counted(tx, everyone(order)),
    async read(tx, order, place) {
      const { rows } = await tx.execute<
        Cells & { id: string }
      >(sql`select t.id, t.id::text as place, array[t.reference, t.known_as, t.pronouns, t.age_band, t.status, t.status_since::text,
          (select p.name from people p where p.partnership_id = t.partnership_id and p.user_id = t.worker_id), to_char(t.last_contact_at at time zone 'Europe/London', 'YYYY-MM-DD HH24:MI'),
          t.next_step, t.next_step_on::text] as cells
        ${everyone(order)} ${place ? sql`and t.id > ${place}::uuid` : sql``} order by t.id limit ${portion}`)
      await logReading(
        tx,
        'exportFiles.people',
        rows.map((one) => ({ id: one.id, programmeId: order.programmeId })),
      )
      return cells(rows)
    },
  },
  readings: {
    role: 'data_lead',
    head: ['Line', 'When', 'Who', 'Partner', 'Whose record', 'At what', 'Link of the chain', 'Digest of the link'],
    count: (tx, order) => counted(tx, sql`from access_events e ${seen(order)}`),
    async read(tx, order, place) {
      const { rows } = await tx.execute<
        Cells & { whose: string }
      >(sql`select e.id::text as place, e.participant_id as whose, array[e.id::text, app.log_at(e.at),
          coalesce(p.name, case when e.user_id is not null then 'A young person' end), n.name, null, e.operation, l.seq::text, encode(l.hash, 'hex')] as cells
        from access_events e left join people p on p.partnership_id = e.partnership_id and p.user_id = e.user_id
        left join partners n on n.partnership_id = p.partnership_id and n.id = p.partner_id
        left join log_links l on l.partnership_id = e.partnership_id and l.log = 'access' and l.event_id = e.id
        ${seen(order)} ${place ? sql`and e.id > ${place}::bigint` : sql``} order by e.id limit ${portion}`)
      const { rows: known } = await tx.execute<{ id: string; reference: string }>(
        sql`select * from app.references_of(${`{${[...new Set(rows.map((one) => one.whose))].join()}}`}::uuid[])`,
      )
      const references = new Map(known.map((one) => [one.id, one.reference]))
      return cells(rows.map((one) => ({ ...one, cells: one.cells.with(4, references.get(one.whose) ?? 'Erased') })))
    },
  },
}
