import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { breakGlass, type EmergencyLook } from '@modulus/contracts/break-glass.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading } from '#db/writes.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { post } from '../messages/commands.ts'
import { lookPolicy, mayLook } from './policy.ts'
import { endLook, getLook, isMine, listAttempts, listLooks, openInEmergency, reviewLook, whoIsTold, type LookRow } from './queries.ts'

refusals({
  emergency_not_to_review: () => new Problem('emergency-not-to-review'),
  break_glass_said_why: () => invalid('reason', 'minLength', 'Say why it cannot wait, in at least twenty characters'),
})

const show = (actor: Actor, { programmeId, userId, ...row }: LookRow): EmergencyLook => ({
  ...row,
  can: abilities(actor, lookPolicy, { programmeId, userId, state: row.state }),
})

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const tell = async (tx: Tx, { partnershipId }: Actor, to: string[], subject: string, body: string) => {
    for (const one of to)
      await post(tx, app.jobs, partnershipId, { kind: 'notice', to: one, subject, body: `${body}\n${app.config.publicUrl}/break-glass\n` })
  }

  app.route({
    ...breakGlass.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listLooks(tx, request.query)
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...breakGlass.read,
    handler: (request) => request.transact(async (tx, actor) => show(actor, await getLook(tx, request.params.lookId))),
  })
  app.route({
    ...breakGlass.open,
    handler: async (request, reply) => {
      const {
        params: { lookId },
        body,
      } = request
      // A try that finds nobody is kept all the same, so it is answered only after the commit.
      const answer = await request.transact(async (tx, actor) => {
        if (!mayLook(actor)) return 'unknown' as const
        if (!body.reference === !(body.knownAs && body.familyName))
          throw invalid('reference', 'missing', 'Give the reference, or both names')
        // Only what was opened is kept under its id, so that a slip of the pen can be tried again with the same one.
        if (await isMine(tx, lookId)) return (await firstTime(tx, 'breakGlass.open', lookId, body)) ? 'unknown' : 'opened'
        const said = await openInEmergency(tx, lookId, body)
        if (said === 'opened') {
          await firstTime(tx, 'breakGlass.open', lookId, body)
          const look = await getLook(tx, lookId)
          await logReading(tx, 'breakGlass.open', [{ id: look.participantId, programmeId: look.programmeId }])
          await tell(
            tx,
            actor,
            await whoIsTold(tx, lookId),
            'Someone is looking at a record in an emergency',
            `${actor.name} opened one record of your programme for an hour, in an emergency. Why, and when it ends:`,
          )
          reply.code(201)
        }
        return said
      })
      if (answer === 'unknown') throw notFound()
      if (answer === 'yours') throw new Problem('in-your-work')
      if (answer === 'enough') throw new Problem('too-many-guesses', { seconds: 3600 })
      return request.transact(async (tx, actor) => show(actor, await getLook(tx, lookId)))
    },
  })
  app.route({
    ...breakGlass.end,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const look = await getLook(tx, request.params.lookId)
        if (look.state === 'open') {
          permit(actor, lookPolicy, 'end', look)
          await endLook(tx, look.id)
        }
        return show(actor, await getLook(tx, look.id))
      }),
  })
  app.route({
    ...breakGlass.review,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const look = await getLook(tx, request.params.lookId),
          { justified, words } = request.body
        if (!justified && !words.trim()) throw invalid('words', 'required', 'Say what was not right about it')
        if (look.state !== 'to_review') throw new Problem('emergency-not-to-review')
        permit(actor, lookPolicy, 'review', look)
        const administrators = await reviewLook(tx, look.id, justified, words)
        await tell(
          tx,
          actor,
          administrators,
          'A look in an emergency was not justified',
          'A data lead judged that a colleague should not have opened a record in an emergency. Please speak with the data lead about what follows. Every try is listed here:',
        )
        return show(actor, await getLook(tx, look.id))
      }),
  })
  app.route({
    ...breakGlass.attempts,
    handler: (request) =>
      request.transact((tx, actor) => {
        if (!actor.administrator) throw new Problem('forbidden', { deed: 'attempts' })
        return listAttempts(tx, request.query)
      }),
  })
}
export default routes
