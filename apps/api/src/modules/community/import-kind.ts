// Monthly counts by area from a CSV: our own columns, one line a month; or the street-level file of data.police.uk, one line a
// crime, which is counted by month, type and area. Of a street-level line only these three are read: never a place or an id of a crime.
import { CountKind } from '@modulus/contracts/community.ts'
import type { Actor, Tx } from '#db/transact.ts'
import type { Checked, ImportColumn, ImportKind, ImportOrder, RowError } from '#import-kind.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { holds } from '#policy.ts'
import { listCodes, listKnown, type Known } from './import-queries.ts'
import { takeIn } from './import-write.ts'

export interface CountRow {
  areaCode: string
  areaName: string
  month: string
  kind: CountKind
  type: string
  source: string
  extractDate: string
  definition: string
  /** Null: the line is one event of a street-level file. */
  count: number | null
  revision: number | null
}
export interface Context {
  codes: Set<string>
  known: Known
  extractDate: string
  source: string
  onlyKnownAreas: boolean
}

const columns: ImportColumn[] = [
  {
    key: 'area_code',
    label: 'Area code',
    required: true,
    synonyms: ['area_code', 'LSOA code', 'Data zone', 'Datazone', 'Area'],
    help: 'The code of the area, such as a data zone code. The same code always means the same area.',
    example: 'S01009871',
  },
  {
    key: 'area_name',
    label: 'Area name',
    required: false,
    synonyms: ['area_name', 'LSOA name', 'Name'],
    help: 'What people call the area. Needed only the first time.',
    example: 'Gorbals East',
  },
  {
    key: 'month',
    label: 'Month',
    required: true,
    synonyms: ['month', 'Date', 'Period'],
    help: 'The month the count is for, as year and month.',
    example: '2014-06',
  },
  {
    key: 'kind',
    label: 'Kind',
    required: false,
    synonyms: ['kind', 'Measure', 'Indicator'],
    help: `What is counted: ${(CountKind.enum as readonly string[]).join(', ')}. Left out: recorded_crime.`,
    example: 'recorded_crime',
  },
  {
    key: 'type',
    label: 'Type',
    required: false,
    synonyms: ['type', 'Crime type', 'Category'],
    help: 'A kind within the kind, such as Violence. Leave empty for all of them together.',
    example: '',
  },
  {
    key: 'count',
    label: 'Count',
    required: false,
    synonyms: ['count', 'Number', 'Total'],
    help: 'How many in that month. Write 0 for none: a month that is left out counts as not known.',
    example: '14',
  },
  {
    key: 'source',
    label: 'Source',
    required: false,
    synonyms: ['source'],
    help: 'Who counted, and where the figures were published.',
    example: 'Police Scotland, monthly extract',
  },
  {
    key: 'extract_date',
    label: 'Extract date',
    required: false,
    synonyms: ['extract_date', 'Extracted', 'As at'],
    help: 'The day the figures were taken out, as year, month, day. Counts are revised later, so it matters.',
    example: '2015-02-01',
  },
  {
    key: 'revision',
    label: 'Revision',
    required: false,
    synonyms: ['revision', 'revision_no'],
    help: 'Which revision of the month this is. Left out: the next one.',
    example: '1',
  },
  {
    key: 'definition',
    label: 'Definition',
    required: false,
    synonyms: ['definition', 'definition_text'],
    help: 'What is counted and what is not, in one sentence.',
    example: 'All recorded crime in the data zone',
  },
  {
    key: 'reported_by',
    label: 'Reported by (street-level file)',
    required: false,
    synonyms: ['reported_by', 'Reported by'],
    help: 'Only in files of data.police.uk: each line is then one crime, and we count the lines.',
    example: '',
  },
]

const isDay = (text: string) =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date())
const kindOf = (text: string): CountKind | undefined => {
  const key = text.toLowerCase().replace(/[^a-z]+/g, '_')
  return (CountKind.enum as readonly string[]).includes(key) ? (key as CountKind) : undefined
}
/** 2014-06, 2014/06, 06/2014, and any day of that month. */
function monthOf(text: string): string | undefined {
  const parts = /^(\d{4})[-/](\d{1,2})(?:[-/]\d{1,2})?$/.exec(text) ?? /^(?:\d{1,2}[-/])?(\d{1,2})[-/](\d{4})$/.exec(text)
  if (!parts) return undefined
  const [year, month] = parts[1]!.length === 4 ? [parts[1]!, parts[2]!] : [parts[2]!, parts[1]!]
  return Number(month) >= 1 && Number(month) <= 12 && /^(19|20)/.test(year) ? `${year}-${month.padStart(2, '0')}` : undefined
}

