import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { pvg, type CheckLine, type NewCheck } from '@modulus/contracts/pvg.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading } from '#db/writes.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { assessPolicy, checkPolicy, seesTeam } from './policy.ts'
import {
  getAssessment,
  getLine,
  holdsRole,
  insertAssessment,
  insertCheck,
  isHere,
  listRegister,
  listTeam,
  listToArrange,
  noteEnded,
  ownerOf,
  programmeName,
  today,
  type LineRow,
} from './queries.ts'

refusals({
  needs_pvg: () => new Problem('needs-pvg'),
  pvg_checks_five_years: () => invalid('renewalDue', 'five-years', 'A membership lasts five years at most'),
  pvg_checks_seen_by_another: () => invalid('seenById', 'another', 'Someone else has to have seen it'),
  pvg_checks_told_after: () => invalid('on', 'order', 'They were not a member before that day'),
  role_assessments_within_a_year: () => invalid('reviewOn', 'within-a-year', 'Look at it again within a year'),
  role_assessments_with_a_reason: () => invalid('reason', 'minLength', 'Say how the role is done'),
})

const show = (actor: Actor, { key: _, userId, checkId, ...row }: LineRow): CheckLine => {
  const can = abilities(actor, checkPolicy, { userId })
  return { ...row, can: { ...can, noteEnded: can.noteEnded && checkId !== null && row.check!.endedNotifiedOn === null } }
}
const administer = (actor: Actor, deed: keyof typeof checkPolicy, userId: string) => {
  if (actor.administrator && actor.userId === userId) throw new Problem('not-to-yourself', { deed })
  permit(actor, checkPolicy, deed, { userId })
}
async function checkAnswers(tx: Tx, { personId, seenById, membershipConfirmedOn }: NewCheck) {
  if (seenById === personId) throw invalid('seenById', 'another', 'Someone else has to have seen it')
  if (membershipConfirmedOn > (await today(tx))) throw invalid('membershipConfirmedOn', 'future', 'This day has not come yet')
  if (!(await isHere(tx, seenById))) throw invalid('seenById', 'unknown', 'Choose a colleague')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...pvg.register,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        if (!actor.administrator) throw new Problem('forbidden', { deed: 'register' })
        const { items, next } = await listRegister(tx, request.query)
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...pvg.ofPerson,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const line = await getLine(tx, request.params.personId)
        if (!actor.administrator && actor.userId !== line.userId) throw new Problem('forbidden', { deed: 'ofPerson' })
        return show(actor, line)
      }),
  })
  app.route({
    ...pvg.record,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { checkId },
          body,
        } = request
        await getLine(tx, body.personId)
        administer(actor, 'record', body.personId)
        await checkAnswers(tx, body)
        if (await firstTime(tx, 'pvg.record', checkId, body)) {
          await insertCheck(tx, checkId, body)
          reply.code(201)
        }
        return show(actor, await getLine(tx, body.personId))
      }),
  })
  app.route({
    ...pvg.noteEnded,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const userId = await ownerOf(tx, request.params.checkId)
        administer(actor, 'noteEnded', userId)
        if (request.body.on > (await today(tx))) throw invalid('on', 'future', 'This day has not come yet')
        await noteEnded(tx, request.params.checkId, request.body.on) // noted twice is noted
        return show(actor, await getLine(tx, userId))
      }),
  })

  app.route({
    ...pvg.team,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const programme = await programmeName(tx, request.params.programmeId)
        if (!seesTeam(actor, programme.id)) throw new Problem('forbidden', { deed: 'team' })
        const toArrange = await listToArrange(tx, programme.id)
        await logReading(
          tx,
          'pvg.team',
          [...new Set(toArrange.map((one) => one.participant.id))].map((id) => ({ id, programmeId: programme.id })),
        )
        const items = (await listTeam(tx, programme.id)).map((one) => ({
          ...one,
          can: abilities(actor, assessPolicy, { programmeId: programme.id, userId: one.person.id }),
        }))
        return { programme, items, toArrange }
      }),
  })
  app.route({
    ...pvg.assess,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { assessmentId },
          body,
        } = request
        await programmeName(tx, body.programmeId)
        if (actor.userId === body.personId) throw new Problem('not-to-yourself', { deed: 'assess' })
        permit(actor, assessPolicy, 'assess', { programmeId: body.programmeId, userId: body.personId })
        if (await firstTime(tx, 'pvg.assess', assessmentId, body)) {
          if (!(await holdsRole(tx, body))) throw invalid('personId', 'unknown', 'They do not hold this role in the programme')
          if (body.reviewOn <= (await today(tx))) throw invalid('reviewOn', 'future', 'Choose a day to come')
          await insertAssessment(tx, assessmentId, body)
          reply.code(201)
        }
        return getAssessment(tx, assessmentId)
      }),
  })
}
export default routes
