// Which parts of a text speak of somebody else, and the text without them. Offsets count as JavaScript does (UTF-16).
import type { MaskKind } from '@modulus/contracts/rights-access.ts'

export interface Range {
  start: number
  length: number
}
export interface Name {
  name: string
  kind: 'participant' | 'supporter' | 'own'
}
export const covered = '[someone else]'

/** Names that are ordinary words too: only with a capital letter do they name somebody. */
const ordinary = new Set(
  'amber april art august autumn bay bill blue bob chance chase cliff coach dad dawn dean drew duke eve faith fern frank gene glen grace grant guy hazel heath holly hope iris ivy jack jay jean joy june kit lance lane lee lily mark mason max may melody miles mum nan norm olive pat pearl penny poppy ray reed rich rob robin rock rose rowan ruby rusty sage sandy sky skip star stone summer sunny sue violet wade ward will willow winter wren young gran granny aunt auntie uncle'.split(
    ' ',
  ),
)
const letter = String.raw`\p{L}\p{M}\p{N}`
const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/**
 * Mentions ("@Kim", "@Kim Fraser"), and names of others wherever they stand as a whole word, also possessive, whatever the capitals.
 * A name that the person shares with someone else is theirs and stays; so does a mention of themselves.
 */
export function findMasks(text: string, names: readonly Name[]): (Range & { kind: MaskKind })[] {
  const own = new Set(names.filter(({ kind }) => kind === 'own').map(({ name }) => bare(name.trim())))
  const found: (Range & { kind: MaskKind })[] = []
  for (const match of text.matchAll(
    new RegExp(String.raw`(?<![${letter}.@])@([\p{L}][\p{L}\p{M}'’-]*)((?: \p{Lu}[\p{L}\p{M}'’-]*)*)`, 'gu'),
  )) {
    if (own.has(bare(match[1]!.replace(/['’]s$/, '')))) continue
    found.push({ start: match.index, length: match[0].length, kind: 'mention' })
  }
  for (const { name, kind } of names) {
    const wanted = name.trim().normalize('NFC')
    if (kind === 'own' || wanted.length < 2 || own.has(bare(wanted))) continue
    const common = ordinary.has(wanted.toLowerCase())
    const pattern = escape(wanted).replace(/\s+/g, String.raw`\s+`)
    for (const match of text.matchAll(new RegExp(`(?<![${letter}])${pattern}(?:['’]s)?(?![${letter}])`, common ? 'gu' : 'giu'))) {
      if (found.some((one) => one.start <= match.index && one.start + one.length >= match.index + match[0].length)) continue
      found.push({ start: match.index, length: match[0].length, kind })
    }
  }
  return found.sort((a, b) => a.start - b.start || b.length - a.length)
}

/** Every place of some words in a text, as whole words and as they are written: what is covered once is covered wherever it stands. */
export const placesOf = (text: string, words: string): Range[] =>
  [...text.matchAll(new RegExp(`(?<![${letter}])${escape(words)}(?![${letter}])`, 'gu'))].map((match) => ({
    start: match.index,
    length: match[0].length,
  }))

/** The text with every range covered; ranges that overlap or touch are one. A surrogate pair is never cut in half. */
export function redact(text: string, ranges: readonly Range[]): string {
  const sorted = ranges.map(({ start, length }) => whole(text, start, start + length)).sort(([a], [b]) => a - b)
  let out = '',
    at = 0,
    last = -1
  for (const [start, end] of sorted) {
    if (end <= at && last >= 0) continue
    if (start > at || last < 0) out += text.slice(at, Math.max(at, start)) + covered
    at = Math.max(at, end)
    last = end
  }
  return out + text.slice(at)
}
const low = (code: number) => code >= 0xdc00 && code <= 0xdfff
const whole = (text: string, start: number, end: number): [number, number] => [
  low(text.charCodeAt(start)) ? start - 1 : start,
  Math.min(text.length, low(text.charCodeAt(end)) ? end + 1 : end),
]
