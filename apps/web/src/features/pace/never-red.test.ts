// Nothing about a relationship is ever "overdue" or red. This reads the sources of the screens where relationships are, and their words.
// Harm and safety have their own clocks and their own colour; each place that uses them on such a screen is listed below with its reason.
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const screens = ['contacts', 'interests', 'mentoring', 'meetings', 'pace', 'participants', 'promises', 'visits']
const sources = globSync(
  [
    ...screens.flatMap((one) => [`features/${one}/**/*.vue`, `features/${one}/**/*.ts`]),
    'words/{outreach,participants,promises,pace,meetings}.ts',
    'me/*.vue',
    'me/*.css',
  ],
  { cwd: root },
)
  .filter((path) => !path.endsWith('.test.ts'))
  .sort()
const read = (path: string) => readFileSync(resolve(root, path), 'utf8')

/** Words that press, red as it is named in main.css, and red as Tailwind or CSS would name it. */
const presses =
  /overdue|over due|\b(?:text|bg|border|ring|accent|fill|stroke|decoration|outline)-(?:error|harm|red|rose)\b|--m-harm|tone[=:]\s*["']{1,2}harm|kind="danger"|\b(?:crimson|#f00|#ff0000)\b/gi

/** What keeps someone safe, and what takes something away for good. */
const allowed: Record<string, { finds: string[]; why: string }> = {
  'features/visits/VisitRecordForm.vue': { finds: ['text-error'], why: 'an answer that was refused, as in every form' },
  'features/visits/VisitSafetyList.vue': {
    finds: ['bg-harm', 'border-harm', 'overdue', 'text-harm'],
    why: 'what keeps the two officers at the door safe, and its review date',
  },
  'features/visits/VisitWorryCard.vue': { finds: ['border-harm'], why: 'a worry about someone’s safety' },
}

it('reads every screen where relationships are', () => {
  for (const one of screens) expect([one, sources.some((path) => path.startsWith(`features/${one}/`))]).toEqual([one, true])
  expect(sources.length).toBeGreaterThan(60)
})
it('finds no word that presses and no red, but where safety is meant', () => {
  const found = Object.fromEntries(
    sources
      .map((path) => [path, [...new Set([...read(path).matchAll(presses)].map(([text]) => text.toLowerCase()))].sort()] as const)
      .filter(([, finds]) => finds.length > 0),
  )
  expect(found).toEqual(Object.fromEntries(Object.entries(allowed).map(([path, { finds }]) => [path, finds])))
})
it('lists no exception without a reason, and none that is not needed any more', () => {
  for (const [path, { finds, why }] of Object.entries(allowed))
    expect([path, finds.length > 0, why.length > 10]).toEqual([path, true, true])
  expect(Object.keys(allowed).filter((path) => !sources.includes(path))).toEqual([])
})
it('would find them', () => {
  for (const text of [
    'Visit overdue',
    'class="text-error"',
    'border-harm',
    ':class="bg-red-700"',
    `tone: 'harm'`,
    'tone="harm"',
    'kind="danger"',
    'var(--m-harm)',
  ])
    expect([text, new RegExp(presses.source, 'i').test(text)]).toEqual([text, true])
})
