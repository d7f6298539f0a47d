import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { visitSafety, type VisitSafety } from '@modulus/contracts/visit-safety.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { abilities, holdsAnywhere, inTeam, permit } from '#policy.ts'
import * as commands from './commands.ts'
import { leads, safetyPolicy } from './policy.ts'
import * as rows from './queries.ts'

refusals({
  visit_safety_approved_by_another: () => new Problem('visit-approver-goes'),
  visit_safety_approved_by_a_lead: () => new Problem('visit-approver-goes'),
  visit_safety_step_by_step: () => new Problem('visit-plan-closed'),
  visit_safety_approved_first: () => new Problem('visit-not-approved'),
  visit_safety_with_a_buddy: () => new Problem('visit-plan-incomplete', { missing: ['buddy'] }),
  visit_safety_two_where_two_must_go: () => new Problem('visit-plan-incomplete', { missing: ['second_officer'] }),
  visit_debriefs_once: () => new Problem('already-exists'),
  people_mobiles_are_mobiles: () => invalid('mobile', 'mobile', 'is not a British mobile number'),
})

async function show(tx: Tx, actor: Actor, visitId: string): Promise<VisitSafety> {
  const row = await rows.findSafety(tx, visitId)
  const { officerId: _o, secondOfficerId: _w, buddyId: _b, safetyId, round: _r, mustPair, mustApprove, ...shown } = row
  const may = abilities(actor, safetyPolicy, row),
    open = row.visitStatus === 'planned' && ['not_planned', 'planned', 'approved'].includes(row.state),
    out = row.state === 'checked_in',
    missing = open ? rows.missingOf(row) : []
  const ready = row.state === 'approved' || (row.state === 'planned' && !mustApprove && missing.every((one) => one === 'flags_read'))
  const debriefs = await rows.listDebriefs(tx, safetyId)
  return {
    ...shown,
    pairsRequired: mustPair,
    needsApproval: mustApprove,
    missing,
    debriefs,
    colleagues: open ? await rows.listColleagues(tx, row) : [],
    ring: out ? ((await rows.mobilesOf(tx, [visitId])).get(visitId) ?? []) : [],
    can: {
      plan: open && may.plan,
      readFlags: open && may.readFlags && row.flags.some((one) => !one.readByMe),
      approve: row.state === 'planned' && open && mustApprove && may.approve && missing.length === 0,
      checkIn: open && ready && may.checkIn,
      extend: out && may.extend,
      fine: out && may.fine,
      checkOut: out && may.checkOut,
      clear: out && may.clear && !may.checkOut,
      debrief: (row.state === 'checked_out' || row.state === 'debriefed') && may.debrief && !debriefs.some(({ mine }) => mine),
    },
  }
}
async function shown(tx: Tx, actor: Actor, visitId: string): Promise<VisitSafety> {
  const answer = await show(tx, actor, visitId)
  await logReading(tx, 'visitSafety.read', [{ id: answer.participant.id, programmeId: answer.programmeId }])
  return answer
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  /** Finds, permits, does, shows. */
  const deed = async (
    tx: Tx,
    actor: Actor,
    visitId: string,
    name: keyof typeof safetyPolicy,
    work: (row: rows.SafetyRow) => Promise<unknown>,
  ) => {
    const row = await rows.findSafety(tx, visitId)
    if (name === 'approve' && leads(actor, row.programmeId) && [row.officerId, row.secondOfficerId].includes(actor.userId))
      throw new Problem('visit-approver-goes')
    permit(actor, safetyPolicy, name, row)
    await work(row)
    return shown(tx, actor, visitId)
  }
  /** Word from the door: believed within reason, and once, however often the phone sends it. */
  const word =
    (
      name: 'checkIn' | 'extend' | 'fine' | 'checkOut' | 'clear',
      work: (tx: Tx, row: rows.SafetyRow, body: { id: string; happenedAt: string; minutes?: number }) => Promise<unknown>,
    ) =>
    (tx: Tx, actor: Actor, visitId: string, body: { id: string; happenedAt: string; minutes?: number }) =>
      deed(tx, actor, visitId, name, async (row) => {
        if (!(await firstTime(tx, `visitSafety.${name}`, body.id, { ...body, visitId }))) return
        commands.believable(body)
        await work(tx, row, body)
      })
  const checkIn = word('checkIn', commands.checkIn),
    extend = word('extend', (tx, row, body) => commands.extend(tx, row, body, body.minutes!)),
    fine = word('fine', commands.fine),
    checkOut = word('checkOut', commands.checkOut),
    clear = word('clear', commands.clear)

  app.route({
    ...visitSafety.read,
    handler: (request) => request.transact((tx, actor) => shown(tx, actor, request.params.visitId)),
  })
  app.route({
    ...visitSafety.plan,
    handler: (request) =>
      request.transact((tx, actor) => deed(tx, actor, request.params.visitId, 'plan', (row) => commands.plan(tx, row, request.body))),
  })
  app.route({
    ...visitSafety.readFlags,
    handler: (request) =>
      request.transact((tx, actor) =>
        deed(tx, actor, request.params.visitId, 'readFlags', (row) => commands.readFlags(tx, row, request.body.flags)),
      ),
  })
  app.route({
    ...visitSafety.approve,
    handler: (request) =>
      request.transact((tx, actor) =>
        deed(tx, actor, request.params.visitId, 'approve', (row) => commands.approve(tx, row, actor.userId, request.body.version)),
      ),
  })
  app.route({
    ...visitSafety.checkIn,
    handler: (request) => request.transact((tx, actor) => checkIn(tx, actor, request.params.visitId, request.body)),
  })
  app.route({
    ...visitSafety.extend,
    handler: (request) => request.transact((tx, actor) => extend(tx, actor, request.params.visitId, request.body)),
  })
  app.route({
    ...visitSafety.fine,
    handler: (request) => request.transact((tx, actor) => fine(tx, actor, request.params.visitId, request.body)),
  })
  app.route({
    ...visitSafety.checkOut,
    handler: (request) => request.transact((tx, actor) => checkOut(tx, actor, request.params.visitId, request.body)),
  })
  app.route({
    ...visitSafety.clear,
    handler: (request) => request.transact((tx, actor) => clear(tx, actor, request.params.visitId, request.body)),
  })
  app.route({
    ...visitSafety.debrief,
    handler: (request, reply) =>
      request.transact((tx, actor) => {
        const { visitId, debriefId } = request.params
        return deed(tx, actor, visitId, 'debrief', async (row) => {
          if (!(await firstTime(tx, 'visitSafety.debrief', debriefId, { ...request.body, visitId }))) return
          await commands.debrief(tx, row, debriefId, request.body)
          reply.code(201)
        })
      }),
  })

  app.route({
    ...visitSafety.outNow,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        if (!holdsAnywhere(actor, 'programme_lead', 'outreach_officer')) throw notFound()
        const quiet = request.query.quiet === true
        const found = await rows.listOut(tx)
        const out = quiet ? found.map((one) => ({ ...one, participant: null, place: null })) : found
        const waiting = quiet ? [] : await rows.listWaiting(tx)
        const people = [...out, ...waiting].flatMap(({ participant, programmeId }) =>
          participant ? [[participant.id, { id: participant.id, programmeId }] as const] : [],
        )
        await logReading(tx, 'visitSafety.outNow', [...new Map(people).values()])
        const ring = await rows.mobilesOf(
          tx,
          out.map(({ visitId }) => visitId),
        )
        return {
          now: new Date().toISOString(),
          out: out.map(({ officerId, secondOfficerId, buddyId, programmeId, ...one }) => {
            const may = abilities(actor, safetyPolicy, { officerId, secondOfficerId, buddyId, programmeId })
            return { ...one, ring: ring.get(one.visitId) ?? [], can: { extend: may.extend, clear: may.clear } }
          }),
          waiting: waiting.map(({ programmeId: _, ...one }) => one),
        }
      }),
  })

  app.route({
    ...visitSafety.rules,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId } = request.params
        if (!inTeam(actor, programmeId)) throw notFound()
        return { programmeId, ...(await rows.readRules(tx, programmeId)), can: { change: leads(actor, programmeId) } }
      }),
  })
  app.route({
    ...visitSafety.changeRules,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId } = request.params
        if (!inTeam(actor, programmeId)) throw notFound()
        if (!leads(actor, programmeId)) throw new Problem('forbidden', { deed: 'changeRules' })
        const now = async () => ({ programmeId, ...(await rows.readRules(tx, programmeId)), can: { change: true } })
        await sameVersion(await rows.writeRules(tx, programmeId, request.body), now)
        return now()
      }),
  })
  app.route({
    ...visitSafety.mobile,
    handler: (request) => request.transact((tx) => rows.readMobile(tx, request.params.personId)),
  })
  app.route({
    ...visitSafety.keepMobile,
    handler: (request) =>
      request.transact(async (tx) => {
        const { personId } = request.params,
          { mobile, version } = request.body
        await rows.readMobile(tx, personId)
        await sameVersion(await rows.writeMobile(tx, personId, { version, mobile: mobile.trim() }), () => rows.readMobile(tx, personId))
        return rows.readMobile(tx, personId)
      }),
  })
}
export default routes
