import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { notForPublicBodies } from '@modulus/contracts/lawful.ts'
import { purposes, rightsQuestions, type Dpia, type NewPurpose, type Papers, type RightsCheck } from '@modulus/contracts/purposes.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { permit } from '#policy.ts'
import { papersPolicy } from './policy.ts'
import * as q from './queries.ts'
import { dpiaTemplate } from './template.ts'

refusals({
  dpias_approved_whole: () => new Problem('paper-not-complete'),
  dpias_approved_by_another: () => new Problem('needs-another-person'),
  rights_checks_done_whole: () => new Problem('paper-not-complete'),
  processing_purposes_condition_in_schedule: () => invalid('schedule1', 'required', 'A condition of article 9 stands on one of schedule 1'),
})

const whole = ({ whyNeeded, whatHappens, risks }: Pick<Dpia, 'whyNeeded' | 'whatHappens' | 'risks'>) =>
  Boolean(whyNeeded.trim() && whatHappens.trim() && risks.length)
const answered = (check: q.RightsRow) => rightsQuestions.every((one) => check[one].trim())
const noAnswers = { ...(Object.fromEntries(rightsQuestions.map((one) => [one, ''])) as Record<(typeof rightsQuestions)[number], string>) }

async function show(tx: Tx, actor: Actor, programme: { id: string; name: string }): Promise<Papers> {
  const reads = papersPolicy.read(actor, programme),
    writes = papersPolicy.write(actor, programme)
  const dpia = (reads && (await q.findDpia(tx, programme.id))) || undefined,
    check = (reads && (await q.findRights(tx, programme.id))) || undefined
  const { writtenById, ...written } = dpia ?? {
    ...dpiaTemplate,
    status: 'not_started' as const,
    writtenBy: null,
    writtenById: null,
    approvedBy: null,
    approvedAt: null,
    reviewOn: null,
    reviewPast: false,
    version: 0,
  }
  const approvable = writes && whole(written) && writtenById !== actor.userId && (written.status === 'in_progress' || written.reviewPast)
  const rights: Omit<RightsCheck, 'can'> = check ?? { status: 'not_started', ...noAnswers, doneBy: null, doneOn: null, version: 0 }
  return {
    programme,
    purposes: await q.listPurposes(tx, programme.id),
    dpia: reads ? { ...written, can: { write: writes, approve: approvable } } : null,
    rightsCheck: reads
      ? { ...rights, can: { write: writes, finish: writes && rights.status === 'in_progress' && answered(rights) } }
      : null,
    can: { addPurpose: papersPolicy.addPurpose(actor, programme) },
  }
}

async function checkPurpose(tx: Tx, programmeId: string, { controllerId, article6 }: NewPurpose): Promise<void> {
  const controller = await q.findController(tx, programmeId, controllerId)
  if (!controller) throw invalid('controllerId', 'unknown', 'This partner has no part in the programme')
  if (controller.publicBody && notForPublicBodies.includes(article6))
    throw invalid('article6', 'publicBody', 'A public body cannot stand on this for its own tasks')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...purposes.papers,
    handler: (request) => request.transact(async (tx, actor) => show(tx, actor, await q.getProgrammeName(tx, request.params.programmeId))),
  })
  app.route({
    ...purposes.add,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { programmeId, purposeId } = request.params
        const programme = await q.getProgrammeName(tx, programmeId)
        permit(actor, papersPolicy, 'addPurpose', programme)
        await checkPurpose(tx, programmeId, request.body)
        if (await firstTime(tx, 'purposes.add', purposeId, { programmeId, body: request.body })) {
          await q.insertPurpose(tx, programmeId, purposeId, request.body)
          reply.code(201)
        }
        return show(tx, actor, programme)
      }),
  })
  app.route({
    ...purposes.edit,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId, purposeId } = request.params
        const programme = await q.getProgrammeName(tx, programmeId)
        if (!(await q.listPurposes(tx, programmeId)).some(({ id }) => id === purposeId)) throw notFound()
        permit(actor, papersPolicy, 'addPurpose', programme)
        await checkPurpose(tx, programmeId, request.body)
        await sameVersion(await q.editPurpose(tx, programmeId, purposeId, request.body), () => show(tx, actor, programme))
        return show(tx, actor, programme)
      }),
  })
  app.route({
    ...purposes.end,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId, purposeId } = request.params
        const programme = await q.getProgrammeName(tx, programmeId)
        if (!(await q.listPurposes(tx, programmeId)).some(({ id }) => id === purposeId)) throw notFound()
        permit(actor, papersPolicy, 'addPurpose', programme)
        await q.endPurpose(tx, programmeId, purposeId) // ended twice is ended
        return show(tx, actor, programme)
      }),
  })

  /** One of the two papers: found, permitted, changed by `deed` (false when somebody was faster), and shown. */
  const paper = (
    request: { params: { programmeId: string }; transact: <T>(work: (tx: Tx, actor: Actor) => Promise<T>) => Promise<T> },
    deed: (tx: Tx, actor: Actor, programmeId: string) => Promise<boolean>,
  ) =>
    request.transact(async (tx, actor) => {
      const programme = await q.getProgrammeName(tx, request.params.programmeId)
      permit(actor, papersPolicy, 'write', programme)
      await sameVersion((await deed(tx, actor, programme.id)) || undefined, () => show(tx, actor, programme))
      return show(tx, actor, programme)
    })
  app.route({ ...purposes.writeDpia, handler: (request) => paper(request, (tx, actor, id) => q.writeDpia(tx, actor, id, request.body)) })
  app.route({
    ...purposes.approveDpia,
    handler: (request) =>
      paper(request, async (tx, actor, id) => {
        const dpia = await q.findDpia(tx, id)
        if (!dpia || !whole(dpia)) throw new Problem('paper-not-complete')
        if (dpia.writtenById === actor.userId) throw new Problem('needs-another-person')
        if (request.body.reviewOn <= (await q.today(tx))) throw invalid('reviewOn', 'past', 'Choose a day to come')
        return q.approveDpia(tx, actor, id, request.body)
      }),
  })
  app.route({ ...purposes.writeRights, handler: (request) => paper(request, (tx, _, id) => q.writeRights(tx, id, request.body)) })
  app.route({
    ...purposes.finishRights,
    handler: (request) => paper(request, (tx, actor, id) => q.finishRights(tx, actor, id, request.body.version)),
  })
}
export default routes
