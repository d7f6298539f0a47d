// What each save without signal is: which record it belongs to, what it is called while it waits, what the form goes on with, and how what was
// taken along looks after it.
import type { NewAdaptation } from '@modulus/contracts/adaptations.ts'
import type { OfflineFile, Pack } from '@modulus/contracts/offline.ts'
import type { Marked, OneMark, Register, WholeRegister } from '@modulus/contracts/register.ts'
import type { Session } from '@modulus/contracts/session.ts'
import type { Static } from 'typebox'
import type { VisitChange } from '@modulus/contracts/visits.ts'
import { amendedIn, matches, nameIn, recordedIn, registers, visitIn } from './along.ts'
import type { Asked, Label } from './phone.ts'

export interface Save {
  recordId: string
  who: string | null
  part?: string
  /** The record that has to be there first. */
  after?: string
  answer: Record<string, unknown>
  /** What was taken along, with this in it; undefined when nothing of it changes. */
  pack?: Pack
  /** What this says again and more, so that the earlier need not be sent, when nobody has tried to. */
  replaces: (earlier: Label) => boolean
}
interface Known {
  itemId: string
  pack: Pack | null
  session: Session
}
type Words = Record<string, unknown>
const ids = (path: string): string[] => path.match(/[0-9a-f]{8}-[0-9a-f-]{27}/gi) ?? []

export function saveOf({ operation, path, body }: Asked, known: Known): Save {
  const recordId = ids(path)[0] ?? known.itemId
  if (operation === 'register.take') return wholeRegister(recordId, body as WholeRegister, known)
  if (operation === 'register.mark') return oneMark(recordId, ids(path)[1]!, body as OneMark, known)
  if (operation === 'attachments.send') return photo(ids(path) as [string, string], body as OfflineFile, known)
  const words = body as Words
  return {
    recordId,
    who: whoIn(operation, recordId, words, known),
    answer: { ...words, id: recordId, ...answers[operation]?.(words, known) },
    ...(operation === 'visits.record' && known.pack && { pack: recordedIn(known.pack, recordId) }),
    ...(operation === 'visits.amend' && known.pack && { pack: amendedIn(known.pack, recordId, body as VisitChange) }),
    replaces: () => false,
  }
}

function whoIn(operation: string, recordId: string, words: Words, { pack }: Known): string | null {
  if (!pack) return null
  if (operation === 'mentoring.log') return matches(pack.entries).find(({ id }) => id === words.matchId)?.participant.knownAs ?? null
  if (operation === 'adaptations.raise') return courseIn(pack, words.courseId)
  return nameIn(pack, words.participantId) ?? visitIn(pack, recordId)?.participant.knownAs ?? null
}
const courseIn = ({ entries }: Pack, id: unknown): string | null =>
  registers(entries).find(({ session }) => session.courseId === id)?.courseName ?? null

/** What the API would add to the answer, as far as the form after it needs it. */
const answers: Record<string, (words: Words, known: Known) => Words> = {
  'concerns.raise': (words, { session }) => ({
    programmeName: (session.programmes.find(({ id }) => id === words.programmeId) ?? session.programmes[0])?.name ?? '',
    lead: null,
    deputy: null,
    dutyPhone: session.partnership.dutyPhone,
  }),
  'adaptations.raise': (words) => ({ status: (words as NewAdaptation).stands }),
}

function photo([participantId, recordId]: [string, string], { announce }: OfflineFile, { pack }: Known): Save {
  const after = announce.aboutId
  return {
    recordId,
    ...(after !== undefined && { after }),
    who: pack && nameIn(pack, participantId),
    answer: { id: recordId },
    replaces: () => false,
  }
}

type Said = Map<string, OneMark>
const marked = (register: Register, said: Said): Register => ({
  ...register,
  rows: register.rows.map((row) => {
    const { mark, reasonKey = null } = said.get(row.participantId) ?? row
    return { ...row, mark, reasonKey, hints: [] }
  }),
})
/** The register of that session as it stands after these marks. */
function afterMarks(sessionId: string, said: Said, pack: Pack | null) {
  const path = `/course-sessions/${sessionId}/register`
  const register = pack && registers(pack.entries).find(({ session }) => session.id === sessionId)
  if (!pack || !register) return { register: null }
  const now = marked(register, said)
  return { register: now, pack: { ...pack, entries: pack.entries.map((one) => (one.path === path ? { path, body: now } : one)) } }
}
/** Marks of these people: an earlier save of none but them need not be sent as well. */
const covering = (recordId: string, people: string[]): Pick<Save, 'part' | 'replaces'> => ({
  part: people.join(' '),
  replaces: ({ operation, recordId: other, part }) =>
    operation.startsWith('register.') && other === recordId && (part ?? '?').split(' ').every((one) => people.includes(one)),
})
function wholeRegister(recordId: string, { marks }: WholeRegister, { pack: before }: Known): Save {
  const { register, pack } = afterMarks(recordId, new Map(marks.map((one) => [one.participantId, one])), before)
  return {
    recordId,
    who: register?.session.title ?? null,
    answer: { ...(register ?? { rows: [] }) },
    ...(pack && { pack }),
    ...covering(
      recordId,
      marks.map((one) => one.participantId),
    ),
  }
}
function oneMark(recordId: string, participantId: string, mark: OneMark, { pack: before }: Known): Save {
  const { register, pack } = afterMarks(recordId, new Map([[participantId, mark]]), before)
  const row = register?.rows.find((one) => one.participantId === participantId)
  const answer: Static<typeof Marked> = {
    row: row ?? { participantId, knownAs: '', familyName: null, mark: mark.mark, reasonKey: mark.reasonKey ?? null, hints: [] },
    session: { status: register?.session.status ?? 'planned', version: register?.session.version ?? 1 },
  }
  return {
    recordId,
    ...covering(recordId, [participantId]),
    who: register && row ? `${row.knownAs}, ${register.session.title}` : null,
    answer,
    ...(pack && { pack }),
  }
}
