// Which column of a file is which: proposed from the headings, decided by the person.
import type { ImportColumn, ImportKind, RowError } from '#import-kind.ts'
import { plainCell } from '#csv.ts'

const plain = (heading: string) =>
  heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** A field takes the first column whose heading is its key, its label or one of its synonyms; no column is proposed twice. */
export function proposeMapping(fields: ImportColumn[], headings: string[]): Record<string, number> {
  const keys = headings.map(plain),
    used = new Set<number>(),
    mapping: Record<string, number> = {}
  for (const { key, label, synonyms } of fields) {
    const names = [key, label, ...synonyms].map(plain)
    const at = names.map((name) => keys.findIndex((heading, i) => heading === name && !used.has(i))).find((i) => i >= 0)
    if (at !== undefined) {
      mapping[key] = at
      used.add(at)
    }
  }
  return mapping
}

export const cellsOf = (fields: ImportColumn[], mapping: Record<string, number>, cells: string[]): Record<string, string> =>
  Object.fromEntries(fields.map(({ key }) => [key, plainCell((mapping[key] === undefined ? '' : (cells[mapping[key]] ?? '')).trim())]))

/* eslint-disable @typescript-eslint/no-explicit-any -- a kind knows its own rows; here they are only carried */
/** One row: read, or everything that is wrong with it. Rules that hold for every kind come first. */
export function checkRow(
  kind: ImportKind<any, any>,
  context: unknown,
  order: { columns: string[]; mapping: Record<string, number> },
  cells: string[],
): { value: any; errors?: undefined } | { value?: undefined; errors: RowError[] } {
  if (cells.length > order.columns.length)
    return {
      errors: [
        {
          column: '',
          words: `This row has ${cells.length} cells, the first row has ${order.columns.length}: look for a separator inside a text without quotes.`,
        },
      ],
    }
  const said = cellsOf(kind.columns, order.mapping, cells)
  const filled = kind.columns.filter(({ key }) => order.mapping[key] !== undefined)
  if (filled.length > 2 && filled.every(({ key, example }) => said[key] === example))
    return { errors: [{ column: '', words: 'This is the example row of the template: delete it.' }] }
  const checked = kind.check(said, context)
  return 'errors' in checked ? { errors: checked.errors } : { value: checked.value }
}
/* eslint-enable @typescript-eslint/no-explicit-any */
