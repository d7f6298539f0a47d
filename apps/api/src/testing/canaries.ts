// A word that occurs nowhere else in every free text there is about a young person: found again, it says from which column it came.
import { morePeople, moreRows } from './more-rows.ts'
import type { Ids } from './walk.ts'
import type { World } from './world.ts'

export interface Planted {
  /** By canary, small: what it stands for, such as "notes.staff_words", "withheld notes.staff_words" or "rosa notes.staff_words". */
  names: Map<string, string>
  ids: Ids
  /** Of everyone in the world, and of those whom testing/more-rows.ts adds. */
  tokens: Record<string, string>
  users: Record<string, string>
}
/** What nobody types: made by the machine from other columns, or a word that something else is found by. */
const made = /^(id|name_key|digest|link_digest|source_digest|file_digest|reference|withheld_reason)$/
/** No free text of anyone: logs, and bytes that are planted one by one. */
const others = /^(access_events|audit_events|rights_packages|attachment_bytes|erasures|break_glass_attempts)$/
/** Rosa has neither a mentor nor a placement: whoever has Sam has no business with her. */
const notHers = /^(mentor_matches|mentoring_sessions|placements|placement_.*|assignments)$/
const days = {
  '2006-02-27': 'participant_contacts.date_of_birth',
  '2005-02-26': 'rosa participant_contacts.date_of_birth',
  '2007-02-25': 'nominations.date_of_birth',
}

interface Table {
  name: string
  columns: string[]
  texts: string[]
  held: boolean
}
type Row = Record<string, unknown>

