// How a screen takes words out of a dictionary: the whole one (en.ts), or, where every byte is carried to a door without signal, a part of it.
type Dictionary = Record<string, Record<string, string>>

export function wordsOf<D extends Dictionary>(words: D) {
  /** The words for a key. A key this page does not know yet is shown readably rather than not at all. */
  const label = (list: keyof D, key: string | null | undefined): string =>
    key ? (words[list]![key] ?? key.charAt(0).toUpperCase() + key.slice(1).replaceAll('_', ' ')) : ''
  /** A list as the choices of a BaseSelect or BaseChips; in the order given, or the dictionary's. */
  const choices = (list: keyof D, keys: readonly string[] = Object.keys(words[list]!)) =>
    keys.map((value) => ({ value, label: label(list, value) }))
  return { label, choices }
}
