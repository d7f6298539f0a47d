import type { Agreement, Correction, NewAdaptation, NoAgreement } from '@modulus/contracts/adaptations.ts'
import type { DecidedBy } from '@modulus/contracts/decisions.ts'
import type { Config } from '#config.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { sameVersion } from '#db/writes.ts'
import { invalid } from '#plugins/problems.ts'
import { getCourse, listSessions } from '../courses/queries.ts'
import type { Jobs } from '../../jobs.ts'
import { discardDraft } from '../drafts/queries.ts'
import { changeCourse } from './course.ts'
import {
  findDecision,
  getAdaptation,
  insertAdaptation,
  insertStep,
  insertVoice,
  knowsElement,
  knowsPartner,
  seesParticipant,
  today,
  type AdaptationRow,
  type NewStep,
} from './queries.ts'
import { tellPartner } from './tell.ts'

type App = { config: Config; jobs: Jobs }

/** The day it last moved on. What was weighed, told or put right may be written down later and holds nothing up. */
export const lastMoved = (one: AdaptationRow) => one.steps.findLast(({ kind }) => !['weigh', 'tell', 'correct'].includes(kind))!.on
/** The day a step happened: today unless said, never before the step it follows, never to come. */
export async function dayOf(tx: Tx, on: string | undefined, after: string, field = 'on'): Promise<string> {
  const now = await today(tx)
  if (on === undefined) return now < after ? after : now
  if (on > now) throw invalid(field, 'future', 'This day has not come yet')
  if (on < after) throw invalid(field, 'order', 'That was before the step it follows')
  return on
}
function checkTrial(on: string, trialUntil: string | null | undefined, field = 'trialUntil') {
  if (!trialUntil) return
  if (trialUntil < on) throw invalid(field, 'order', 'A trial ends after it begins')
  if (Date.parse(trialUntil) - Date.parse(on) > 366 * 86_400_000) throw invalid(field, 'far', 'A trial ends within a year')
}
/** Who decided: the decision that is named says so, and it is made already. */
async function deciderOf(
  tx: Tx,
  programmeId: string,
  { decidedBy, decisionId }: { decidedBy: DecidedBy; decisionId?: string | null },
  at = '',
): Promise<DecidedBy> {
  if (!decisionId) return decidedBy
  const found = await findDecision(tx, programmeId, decisionId)
  if (!found) throw invalid(`${at}decisionId`, 'unknown', 'There is no such decision in this programme')
  if (!found.decidedBy) throw invalid(`${at}decisionId`, 'open', 'This is not decided yet')
  return found.decidedBy
}
function checkReason(decidedBy: DecidedBy, words: string | undefined, at = '') {
  if ((decidedBy === 'law' || decidedBy === 'safeguarding') && !words?.trim())
    throw invalid(`${at}words`, 'required', 'Say what the law asks, or what keeps them safe')
}

/** One step on from the version its doer saw. */
export async function takeStep(tx: Tx, actor: Actor, one: AdaptationRow, version: number, step: NewStep): Promise<void> {
  const current = () => getAdaptation(tx, one.id)
  if (one.version !== version) await sameVersion(undefined, current)
  await sameVersion(await insertStep(tx, actor, one, step), current)
}

/** Agreed: the course changes first, then the step is kept, then the partner whose slot goes is told. */
export async function agree(tx: Tx, actor: Actor, one: AdaptationRow, body: Agreement, app: App, at = ''): Promise<void> {
  const decidedBy = await deciderOf(tx, one.programmeId, body, at)
  checkReason(decidedBy, body.words, at)
  const on = await dayOf(tx, body.on, lastMoved(one), `${at}on`)
  checkTrial(on, body.trialUntil, `${at}trialUntil`)
  const change = await changeCourse(tx, one, decidedBy, body.decisionId ?? null)
  await takeStep(tx, actor, one, body.version, {
    kind: 'agree',
    status: 'agreed',
    happenedOn: on,
    decidedBy,
    decisionId: body.decisionId ?? null,
    trialUntil: body.trialUntil ?? null,
    words: body.words ?? '',
    ...change,
  })
  await tellPartner(tx, actor, one, one.version + 1, on, app)
}

export async function notAgree(
  tx: Tx,
  actor: Actor,
  one: AdaptationRow,
  { version, on, decisionId, words, toldHow, ...body }: NoAgreement,
): Promise<void> {
  const decidedBy = await deciderOf(tx, one.programmeId, { ...body, decisionId: decisionId ?? null })
  const happenedOn = await dayOf(tx, on, lastMoved(one))
  await takeStep(tx, actor, one, version, {
    kind: 'not_agree',
    status: 'not_agreed',
    happenedOn,
    decidedBy,
    decisionId: decisionId ?? null,
    words,
    toldHow,
  })
}

