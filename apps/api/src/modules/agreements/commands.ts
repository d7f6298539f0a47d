// Rules on what is agreed that no schema can say, and whom a new draft is laid before.
import type { AgreementParty } from '@modulus/contracts/agreements.ts'
import { needsConditions, notForPublicBodies } from '@modulus/contracts/lawful.ts'
import type { Config } from '#config.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { invalid } from '#plugins/problems.ts'
import type { Jobs } from '../../jobs.ts'
import { post } from '../messages/commands.ts'
import { listSigners, proposeBasis, type AgreementRow } from './queries.ts'

export function checkDays({ from, until, reviewDue }: { from: string; until: string; reviewDue?: string }): void {
  if (until < from) throw invalid('until', 'order', 'The last day is before the first')
  if (reviewDue !== undefined && (reviewDue < from || reviewDue > until))
    throw invalid('reviewDue', 'outside', 'Look at it again while it runs')
}

interface Basis {
  article6: string
  article9?: string | null
  schedule1?: string | null
}
/** `at` is where the basis stands in the body: '' or 'leadBasis/'. UK GDPR articles 6(1), 9, 10; DPA 2018 section 10 and schedule 1. */
export function checkBasis(
  at: string,
  categories: readonly string[],
  party: Pick<AgreementParty, 'publicBody'> | undefined,
  basis: Basis,
): void {
  if (party?.publicBody && notForPublicBodies.includes(basis.article6))
    throw invalid(`${at}article6`, 'publicBody', 'A public body cannot stand on this for its own tasks')
  if (!needsConditions(categories)) return
  if (!basis.article9) throw invalid(`${at}article9`, 'required', 'What is shared needs a condition of article 9 too')
  if (!basis.schedule1) throw invalid(`${at}schedule1`, 'required', 'What is shared needs a condition of schedule 1 too')
}

type Proposed = Basis & { basisWords?: string }
export async function proposeBases(
  tx: Tx,
  row: AgreementRow,
  { leadBasis, partnerBasis }: { leadBasis?: Proposed; partnerBasis?: Proposed },
) {
  for (const [part, basis] of [
    ['lead', leadBasis],
    ['partner', partnerBasis],
  ] as const) {
    if (!basis) continue
    checkBasis(
      `${part}Basis/`,
      [],
      row.parties.find((one) => one.part === part),
      basis,
    )
    await proposeBasis(tx, row.id, part, basis)
  }
}

/** To everyone who may sign for a party that has not: where to read it, and nothing of what it says. */
export async function askToSign(tx: Tx, actor: Actor, { config, jobs }: { config: Config; jobs: Jobs }, id: string): Promise<void> {
  for (const to of await listSigners(tx, id))
    await post(tx, jobs, actor.partnershipId, {
      kind: 'notice',
      to,
      subject: 'A sharing agreement waits for your name',
      body: `A sharing agreement was drafted and you may sign for your organisation. Nothing is shared before everyone has signed. Sign in to read it: ${config.publicUrl}/admin/agreements/${id}`,
    })
}
