import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { meetings, type Meeting, type OwnerWarning } from '@modulus/contracts/meetings.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { abilities, inTeam, permit } from '#policy.ts'
import { invalid } from '#plugins/problems.ts'
import { listPromisePeople, programmeName } from '../promises/queries.ts'
import { readAgenda } from './agenda.ts'
import { actionPolicy, meetingPolicy } from './policy.ts'
import {
  changeAction,
  changeMeeting,
  getAction,
  getMeeting,
  insertAction,
  insertMeeting,
  listActions,
  listMeetings,
  meetingStands,
  setAttendees,
  type ActionRow,
} from './queries.ts'

const showAction = (actor: Actor, row: ActionRow) => ({ ...row, can: abilities(actor, actionPolicy, row) })

/** "It is the people": who carries more than 40 % of at least five open actions. */
export function whoCarries(list: Pick<ActionRow, 'owner' | 'status'>[]): OwnerWarning | null {
  const open = list.filter(({ status }) => status !== 'done' && status !== 'dropped')
  if (open.length < 5) return null
  const each = new Map<string, { name: string; actions: number }>()
  for (const { owner } of open) each.set(owner.userId, { name: owner.name, actions: (each.get(owner.userId)?.actions ?? 0) + 1 })
  const most = [...each.values()].sort((a, b) => b.actions - a.actions)[0]!
  return most.actions > open.length * 0.4 ? { ...most, of: open.length } : null
}

async function show(tx: Tx, actor: Actor, id: string): Promise<Meeting> {
  const { on, since, ...row } = await getMeeting(tx, id)
  const agenda = await readAgenda(tx, row.programmeId, since, on, inTeam(actor, row.programmeId))
  const list = (await listActions(tx, row.programmeId, id)).map((one) => showAction(actor, one))
  return { ...row, agenda, list, carries: whoCarries(list), can: abilities(actor, meetingPolicy, row) }
}
/** Attendees and owners are people who work in the programme; whoever was one already may stay on the list. */
async function checkPeople(tx: Tx, programmeId: string, field: string, ids: string[], already: string[] = []) {
  const people = (await listPromisePeople(tx, programmeId)).map(({ userId }) => userId)
  if (ids.some((id) => !people.includes(id) && !already.includes(id)))
    throw invalid(field, 'unknown', 'Choose someone who works in this programme')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({ ...meetings.list, handler: (request) => request.transact((tx) => listMeetings(tx, request.query)) })
  app.route({ ...meetings.read, handler: (request) => request.transact((tx, actor) => show(tx, actor, request.params.meetingId)) })
  app.route({
    ...meetings.plan,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { body } = request,
          id = request.params.meetingId
        await programmeName(tx, body.programmeId)
        permit(actor, meetingPolicy, 'amend', body)
        await checkPeople(tx, body.programmeId, 'attendeeIds', body.attendeeIds)
        if (await firstTime(tx, 'meetings.plan', id, body)) {
          const { programmeId, kind, startsAt, place, attendeeIds } = body
          await insertMeeting(tx, actor, id, { programmeId, kind, startsAt, place })
          await setAttendees(tx, { id, programmeId }, attendeeIds)
          reply.code(201)
        }
        return show(tx, actor, id)
      }),
  })
  app.route({
    ...meetings.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, attendeeIds, ...values } = request.body
        const found = await getMeeting(tx, request.params.meetingId)
        permit(actor, meetingPolicy, 'amend', found)
        const already = found.attendees.map(({ userId }) => userId)
        await checkPeople(tx, found.programmeId, 'attendeeIds', attendeeIds, already)
        await sameVersion(await changeMeeting(tx, actor, found.id, version, values), () => show(tx, actor, found.id))
        await setAttendees(tx, found, attendeeIds)
        return show(tx, actor, found.id)
      }),
  })
  app.route({
    ...meetings.act,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { body } = request,
          { actionId } = request.params
        await programmeName(tx, body.programmeId)
        if (body.meetingId) await meetingStands(tx, body.meetingId, body.programmeId)
        permit(actor, meetingPolicy, body.ownerId === actor.userId ? 'addOwn' : 'add', body)
        await checkPeople(tx, body.programmeId, 'ownerId', [body.ownerId])
        if (await firstTime(tx, 'meetings.act', actionId, body)) {
          await insertAction(tx, actor, actionId, body)
          reply.code(201)
        }
        return showAction(actor, await getAction(tx, actionId))
      }),
  })
  app.route({
    ...meetings.reword,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, ...values } = request.body
        const found = await getAction(tx, request.params.actionId)
        permit(actor, actionPolicy, 'amend', found)
        if (values.ownerId !== found.owner.userId) await checkPeople(tx, found.programmeId, 'ownerId', [values.ownerId])
        const now = async () => showAction(actor, await getAction(tx, found.id))
        await sameVersion(await changeAction(tx, actor, found.id, version, values), now)
        return now()
      }),
  })
  app.route({
    ...meetings.move,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, status, blockedBy } = request.body
        const found = await getAction(tx, request.params.actionId)
        permit(actor, actionPolicy, 'move', found)
        if (status === 'blocked' && blockedBy.trim() === '') throw invalid('blockedBy', 'required', 'Say what is in the way')
        const now = async () => showAction(actor, await getAction(tx, found.id))
        await sameVersion(
          await changeAction(tx, actor, found.id, version, { status, blockedBy: status === 'blocked' ? blockedBy : '' }),
          now,
        )
        return now()
      }),
  })
}
export default routes