export async function tryOut(
  tx: Tx,
  actor: Actor,
  one: AdaptationRow,
  kind: 'begin_trial' | 'extend_trial',
  { version, on, trialUntil, words = '' }: { version: number; on?: string; trialUntil: string; words?: string },
) {
  const happenedOn = await dayOf(tx, on, lastMoved(one))
  checkTrial(happenedOn, trialUntil)
  await takeStep(tx, actor, one, version, { kind, status: 'trialled', happenedOn, trialUntil, words })
}

const columns = {
  fromText: 'from_text',
  toText: 'to_text',
  whatWeFeared: 'what_we_feared',
  whatTheySaid: 'what_they_said',
  alternatives: 'alternatives',
  opportunityCost: 'opportunity_cost',
} as const
const longest: Partial<Record<Correction['field'], number>> = { fromText: 300, toText: 200 }
export async function correct(tx: Tx, actor: Actor, one: AdaptationRow, { version, field, words }: Correction): Promise<void> {
  const most = longest[field]
  if (most && !words.trim()) throw invalid('words', 'minLength', 'This cannot be left empty')
  if (most && words.length > most) throw invalid('words', 'maxLength', `must not have more than ${most} characters`)
  if (words === one[field]) throw invalid('words', 'same', 'These are the words that stand there now')
  await takeStep(tx, actor, one, version, {
    kind: 'correct',
    status: one.status,
    happenedOn: await dayOf(tx, undefined, lastMoved(one)),
    corrects: columns[field],
    earlierWords: one[field],
    words,
  })
}

async function checkLinks(tx: Tx, body: NewAdaptation) {
  const { programmeId, courseId, elementId, sessionIds = [], newPartnerId, followsId, voice } = body
  if (!courseId && (elementId || sessionIds.length > 0 || body.addsElement))
    throw invalid('courseId', 'required', 'Which course is it about?')
  if (body.elementBecomes && !elementId) throw invalid('elementId', 'required', 'Which part of the course is it about?')
  if (courseId) {
    const course = await getCourse(tx, courseId)
    if (course.programmeId !== programmeId) throw invalid('courseId', 'unknown', 'This course is in another programme')
    if (elementId && !(await knowsElement(tx, courseId, elementId)))
      throw invalid('elementId', 'unknown', 'This is not a part of the course')
    const open = new Set((await listSessions(tx, courseId)).flatMap(({ id, status }) => (status === 'planned' ? [id] : [])))
    if (sessionIds.some((id) => !open.has(id)))
      throw invalid('sessionIds', 'unknown', 'One of these is not a session that is still to come')
  }
  if (newPartnerId && !(body.addsElement && (await knowsPartner(tx, newPartnerId))))
    throw invalid('newPartnerId', 'unknown', 'Choose a partner of the partnership, for a new part of the course')
  if (followsId && (await getAdaptation(tx, followsId)).programmeId !== programmeId)
    throw invalid('followsId', 'unknown', 'That change was in another programme')
  if (voice && !(await seesParticipant(tx, programmeId, voice.participantId)))
    throw invalid('voice/participantId', 'unknown', 'Choose someone of this programme')
}

/** Written down as far as it has come: raised, and perhaps talked over and agreed in the same breath. */
export async function raise(tx: Tx, actor: Actor, id: string, body: NewAdaptation, app: App): Promise<void> {
  await checkLinks(tx, body)
  if (body.stands === 'agreed' && !body.agreed) throw invalid('agreed', 'required', 'Say who decided')
  const raisedOn = await dayOf(tx, body.raisedOn, '2000-01-01', 'raisedOn')
  await insertAdaptation(tx, actor, id, { ...body, sessionIds: [...new Set(body.sessionIds ?? [])], raisedOn })
  const start = { id, programmeId: body.programmeId }
  await insertStep(tx, actor, { ...start, version: 0, status: null }, { kind: 'raise', status: 'raised', happenedOn: raisedOn })
  if (body.voice)
    await insertVoice(tx, body.voice.id, {
      ...start,
      adaptationId: id,
      participantId: body.voice.participantId,
      words: body.voice.words,
      saidBy: 'worker',
      saidOn: raisedOn,
    })
  if (body.stands !== 'raised')
    await insertStep(
      tx,
      actor,
      { ...start, version: 1, status: 'raised' },
      { kind: 'talk_over', status: 'talked_over', happenedOn: raisedOn },
    )
  if (body.stands === 'agreed')
    await agree(tx, actor, await getAdaptation(tx, id), { ...body.agreed!, version: 2, on: raisedOn }, app, 'agreed/')
  await discardDraft(tx, id)
}
