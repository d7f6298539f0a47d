// Words for what goes wrong with a file, and for how far one is.
import type { Import, ImportStatus } from '@modulus/contracts/imports.ts'
import { importLimits } from '@modulus/contracts/imports.ts'
import type { ApiProblem } from '#lib/api.ts'
import { numberOf, plural } from '#lib/format.ts'
import { wordsForProblem } from '../../words/problems.ts'

const reasons: Record<string, string> = {
  empty: 'The file is empty.',
  no_rows: 'The file has a first row of headings, and nothing below it.',
  not_text: 'This is not a file of text. In Excel, choose Save as, then CSV UTF-8.',
  spreadsheet: 'This is a workbook, not a CSV file. Open it, choose Save as, then CSV UTF-8.',
}
const limits: Record<string, string> = {
  bytes: 'The file is bigger than 10 MB. Split it and bring in the parts.',
  rows: `The file has more than ${numberOf(importLimits.rows)} rows. Split it and bring in the parts.`,
  columns: `The file has more than ${importLimits.columns} columns. Take out those that are not needed.`,
}
/** One sentence on why this file was not taken. */
export function fileWords(problem: ApiProblem): string {
  const { reason, limit, line } = problem.extra as { reason?: string; limit?: string; line?: number }
  if (problem.type === 'file-not-understood' && reason === 'open_quote')
    return `In row ${line} a text begins with a quotation mark (") that never ends. Mend that row and try again.`
  if (problem.type === 'file-not-understood' && reason) return reasons[reason] ?? wordsForProblem(problem)
  if (problem.type === 'file-too-large' && limit === 'cell')
    return `One cell in row ${line} holds more than ${numberOf(importLimits.cell)} characters.`
  if ((problem.type === 'file-too-large' && limit) || problem.type === 'too-large')
    return limits[limit ?? 'bytes'] ?? wordsForProblem(problem)
  return problem.errors[0]?.detail ?? wordsForProblem(problem)
}

export const isUnderWay = (status: ImportStatus) => status === 'waiting' || status === 'checking' || status === 'writing'
/** Why a file that was on its way in was stopped. */
export const failureWords = (failure: string | null): string =>
  failure === 'not-found' || failure === 'forbidden' || failure === 'signed-out'
    ? 'You no longer have a part in this programme that lets you bring in files, so it was stopped.'
    : 'Something went wrong on our side. Nothing was taken in.'

const delimiters: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'upright lines' }
/** "Read as UTF-8, cells apart by semicolons: 5,000 rows." */
export const readAs = ({ encoding, delimiter, rowsTotal }: Import) =>
  `Read as ${encoding.toUpperCase()}, cells apart by ${delimiters[delimiter] ?? `“${delimiter}”`}: ${plural(rowsTotal, 'row')}.`

/** "4,751 of 5,000 rows taken in. 49 were there already. 200 need mending." */
export function resultWords({
  rowsTaken,
  rowsTotal,
  rowsRepeated,
  rowsWrong,
}: Pick<Import, 'rowsTaken' | 'rowsTotal' | 'rowsRepeated' | 'rowsWrong'>): string {
  return [
    `${numberOf(rowsTaken)} of ${plural(rowsTotal, 'row')} taken in.`,
    rowsRepeated > 0 && `${numberOf(rowsRepeated)} ${rowsRepeated === 1 ? 'was' : 'were'} there already.`,
    rowsWrong > 0 && `${numberOf(rowsWrong)} ${rowsWrong === 1 ? 'needs' : 'need'} mending.`,
  ]
    .filter(Boolean)
    .join(' ')
}
