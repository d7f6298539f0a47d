import { v7 as uuidv7 } from 'uuid'
import type { Clock } from '../../clocks.ts'
import { alertKeepers } from './telling.ts'

/** Every five minutes: the second of lead and deputy after two hours, the programme's leads after four. */
export const concernsClock: Clock = {
  name: 'concerns',
  cron: '*/5 * * * *',
  run: ({ doors, config, send }, partnershipId) =>
    doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
      await alertKeepers(tx, { jobs: { send }, config, partnershipId })
    }),
}
