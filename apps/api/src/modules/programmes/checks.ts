// Rules on what is written about a programme that no schema can say.
import type { NewProgramme, ProgrammeEdit } from '@modulus/contracts/programmes.ts'
import type { Tx } from '#db/transact.ts'
import { invalid } from '#plugins/problems.ts'
import { findArea, findProgramme, seesPartner, seesPerson, type ProgrammeRow } from './queries.ts'

export async function checkAnswers(tx: Tx, body: Partial<NewProgramme & ProgrammeEdit>, before?: ProgrammeRow): Promise<void> {
  const what = body.deadlineWhat === undefined ? (before?.deadlineWhat ?? null) : body.deadlineWhat,
    on = body.deadlineOn === undefined ? (before?.deadlineOn ?? null) : body.deadlineOn
  if (what === null && on !== null) throw invalid('deadlineWhat', 'required', 'Say what must be ready by then.')
  if (what !== null && on === null) throw invalid('deadlineOn', 'required', 'Say by when.')
  if (body.areaId && !(await findArea(tx, body.areaId))) throw invalid('areaId', 'unknown', 'There is no such area.')
  if (body.leadPartnerId && !(await seesPartner(tx, body.leadPartnerId)))
    throw invalid('leadPartnerId', 'unknown', 'There is no such partner.')
  if (body.derivedFromId && !(await findProgramme(tx, body.derivedFromId)))
    throw invalid('derivedFromId', 'unknown', 'There is no such programme.')
  for (const field of ['safeguardingLeadId', 'safeguardingDeputyId'] as const) {
    const id = body[field]
    if (id && !(await seesPerson(tx, id))) throw invalid(field, 'unknown', 'There is no such person here.')
  }
  const lead = body.safeguardingLeadId ?? before?.safeguardingLeadId,
    deputy = body.safeguardingDeputyId === undefined ? before?.safeguardingDeputyId : body.safeguardingDeputyId
  if (lead && lead === deputy && body.safeguardingLeadId !== null)
    throw invalid('safeguardingDeputyId', 'same', 'The deputy is someone else than the lead.')
}
