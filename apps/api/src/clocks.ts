// What time alone makes necessary: each clock strikes by its cron line (Europe/London), once for every partnership, as nobody in particular.
// A clock may strike twice or late, and must not mind: it asks the database what is due, never what day it is.
import { agreementReviews } from './modules/agreements/clock.ts'
import { exportsClock } from './modules/exports/jobs.ts'
import { heads } from './modules/logs/heads.ts'
import { concernsClock } from './modules/concerns/clock.ts'
import { visitSafetyClock } from './modules/visit-safety/clock.ts'
import { warningsClock } from './modules/warnings/clock.ts'
import { accessReviewsClock } from './modules/access-reviews/clock.ts'
import { emergencyLooks } from './modules/break-glass/clock.ts'
import { checksClock } from './modules/pvg/clock.ts'
import { retentionClock } from './modules/retention/jobs.ts'
import { offlineClock } from './modules/offline/clock.ts'
import type { JobTools, Jobs } from './jobs.ts'
import { sharesClock } from './modules/shares/jobs.ts'
import { rightsClock } from './modules/rights/reminders.ts'

export interface Clock {
  name: string
  cron: string
  /** Works through `tools.doors.asSystem('clock', partnershipId, uuidv7())`. */
  run(tools: JobTools & Pick<Jobs, 'send'>, partnershipId: string): Promise<void>
}
export const clocks: Clock[] = [
  exportsClock,
  heads,
  agreementReviews,
  sharesClock,
  concernsClock,
  visitSafetyClock,
  warningsClock,
  checksClock,
  emergencyLooks,
  accessReviewsClock,
  rightsClock,
  retentionClock,
  offlineClock,
]
