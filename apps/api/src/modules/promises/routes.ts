import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { promises, type Promised, type PromiseHow } from '@modulus/contracts/promises.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { inTeam } from '#policy.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { addStep, checkPlace, newHandFor, rightNow, settleSides, sidesOf, tellOfNewHand } from './commands.ts'
import { abilitiesFor, allow, isMaker, isReceiver } from './policy.ts'
import {
  changePromise,
  countPromises,
  findOwn,
  getPromise,
  insertPromise,
  listAround,
  listPromisePeople,
  listPromises,
  listSteps,
  programmeName,
  type PromiseRow,
} from './queries.ts'

refusals({
  promises_word_is_the_receivers: () => new Problem('forbidden', { deed: 'say' }),
  promises_handed_over_by_lead: () => new Problem('forbidden', { deed: 'handOver' }),
})

const show = (actor: Actor, row: PromiseRow): Promised => ({ ...row, can: abilitiesFor(actor, row) })
/** Only those whose name is on the screen. */
const named = (rows: PromiseRow[]) => [
  ...new Map(
    rows.flatMap(({ participant, programmeId }) => (participant?.knownAs ? [[participant.id, { id: participant.id, programmeId }]] : [])),
  ).values(),
]
const showWhole = async (tx: Tx, actor: Actor, id: string) => {
  const row = await getPromise(tx, id)
  await logReading(tx, 'promises.read', named([row]))
  return show(actor, row)
}
const change = async (tx: Tx, actor: Actor, { id }: PromiseRow, version: number, values: Parameters<typeof changePromise>[4]) =>
  sameVersion(await changePromise(tx, actor, id, version, values), () => showWhole(tx, actor, id))

