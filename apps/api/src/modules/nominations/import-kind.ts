// A file of young people whom a partner suggests: one row, one nomination.
import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { NewNomination, SharingBasis, SourceKind } from '@modulus/contracts/nominations.ts'
import type { CheckedRow, ImportKind, ImportOrder, RowError, TakenRow } from '#import-kind.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { turning } from '#plugins/validation.ts'
import { getProgramme } from '../programmes/queries.ts'
import { doubtAboutBirth, todayHere } from './ages.ts'
import { columns, readBasis, readSource } from './import-columns.ts'
import { longDay, readDay } from './import-dates.ts'
import { mayBring } from './policy.ts'
import { seesPartner } from './queries.ts'

interface Row {
  fields: Omit<NewNomination, 'programmeId' | 'sourcePartnerId'>
  digest: string
}
interface Context {
  partnerId: string
  sourceKind: string
  sharingBasis: string
  receivedOn: string
  today: string
}

/** `settings`: sourcePartnerId, and what goes for rows that do not say: sourceKind, sharingBasis, receivedOn. */
async function prepare(tx: Tx, actor: Actor, { programmeId, settings }: ImportOrder): Promise<Context> {
  await getProgramme(tx, programmeId)
  const partnerId = settings.sourcePartnerId ?? actor.partnerId ?? '',
    today = todayHere()
  if (!mayBring(actor, programmeId)) throw new Problem('forbidden', { deed: 'bring' })
  if (!/^[0-9a-f-]{36}$/i.test(partnerId) || !(await seesPartner(tx, partnerId)))
    throw invalid('settings/sourcePartnerId', 'unknown', 'Say which partner suggests them.')
  if (!mayBring(actor, programmeId, partnerId)) throw new Problem('forbidden', { deed: 'bring' })
  const { sourceKind = '', sharingBasis = 'public_task', receivedOn = today } = settings
  if (sourceKind && !(SourceKind.enum as readonly string[]).includes(sourceKind))
    throw invalid('settings/sourceKind', 'enum', 'Choose one of the list.')
  if (!(SharingBasis.enum as readonly string[]).includes(sharingBasis))
    throw invalid('settings/sharingBasis', 'enum', 'Choose one of the list.')
  const day = readDay(receivedOn)
  if (!('day' in day) || day.day > today) throw invalid('settings/receivedOn', 'date', 'Give a day that has come.')
  return { partnerId, sourceKind, sharingBasis, receivedOn: day.day, today }
}

