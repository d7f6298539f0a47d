// Who holds which role in a programme. A role is held for the person's partner, and ends with the next request.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { people } from '@modulus/contracts/people.ts'
import { firstTime } from '#db/writes.ts'
import { Problem } from '#plugins/problems.ts'
import { permit } from '#policy.ts'
import { personPolicy } from './policy.ts'
import { endMembership, getMembership, getPerson, insertMembership, seesProgramme } from './queries.ts'
import { showPerson } from './show.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...people.giveRole,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { membershipId },
          body,
        } = request
        const person = await getPerson(tx, body.personId)
        if (actor.administrator && actor.userId === person.userId) throw new Problem('not-to-yourself', { deed: 'giveRole' })
        permit(actor, personPolicy, 'giveRole', person)
        if (await firstTime(tx, 'people.giveRole', membershipId, body)) {
          if (person.state === 'disabled' || person.state === 'left') throw new Problem('shut-out')
          await seesProgramme(tx, body.programmeId)
          await insertMembership(tx, membershipId, person, body.programmeId, body.role)
          reply.code(201)
        }
        return showPerson(actor, await getPerson(tx, person.userId))
      }),
  })

  app.route({
    ...people.endRole,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const membership = await getMembership(tx, request.params.membershipId)
        if (actor.administrator && actor.userId === membership.userId) throw new Problem('not-to-yourself', { deed: 'endRole' })
        permit(actor, personPolicy, 'giveRole', membership)
        await endMembership(tx, membership.id) // ended twice is ended
        return showPerson(actor, await getPerson(tx, membership.userId))
      }),
  })
}
export default routes
