// A young person's own rights: asking in one tap, where it is, and the copy once it is sent.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { meRights, type OwnComplaint, type OwnRights } from '@modulus/contracts/me-rights.ts'
import { sql } from 'drizzle-orm'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime } from '#db/writes.ts'
import { notFound, Problem } from '#plugins/problems.ts'
import { scottishHolidays } from '../courses/queries.ts'
import { readPackage, sendFile } from './access.ts'
import { dueOn } from './clock.ts'
import { daysOf, isPaused, listOwn, today } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({ ...meRights.rights, handler: (request) => request.transact(async (tx, actor) => show(tx, await selfOf(tx, actor))) })
  app.route({
    ...meRights.askForRight,
    handler: async (request, reply) => {
      const holidayOn = await scottishHolidays(),
        { requestId: id } = request.params,
        { kind, words } = request.body
      return request.transact(async (tx, actor) => {
        const self = await selfOf(tx, actor)
        if (await firstTime(tx, 'me.askForRight', id, request.body)) {
          const receivedOn = await today(tx)
          const due = dueOn({ receivedOn, idAskedOn: null, idOkOn: null, extended: false, pauses: [] }, holidayOn)
          await tx.execute(
            sql`select app.ask_for_right(${id}, ${self.id}, ${kind}, ${words}, 'own_page', ${receivedOn}, true, 'Signed in on their own page', ${due})`,
          )
          await app.jobs.send(tx, 'rights.tellLeads', { partnershipId: actor.partnershipId, id: self.programmeId })
          reply.code(201)
        }
        return show(tx, self)
      })
    },
  })
  app.route({
    ...meRights.answerQuestion,
    handler: async (request) => {
      const holidayOn = await scottishHolidays()
      return request.transact(async (tx, actor) => {
        const self = await selfOf(tx, actor)
        const row = (await listOwn(tx, self.id)).find(({ id }) => id === request.params.requestId)
        if (!row) throw notFound()
        if (!isPaused(row)) throw new Problem('right-step-skipped', { state: row.state })
        const answered = { ...row, pauses: (row.pauses ?? []).map((one) => ({ ...one, untilOn: one.untilOn ?? row.today })) }
        await tx.execute(sql`select app.answer_pause(${row.id}, ${request.body.words}, ${dueOn(daysOf(answered), holidayOn)})`)
        await app.jobs.send(tx, 'rights.tellLeads', { partnershipId: actor.partnershipId, id: self.programmeId })
        return show(tx, self)
      })
    },
  })
  app.route({
    ...meRights.complain,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const self = await selfOf(tx, actor),
          { complaintId: id } = request.params
        if (await firstTime(tx, 'me.complain', id, request.body)) {
          await tx.execute(sql`select app.complain(${id}, ${self.id}, null, ${request.body.words}, 'own_page', ${await today(tx)})`)
          await app.jobs.send(tx, 'rights.tellLeads', { partnershipId: actor.partnershipId, id: self.programmeId })
          reply.code(201)
        }
        return show(tx, self)
      }),
  })
  for (const [endpoint, kind] of [
    [meRights.ownPdf, 'pdf'],
    [meRights.ownJson, 'json'],
  ] as const)
    app.route({
      ...endpoint,
      handler: async (request, reply) => {
        const file = await request.transact(async (tx, actor) => {
          const self = await selfOf(tx, actor)
          const mine = (await listOwn(tx, self.id)).some(({ id, state }) => id === request.params.requestId && state === 'sent')
          if (!mine) throw notFound()
          return readPackage(tx, request.params.requestId, kind)
        })
        return sendFile(reply, kind, file)
      },
    })
}
export default routes

interface Whose {
  id: string
  programmeId: string
}
/** The participant that this person is; staff are none. Also one whose use is paused: their own pages stay theirs. */
async function selfOf(tx: Tx, actor: Actor): Promise<Whose> {
  const { rows } = await tx.execute<Whose & Record<string, unknown>>(sql`
    select id, programme_id as "programmeId" from participants where partnership_id = ${actor.partnershipId} and id = any (app.self()) order by created_at desc limit 1`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
async function show(tx: Tx, self: Whose): Promise<OwnRights> {
  const requests = (await listOwn(tx, self.id)).map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    words: row.words,
    askedOn: row.receivedOn,
    answerBy: row.dueOn,
    question: row.pauses?.find(({ untilOn }) => untilOn === null)?.asked ?? null,
    outcome: row.outcome,
    answer: row.state === 'sent' ? '' : row.outcomeWords,
    answeredOn: row.closedOn,
    copyUntil: row.state === 'sent' && row.pack?.state === 'ready' ? row.pack.goneOn : null,
  }))
  const complaints = await tx.execute<OwnComplaint & Record<string, unknown>>(sql`
    select id, state, words, received_on as "askedOn", acknowledged_words as "firstWords", case when state = 'received' then acknowledge_by end as "answerBy", outcome, answer
    from rights_complaints where partnership_id = app.partnership() and participant_id = ${self.id} order by received_on desc, id desc`)
  const paused = await tx.execute<{ since: string; words: string }>(sql`
    select from_on as since, told_words as words from restrictions where partnership_id = app.partnership() and participant_id = ${self.id} and lifted_on is null`)
  return {
    requests,
    complaints: complaints.rows,
    pausedSince: paused.rows[0]?.since ?? null,
    goingOn: paused.rows[0]?.words || null,
  }
}
