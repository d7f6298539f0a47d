// Distance travelled: the first answer against the latest, of the same rater, to the same edition of the same question.
import type { Distance, Rater, Step } from '@modulus/contracts/measures.ts'
import { Shanarri } from '@modulus/contracts/measures.ts'
import type { MeasureRow } from './queries.ts'

const raters: readonly Rater[] = ['self', 'together', 'worker']
const order: readonly string[] = Shanarri.enum as unknown as string[]

/** `rows` oldest first. Own goals before the eight words; nothing is averaged, neither over questions nor over raters. */
export function stepsOf(rows: MeasureRow[]): Step[] {
  const questions = new Map<string, MeasureRow[]>()
  for (const row of rows) {
    const key = [row.framework, row.edition, row.item, row.goalId].join('/')
    questions.set(key, [...(questions.get(key) ?? []), row])
  }
  const place = ({ framework, item }: Step) => (framework === 'goal' ? -1 : order.indexOf(item!))
  return [...questions.values()].map(stepOf).sort((a, b) => place(a) - place(b))
}

function stepOf(rows: MeasureRow[]): Step {
  const { framework, item, goalId, goal, edition } = rows[0]!
  const distances = raters.flatMap((rater) =>
    distanceOf(
      rater,
      rows.filter((one) => one.ratedBy === rater),
    ),
  )
  const latest = distances.map(({ ratedBy, first, firstOn, latest, latestOn }) => ({
    ratedBy,
    value: latest ?? first,
    on: latestOn ?? firstOn,
  }))
  const disagreement = new Set(latest.map(({ value }) => value)).size > 1 ? latest : []
  return { framework, item, goalId, goal, edition, distances, disagreement }
}

function distanceOf(ratedBy: Rater, rows: MeasureRow[]): Distance[] {
  const first = rows[0],
    last = rows.at(-1)
  if (!first || !last) return []
  const twice = rows.length > 1
  return [
    {
      ratedBy,
      first: first.value,
      firstOn: first.ratedOn,
      latest: twice ? last.value : null,
      latestOn: twice ? last.ratedOn : null,
      times: rows.length,
    },
  ]
}
