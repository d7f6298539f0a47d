import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { board, stages, type Board, type PublishedBoard } from '@modulus/contracts/board.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { logReading } from '#db/writes.ts'
import { permit } from '#policy.ts'
import { wilson } from '#statistics.ts'
import { estimateProgramme } from '../community/commands.ts'
import { readHome } from './home.ts'
import { boardPolicy, homePolicy } from './policy.ts'
import {
  countStages,
  getProgramme,
  getPublished,
  listDistances,
  listInterestLabels,
  listMarks,
  listSessions,
  listWants,
  type ProgrammeRow,
} from './queries.ts'
import { attendanceOf, coursesOf, employedOf, funnelOf, travelledOf } from './shapes.ts'

/** A part whose category the reader's agreement leaves out is not read at all, and shown as not theirs rather than as nothing. */
async function readBoard(tx: Tx, actor: Actor, programme: ProgrammeRow): Promise<Board> {
  const given = (...categories: string[]) => categories.every((one) => programme.given.includes(one))
  const counted = given('identity', 'interests', 'participation')
  const [counts, sessions, marks, distances, wants, community] = await Promise.all([
    counted ? countStages(tx, programme.id) : null,
    listSessions(tx, programme.id),
    given('identity', 'participation') ? listMarks(tx, programme.id) : null,
    given('identity', 'outcomes') ? listDistances(tx, programme.id) : null,
    given('interests') ? listWants(tx) : null,
    estimateProgramme(tx, actor, programme.id),
  ])
  const attendance = marks && attendanceOf(marks, sessions),
    travelled = distances && travelledOf(distances)
  const shown = [...(attendance ?? []).flatMap(({ people }) => people), ...(travelled ?? []).flatMap(({ lines }) => lines ?? [])].map(
    (one) => one.participantId,
  )
  await logReading(
    tx,
    'board.read',
    [...new Set(shown)].map((id) => ({ id, programmeId: programme.id })),
  )
  return {
    programme,
    funnel: counts && funnelOf(counts),
    employed: counts && employedOf(counts, programme.invitedCount),
    attendance,
    travelled,
    wants,
    courses: coursesOf(sessions),
    community,
  }
}

const reason = (figure: number | null) => (figure === null ? ('too_few' as const) : null)
async function readPublished(tx: Tx, actor: Actor, programme: ProgrammeRow): Promise<PublishedBoard> {
  const [figures, labels, community] = await Promise.all([
    getPublished(tx, programme.id),
    listInterestLabels(tx),
    estimateProgramme(tx, actor, programme.id),
  ])
  const of = figures.funnel.started,
    people = figures.employed
  // Computed from the rounded figures, so that the share gives away no more than they do.
  const share = people === null || of === null || people > of ? null : wilson(people, of)
  return {
    programme,
    smallNumber: figures.smallNumber,
    funnel: stages.map((stage) => ({ stage, people: figures.funnel[stage], reason: reason(figures.funnel[stage]) })),
    employed: { people, of, percent: share?.percent ?? null, low: share?.low ?? null, high: share?.high ?? null, reason: reason(people) },
    interests: figures.interests.map((one) => ({ ...one, label: labels.get(one.tag) ?? one.tag })),
    interestsHidden: figures.interestsHidden,
    steps: figures.steps.map((one) => ({ ...one, reason: reason(one.people) })),
    community,
  }
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...board.read,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const programme = await getProgramme(tx, request.query.programmeId)
        permit(actor, boardPolicy, 'read', programme)
        return readBoard(tx, actor, programme)
      }),
  })
  app.route({
    ...board.published,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const programme = await getProgramme(tx, request.query.programmeId)
        permit(actor, boardPolicy, 'readPublished', programme)
        return readPublished(tx, actor, programme)
      }),
  })
  app.route({
    ...board.home,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        permit(actor, homePolicy, 'read', null)
        const home = await readHome(tx)
        await logReading(
          tx,
          'board.home',
          home.decisions.flatMap(({ participantId, programmeId }) =>
            participantId && programmeId ? [{ id: participantId, programmeId }] : [],
          ),
        )
        return home
      }),
  })
}
export default routes
