import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { exportFiles, type Export } from '@modulus/contracts/exports.ts'
import { firstTime } from '#db/writes.ts'
import { invalid, notFound, Problem } from '#plugins/problems.ts'
import { holds } from '#policy.ts'
import { kinds } from './kinds.ts'
import { dropExport, getExport, insertExport, listExports, readFile, type ExportRow } from './queries.ts'

const show = ({ programmeId: _, place: __, ...one }: ExportRow): Export => one
const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({ ...exportFiles.list, handler: (request) => request.transact(async (tx) => ({ items: (await listExports(tx)).map(show) })) })
  app.route({
    ...exportFiles.read,
    handler: (request) => request.transact(async (tx) => show(await getExport(tx, request.params.exportId))),
  })
  app.route({
    ...exportFiles.order,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { exportId: id } = request.params,
          { programmeId, kind, from, to } = request.body
        if (!actor.memberships.some((one) => one.programmeId === programmeId)) throw notFound()
        if (!holds(actor, programmeId, kinds[kind].role)) throw new Problem('forbidden', { deed: 'order' })
        if ((from === undefined) !== (to === undefined))
          throw invalid(from ? 'to' : 'from', 'required', 'Give the first and the last day, or neither')
        if (from && to && days(from, to) < 0) throw invalid('to', 'order', 'The last day is before the first')
        if (from && to && days(from, to) > 92) throw invalid('to', 'range', 'At most 92 days in one file')
        if (await firstTime(tx, 'exportFiles.order', id, request.body)) {
          await insertExport(tx, id, request.body)
          await app.jobs.send(tx, 'export.run', { partnershipId: actor.partnershipId, id, userId: actor.userId })
          reply.code(201)
        }
        return show(await getExport(tx, id))
      }),
  })
  app.route({
    ...exportFiles.file,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const order = await getExport(tx, request.params.exportId)
        // It was theirs when it was made; it is asked again whether it is now.
        if (!holds(actor, order.programmeId, kinds[order.kind].role)) throw new Problem('forbidden', { deed: 'file' })
        const body = await readFile(tx, order.id)
        if (body === undefined) throw new Problem('file-not-ready')
        const name = `${order.kind}-${order.orderedAt.slice(0, 10)}.csv`
        reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`)
        return body
      }),
  })
  app.route({
    ...exportFiles.discard,
    handler: async (request, reply) => {
      if (!(await request.transact((tx) => dropExport(tx, request.params.exportId)))) throw notFound()
      reply.code(204)
      return null
    },
  })
}
export default routes