async function prepare(tx: Tx, actor: Actor, { programmeId, settings }: ImportOrder): Promise<Context> {
  if (!holds(actor, programmeId, 'programme_lead')) throw new Problem('forbidden', { deed: 'count' })
  const { extractDate = '', source = '', onlyKnownAreas = '' } = settings
  if (extractDate !== '' && !isDay(extractDate))
    throw invalid('settings/extractDate', 'format', 'Say the day the figures were taken out, like 2015-02-01')
  return {
    codes: await listCodes(tx),
    known: await listKnown(tx),
    extractDate: extractDate || today(),
    source,
    onlyKnownAreas: onlyKnownAreas === 'yes',
  }
}

function check(cells: Record<string, string>, context: Context): Checked<CountRow> {
  const errors: RowError[] = [],
    wrong = (column: string, words: string) => {
      errors.push({ column, words })
    }
  const cell = (key: string) => cells[key] ?? ''
  const street = cell('count') === '' && cell('reported_by') !== ''
  const month = monthOf(cell('month')),
    areaCode = cell('area_code')
  if (!month) wrong('month', 'Month must be a year and a month, like 2014-06.')
  if (areaCode === '')
    wrong(
      'area_code',
      street ? 'The file does not say in which area this happened, so it cannot be counted.' : 'Say which area this is for, by its code.',
    )
  else if (areaCode.length > 40) wrong('area_code', 'The code of an area has at most 40 letters and digits.')
  else if (context.onlyKnownAreas && !context.codes.has(areaCode))
    wrong('area_code', 'This is not one of our areas, and you asked to take in only those.')
  const given = { kind: kindOf(cell('kind') || 'recorded_crime'), type: cell('type') }
  const asb = street && /^anti-?social behaviour$/i.test(given.type)
  const { kind, type } = asb ? { kind: 'asb_incident' as const, type: '' } : given
  if (!kind) wrong('kind', 'Kind must be one of the words in the template, like recorded_crime.')
  if (street && given.type === '') wrong('type', 'The file does not say what kind of crime this was.')
  if (type.length > 120) wrong('type', 'A type has at most 120 letters.')
  if (!street && !/^\d{1,7}$/.test(cell('count'))) wrong('count', 'Count must be a whole number, 0 or more.')
  const extractDate = cell('extract_date') || context.extractDate
  if (!isDay(extractDate)) wrong('extract_date', 'Extract date must be a day, like 2015-02-01.')
  if (cell('revision') !== '' && !/^[1-9]\d{0,3}$/.test(cell('revision'))) wrong('revision', 'Revision must be a whole number, 1 or more.')
  const source = cell('source') || context.source || (street ? `data.police.uk, ${cell('reported_by')}` : '')
  if (source === '') wrong('source', 'Say where the count comes from.')
  else if (source.length > 200) wrong('source', 'The source has at most 200 letters.')
  if (errors.length > 0) return { errors }
  const definition =
    cell('definition').slice(0, 1000) ||
    (street ? 'Street-level records counted by area code; the places in such files are approximate' : '')
  const row: CountRow = {
    areaCode,
    areaName: cell('area_name').slice(0, 120),
    month: month!,
    kind: kind!,
    type,
    source,
    extractDate,
    definition,
    count: street ? null : Number(cell('count')),
    revision: cell('revision') === '' ? null : Number(cell('revision')),
  }
  return row.count === null ? { value: row } : againstKnown(row, context.known)
}

/** A later extract stands against an earlier one, and a revision is one count for ever. */
function againstKnown(row: CountRow, known: Known): Checked<CountRow> {
  const kept = known.of(row)
  const same = kept.some(
    (one) => one.count === row.count && one.extractDate === row.extractDate && (row.revision === null || row.revision === one.revision),
  )
  if (same) return { value: row }
  const latest = kept.at(-1)
  if (latest && latest.extractDate > row.extractDate)
    return { errors: [{ column: 'extract_date', words: `A newer extract of this month, of ${latest.extractDate}, is already here.` }] }
  if (row.revision !== null && latest && row.revision <= latest.revision)
    return {
      errors: [
        { column: 'revision', words: `Revision ${latest.revision} of this month is already here, with a count of ${latest.count}.` },
      ],
    }
  return { value: row }
}

export const communityCountsKind: ImportKind<CountRow, Context> = {
  columns,
  prepare,
  check,
  neverKept: /^(crime id|longitude|latitude|location|falls within|last outcome category|context)$/i,
  mayUse: (actor, programmeId) => holds(actor, programmeId, 'programme_lead'),
  sameness: ({ count, areaCode, kind, type, month, revision, extractDate }) =>
    count === null ? null : [areaCode, kind, type, month, count, revision ?? '', extractDate].join('\t'),
  write: takeIn,
}
