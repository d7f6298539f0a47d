// From the bytes of a file to the rows of a table. Files come from Excel, from other systems and from by-hand edits: what can be
// understood is understood (byte order marks, Windows-1252, UTF-16, semicolons, tabs, quoted line breaks), the rest is refused by name.
import Papa from 'papaparse'
import { importLimits } from '@modulus/contracts/imports.ts'
import { Problem } from '#plugins/problems.ts'

export interface Table {
  encoding: string
  delimiter: string
  columns: string[]
  rows: { line: number; cells: string[] }[]
}

/** Empty rows cost nothing to keep, but reading millions of them keeps everyone else waiting. */
const mostLines = 200_000
const notUnderstood = (reason: string, extra: object = {}) => new Problem('file-not-understood', { reason, ...extra })
const tooLarge = (limit: keyof typeof importLimits, extra: object = {}) =>
  new Problem('file-too-large', { limit, most: importLimits[limit], ...extra })

export function readTable(bytes: Buffer): Table {
  if (bytes.length > importLimits.bytes) throw tooLarge('bytes')
  const { encoding, text } = decode(bytes)
  if (text.trim() === '') throw notUnderstood('empty')
  const said = /^sep=(.)\n/.exec(text) // Excel's own first line
  const body = said ? text.slice(said[0].length) : text
  const delimiter = said?.[1] ?? guessDelimiter(body)
  return { encoding, delimiter, ...parse(body, delimiter, said ? 1 : 0) }
}

function decode(bytes: Buffer): { encoding: string; text: string } {
  const [a, b, c, d] = bytes
  if (a === 0x50 && b === 0x4b && (c === 3 || c === 5) && (d === 4 || d === 6)) throw notUnderstood('spreadsheet')
  if (a === 0xd0 && b === 0xcf && c === 0x11 && d === 0xe0) throw notUnderstood('spreadsheet')
  const { encoding, text } =
    a === 0xff && b === 0xfe ? as('utf-16le', bytes) : a === 0xfe && b === 0xff ? as('utf-16be', bytes) : as('utf-8', bytes)
  // Control characters are in pictures, archives and programs, not in tables of words.
  if (/[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f]/.test(text.replace(/\u0085/g, ' '))) throw notUnderstood('not_text')
  return { encoding, text: text.replace(/\r\n?|\u000c/g, '\n').replace(/\u0085/g, ' ') }
}

function as(encoding: string, bytes: Buffer): { encoding: string; text: string } {
  try {
    return { encoding, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) }
  } catch {
    if (encoding !== 'utf-8') throw notUnderstood('not_text')
    return { encoding: 'windows-1252', text: new TextDecoder('windows-1252').decode(bytes) }
  }
}

/** The separator by which most of the first rows have as many cells as the heading. */
function guessDelimiter(text: string): string {
  const score = (delimiter: string) => {
    const rows = Papa.parse<string[]>(text.slice(0, 200_000), { delimiter, newline: '\n', preview: 25 }).data.filter((row) =>
      row.some((cell) => cell.trim() !== ''),
    )
    const width = rows[0]?.length ?? 0
    return width < 2 ? 0 : (rows.filter((row) => row.length === width).length / rows.length) * 100 + width / 100
  }
  return [',', ';', '\t', '|']
    .map((delimiter) => ({ delimiter, score: score(delimiter) }))
    .reduce((best, one) => (one.score > best.score ? one : best)).delimiter
}

function parse(text: string, delimiter: string, linesBefore: number): Pick<Table, 'columns' | 'rows'> {
  let columns: string[] | undefined,
    line = linesBefore,
    problem: Problem | undefined
  const rows: Table['rows'] = []
  const take = (cells: string[]) => {
    line++ // counts as a spreadsheet does: empty rows are rows, a line break inside quotes is not
    if (line > mostLines) throw tooLarge('rows')
    if (cells.every((cell) => cell.trim() === '')) return
    if (cells.some((cell) => cell.length > importLimits.cell)) throw tooLarge('cell', { line })
    if (!columns) columns = headings(cells)
    else if (rows.length === importLimits.rows) throw tooLarge('rows')
    else rows.push({ line, cells: trimmed(cells, columns.length) })
  }
  Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    step: ({ data, errors }, parser) => {
      try {
        if (errors.some(({ code }) => code === 'MissingQuotes')) throw notUnderstood('open_quote', { line: line + 1 })
        take(data)
      } catch (reason) {
        problem = reason as Problem
        parser.abort()
      }
    },
  })
  if (problem) throw problem
  if (!columns || rows.length === 0) throw notUnderstood('no_rows')
  return { columns, rows }
}

function headings(cells: string[]): string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '')
  if (last >= importLimits.columns) throw tooLarge('columns')
  return cells.slice(0, last + 1).map(
    (cell, i) =>
      cell
        .replace(/[\s\u200b\ufeff]+/g, ' ')
        .trim()
        .slice(0, 200) || `Column ${i + 1}`,
  )
}
/** Without the empty cells at the end that a spreadsheet leaves; what says something beyond the last heading is kept, to be pointed at. */
const trimmed = (cells: string[], width: number) =>
  cells.slice(0, Math.min(Math.max(width, cells.findLastIndex((cell) => cell.trim() !== '') + 1), importLimits.columns))