/** `rows`: what testing/rows.ts arranged. Each row about Sam gets a copy that is kept from Sam, and one about Rosa, where the tables let it. */
export async function plant(w: World, rows: Record<string, string>): Promise<Planted> {
  const { partnership, programme, participants, users } = w.ids
  const q = async <T extends object>(text: string, values: unknown[] = []) => (await w.owner.query<T>(text, values)).rows
  const more = await morePeople(w)
  const tokens = { ...w.tokens, ...more.tokens }
  const ids: Ids = Object.fromEntries(Object.entries(rows).map(([name, id]) => [name, [id]]))
  ids.participantId = [participants.sam, participants.rosa]
  const names = new Map<string, string>(Object.entries(days))
  let number = 100
  const next = (name: string) => {
    const word = `Qanary${number++}`
    names.set(word.toLowerCase(), name)
    return word
  }
  const tried = async (deed: () => Promise<unknown>) => {
    await q('savepoint one')
    return deed().then(
      () => true,
      async () => {
        await q('rollback to savepoint one')
        return false
      },
    )
  }
  const insert = (table: string, row: Row) => {
    const used = Object.entries(row).filter(([, value]) => value !== null)
    const values = used.map(([, value]) => {
      const json = Object.getPrototypeOf(Object(value)) === Object.prototype || (Array.isArray(value) && typeof value[0] === 'object')
      return json ? JSON.stringify(value) : value
    })
    return q(`insert into ${table} (${used.map(([name]) => name).join()}) values (${used.map((_, i) => `$${i + 1}`).join()})`, values)
  }
  /** Whatever may be asked for by the one id may be asked for by the other. */
  const alike = (id: unknown, copy: string) => {
    for (const list of Object.values(ids)) if (list.includes(id as string)) list.push(copy)
  }

  await q('begin')
  await q(`update sessions set proved_at = now()`)
  await moreRows(w, rows, ids)
  const tables = await q<Table>(`
    select c.relname as name, array_agg(a.attname::text) as columns, coalesce(array_agg(a.attname::text) filter (where a.atttypid = 'text'::regtype), '{}') as texts,
      bool_or(a.attname = 'visibility') as held
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where n.nspname = 'public' and c.relkind = 'r' group by 1
    having bool_or(a.attname = 'participant_id') or c.relname in ('participants', 'nominations', 'triage_decisions', 'retention_holds') order by c.relname = 'notes', 1`)
  const about = tables.filter(({ name }) => !others.test(name))
  const rowsOf = (table: Table, where: string, values: unknown[]) =>
    q<Row>(`select ${table.columns.join()} from ${table.name} where ${where} order by created_at, id`, values)

  for (const whose of ['withheld', 'rosa']) {
    const copies = new Map<string, string>()
    for (const table of about.filter(({ columns }) => columns.includes('participant_id'))) {
      if (whose === 'rosa' ? notHers.test(table.name) : !table.held) continue
      const shared = table.held ? ` and visibility = 'shared_with_person'` : ''
      for (const row of await rowsOf(table, `participant_id = $1${shared}`, [participants.sam])) {
        const id = w.newId()
        const changed =
          whose === 'rosa'
            ? { participant_id: participants.rosa }
            : { visibility: 'team', withheld_reason: 'third_party', review_on: '2026-12-24' }
        const about_id = copies.get(row.about_id as string)
        // An officer is at one door at a time.
        if (row.starts_at instanceof Date) row.starts_at = new Date(row.starts_at.getTime() + (whose === 'rosa' ? 2 : 1) * 3_600_000)
        if (!(await tried(() => insert(table.name, { ...row, ...changed, id, ...(about_id ? { about_id } : {}) })))) continue
        copies.set(row.id as string, id)
        alike(row.id, id)
      }
    }
  }

  for (const table of about) {
    const { name, columns } = table
    const person = columns.includes('participant_id') ? 'participant_id' : name === 'participants' ? 'id' : null
    const shared = (is: string) => (table.held ? ` and visibility ${is} 'shared_with_person'` : '')
    const places: [string, string, string][] = person
      ? [
          ['', `${person} = $1${shared('=')}`, participants.sam],
          ['withheld ', `${person} = $1${shared('<>')}${table.held ? '' : ' and false'}`, participants.sam],
          ['rosa ', `${person} = $1`, participants.rosa],
        ]
      : [['', 'programme_id = $1', programme]]
    for (const [whose, where, value] of places)
      for (const row of await rowsOf(table, where, [value])) {
        const kind = /^(notes|placement_reviews)$/.test(name) ? `(${String(row.kind ?? row.side)})` : ''
        for (const column of table.texts.filter((one) => !made.test(one))) {
          const word = next(`${whose}${name}${kind}.${column}`)
          const set = (words: string) => tried(() => q(`update ${name} set ${column} = $2 where id = $1`, [row.id, words]))
          if (await set(word)) continue
          // What nobody may rewrite is written once more; a reason may have to be a long one.
          const id = w.newId()
          const written = async (words: string) => tried(() => insert(name, { ...row, id, [column]: words }))
          if ((await written(word)) || (await written(`${word}, and why, at some length`))) alike(row.id, id)
          else names.delete(word.toLowerCase()) // a word of a list, or a key
        }
      }
  }

  for (const [day, name] of Object.entries(days))
    if (name.startsWith('nom')) await q('update nominations set date_of_birth = $1 where id = $2', [day, rows.nominationId])
    else
      await q('update participant_contacts set date_of_birth = $1 where participant_id = $2', [
        day,
        name.startsWith('rosa') ? participants.rosa : participants.sam,
      ])
  const inProgramme = { partnership_id: partnership, programme_id: programme }
  for (const person of ['officer', 'lead'] as const) {
    ids.draftId!.push(w.newId())
    await insert('drafts', {
      partnership_id: partnership,
      id: ids.draftId!.at(-1),
      kind: 'note',
      title: next(`drafts.title of ${person}`),
      body: { words: next(`drafts.body of ${person}`) },
      created_by: users[person],
    })
  }
  const one = { toWhom: next('risk_benefits.toWhom'), howLikely: 1, howBig: 1, likelihood: 1, severity: 1 }
  await q(`update risk_benefits set risks = $1, benefits = $2`, [
    JSON.stringify([{ ...one, text: next('risk_benefits.risks'), mitigation: next('risk_benefits.mitigation') }]),
    JSON.stringify([{ ...one, text: next('risk_benefits.benefits') }]),
  ])
  await insert('import_rows', {
    partnership_id: partnership,
    id: w.newId(),
    import_id: rows.importId,
    line: 2,
    created_by: users.lead,
    cells: [next('import_rows.cells')],
    errors: [{ column: 'knownAs', words: next('import_rows.errors') }],
  })
  const bytes = (name: string) => Buffer.from(next(name))
  for (const id of ids.attachmentId!) {
    const [it] = await q<Row>('select participant_id, about_kind, visibility from attachments where id = $1', [id])
    const whose = it!.participant_id === participants.rosa ? 'rosa ' : it!.visibility === 'team' ? 'withheld ' : ''
    await insert('attachment_bytes', {
      ...inProgramme,
      id: w.newId(),
      participant_id: it!.participant_id,
      attachment_id: id,
      about_kind: it!.about_kind,
      bytes: bytes(`${whose}attachment_bytes.bytes`),
    })
  }
  for (const request_id of ids.requestId!) {
    const [it] = await q<Row>('select participant_id, state from rights_requests where id = $1', [request_id])
    if (!it) continue
    const whose = it.participant_id === participants.rosa ? 'rosa ' : ''
    await insert('rights_packages', {
      ...inProgramme,
      id: w.newId(),
      participant_id: it.participant_id,
      request_id,
      state: 'ready',
      built_at: new Date().toISOString(),
      ...(it.state === 'sent' ? { sent_at: new Date().toISOString() } : {}),
      pdf: bytes(`${whose}rights_packages.pdf ${it.state as string}`),
      json: bytes(`${whose}rights_packages.json ${it.state as string}`),
    })
  }
  await q('commit')
  return { names, ids, tokens, users: { ...users, ...more.users } }
}

/** The names of the canaries that stand in a text. */
export function found(text: string, { names }: Planted): string[] {
  const low = text.toLowerCase()
  const words = new Set<string>(low.match(/qanary\d{3}/g))
  for (const day of Object.keys(days)) if (low.includes(day)) words.add(day)
  return [...words].map((one) => names.get(one) ?? one)
}
