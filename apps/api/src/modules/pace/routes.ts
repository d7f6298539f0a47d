import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { pace, type NewPaceCheck, type NewTimePressure } from '@modulus/contracts/pace.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { abilities, permit } from '#policy.ts'
import { invalid } from '#plugins/problems.ts'
import { pacePolicy, pressurePolicy } from './policy.ts'
import {
  changePressure,
  getCheck,
  getPressure,
  insertCheck,
  insertPressure,
  listChecks,
  listPressures,
  readClock,
  type PressureRow,
} from './queries.ts'

const show = (actor: Actor, row: PressureRow) => ({ ...row, can: abilities(actor, pressurePolicy, row) })

function checkReading({ asked, theirPace, ourPace, heldOn }: NewPaceCheck, today: string) {
  if (asked > 0 && theirPace === null) throw invalid('theirPace', 'required', 'Say what they said, or that none was asked')
  if (asked === 0 && theirPace !== null) throw invalid('asked', 'required', 'Say how many young people were asked')
  if (theirPace === null && ourPace === null) throw invalid('ourPace', 'required', 'Give at least one reading')
  if (heldOn > today) throw invalid('heldOn', 'future', 'This day has not come yet')
}
function checkAnswer({ state, response }: Pick<NewTimePressure, 'state' | 'response'>) {
  if (state === 'answered' && response === null) throw invalid('response', 'required', 'Say what was agreed')
}
const showPressure = async (tx: Tx, actor: Actor, id: string) => show(actor, await getPressure(tx, id))

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...pace.read,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId } = request.params
        const clock = await readClock(tx, programmeId)
        const { items } = await listChecks(tx, programmeId, { limit: 1 })
        const pressures = (await listPressures(tx, programmeId)).map((one) => show(actor, one))
        return { ...clock, latest: items[0] ?? null, pressures, can: abilities(actor, pacePolicy, { programmeId }) }
      }),
  })
  app.route({
    ...pace.checks,
    handler: (request) =>
      request.transact(async (tx) => {
        await readClock(tx, request.params.programmeId)
        return listChecks(tx, request.params.programmeId, request.query)
      }),
  })
  app.route({
    ...pace.check,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { body } = request,
          { checkId } = request.params
        const { today } = await readClock(tx, body.programmeId)
        permit(actor, pacePolicy, 'check', body)
        checkReading(body, today)
        if (await firstTime(tx, 'pace.check', checkId, body)) {
          await insertCheck(tx, actor, checkId, body)
          reply.code(201)
        }
        return getCheck(tx, checkId)
      }),
  })
  app.route({
    ...pace.press,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { body } = request,
          { pressureId } = request.params
        await readClock(tx, body.programmeId)
        permit(actor, pacePolicy, 'press', body)
        checkAnswer(body)
        if (await firstTime(tx, 'pace.press', pressureId, body)) {
          await insertPressure(tx, actor, pressureId, body)
          reply.code(201)
        }
        return showPressure(tx, actor, pressureId)
      }),
  })
  app.route({
    ...pace.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, ...values } = request.body
        const found = await getPressure(tx, request.params.pressureId)
        permit(actor, pressurePolicy, 'amend', found)
        checkAnswer(values)
        await sameVersion(await changePressure(tx, actor, found.id, version, values), () => showPressure(tx, actor, found.id))
        return showPressure(tx, actor, found.id)
      }),
  })
}
export default routes