const nothingAsked = { askedBy: null, askedText: null, askedDueOn: null, askedWords: '' }
const noWord = { saidKeptByMakerAt: null, saidKeptByReceiverAt: null, wordSaidBy: null, wordHow: null }
/** My own word needs no way in which it came; what is written down for a young person does. */
function said(actor: Actor, promise: PromiseRow, how: PromiseHow | null) {
  if (isReceiver(actor, promise)) return { saidBy: 'self' as const, how: null }
  if (how === null) throw invalid('how', 'required', 'Say how they told you')
  return { saidBy: 'participant' as const, how }
}
const word = ({ saidBy, how }: ReturnType<typeof said>) => ({ wordSaidBy: saidBy, wordHow: how })

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const post = { jobs: app.jobs, publicUrl: app.config.publicUrl }

  app.route({
    ...promises.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listPromises(tx, request.query)
        await logReading(tx, 'promises.list', named(items))
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...promises.mine,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const own = await findOwn(tx)
        if (!own) throw notFound()
        const of = { participantId: own.id, limit: 100 }
        const all = [...(await listPromises(tx, of)).items, ...(await listPromises(tx, { ...of, settled: true })).items]
        await logReading(tx, 'promises.mine', [own])
        const items = all.map((one) => show(actor, one))
        return {
          programmeId: own.programmeId,
          toMe: items.filter(({ to }) => to.kind === 'participant'),
          byMe: items.filter(({ from }) => from.kind === 'participant'),
          people: await listAround(tx, own.id),
        }
      }),
  })
  app.route({
    ...promises.people,
    handler: (request) =>
      request.transact(async (tx) => {
        await programmeName(tx, request.params.programmeId)
        return { items: await listPromisePeople(tx, request.params.programmeId) }
      }),
  })
  app.route({ ...promises.count, handler: (request) => request.transact((tx) => countPromises(tx, request.params.programmeId)) })
  app.route({ ...promises.read, handler: (request) => request.transact((tx, actor) => showWhole(tx, actor, request.params.promiseId)) })
  app.route({
    ...promises.steps,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { id } = await showWhole(tx, actor, request.params.promiseId)
        return { items: await listSteps(tx, id) }
      }),
  })

  app.route({
    ...promises.make,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { body } = request,
          id = request.params.promiseId
        const { from, to, participantId, saidBy } = await settleSides(tx, actor, body)
        await checkPlace(tx, body, participantId)
        if (await firstTime(tx, 'promises.make', id, body)) {
          const { programmeId, text, dueOn, madeIn, madeInId, how } = body
          const sides = { fromKind: from.kind, fromUserId: from.userId, toKind: to.kind, toUserId: to.userId }
          await insertPromise(tx, actor, id, { programmeId, participantId, ...sides, text, dueOn, madeIn, madeInId, saidBy, how })
          await addStep(tx, actor, await getPromise(tx, id), { deed: 'made', fromUserId: from.userId, toUserId: to.userId, saidBy, how })
          reply.code(201)
        }
        return showWhole(tx, actor, id)
      }),
  })
  app.route({
    ...promises.sayDone,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const promise = await getPromise(tx, request.params.promiseId)
        allow(actor, 'sayDone', promise)
        await change(tx, actor, promise, request.body.version, { saidKeptByMakerAt: rightNow as never })
        await addStep(tx, actor, promise, { deed: 'said_done', ...sidesOf(promise) })
        return showWhole(tx, actor, promise.id)
      }),
  })
  app.route({
    ...promises.say,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, word: status, story, how } = request.body
        const promise = await getPromise(tx, request.params.promiseId)
        allow(actor, isReceiver(actor, promise) || how === null ? 'say' : 'record', promise)
        const by = said(actor, promise, how)
        const kept = status === 'not_kept' ? null : (rightNow as never)
        await change(tx, actor, promise, version, { status, story, saidKeptByReceiverAt: kept, ...word(by), ...nothingAsked })
        await addStep(tx, actor, promise, { deed: status, words: story, ...by, ...sidesOf(promise) })
        return showWhole(tx, actor, promise.id)
      }),
  })
  app.route({
    ...promises.release,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, words, how } = request.body
        const promise = await getPromise(tx, request.params.promiseId)
        allow(actor, 'release', promise)
        const by = said(actor, promise, how)
        await change(tx, actor, promise, version, { status: 'released', saidKeptByReceiverAt: null, ...word(by), ...nothingAsked })
        await addStep(tx, actor, promise, { deed: 'released', words, ...by, ...sidesOf(promise) })
        return showWhole(tx, actor, promise.id)
      }),
  })

  app.route({
    ...promises.change,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, text, dueOn, words, how } = request.body
        const promise = await getPromise(tx, request.params.promiseId)
        allow(actor, 'change', promise)
        const askedBy = isMaker(actor, promise) ? ('maker' as const) : ('receiver' as const)
        if (how === null) {
          await change(tx, actor, promise, version, { askedBy, askedText: text, askedDueOn: dueOn, askedWords: words })
          await addStep(tx, actor, promise, { deed: 'asked', words, ...sidesOf(promise) })
          return showWhole(tx, actor, promise.id)
        }
        // The young person on the other side agreed in person, and this writes it down.
        if ((askedBy === 'maker' ? promise.to : promise.from).kind !== 'participant')
          throw invalid('how', 'unknown', 'They answer for themselves')
        if (!inTeam(actor, promise.programmeId)) throw new Problem('forbidden', { deed: 'change' })
        await change(tx, actor, promise, version, { status: 'renegotiated', text, dueOn, ...noWord, ...nothingAsked })
        const was = { wasText: promise.text, wasDueOn: promise.dueOn }
        await addStep(tx, actor, promise, { deed: 'agreed', words, saidBy: 'participant', how, ...was, ...sidesOf(promise) })
        return showWhole(tx, actor, promise.id)
      }),
  })
  app.route({
    ...promises.answer,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, yes } = request.body
        const promise = await getPromise(tx, request.params.promiseId)
        allow(actor, 'answer', promise)
        const { text, dueOn } = promise.asked!
        const agreed = { status: 'renegotiated' as const, text, dueOn, ...noWord }
        await change(tx, actor, promise, version, { ...(yes ? agreed : {}), ...nothingAsked })
        const was = yes ? { wasText: promise.text, wasDueOn: promise.dueOn } : {}
        await addStep(tx, actor, promise, { deed: yes ? 'agreed' : 'declined', ...was, ...sidesOf(promise) })
        return showWhole(tx, actor, promise.id)
      }),
  })
  app.route({
    ...promises.handOver,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const promise = await getPromise(tx, request.params.promiseId)
        allow(actor, 'handOver', promise)
        const next = await newHandFor(tx, promise, request.body)
        const maker = promise.newHand === 'maker',
          was = maker ? promise.from : promise.to
        const hand = maker ? { fromKind: next.kind, fromUserId: next.userId } : { toKind: next.kind, toUserId: next.userId }
        await change(tx, actor, promise, request.body.version, { ...hand, ...(maker ? { saidKeptByMakerAt: null } : {}) })
        const sides = { ...sidesOf(promise), [maker ? 'fromUserId' : 'toUserId']: next.userId }
        await addStep(tx, actor, promise, { deed: 'handed_over', words: request.body.words, wasUserId: was.userId, ...sides })
        await tellOfNewHand(tx, actor, post, promise, next.userId)
        return showWhole(tx, actor, promise.id)
      }),
  })
}
export default routes
