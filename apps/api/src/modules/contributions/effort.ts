import { CoMode } from '@modulus/contracts/ideas.ts'
import { Pathway } from '@modulus/contracts/programmes.ts'
import type { Effort, EffortCell } from '@modulus/contracts/contributions.ts'

type Given = Pick<EffortCell, 'pathway' | 'coMode' | 'minutes' | 'moneyPence' | 'n'>

/** The sixteen cells, pathways in order of time and the four Co's in theirs; an empty one is all noughts. */
export function cellsOf(given: readonly Given[], elements: Effort['elements']): EffortCell[] {
  const cells = Pathway.enum.flatMap((pathway) =>
    CoMode.enum.map((coMode) => ({ pathway, coMode, minutes: 0, sessions: 0, sessionMinutes: 0, moneyPence: 0, n: 0 })),
  )
  const cell = (of: Pick<EffortCell, 'pathway' | 'coMode'>) => cells.find((one) => one.pathway === of.pathway && one.coMode === of.coMode)!
  for (const one of given) {
    const to = cell(one)
    to.minutes += one.minutes
    to.moneyPence += one.moneyPence
    to.n += one.n
  }
  for (const { coMode, pathway, sessions, sessionMinutes, costPence } of elements) {
    if (!coMode || !pathway) continue
    const to = cell({ coMode, pathway })
    to.sessions += sessions
    to.sessionMinutes += sessionMinutes
    to.moneyPence += costPence ?? 0
    to.n += 1
  }
  return cells
}
