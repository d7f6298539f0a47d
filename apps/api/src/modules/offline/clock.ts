// What was set aside and waits for a person is said once more: a concern after two hours, anything else after three days.
import { v7 as uuidv7 } from 'uuid'
import type { Clock } from '../../clocks.ts'
import { remindReceivers } from './queries.ts'
import { tellReceivers } from './telling.ts'

export const offlineClock: Clock = {
  name: 'offline',
  cron: '*/15 * * * *',
  run: ({ doors, send, config }, partnershipId) =>
    doors
      .asSystem('clock', partnershipId, uuidv7())
      .transact(async (tx) => tellReceivers(tx, { jobs: { send }, config }, partnershipId, await remindReceivers(tx))),
}
