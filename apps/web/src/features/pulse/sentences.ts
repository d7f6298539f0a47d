// What the figures of the pulse say, in one sentence computed from them: how many of how many, never an average.
import { pulseQuestions, type PulseAsked, type PulseMonth } from '@modulus/contracts/pulse.ts'
import type { Coherence, CoherenceReading } from '@modulus/contracts/coherence.ts'
import { monthOf, plural } from '#lib/format.ts'
import { label } from '../../words/en.ts'

/** Where often is no good sign: left out of what was said most and least. */
const reversed = 'targets_pull_against'
const total = (counts: readonly number[]) => counts.reduce((sum, one) => sum + one, 0)
const oftenOrAlways = (counts: readonly number[]) => counts[3]! + counts[4]!
export const people = (asked: PulseAsked, count: number) =>
  asked === 'participants' ? plural(count, 'young person', 'young people') : plural(count, 'officer')

export interface Line {
  key: string
  label: string
  counts: number[]
}
export const linesOf = ({ asked, counts }: PulseMonth): Line[] =>
  (counts ?? []).map((one, at) => ({
    key: pulseQuestions[asked][at]!,
    label: label('pulseQuestion', pulseQuestions[asked][at]),
    counts: one,
  }))

/** "9 young people answered. Said often or always most: “…” (7 of 9). Least: “…” (2 of 8)." */
export function monthSentence(month: PulseMonth): string {
  if (month.people === null) return 'Fewer than five answered, so nothing is shown.'
  const answered = linesOf(month)
    .filter(({ key, counts }) => key !== reversed && total(counts) > 0)
    .map((line) => ({ ...line, often: oftenOrAlways(line.counts), of: total(line.counts) }))
    .sort((a, b) => b.often / b.of - a.often / a.of)
  const most = answered[0],
    least = answered.at(-1)
  const said = ({ label, often, of }: (typeof answered)[number]) => `“${label}” (${often} of ${of})`
  const first = `${people(month.asked, month.people)} answered.`
  if (!most || !least) return first
  if (most.often * least.of === least.often * most.of)
    return `${first} Every statement was said often or always by as many: ${most.often} of ${most.of}.`
  return `${first} Said often or always most: ${said(most)}. Least: ${said(least)}.`
}

/** One question through the months, oldest first: from the first shown month to the last. */
export function questionSentence(rows: readonly { month: string; counts: readonly number[] | null }[]): string {
  const shown = rows.filter((one) => one.counts !== null && total(one.counts) > 0)
  const first = shown[0],
    last = shown.at(-1)
  if (!first || !last) return 'Not enough answers to show yet.'
  const said = ({ month, counts }: (typeof shown)[number]) => `${oftenOrAlways(counts!)} of ${total(counts!)} in ${monthOf(month)}`
  return first === last ? `Often or always: ${said(last)}.` : `Often or always: ${said(first)}, ${said(last)}.`
}

/** What a level says now: the newest reading of the programme, and of each organisation. */
export function latestReadings(readings: readonly CoherenceReading[]): CoherenceReading[] {
  const seen = new Map<string, CoherenceReading>()
  for (const one of readings) if (!seen.has(one.partner?.id ?? 'programme')) seen.set(one.partner?.id ?? 'programme', one)
  return [...seen.values()].sort((a, b) => Number(a.level === 'organisation') - Number(b.level === 'organisation'))
}
export const levelName = ({ level, partner }: Pick<CoherenceReading, 'level' | 'partner'>) =>
  level === 'programme' ? 'The programme' : (partner?.name ?? label('coherenceLevel', level))

/** How many officers are two or more steps from what a level says. */
export const apart = (counts: readonly number[], value: number) =>
  counts.reduce((sum, n, at) => sum + (Math.abs(at + 1 - value) >= 2 ? n : 0), 0)

/** Where officers and a level are furthest apart: "Furthest apart: “…”. The programme says often; 4 of 6 officers are two or more steps away." */
export function gapSentence({ officers, readings }: Pick<Coherence, 'officers' | 'readings'>): string {
  const latest = latestReadings(readings)
  if (!officers && latest.length === 0) return 'Nobody has said anything yet.'
  if (!officers) return 'What officers say is shown from five answers on, when their month is over.'
  if (latest.length === 0) return 'Officers have answered. Now the programme and its organisations say how they see it.'
  const gaps = latest
    .flatMap((reading) =>
      reading.answers.map((value, at) => ({ reading, value, at, n: apart(officers.counts[at]!, value), of: total(officers.counts[at]!) })),
    )
    .filter(({ of }) => of > 0)
    .sort((a, b) => b.n / b.of - a.n / a.of)
  const widest = gaps[0]
  if (!widest || widest.n === 0) return 'No officer is two or more steps away from what the programme and its organisations say.'
  const statement = label('pulseQuestion', pulseQuestions.officers[widest.at])
  return `Furthest apart: “${statement}”. ${levelName(widest.reading)} says ${label('pulseAnswer', String(widest.value)).toLowerCase()}; ${widest.n} of ${widest.of} officers are two or more steps away.`
}
