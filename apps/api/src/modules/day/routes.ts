import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { day } from '@modulus/contracts/day.ts'
import { logReading } from '#db/writes.ts'
import { readDay, type DayRead } from './queries.ts'

const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' })

/** Everyone whose name stands on the page, once. */
function shown({ visits, todo, offers }: DayRead) {
  const named = [...visits, ...todo].flatMap(({ participant, programmeId }) =>
    participant && programmeId ? [{ id: participant.id, programmeId }] : [],
  )
  return [
    ...new Map([...named, ...offers.flatMap(({ people }) => people)].map(({ id, programmeId }) => [id, { id, programmeId }])).values(),
  ]
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...day.read,
    handler: (request) =>
      request.transact(async (tx) => {
        const date = request.query.date ?? calendar.format(new Date())
        const read = await readDay(tx, date)
        await logReading(tx, 'day.read', shown(read))
        return { date, ...read }
      }),
  })
}
export default routes
