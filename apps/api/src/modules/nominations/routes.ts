import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { nominations, type Nomination } from '@modulus/contracts/nominations.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { invalid, notFound, Problem } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { discardDraft } from '../drafts/queries.ts'
import { getProgramme } from '../programmes/queries.ts'
import { doubtAboutBirth, todayHere } from './ages.ts'
import { findAlike } from './alike.ts'
import { declineForPerson, triageNomination } from './commands.ts'
import { isOpen, mayBring, nominationPolicy } from './policy.ts'
import {
  amendNomination,
  findTriage,
  getNomination,
  insertNomination,
  keepNotice,
  lineOf,
  listNominations,
  screenNomination,
  seesPartner,
  type NominationRow,
} from './queries.ts'

const participantOf = ({ participantId, programmeId }: { participantId: string | null; programmeId: string }) =>
  participantId ? [{ id: participantId, programmeId }] : []

async function show(tx: Tx, actor: Actor, row: NominationRow): Promise<Nomination> {
  await logReading(tx, 'nominations.read', participantOf(row))
  const may = abilities(actor, nominationPolicy, row),
    open = isOpen(row)
  const { duplicateOfId, duplicateOfParticipantId: person } = row
  return {
    ...row,
    ...lineOf(row),
    duplicateOf: person ? { kind: 'participant', id: person } : duplicateOfId ? { kind: 'nomination', id: duplicateOfId } : null,
    triage: await findTriage(tx, row.id),
    can: {
      ...may,
      amend: may.amend && open,
      screen: may.screen && row.status === 'received',
      triage: may.triage && open,
      decline: may.decline && row.status !== 'declined_by_person',
    },
  } as Nomination
}

const notTomorrow = (field: string, date: string | undefined) => {
  if (date !== undefined && date > todayHere()) throw invalid(field, 'future', 'This date is still to come.')
}
async function checkAnswers(
  tx: Tx,
  { receivedOn, dateOfBirth, sourcePartnerId }: { receivedOn?: string; dateOfBirth?: string | null; sourcePartnerId?: string },
) {
  notTomorrow('receivedOn', receivedOn)
  const doubt = dateOfBirth && doubtAboutBirth(dateOfBirth, todayHere())
  if (doubt) throw invalid('dateOfBirth', 'unlikely', doubt)
  if (sourcePartnerId && !(await seesPartner(tx, sourcePartnerId))) throw invalid('sourcePartnerId', 'unknown', 'There is no such partner.')
}
const mustBeOpen = (row: NominationRow) => {
  if (!isOpen(row)) throw new Problem('nomination-already-decided', { status: row.status })
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...nominations.list,
    handler: (request) =>
      request.transact(async (tx) => {
        const { rows, next } = await listNominations(tx, request.query)
        await logReading(tx, 'nominations.list', rows.flatMap(participantOf))
        return { items: rows.map(lineOf), next }
      }),
  })
  app.route({
    ...nominations.read,
    handler: (request) => request.transact(async (tx, actor) => show(tx, actor, await getNomination(tx, request.params.nominationId))),
  })

  app.route({
    ...nominations.bring,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { nominationId: id },
          body,
        } = request
        await getProgramme(tx, body.programmeId)
        if (!mayBring(actor, body.programmeId, body.sourcePartnerId)) throw new Problem('forbidden', { deed: 'bring' })
        await checkAnswers(tx, body)
        if (await firstTime(tx, 'nominations.bring', id, body)) {
          await insertNomination(tx, id, body)
          await discardDraft(tx, id)
          reply.code(201)
        }
        return show(tx, actor, await getNomination(tx, id))
      }),
  })
  app.route({
    ...nominations.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getNomination(tx, request.params.nominationId)
        permit(actor, nominationPolicy, 'amend', row)
        mustBeOpen(row)
        await checkAnswers(tx, request.body)
        await sameVersion(await amendNomination(tx, row.id, request.body), () => show(tx, actor, row))
        return show(tx, actor, await getNomination(tx, row.id))
      }),
  })
  app.route({
    ...nominations.giveNotice,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getNomination(tx, request.params.nominationId)
        permit(actor, nominationPolicy, 'notice', row)
        notTomorrow('givenOn', request.body.givenOn)
        if (request.body.givenOn < row.receivedOn) throw invalid('givenOn', 'early', 'This is before they were suggested.')
        await keepNotice(tx, row.id, request.body)
        return show(tx, actor, await getNomination(tx, row.id))
      }),
  })
  app.route({
    ...nominations.screen,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getNomination(tx, request.params.nominationId)
        permit(actor, nominationPolicy, 'screen', row)
        mustBeOpen(row)
        await screenNomination(tx, row.id)
        return show(tx, actor, await getNomination(tx, row.id))
      }),
  })
  app.route({
    ...nominations.triage,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getNomination(tx, request.params.nominationId)
        permit(actor, nominationPolicy, 'triage', row)
        mustBeOpen(row)
        notTomorrow('decidedOn', request.body.decidedOn)
        await triageNomination(tx, row, request.body)
        return show(tx, actor, await getNomination(tx, row.id))
      }),
  })
  app.route({
    ...nominations.decline,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getNomination(tx, request.params.nominationId)
        permit(actor, nominationPolicy, 'decline', row)
        notTomorrow('saidOn', request.body.saidOn)
        await declineForPerson(tx, row, request.body.saidOn)
        return show(tx, actor, await getNomination(tx, row.id))
      }),
  })

  app.route({
    ...nominations.findAlike,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        await getProgramme(tx, request.body.programmeId)
        if (!mayBring(actor, request.body.programmeId)) throw notFound()
        const { items, shown, askDataLead } = await findAlike(tx, request.body)
        await logReading(tx, 'nominations.findAlike', shown)
        return { items, askDataLead }
      }),
  })
}
export default routes
