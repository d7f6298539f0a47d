// What time alone makes necessary: each clock strikes by its cron line (Europe/London), once for every partnership, as nobody in particular.
// A clock may strike twice or late, and must not mind: it asks the database what is due, never what day it is.
import type { JobTools, Jobs } from './jobs.ts'

export interface Clock {
  name: string
  cron: string
  /** Works through `tools.doors.asSystem('clock', partnershipId, uuidv7())`. */
  run(tools: JobTools & Pick<Jobs, 'send'>, partnershipId: string): Promise<void>
}
export const clocks: Clock[] = []
