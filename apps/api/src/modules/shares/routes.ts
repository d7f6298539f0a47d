import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { shares, type NewShare, type Share } from '@modulus/contracts/shares.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { holds, holdsAnywhere, permit } from '#policy.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { ownWords, tellParticipant } from '../messages/commands.ts'
import { getParticipant } from '../participants/queries.ts'
import { linkOf, newSecret, postLink, tellEmergency, tellWaiting } from './commands.ts'
import consents from './consents.ts'
import opening from './opening.ts'
import { abilitiesFor, allow, sharingPolicy } from './policy.ts'
import { changes, changeShare, getShare, insertEmergency, insertShare, listShares, reviewWindow, type ShareRow } from './queries.ts'

refusals({
  info_shares_two_people: () => new Problem('second-person-needed'),
  info_shares_live_consent: () => new Problem('consent-not-live'),
  info_shares_beyond_consent: () => new Problem('beyond-consent'),
  info_shares_step: () => new Problem('share-step-skipped'),
  info_shares_frozen: () => new Problem('share-step-skipped'),
  info_shares_safety_in_emergency: () => invalid('items', 'emergency-only', 'How to keep safe is shared in an emergency only'),
  consents_of_known_items: () => invalid('items', 'emergency-only', 'How to keep safe is shared in an emergency only'),
})

const show = (actor: Actor, { programmeId, participantId: _whose, drafterId, ...row }: ShareRow): Share => ({
  ...row,
  can: abilitiesFor(actor, { ...row, programmeId, drafterId }),
})
/** Whose share it is, for those who work with it; a young person reads theirs on their own pages. */
async function forStaff(tx: Tx, actor: Actor, id: string): Promise<ShareRow> {
  const row = await getShare(tx, id)
  if (!holds(actor, row.programmeId, 'programme_lead', 'outreach_officer', 'data_lead', 'safeguarding_lead')) throw notFound()
  return row
}
async function showWhole(tx: Tx, actor: Actor, id: string): Promise<Share> {
  const row = await forStaff(tx, actor, id)
  await logReading(tx, 'shares.read', [{ id: row.participantId, programmeId: row.programmeId }])
  return show(actor, row)
}
const change = async (tx: Tx, actor: Actor, id: string, version: number, values: Parameters<typeof changeShare>[3]) =>
  sameVersion(await changeShare(tx, id, version, values), () => showWhole(tx, actor, id))

/** What no schema can say of a share that goes ahead anyway, and of one that stands on their yes. */
async function check(tx: Tx, body: NewShare) {
  if (body.items.includes('visit_safety')) throw invalid('items', 'emergency-only', 'How to keep safe is shared in an emergency only')
  if (!body.anyway) {
    if (!body.consentId) throw invalid('consentId', 'required', 'Ask them first: it cannot be shared without their yes')
    return
  }
  if (body.consentId) throw invalid('consentId', 'not-asked', 'You would share it anyway, so do not ask for their consent')
  if (!body.lawfulBasis) throw invalid('lawfulBasis', 'required', 'Say what lets you share it')
  if (body.notToldReason) {
    const { from, to } = await reviewWindow(tx)
    if (!body.reviewOn || body.reviewOn < from || body.reviewOn > to)
      throw invalid('reviewOn', 'ninety-days', 'Look at it again within 90 days')
  } else if (!body.toldHow) throw invalid('toldHow', 'required', 'Say how they are told')
  else if (!body.toldOn) throw invalid('toldOn', 'required', 'Say when they are told')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(consents)
  await app.register(opening)

  app.route({
    ...shares.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        if (!holdsAnywhere(actor, 'programme_lead', 'outreach_officer', 'data_lead', 'safeguarding_lead'))
          throw new Problem('forbidden', { deed: 'shares' })
        const { items, next } = await listShares(tx, request.query)
        const people = new Map(items.map((one) => [one.participantId, { id: one.participantId, programmeId: one.programmeId }]))
        await logReading(tx, 'shares.list', [...people.values()])
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...shares.read,
    handler: (request) => request.transact((tx, actor) => showWhole(tx, actor, request.params.shareId)),
  })

  app.route({
    ...shares.draft,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { shareId } = request.params
        const person = await getParticipant(tx, request.body.participantId)
        permit(actor, sharingPolicy, 'share', person)
        await check(tx, request.body)
        if (await firstTime(tx, 'shares.draft', shareId, request.body)) {
          await insertShare(tx, actor, shareId, person, request.body)
          await tellWaiting(tx, app, actor, await getShare(tx, shareId))
          reply.code(201)
        }
        return showWhole(tx, actor, shareId)
      }),
  })
  app.route({
    ...shares.shareInEmergency,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { shareId } = request.params
        const person = await getParticipant(tx, request.body.participantId)
        permit(actor, sharingPolicy, 'shareInEmergency', person)
        let link: string | null = null
        if (await firstTime(tx, 'shares.shareInEmergency', shareId, request.body)) {
          const { secret, digest } = newSecret(app)
          await insertEmergency(tx, actor, shareId, person, request.body, digest)
          link = linkOf(app, secret)
          const row = await getShare(tx, shareId)
          await postLink(tx, app, actor, row, secret)
          await tellEmergency(tx, app, actor, row)
          reply.code(201)
        }
        return { share: await showWhole(tx, actor, shareId), link }
      }),
  })

  app.route({
    ...shares.authorise,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await forStaff(tx, actor, request.params.shareId)
        allow(actor, 'authorise', row)
        await change(tx, actor, row.id, request.body.version, changes.authorise(actor))
        return showWhole(tx, actor, row.id)
      }),
  })
  app.route({
    ...shares.send,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await forStaff(tx, actor, request.params.shareId)
        allow(actor, 'send', row)
        const { secret, digest } = newSecret(app),
          link = linkOf(app, secret)
        await change(tx, actor, row.id, request.body.version, changes.send(actor, digest))
        await postLink(tx, app, actor, row, secret)
        if (row.withheldReason === null && row.sentAt === null)
          await tellParticipant(tx, app.jobs, actor.partnershipId, row.participantId, ownWords.news())
        return { share: await showWhole(tx, actor, row.id), link }
      }),
  })
  app.route({
    ...shares.recall,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await forStaff(tx, actor, request.params.shareId)
        allow(actor, 'recall', row)
        await change(tx, actor, row.id, request.body.version, changes.recall(actor, request.body.why))
        return showWhole(tx, actor, row.id)
      }),
  })
  app.route({
    ...shares.giveReason,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, why, lawfulBasis } = request.body
        const row = await forStaff(tx, actor, request.params.shareId)
        allow(actor, 'giveReason', row)
        await change(tx, actor, row.id, version, changes.giveReason(why, lawfulBasis))
        return showWhole(tx, actor, row.id)
      }),
  })
  app.route({
    ...shares.review,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await forStaff(tx, actor, request.params.shareId)
        allow(actor, 'review', row)
        await change(tx, actor, row.id, request.body.version, changes.review(actor, request.body.words))
        return showWhole(tx, actor, row.id)
      }),
  })
}
export default routes
