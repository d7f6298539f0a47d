// Person by session, counted: only marks of people who were enrolled on that day count, and what nobody wrote down is not an absence.
import type { AttendanceMatrix, Mark } from '@modulus/contracts/register.ts'
import type { MatrixRows } from './queries.ts'

const there: Mark[] = ['came', 'came_part', 'came_late']
const outside: Mark[] = ['not_expected', 'cancelled_by_us']

export function matrixOf({ sessions, stays, marks }: MatrixRows): AttendanceMatrix {
  const markOf = new Map(marks.map((one) => [one.sessionId + one.participantId, one.mark]))
  const people = new Map<string, { knownAs: string; stays: MatrixRows['stays'] }>()
  for (const stay of stays)
    people.set(stay.participantId, { knownAs: stay.knownAs, stays: [...(people.get(stay.participantId)?.stays ?? []), stay] })

  const rows = [...people].map(([participantId, person]) => {
    const cells = sessions.map((session) => {
      const mark = markOf.get(session.id + participantId) ?? null
      // On the day they left they may still have come.
      const enrolled = person.stays.some(
        ({ from, until }) => from <= session.on && (until === null || session.on < until || (session.on === until && mark !== null)),
      )
      return { sessionId: session.id, enrolled, mark }
    })
    return { participantId, knownAs: person.knownAs, cells, ...count(cells) }
  })
  const bySession = sessions.map((session, n) => ({ ...session, ...count(rows.map((row) => row.cells[n]!)) }))
  return { sessions: bySession, people: rows, ...count(rows.flatMap((row) => row.cells)) }
}

function count(cells: { enrolled: boolean; mark: Mark | null }[]) {
  const marks = cells.flatMap(({ enrolled, mark }) => (enrolled && mark && !outside.includes(mark) ? [mark] : []))
  return { counted: marks.length, came: marks.filter((mark) => there.includes(mark)).length }
}
