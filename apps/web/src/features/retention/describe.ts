// How people, periods and tables are called on these pages.
import type { BatchLine, KeepUnit, Subject } from '@modulus/contracts/retention.ts'
import { dateOf, plural } from '#lib/format.ts'

/** The name where the reader may see it; otherwise the reference, or who brought them and when. */
export const whoOf = (subject: Subject | null): string =>
  !subject
    ? 'Nobody any more'
    : (subject.name ??
      subject.reference ??
      `Suggested${subject.broughtBy ? ` by ${subject.broughtBy}` : ''}${subject.receivedOn ? ` on ${dateOf(subject.receivedOn)}` : ''}`)
export const periodOf = ({ keepCount, keepUnit }: { keepCount: number; keepUnit: KeepUnit }): string =>
  keepCount === 0 ? 'at once' : plural(keepCount, keepUnit)
/** "participant_contacts" as people read it. */
export const tableOf = (table: string): string => {
  const words = table.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
export const sentenceOf = (batch: BatchLine): string => {
  if (batch.state === 'done') return `Carried out on ${dateOf(batch.doneAt!)}. The certificate is below.`
  if (batch.state === 'closed') return 'Everyone in it is kept. Nothing was erased.'
  if (batch.state === 'approved')
    return batch.failed > 0
      ? `${plural(batch.failed, 'item', 'items')} did not go through and will be tried again tonight.`
      : 'Being carried out now. You can leave this page.'
  return batch.agreedBy.length > 0
    ? `${batch.agreedBy[0]!.name} has agreed. A second, different person has to agree before anything goes.`
    : 'Two different people have to agree, one of them a data lead, before anything goes.'
}
