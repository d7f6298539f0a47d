// Checks that are soon to be renewed, or have run out: said to the person, to administrators, and in the end to the lead. No dates and
// no names go out by e-mail; the pages have them.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Clock } from '../../clocks.ts'
import { post } from '../messages/commands.ts'

const words = {
  sixty_days: 'is to be renewed within 60 days',
  thirty_days: 'is to be renewed within 30 days',
  due: 'has run out',
} as const
const where = { person: '/checks/mine', administrator: '/checks', lead: '/checks/team' } as const
const bodies = {
  person: (what: string) =>
    `Your PVG membership ${what}. Please renew it with Disclosure Scotland, and show the new one to a colleague who notes it.`,
  administrator: (what: string) => `The PVG membership of a colleague ${what}. The register says whose.`,
  lead: (what: string) =>
    `The PVG membership of a colleague in your programme ${what}. Nobody new is given to them. What they do now with young people who may be under 18 is listed for you, to be arranged anew.`,
}

export const checksClock: Clock = {
  name: 'checks',
  cron: '10 6 * * *',
  run: async ({ doors, send, config }, partnershipId) => {
    await doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
      const { rows } = await tx.execute<{ stage: keyof typeof words; audience: keyof typeof bodies; email: string }>(
        sql`select * from app.strike_checks()`,
      )
      for (const { stage, audience, email } of rows) {
        const subject = audience === 'person' ? `Your PVG membership ${words[stage]}` : `A PVG membership ${words[stage]}`
        const body = `${bodies[audience](words[stage])}\n${config.publicUrl}${where[audience]}\n`
        await post(tx, { send }, partnershipId, { kind: 'notice', to: email, subject, body })
      }
    })
  },
}
