// What one kind of file is to the import: its columns, how a row is read, and where it lands. Modules make kinds, modules/imports runs them.
import type { Actor, Tx } from '#db/transact.ts'

/** One thing that a row may say. A file's own headings are matched to `key` by label and synonyms, and by the person. */
export interface ImportColumn {
  key: string
  label: string
  required: boolean
  /** Other headings that mean the same, in any capitals. */
  synonyms: string[]
  /** One sentence for people: what belongs here and how it is written. */
  help: string
  /** What the template file shows in this column. */
  example: string
}

/** What is wrong with one cell, in words for the person who made the file. `column` is the key of an ImportColumn. */
export interface RowError {
  column: string
  words: string
}
export type Checked<V> = { value: V } | { errors: RowError[] }

/** What the person said about the whole file: `settings` are theirs (a source, an area), checked by `prepare`. */
export interface ImportOrder {
  id: string
  programmeId: string
  fileName: string
  settings: Record<string, string>
}

/** A checked row, with its place in the file (1 is the heading). */
export interface CheckedRow<V> {
  line: number
  value: V
}
/** Where a row landed: the id of what now holds it, or null when it was already there from an earlier file. */
export interface TakenRow {
  line: number
  takenAs: string | null
}

/**
 * V is a row that was read, C is whatever `prepare` looked up for `check` (partners by name, areas by code ...).
 * Everything runs inside a transaction through the uploader's own door: nothing can be read or written that they may not.
 */
export interface ImportKind<V = unknown, C = unknown> {
  columns: ImportColumn[]
  /** Headings whose cells are emptied as the file arrives, so that they are kept nowhere, not even on the way in. */
  neverKept?: RegExp
  /** May the actor bring such files into this programme? Asked at the upload, before anything is read; the team may, unless said otherwise. */
  mayUse?(actor: Actor, programmeId: string): boolean
  /** Once per transaction, before any check. Throws a Problem when the settings cannot stand. */
  prepare(tx: Tx, actor: Actor, order: ImportOrder): Promise<C>
  /** Pure. Cells by column key, trimmed; '' where the file says nothing or no column was matched. Finds every error, not only the first. */
  check(cells: Record<string, string>, context: C): Checked<V>
  /** A checked row as the preview shows it: text by column key, where it differs from the cell (a date written out, a word chosen from a list). */
  show?(value: V): Record<string, string>
  /** Two rows of one file with the same text say the same thing: the later one is counted as repeated. Null: rows may be alike. */
  sameness(value: V): string | null
  /** All good rows at once, in the one transaction that takes the file in. Batches its own statements. May run again after a failure, never after a success. */
  write(tx: Tx, actor: Actor, order: ImportOrder, rows: CheckedRow<V>[]): Promise<TakenRow[]>
}
