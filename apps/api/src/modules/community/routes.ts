import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { community, type NewComparison } from '@modulus/contracts/community.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { estimateComparison } from './commands.ts'
import { addMonths, gaps } from './months.ts'
import { comparisonPolicy, countPolicy, programmePolicy } from './policy.ts'
import {
  amendComparison,
  findLatest,
  getArea,
  getComparison,
  getCount,
  getProgrammeName,
  insertComparison,
  insertCount,
  listComparisons,
  listIndicators,
  listPoints,
  type ComparisonRow,
} from './queries.ts'

refusals({
  comparisons_with_another_area: () => invalid('comparatorAreaId', 'other', 'An area cannot be compared with itself'),
  comparisons_ran_in_order: () => invalid('ranTo', 'order', 'The end is before the start'),
})

const show = (actor: Actor, { programme: _programme, ...row }: ComparisonRow) => ({ ...row, can: abilities(actor, comparisonPolicy, row) })
const reread = async (tx: Tx, actor: Actor, id: string) => show(actor, await getComparison(tx, id))

/** Windows that do not overlap, areas that are there, and a reason either way. */
async function checkComparison(tx: Tx, body: Omit<NewComparison, 'programmeId'>): Promise<void> {
  if (body.afterFrom < addMonths(body.beforeFrom, body.months))
    throw invalid('afterFrom', 'overlap', 'The months after begin before the months before have ended')
  if (body.comparatorAreaId && body.comparatorReason.trim() === '')
    throw invalid('comparatorReason', 'required', 'Say why this area is a fair comparison')
  if (!body.comparatorAreaId && body.noComparatorReason.trim() === '')
    throw invalid('noComparatorReason', 'required', 'Say why there is no area to compare with')
  await getArea(tx, body.areaId)
  if (body.comparatorAreaId) await getArea(tx, body.comparatorAreaId)
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...community.indicators,
    handler: (request) =>
      request.transact(async (tx, actor) => ({
        items: await listIndicators(tx, request.query.areaId),
        can: abilities(actor, countPolicy, null),
      })),
  })
  app.route({
    ...community.series,
    handler: (request) =>
      request.transact(async (tx) => {
        const { areaId, kind, type = '' } = request.query
        const area = await getArea(tx, areaId),
          all = await listPoints(tx, { areaId, kind, type })
        const isLatest = (i: number) => all[i - 1]?.month !== all[i]!.month
        const points = all.filter((_, i) => isLatest(i))
        return { area, kind, type, points, missing: gaps(points.map(({ month }) => month)), earlier: all.filter((_, i) => !isLatest(i)) }
      }),
  })
  app.route({
    ...community.count,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        permit(actor, countPolicy, 'count', null)
        await getArea(tx, request.body.areaId)
        if (await firstTime(tx, 'community.count', request.params.countId, request.body)) {
          const latest = await findLatest(tx, request.body)
          if (latest && latest.extractDate > request.body.extractDate) throw new Problem('newer-count-known', { current: latest })
          await insertCount(tx, request.params.countId, request.body, (latest?.revision ?? 0) + 1)
          reply.code(201)
        }
        return getCount(tx, request.params.countId)
      }),
  })

  app.route({
    ...community.comparisons,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const programme = await getProgrammeName(tx, request.query.programmeId)
        return {
          items: (await listComparisons(tx, programme.id)).map((one) => show(actor, one)),
          can: abilities(actor, programmePolicy, programme),
        }
      }),
  })
  app.route({
    ...community.compare,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const programme = await getProgrammeName(tx, request.body.programmeId),
          id = request.params.comparisonId
        permit(actor, programmePolicy, 'compare', programme)
        await checkComparison(tx, request.body)
        if (await firstTime(tx, 'community.compare', id, request.body)) {
          await insertComparison(tx, actor, id, request.body)
          reply.code(201)
        }
        return reread(tx, actor, id)
      }),
  })
  app.route({
    ...community.comparison,
    handler: (request) => request.transact((tx, actor) => reread(tx, actor, request.params.comparisonId)),
  })
  app.route({
    ...community.amendComparison,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const found = await getComparison(tx, request.params.comparisonId),
          { version, ...body } = request.body
        permit(actor, comparisonPolicy, 'amend', found)
        await checkComparison(tx, body)
        await sameVersion(await amendComparison(tx, actor, found.id, version, body), () => reread(tx, actor, found.id))
        return reread(tx, actor, found.id)
      }),
  })
  app.route({
    ...community.estimate,
    handler: (request) => request.transact((tx, actor) => estimateComparison(tx, actor, request.params.comparisonId)),
  })
}
export default routes
