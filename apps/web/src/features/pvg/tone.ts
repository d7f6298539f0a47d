import type { CheckState } from '@modulus/contracts/pvg.ts'

/** A check that has run out is a clock of the law, and may be red. */
export const toneOf = (state: CheckState) =>
  (({ clear: 'teal', due_soon: 'amber', run_out: 'harm', adults_only: 'neutral', ended: 'neutral', none: 'neutral' }) as const)[state]
