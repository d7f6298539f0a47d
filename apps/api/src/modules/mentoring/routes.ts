import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { mentoring, type MentorMatch } from '@modulus/contracts/mentoring.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { permit } from '#policy.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { getParticipant } from '../participants/queries.ts'
import { maybeChild } from '../pvg/queries.ts'
import meetUps from './meet-ups.ts'
import { abilitiesFor, allow, isTeam, proposePolicy, sideOf } from './policy.ts'
import { changeMatch, getMatch, insertMatch, listMatches, listMentors, today, type MatchRow } from './queries.ts'

refusals({
  mentor_matches_one_live: () => new Problem('already-mentored'),
  mentor_matches_mutual: () => new Problem('match-not-live'),
})

function show(actor: Actor, row: MatchRow): MentorMatch {
  const team = isTeam(actor, row)
  return {
    ...row,
    swappedFromId: team ? row.swappedFromId : null,
    endedWords: team ? row.endedWords : null,
    quiet: row.quiet && !actor.self.includes(row.participantId),
    can: abilitiesFor(actor, row),
  }
}
const showWhole = async (tx: Tx, actor: Actor, id: string) => {
  const row = await getMatch(tx, id)
  await logReading(tx, 'mentoring.read', [row.participant])
  return show(actor, row)
}
const change = async (tx: Tx, actor: Actor, id: string, version: number, values: Parameters<typeof changeMatch>[4]) =>
  sameVersion(await changeMatch(tx, actor, id, version, values), () => showWhole(tx, actor, id))
/** When the second yes is said, it begins. */
const begun = (theirs: string | null, mentors: string | null, now: string) =>
  theirs && mentors ? { status: 'active' as const, startedOn: now } : {}

async function checkMentor(tx: Tx, programmeId: string, mentorId: string) {
  if (!(await listMentors(tx, programmeId)).some((one) => one.userId === mentorId))
    throw invalid('mentorId', 'unknown', 'Choose a mentor of this programme')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(meetUps)

  app.route({
    ...mentoring.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listMatches(tx, request.query)
        await logReading(
          tx,
          'mentoring.list',
          items.map((one) => one.participant),
        )
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...mentoring.mentors,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const person = await getParticipant(tx, request.params.participantId)
        permit(actor, proposePolicy, 'propose', person)
        const young = maybeChild(person.ageBand)
        return { items: (await listMentors(tx, person.programmeId)).map((one) => ({ ...one, mayBeAsked: !young || one.clear !== null })) }
      }),
  })
  app.route({ ...mentoring.read, handler: (request) => request.transact((tx, actor) => showWhole(tx, actor, request.params.matchId)) })

  app.route({
    ...mentoring.propose,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { matchId } = request.params,
          { participantId, mentorId, purpose, swappedFromId = null } = request.body
        const person = await getParticipant(tx, participantId)
        permit(actor, proposePolicy, 'propose', person)
        await checkMentor(tx, person.programmeId, mentorId)
        if (swappedFromId && (await getMatch(tx, swappedFromId)).participantId !== participantId)
          throw invalid('swappedFromId', 'unknown', 'That match was of someone else')
        if (await firstTime(tx, 'mentoring.propose', matchId, request.body)) {
          await insertMatch(tx, actor, matchId, {
            programmeId: person.programmeId,
            participantId,
            mentorId,
            purpose,
            swappedFromId,
            proposedOn: await today(tx),
          })
          reply.code(201)
        }
        return showWhole(tx, actor, matchId)
      }),
  })

  app.route({
    ...mentoring.accept,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const match = await getMatch(tx, request.params.matchId),
          now = await today(tx)
        allow(actor, 'accept', match)
        await change(tx, actor, match.id, request.body.version, { mentorYesOn: now, ...begun(match.theirYesOn, now, now) })
        return showWhole(tx, actor, match.id)
      }),
  })
  app.route({
    ...mentoring.sayTheirYes,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, on, saidBy, how } = request.body
        const match = await getMatch(tx, request.params.matchId),
          now = await today(tx)
        allow(actor, 'sayTheirYes', match)
        if (on > now) throw invalid('on', 'future', 'This day has not come yet')
        const own = actor.self.includes(match.participantId)
        const yes = {
          participantYesOn: on,
          participantYesSaidBy: own ? ('participant' as const) : saidBy,
          participantYesHow: own ? ('own_phone' as const) : how,
        }
        await change(tx, actor, match.id, version, { ...yes, ...begun(on, match.mentorYesOn, now) })
        return showWhole(tx, actor, match.id)
      }),
  })
  app.route({
    ...mentoring.decline,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const match = await getMatch(tx, request.params.matchId)
        allow(actor, 'decline', match)
        await change(tx, actor, match.id, request.body.version, {
          status: 'declined',
          endedOn: await today(tx),
          endedBy: sideOf(actor, match, request.body.by),
        })
        reply.code(204)
        return null
      }),
  })

  app.route({
    ...mentoring.agree,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, ...agreement } = request.body
        const match = await getMatch(tx, request.params.matchId)
        allow(actor, 'agree', match)
        await change(tx, actor, match.id, version, agreement)
        return showWhole(tx, actor, match.id)
      }),
  })
  app.route({
    ...mentoring.end,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { version, by, words, swapWanted } = request.body
        const match = await getMatch(tx, request.params.matchId)
        allow(actor, 'end', match)
        await change(tx, actor, match.id, version, {
          status: 'ended',
          endedOn: await today(tx),
          endedBy: sideOf(actor, match, by),
          endedWords: words,
          swapWanted,
        })
        reply.code(204)
        return null
      }),
  })
  app.route({
    ...mentoring.swap,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { version, newMatchId, mentorId, purpose, by, words } = request.body
        const match = await getMatch(tx, request.params.matchId),
          { programmeId, participantId } = match
        permit(actor, proposePolicy, 'propose', match)
        reply.code(201)
        if (await firstTime(tx, 'mentoring.swap', newMatchId, { params: request.params, body: request.body })) {
          allow(actor, 'swap', match)
          await checkMentor(tx, programmeId, mentorId)
          if (mentorId === match.mentorId) throw invalid('mentorId', 'same', 'Choose another mentor')
          const now = await today(tx)
          await change(tx, actor, match.id, version, { status: 'ended', endedOn: now, endedBy: by, endedWords: words, swapWanted: true })
          await insertMatch(tx, actor, newMatchId, {
            programmeId,
            participantId,
            mentorId,
            purpose,
            swappedFromId: match.id,
            proposedOn: now,
          })
        }
        return showWhole(tx, actor, newMatchId)
      }),
  })
}
export default routes
