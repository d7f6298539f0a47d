// Requests of young people about their record, step by step, each on the legal clock.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { rights, rightsReplies, type RightsRequest } from '@modulus/contracts/rights.ts'
import { sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { holdsAnywhere, permit } from '#policy.ts'
import { scottishHolidays, type HolidayOn } from '../courses/queries.ts'
import access from './access.ts'
import { dueOn } from './clock.ts'
import complaints from './complaints.ts'
import own from './own.ts'
import { permitDeed } from './policy.ts'
import {
  changeRequest,
  factsOf,
  getRequest,
  listRequests,
  progressOf,
  setDue,
  showLine,
  showRequest,
  today,
  whom,
  type RequestRow,
} from './queries.ts'
import restrictions from './restrictions.ts'
import { search } from './search.ts'

refusals({
  rights_one_open: () => new Problem('right-asked-already'),
  rights_second_person: () => new Problem('second-person-needed'),
  restrictions_one_live: () => new Problem('record-paused-already'),
  restrictions_told_before_lifting: () => new Problem('tell-them-first'),
})
/** Who may open the inbox at all: those who answer, and those who may be the second person. */
const inbox = { open: (actor: Actor) => holdsAnywhere(actor, 'data_lead', 'programme_lead') }

const routes: FastifyPluginAsyncTypebox = async (app) => {
  for (const part of [own, access, complaints, restrictions]) await app.register(part)

  app.route({
    ...rights.list,
    handler: async (request) => {
      const holidayOn = await scottishHolidays()
      return request.transact(async (tx, actor) => {
        permit(actor, inbox, 'open', undefined)
        return { items: (await listRequests(tx, request.query.show === 'all')).map((row) => showLine(row, holidayOn)) }
      })
    },
  })
  app.route({
    ...rights.read,
    handler: async (request) => {
      const holidayOn = await scottishHolidays()
      return request.transact((tx, actor) => showRequest(tx, actor, request.params.requestId, holidayOn))
    },
  })
  app.route({
    ...rights.record,
    handler: async (request, reply) => {
      const holidayOn = await scottishHolidays(),
        { requestId: id } = request.params,
        { kind, words, how, receivedOn, idHow = '', ...who } = request.body
      return request.transact(async (tx, actor) => {
        const participantId = await whom(tx, who)
        if (receivedOn > (await today(tx))) throw invalid('receivedOn', 'past', 'It cannot have come after today')
        if (how === 'own_page') throw invalid('how', 'own', 'Only they ask on their own page')
        if (await firstTime(tx, 'rights.record', id, request.body)) {
          const days = { receivedOn, idAskedOn: null, idOkOn: null, extended: false, pauses: [] }
          await tx.execute(
            sql`select app.ask_for_right(${id}, ${participantId}, ${kind}, ${words}, ${how}, ${receivedOn}, ${idHow.trim() !== ''}, ${idHow.trim()}, ${dueOn(days, holidayOn)})`,
          )
          reply.code(201)
        }
        return showRequest(tx, actor, id, holidayOn)
      })
    },
  })

  app.route({ ...rights.askForId, handler: (request) => deed(request, 'identify', { id_asked_on: sql`app.today()` }) })
  app.route({
    ...rights.identify,
    handler: (request) => deed(request, 'identify', { id_ok_on: sql`app.today()`, id_how: request.body.how.trim(), state: 'id_ok' }),
  })
  app.route({
    ...rights.pause,
    handler: (request) =>
      deed(request, 'pause', {}, async (tx, row, actor) => {
        await tx.execute(sql`insert into rights_pauses (id, programme_id, participant_id, request_id, from_on, asked)
          values (gen_random_uuid(), ${row.programme.id}, ${row.participant.id}, ${row.id}, app.today(), ${request.body.asked.trim()})`)
        await app.jobs.send(tx, 'rights.tellThem', { partnershipId: actor.partnershipId, id: row.participant.id })
      }),
  })
  app.route({
    ...rights.resume,
    handler: (request) =>
      deed(request, 'resume', {}, (tx, row) =>
        tx.execute(sql`update rights_pauses set until_on = app.today(), answer = ${request.body.answer.trim()}
          where partnership_id = app.partnership() and request_id = ${row.id} and until_on is null`),
      ),
  })
  app.route({
    ...rights.extend,
    handler: (request) =>
      deed(request, 'extend', { extended_on: sql`app.today()`, extended_reason: request.body.reason.trim() }, (tx, row, actor) =>
        app.jobs.send(tx, 'rights.tellThem', { partnershipId: actor.partnershipId, id: row.participant.id }),
      ),
  })
  app.route({ ...rights.search, handler: (request) => deed(request, 'search', { state: 'searching' }, search) })
  app.route({
    ...rights.weighHarm,
    handler: (request) => {
      const { test, words, asked } = request.body
      return deed(
        request,
        'weighHarm',
        { harm_test: test, harm_words: words.trim(), harm_asked: asked.trim(), harm_on: sql`app.today()` },
        async (tx, row) => {
          // What was found so far was found by the other answer.
          if (row.state === 'redacting' && row.harm?.test !== test && (row.harm?.test === 'include' || test === 'include'))
            await search(tx, row)
        },
      )
    },
  })
  app.route({
    ...rights.submit,
    handler: (request) =>
      deed(
        request,
        'submit',
        { state: 'second_check', prepared_by: sql`app.user_id()`, prepared_at: sql`now()`, check_words: '' },
        (tx, row, actor) => app.jobs.send(tx, 'rights.tellChecker', { partnershipId: actor.partnershipId, id: row.programme.id }),
      ),
  })
  app.route({
    ...rights.check,
    handler: (request) => {
      const { ok, words } = request.body
      if (!ok && !words.trim()) throw invalid('words', 'required', 'Say what is to be changed')
      const changes = ok
        ? { checked_by: sql`app.user_id()`, checked_at: sql`now()`, check_words: words.trim() }
        : { state: 'redacting', prepared_by: null, prepared_at: null, check_words: words.trim() }
      return deed(request, 'check', changes, async (tx, row, actor) => {
        if (!ok) return
        await tx.execute(sql`insert into rights_packages (id, programme_id, participant_id, request_id) values (gen_random_uuid(), ${row.programme.id}, ${row.participant.id}, ${row.id})
          on conflict on constraint rights_packages_one do update set state = 'waiting', done = 0, pdf = null, json = null`)
        await app.jobs.send(tx, 'rights.pack', { partnershipId: actor.partnershipId, id: row.id, userId: actor.userId })
      })
    },
  })
  app.route({
    ...rights.send,
    handler: (request) =>
      deed(
        request,
        'send',
        { state: 'sent', closed_on: sql`app.today()`, outcome: 'done', outcome_words: 'Sent' },
        async (tx, row, actor) => {
          await tx.execute(
            sql`update rights_packages set sent_at = now() where partnership_id = app.partnership() and request_id = ${row.id}`,
          )
          await app.jobs.send(tx, 'rights.tellThem', { partnershipId: actor.partnershipId, id: row.participant.id })
        },
      ),
  })
  const tellThem = (tx: Tx, row: RequestRow, actor: Actor) =>
    app.jobs.send(tx, 'rights.tellThem', { partnershipId: actor.partnershipId, id: row.participant.id })
  app.route({
    ...rights.refuse,
    handler: (request) => {
      const { reason, toldToComplain } = request.body
      if (!toldToComplain) throw invalid('toldToComplain', 'told', 'They have to be told how to complain')
      const changes = {
        state: 'refused',
        outcome: 'refused',
        outcome_words: reason.trim(),
        told_to_complain: true,
        closed_on: sql`app.today()`,
      }
      return deed(request, 'refuse', changes, tellThem)
    },
  })
  app.route({
    ...rights.decide,
    handler: (request) => {
      const { outcome, words, toldToComplain } = request.body
      if (outcome !== 'done' && !toldToComplain) throw invalid('toldToComplain', 'told', 'They have to be told how to complain')
      const state = outcome === 'refused' ? 'refused' : 'done'
      const changes = { state, outcome, outcome_words: words.trim(), told_to_complain: toldToComplain, closed_on: sql`app.today()` }
      return deed(request, 'decide', changes, tellThem)
    },
  })
  app.route({
    ...rightsReplies.unanswered,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        permit(actor, inbox, 'open', undefined)
        const { rows } = await tx.execute<{ programmeName: string; reference: string; since: string; count: number }>(
          sql`select programme_name as "programmeName", reference, app.iso(since) as since, count from app.rights_unanswered()`,
        )
        return { items: rows }
      }),
  })
}
export default routes

type Then = (tx: Tx, row: RequestRow, actor: Actor) => Promise<unknown>
interface DeedRequest {
  params: { requestId: string }
  body: { version: number }
}
/** Find, permit, do, and the day that follows from it, show: the same for every step. */
async function deed(
  request: DeedRequest & Pick<FastifyRequest, 'transact'>,
  name: Parameters<typeof permitDeed>[1],
  changes: Record<string, unknown>,
  then?: Then,
): Promise<RightsRequest> {
  const holidayOn: HolidayOn = await scottishHolidays()
  return request.transact(async (tx, actor) => {
    const { requestId } = request.params,
      row = await getRequest(tx, requestId)
    const { undecided } = await progressOf(tx, requestId)
    permitDeed(actor, name, factsOf(row, undecided))
    await sameVersion(await changeRequest(tx, requestId, request.body.version, changes), () => showRequest(tx, actor, requestId, holidayOn))
    await then?.(tx, row, actor)
    await setDue(tx, requestId, holidayOn)
    return showRequest(tx, actor, requestId, holidayOn)
  })
}
