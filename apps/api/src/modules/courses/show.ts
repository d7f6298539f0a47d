import type { Actor } from '#db/transact.ts'
import { abilities } from '#policy.ts'
import type { HolidayOn } from './holidays.ts'
import { sessionPolicy } from './policy.ts'
import type { SessionRow } from './queries.ts'

export const showSession = (actor: Actor, holidayOn: HolidayOn, { on, ...session }: SessionRow) => ({
  ...session,
  holiday: holidayOn(on),
  can: abilities(actor, sessionPolicy, session),
})
