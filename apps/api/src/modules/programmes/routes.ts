import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { programmes, type Programme } from '@modulus/contracts/programmes.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { abilities, holdsAnywhere, permit } from '#policy.ts'
import { checkAnswers } from './checks.ts'
import { missingFor, movesFrom, setupOf } from './moves.ts'
import { mayBegin, programmePolicy } from './policy.ts'
import {
  countReadiness,
  deleteProgrammePartner,
  editProgramme,
  findArea,
  getProgramme,
  insertArea,
  insertProgramme,
  insertProgrammePartner,
  lineOfProgramme,
  listAreas,
  listProgrammePartners,
  listProgrammes,
  listTeam,
  moveProgramme,
  seesPartner,
  type ProgrammeRow,
} from './queries.ts'

refusals({
  programmes_name_once: () => invalid('name', 'taken', 'Another programme has this name.'),
  areas_code_once: () => invalid('code', 'taken', 'Another area of this kind has this code.'),
  programmes_have_their_papers: () => new Problem('programme-not-ready', { missing: [] }),
  programme_partners_once: () => invalid('role', 'taken', 'This partner has this part already.'),
})

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' })

async function show(tx: Tx, actor: Actor, row: ProgrammeRow): Promise<Programme> {
  const setup = setupOf({ ...row, ...(await countReadiness(tx, row.id)) })
  const {
    derivedFromId,
    derivedFromName,
    safeguardingLeadId,
    safeguardingLeadName,
    safeguardingDeputyId,
    safeguardingDeputyName,
    ...rest
  } = row
  return {
    ...rest,
    ...lineOfProgramme(row),
    setup,
    derivedFrom: named(derivedFromId, derivedFromName),
    safeguardingLead: named(safeguardingLeadId, safeguardingLeadName),
    safeguardingDeputy: named(safeguardingDeputyId, safeguardingDeputyName),
    partners: await listProgrammePartners(tx, row.id),
    team: await listTeam(tx, row.id),
    moves: movesFrom(row.status, row.pausedFrom).map((to) => ({ to, missing: missingFor(row.status, to, setup) })),
    can: abilities(actor, programmePolicy, row),
  } as Programme
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...programmes.list,
    handler: (request) => request.transact(async (tx, actor) => ({ items: await listProgrammes(tx), can: { begin: mayBegin(actor) } })),
  })
  app.route({
    ...programmes.read,
    handler: (request) => request.transact(async (tx, actor) => show(tx, actor, await getProgramme(tx, request.params.programmeId))),
  })

  app.route({
    ...programmes.begin,
    handler: async (request, reply) => {
      const {
        params: { programmeId: id },
        body,
      } = request
      await request.transact(async (tx, actor) => {
        if (!mayBegin(actor, body.leadPartnerId)) throw new Problem('forbidden', { deed: 'begin' })
        await checkAnswers(tx, body)
        if (await firstTime(tx, 'programmes.begin', id, body)) {
          await insertProgramme(tx, id, body)
          reply.code(201)
        }
      })
      // The door opens afresh: only now does the lead who began it hold the role that shows it.
      return request.transact(async (tx, actor) => show(tx, actor, await getProgramme(tx, id)))
    },
  })

  app.route({
    ...programmes.edit,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getProgramme(tx, request.params.programmeId)
        permit(actor, programmePolicy, 'edit', row)
        await checkAnswers(tx, request.body, row)
        await sameVersion(await editProgramme(tx, row.id, request.body), () => show(tx, actor, row))
        return show(tx, actor, await getProgramme(tx, row.id))
      }),
  })

  app.route({
    ...programmes.move,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getProgramme(tx, request.params.programmeId),
          { to } = request.body
        permit(actor, programmePolicy, 'move', row)
        const allowed = (await show(tx, actor, row)).moves.find((move) => move.to === to)
        if (!allowed) throw new Problem('programme-cannot-move', { from: row.status, next: movesFrom(row.status, row.pausedFrom) })
        if (allowed.missing.length > 0) throw new Problem('programme-not-ready', { missing: allowed.missing })
        if (!(await moveProgramme(tx, row, to))) throw new Problem('programme-cannot-move')
        return show(tx, actor, await getProgramme(tx, row.id))
      }),
  })

  app.route({
    ...programmes.addPartner,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { programmeId, rowId },
          body,
        } = request
        const row = await getProgramme(tx, programmeId)
        permit(actor, programmePolicy, 'edit', row)
        if (body.role === 'lead') throw invalid('role', 'lead', 'A programme has one lead partner, from its beginning.')
        if (!(await seesPartner(tx, body.partnerId))) throw invalid('partnerId', 'unknown', 'There is no such partner.')
        if (await firstTime(tx, 'programmes.addPartner', rowId, request.body)) {
          await insertProgrammePartner(tx, programmeId, rowId, body)
          reply.code(201)
        }
        const added = (await listProgrammePartners(tx, programmeId)).find(({ id }) => id === rowId)
        if (!added) throw notFound()
        return added
      }),
  })
  app.route({
    ...programmes.removePartner,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { programmeId, rowId } = request.params
        permit(actor, programmePolicy, 'edit', await getProgramme(tx, programmeId))
        if (!(await deleteProgrammePartner(tx, programmeId, rowId))) throw notFound()
        reply.code(204)
        return null
      }),
  })

  app.route({ ...programmes.listAreas, handler: (request) => request.transact(async (tx) => ({ items: await listAreas(tx) })) })
  app.route({
    ...programmes.addArea,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { areaId },
          body,
        } = request
        if (!actor.administrator && !holdsAnywhere(actor, 'programme_lead')) throw new Problem('forbidden', { deed: 'addArea' })
        if (await firstTime(tx, 'programmes.addArea', areaId, body)) {
          await insertArea(tx, areaId, body)
          reply.code(201)
        }
        return (await findArea(tx, areaId))!
      }),
  })
}
export default routes
