// Notes of meet-ups: saved by the mentor or the team, and put right by whoever wrote them within half an hour.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { mentoring, type MeetUp } from '@modulus/contracts/mentoring.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { abilities, permit } from '#policy.ts'
import { discardDraft } from '../drafts/queries.ts'
import { invalid, notFound, Problem } from '#plugins/problems.ts'
import { allow, meetUpPolicy } from './policy.ts'
import { getMatch, getMeetUp, insertMeetUp, listMeetUps, takeBack, today, updateMeetUp, type MeetUpRow } from './queries.ts'

function show(actor: Actor, row: MeetUpRow): MeetUp {
  const { writerId: _w, fresh, programmeId: _g, participantId: _p, mentorId: _m, ...meetUp } = row
  const { amend, takeBack } = abilities(actor, meetUpPolicy, row)
  return { ...meetUp, can: { amend: fresh && amend, takeBack: fresh && takeBack } }
}
const showWhole = async (tx: Tx, actor: Actor, operation: string, id: string) => {
  const row = await getMeetUp(tx, id)
  await logReading(tx, operation, [{ id: row.participantId, programmeId: row.programmeId }])
  return show(actor, row)
}
async function checkDays(tx: Tx, { heldOn, nextOn }: { heldOn: string; nextOn: string | null }) {
  if (heldOn > (await today(tx))) throw invalid('heldOn', 'future', 'This day has not come yet')
  if (nextOn && nextOn < heldOn) throw invalid('nextOn', 'order', 'The next time is after this one')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...mentoring.meetUps,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const match = await getMatch(tx, request.params.matchId)
        await logReading(tx, 'mentoring.meetUps', [match.participant])
        const { items, next } = await listMeetUps(tx, match.id, request.query)
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...mentoring.log,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { sessionId } = request.params
        const match = await getMatch(tx, request.body.matchId)
        allow(actor, 'log', match)
        await checkDays(tx, request.body)
        if (await firstTime(tx, 'mentoring.log', sessionId, request.body)) {
          await insertMeetUp(tx, actor, sessionId, match, request.body)
          await discardDraft(tx, sessionId)
          reply.code(201)
        }
        return showWhole(tx, actor, 'mentoring.log', sessionId)
      }),
  })
  app.route({
    ...mentoring.readMeetUp,
    handler: (request) => request.transact((tx, actor) => showWhole(tx, actor, 'mentoring.readMeetUp', request.params.sessionId)),
  })
  app.route({
    ...mentoring.amendMeetUp,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getMeetUp(tx, request.params.sessionId)
        permit(actor, meetUpPolicy, 'amend', row)
        if (!row.fresh) throw new Problem('too-late-to-change')
        await checkDays(tx, request.body)
        await sameVersion(await updateMeetUp(tx, row, request.body), () => showWhole(tx, actor, 'mentoring.amendMeetUp', row.id))
        return showWhole(tx, actor, 'mentoring.amendMeetUp', row.id)
      }),
  })
  app.route({
    ...mentoring.takeBackMeetUp,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const row = await getMeetUp(tx, request.params.sessionId)
        permit(actor, meetUpPolicy, 'takeBack', row)
        const gone = await takeBack(tx, row.id)
        if (gone === null) throw notFound()
        if (!gone) throw new Problem('too-late-to-change')
        reply.code(204)
        return null
      }),
  })
}
export default routes
