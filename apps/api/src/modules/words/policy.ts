import type { Policy } from '#policy.ts'

export const wordPolicy = { amend: (actor) => actor.administrator } satisfies Policy<object>
