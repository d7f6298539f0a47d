import type { NewRiskBenefit } from '@modulus/contracts/risk-benefits.ts'
import type { Config } from '#config.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { getAdaptation, insertStep, today } from '../adaptations/queries.ts'
import { discardDraft } from '../drafts/queries.ts'
import type { Jobs } from '../../jobs.ts'
import { insertMessage } from '../messages/queries.ts'
import { findAbout, insertRiskBenefit, listBackers } from './queries.ts'

type App = { config: Config; jobs: Jobs }

/** Someone of the programme, and of its team where a young person is named. Gives them with their address. */
export async function whoCan(tx: Tx, programmeId: string, personId: string, named: boolean, field: string) {
  const found = (await listBackers(tx, programmeId)).find(({ id }) => id === personId)
  if (!found) throw invalid(field, 'unknown', 'Choose someone who works with this programme')
  if (named && !found.team) throw invalid(field, 'team', 'This names a young person, so it stays in the team: choose someone of the team')
  return found
}

/** Asked by name and told where to read it: nothing of what it says, and not who it is about. */
export async function ask(
  tx: Tx,
  actor: Actor,
  { id, programmeId }: { id: string; programmeId: string },
  email: string,
  { config, jobs }: App,
) {
  const message = await insertMessage(tx, {
    kind: 'notice',
    to: email,
    programmeId,
    subject: `${actor.name} asks whether you stand behind a decision`,
    body: `Benefit and risk were weighed, and you are asked by name. Only you can answer. Sign in to read it and say yes or no: ${config.publicUrl}/risk-benefits/${id}`,
  })
  await jobs.send(tx, 'message.deliver', { partnershipId: actor.partnershipId, id: message })
}

export async function checkWeighed(tx: Tx, body: NewRiskBenefit, carriedById: string) {
  const needsPerson = body.about === 'visit' || body.about === 'placement'
  if (body.about !== 'programme') {
    if (!body.aboutId) throw invalid('aboutId', 'required', 'Say what it is about')
    const found = await findAbout(tx, body.about, body.aboutId)
    if (!found || found.programmeId !== body.programmeId) throw invalid('aboutId', 'unknown', 'This is not in the programme')
    if (needsPerson && found.participantId !== body.participantId) throw invalid('participantId', 'unknown', 'It is about somebody else')
  } else if (body.aboutId) throw invalid('aboutId', 'unknown', 'It is about the programme itself')
  if (body.participantId && !needsPerson && body.about !== 'course')
    throw invalid('participantId', 'named', 'This is read by everyone in the programme, so it names nobody')
  const named = Boolean(body.participantId)
  await whoCan(tx, body.programmeId, carriedById, named, 'carriedById')
  if (body.askedId === carriedById) throw invalid('askedId', 'same', 'Ask someone other than the person who carries it')
  return body.askedId ? whoCan(tx, body.programmeId, body.askedId, named, 'askedId') : null
}

/** Kept, noted in the story of the change it is about, and the person named is asked. */
export async function weigh(tx: Tx, actor: Actor, id: string, body: NewRiskBenefit, app: App): Promise<void> {
  const carriedById = body.carriedById ?? actor.userId
  const asked = await checkWeighed(tx, body, carriedById)
  await insertRiskBenefit(tx, actor, id, { ...body, carriedById })
  if (body.about === 'adaptation') {
    const one = await getAdaptation(tx, body.aboutId!)
    const now = await today(tx),
      before = one.steps.at(-1)!.on
    const step = { kind: 'weigh' as const, status: one.status, happenedOn: now < before ? before : now, riskBenefitId: id }
    if (!(await insertStep(tx, actor, one, step))) throw new Problem('changed-meanwhile')
  }
  if (asked) await ask(tx, actor, { id, programmeId: body.programmeId }, asked.email, app)
  await discardDraft(tx, id)
}
