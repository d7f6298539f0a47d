import type { Policy } from '#policy.ts'

/** Everyone may know the partners; administrators keep them. */
export const partnerPolicy = {
  amend: (actor) => actor.administrator,
  retire: (actor) => actor.administrator,
} satisfies Policy<object>
