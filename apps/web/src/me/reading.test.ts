/*
 Every sentence of the young person's pages, measured. The method: the texts of each template (an interpolation counts as one short word)
 and every string of more than one word in its script, cut into sentences; pages that share a file of words are measured by it too.
   grade    Flesch-Kincaid: 0.39 words per sentence + 11.8 syllables per word - 15.59; at most 4 for each file, about nine years of age
            (Kincaid et al., 1975, "Derivation of new readability formulas ... for Navy enlisted personnel")
   length   no sentence over 14 words
   words    none of those that people who work here use and nobody else does
 Names of organisations, and what people wrote themselves, are not ours to measure. Syllables are counted by vowel groups.
*/
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'vue/compiler-sfc'

const folder = import.meta.dirname
const hard =
  /\b(participants?|programmes?|placements?|safeguarding|consent|agreements?|withdraw\w*|information|personal data|attendance|organisations?|participation|enrol\w*|outcomes?|intervention|adaptation|eras(e|ed|ure)|retention|professionals?|stakeholders?|referr(al|ed)|cohort|assessment|appropriate|additional|regarding|ensure|provide[ds]?|require[ds]?|currently|available|approximately|however|therefore|objective|engagement)\b/i

export function syllables(word: string): number {
  const bare = word.toLowerCase().replace(/[^a-z]/g, '')
  if (bare.length <= 3) return 1
  const groups = bare
    .replace(/(?:[^laeiouy]es|[^aeioutd]ed|[^laeiouy]e)$/, '')
    .replace(/^y/, '')
    .match(/[aeiouy]{1,2}/g)
  return Math.max(1, groups?.length ?? 1)
}
const wordsOf = (sentence: string) => sentence.match(/[A-Za-z][A-Za-z’'-]*/g) ?? []
const sentencesOf = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .split(/(?<=[.!?…:])\s+/)
    .map((one) => one.trim())
    .filter((one) => wordsOf(one).length > 0)

/** What the compiler calls its parts; Vue does not hand the names on. */
const kinds = { element: 1, text: 2, interpolation: 5, attribute: 6 } as const
interface Part {
  type: number
  tag?: string
  content?: unknown
  children?: Part[]
  props?: { type: number; name: string; value?: { content: string } }[]
}
const inline = new Set(['strong', 'RouterLink', 'a', 'em', 'span', 'template'])
/** Runs on inside a sentence: an inline element with nothing else in it. */
const runsOn = (part: Part): boolean => part.type !== kinds.element || (inline.has(part.tag!) && (part.children ?? []).every(runsOn))
const spoken = /^(label|button|aria-label|title|placeholder)$/
function textsOf(parts: Part[], into: string[] = []): string[] {
  let run = ''
  const end = () => {
    if (run.trim()) into.push(run.trim())
    run = ''
  }
  for (const part of parts) {
    for (const prop of part.props ?? [])
      if (prop.type === kinds.attribute && spoken.test(prop.name) && prop.value) into.push(prop.value.content)
    if (part.type === kinds.text) run += String(part.content)
    else if (part.type === kinds.interpolation) run += ' it '
    else if (part.type === kinds.element && runsOn(part)) run += ` ${textsOf(part.children ?? []).join(' ')} `
    else if (part.type === kinds.element) {
      end()
      textsOf(part.children ?? [], into)
      end()
    }
  }
  end()
  return into
}
/** Strings that people read: two words or more, or a sentence. Ids, addresses, classes and queries are none. */
function stringsOf(code: string): string[] {
  const bare = code
    .replace(/^import .*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
  return [...bare.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)]
    .map((m) => (m[1] ?? m[2]!).replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, ' it '))
    .filter(
      (one) =>
        /^[A-Za-z‘“][^<>{}=;]*$/.test(one) &&
        /[A-Za-z’] +[a-z0-9]/.test(one) &&
        !/^(use|from|select|it) |^[a-z]+-[a-z]/.test(one) &&
        !/\.(vue|ts)$/.test(one),
    )
}

const files = globSync('*.{vue,ts}', { cwd: folder }).filter((file) => !/\.test\.ts$|^(main|routes)\.ts$/.test(file))
function read(file: string): string[] {
  const source = readFileSync(resolve(folder, file), 'utf8')
  if (file.endsWith('.ts')) return stringsOf(source)
  const { descriptor } = parse(source)
  const dynamic = [...(descriptor.template?.content.matchAll(/(?:\{\{|[:@#v][\w:.-]*=")([\s\S]*?)(?:\}\}|")/g) ?? [])]
    .map((m) => m[1]!)
    .join('\n')
  return [
    ...textsOf((descriptor.template?.ast?.children ?? []) as Part[]),
    ...stringsOf(descriptor.scriptSetup?.content ?? ''),
    ...stringsOf(dynamic),
  ]
}

it('counts syllables as people do, near enough', () => {
  expect(['a', 'code', 'worker', 'someone', 'written', 'deal', 'agreed', 'ambulance'].map(syllables)).toEqual([1, 1, 2, 2, 2, 1, 2, 3])
})
it('finds the sentences it is to measure', () => {
  expect(read('StopPage.vue')).toEqual(
    expect.arrayContaining(['We do not come to your door any more.', 'It is up to you. You do not need a reason. This is what happens:']),
  )
  expect(files.flatMap(read).length).toBeGreaterThan(200)
})
it.each(files)('%s is written for a nine-year-old', (file) => {
  const sentences = read(file).flatMap(sentencesOf)
  const words = sentences.flatMap(wordsOf)
  if (words.length === 0) return
  const grade =
    (0.39 * words.length) / sentences.length + (11.8 * words.reduce((sum, one) => sum + syllables(one), 0)) / words.length - 15.59
  expect({ long: sentences.filter((one) => wordsOf(one).length > 14), hard: sentences.filter((one) => hard.test(one)) }).toEqual({
    long: [],
    hard: [],
  })
  expect(grade, `grade of ${file}`).toBeLessThanOrEqual(4)
})
