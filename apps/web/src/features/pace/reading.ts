// One reading of the pace in a sentence.
import type { PaceCheck } from '@modulus/contracts/pace.ts'
import { plural } from '#lib/format.ts'
import { label } from '../../words/en.ts'

const said = (value: number | null) => label('paceReading', value === null ? null : String(value)).toLowerCase()

/** "7 young people say: a bit fast. We say: about right." */
export function readingOf({ asked, theirPace, ourPace }: Pick<PaceCheck, 'asked' | 'theirPace' | 'ourPace'>): string {
  return [
    theirPace !== null ? `${plural(asked, 'young person says', 'young people say')}: ${said(theirPace)}.` : '',
    ourPace !== null ? `We say: ${said(ourPace)}.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** How far along a stretch of time a day is, from 0 to 1. */
export function shareOf(from: string, to: string, day: string): number {
  const [a, b, at] = [from, to, day].map((one) => Date.parse(one)) as [number, number, number]
  return b <= a ? 1 : Math.min(1, Math.max(0, (at - a) / (b - a)))
}