const longest = (key: string): number => (NewNomination.properties as Record<string, { maxLength?: number }>)[key]?.maxLength ?? 4000
/** One line for names; line breaks are kept in longer words. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

function check(cells: Record<string, string>, context: Context): { value: Row } | { errors: RowError[] } {
  const errors: RowError[] = []
  const wrong = (column: string, words: string) => {
    errors.push({ column, words })
    return ''
  }
  const words = (key: string) => {
    const text = cells[key] ?? '',
      most = longest(key)
    return text.length > most ? wrong(key, `This is ${text.length} characters long; there is room for ${most}.`) : text
  }
  const date = (key: string, doubt: (day: string) => string | undefined) => {
    if (!cells[key]) return null
    const read = readDay(cells[key]),
      said = 'day' in read ? doubt(read.day) : read.words
    return said ? wrong(key, said) || null : (read as { day: string }).day
  }
  const goodAt =
    words('goodAt') || (errors.length === 0 ? wrong('goodAt', 'Say what they are good at: every suggestion begins with that.') : '')
  const { firstName, familyName } = readName(cells, wrong)
  const sourceKind = readSource(cells.sourceKind ?? '', context.sourceKind, (said) => wrong('sourceKind', said))
  const sharingBasis = readBasis(cells.sharingBasis ?? '', context.sharingBasis, (said) => wrong('sharingBasis', said))
  const dateOfBirth = date('dateOfBirth', (day) => doubtAboutBirth(day, context.today))
  const receivedOn = date('receivedOn', (day) =>
    day > context.today ? 'This date is still to come.' : day < '2000-01-01' ? 'This is too long ago: check the year.' : undefined,
  )
  const said = {
    goodAt,
    firstName,
    familyName,
    dateOfBirth,
    contactPointer: words('contactPointer'),
    why: words('why'),
    triedBefore: words('triedBefore'),
    trustedPerson: words('trustedPerson'),
    sourceKind,
    sharingBasis,
  }
  if (errors.length > 0) return { errors }
  // The digest is of what the row says, not of today's date: the same row is the same tomorrow. Another partner's row is another row.
  const digest = createHash('sha256')
    .update(
      JSON.stringify([context.partnerId, said, receivedOn], (_, value: unknown) =>
        typeof value === 'string' ? oneLine(value).toLowerCase() : value,
      ),
    )
    .digest('hex')
  return { value: { fields: { ...said, receivedOn: receivedOn ?? context.receivedOn } as Row['fields'], digest } }
}

/** "Ruaridh" and "Munro", or "Ruaridh Munro", or "Munro, Ruaridh" in one column. */
function readName(
  cells: Record<string, string>,
  wrong: (column: string, words: string) => string,
): { firstName: string; familyName: string } {
  let firstName = oneLine(cells.firstName ?? ''),
    familyName = oneLine(cells.familyName ?? '')
  const name = oneLine(cells.wholeName ?? '')
  if (!firstName && name) {
    const [family, first] = name.split(/\s*,\s*/)
    const space = name.indexOf(' ')
    if (first) {
      firstName = first
      familyName ||= family!
    } else {
      firstName = space < 0 ? name : name.slice(0, space)
      familyName ||= space < 0 ? '' : name.slice(space + 1)
    }
  }
  if (!firstName) wrong('firstName', 'There is no first name.')
  for (const [key, text] of [
    ['firstName', firstName],
    ['familyName', familyName],
  ] as const) {
    if (text.length > 80) wrong(key, `This is ${text.length} characters long; there is room for 80.`)
    if (turning.test(text)) wrong(key, 'There are hidden signs in it that turn the writing round. Type it by hand.')
  }
  return { firstName, familyName }
}

/** A row that was taken in before, from this file or another, is left as it is. */
async function write(tx: Tx, _actor: Actor, { programmeId, settings }: ImportOrder, rows: CheckedRow<Row>[]): Promise<TakenRow[]> {
  const partnerId = settings.sourcePartnerId ?? _actor.partnerId
  const taken = new Map<string, string>()
  for (let at = 0; at < rows.length; at += 500) {
    const some = rows.slice(at, at + 500).map(({ value: { fields, digest } }) => ({ id: uuidv7(), digest, ...fields }))
    const { rows: landed } = await tx.execute<{ id: string; digest: string }>(sql`
      insert into nominations (id, programme_id, source_partner_id, source_kind, received_on, first_name, family_name, date_of_birth, contact_pointer, why_text, good_at_text, tried_before_text, trusted_person_text, sharing_basis, source_digest)
      select r.id, ${programmeId}, ${partnerId}, r."sourceKind", r."receivedOn", r."firstName", r."familyName", r."dateOfBirth", r."contactPointer", r.why, r."goodAt", r."triedBefore", r."trustedPerson", r."sharingBasis", r.digest
      from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as r (id uuid, "sourceKind" text, "receivedOn" date, "firstName" text, "familyName" text, "dateOfBirth" date, "contactPointer" text, why text, "goodAt" text, "triedBefore" text, "trustedPerson" text, "sharingBasis" text, digest text)
      on conflict (partnership_id, programme_id, source_digest) where source_digest is not null do nothing
      returning id, source_digest as digest`)
    for (const { id, digest } of landed) taken.set(digest, id)
  }
  return rows.map(({ line, value: { digest } }) => ({ line, takenAs: taken.get(digest) ?? null }))
}

export const nominationsKind: ImportKind<Row, Context> = {
  columns,
  prepare,
  check,
  write,
  mayUse: (actor, programmeId) => mayBring(actor, programmeId),
  sameness: ({ digest }) => digest,
  show: ({ fields: { dateOfBirth, receivedOn, sourceKind, sharingBasis } }) => ({
    ...(dateOfBirth ? { dateOfBirth: longDay(dateOfBirth) } : {}),
    receivedOn: longDay(receivedOn),
    sourceKind: sourceKind.replaceAll('_', ' '),
    sharingBasis: sharingBasis.replaceAll('_', ' '),
  }),
}
