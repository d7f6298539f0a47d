import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { NewWord, Word, WordList } from '@modulus/contracts/words.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { wordLists } from './table.ts'

export type WordRow = Omit<Word, 'can'>
const here = sql`${wordLists.partnershipId} = app.partnership()`
const columns = {
  id: wordLists.id,
  list: sql<WordList>`${wordLists.list}`,
  key: wordLists.key,
  label: wordLists.label,
  position: wordLists.position,
  retiredAt: wordLists.retiredAt,
  version: wordLists.version,
}

/** Short lists, kept by hand: read whole. */
export const listWords = (tx: Tx, { list, retired = false }: { list?: WordList; retired?: boolean } = {}): Promise<WordRow[]> =>
  tx
    .select(columns)
    .from(wordLists)
    .where(and(here, list && eq(wordLists.list, list), retired ? undefined : isNull(wordLists.retiredAt)))
    .orderBy(asc(wordLists.list), asc(wordLists.position), asc(wordLists.key))
    .limit(1000)
export async function getWord(tx: Tx, id: string): Promise<WordRow> {
  const [found] = await tx
    .select(columns)
    .from(wordLists)
    .where(and(here, eq(wordLists.id, id)))
  if (!found) throw notFound()
  return found
}
export const insertWord = (tx: Tx, id: string, { list, key, label }: NewWord) =>
  tx.execute(sql`insert into word_lists (id, list, key, label, position)
    select ${id}::uuid, ${list}, ${key}, ${label.trim()}, coalesce(max(position) + 1, 0) from word_lists where partnership_id = app.partnership() and list = ${list}`)
/** Undefined when someone was faster. */
export async function relabelWord(tx: Tx, id: string, label: string, version: number): Promise<WordRow | undefined> {
  const [row] = await tx
    .update(wordLists)
    .set({ label: label.trim() })
    .where(and(here, eq(wordLists.id, id), eq(wordLists.version, version)))
    .returning(columns)
  return row
}
export const setWordRetired = (tx: Tx, id: string, retired: boolean) =>
  tx
    .update(wordLists)
    .set({ retiredAt: retired ? sql`coalesce(${wordLists.retiredAt}, now())` : null })
    .where(and(here, eq(wordLists.id, id)))
/** Words that are not named keep their order, after those that are. */
export async function orderWords(tx: Tx, list: WordList, ids: string[]): Promise<void> {
  const known = await tx
    .select({ id: wordLists.id })
    .from(wordLists)
    .where(and(here, eq(wordLists.list, list), inArray(wordLists.id, ids)))
  if (known.length !== ids.length) throw notFound()
  await tx.execute(sql`update word_lists w set position = n.place from (
      select l.id, row_number() over (order by array_position(${sql.param(ids)}::uuid[], l.id) nulls last, l.position, l.key) - 1 as place from word_lists l where l.partnership_id = app.partnership() and l.list = ${list}
    ) n where w.partnership_id = app.partnership() and w.id = n.id and w.position <> n.place`)
}
