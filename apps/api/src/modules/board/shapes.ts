// Rows as the pictures of the board need them. Pure.
import type { Attendance, Board, CourseRun, Travelled } from '@modulus/contracts/board.ts'
import { stages } from '@modulus/contracts/board.ts'
import { Shanarri } from '@modulus/contracts/measures.ts'
import type { Mark } from '@modulus/contracts/register.ts'
import { wilson } from '#statistics.ts'
import type { DistanceRow, MarkRow, SessionRow, StageCounts } from './queries.ts'

const groupBy = <T>(rows: readonly T[], key: (row: T) => string): T[][] => [...Map.groupBy(rows, key).values()]
const distinct = (words: string[]) => [...new Set(words)]

export const funnelOf = (counts: StageCounts): NonNullable<Board['funnel']> => stages.map((stage) => ({ stage, people: counts[stage] }))

const shareOf = (people: number, of: number | null) => {
  const share = of === null || people > of ? null : wilson(people, of)
  return share && { people, of: of!, ...share }
}
/** Of those who agreed or started, and of all who were invited where that number is known: two honest bases for the same people. */
export const employedOf = (counts: StageCounts, invited: number | null): NonNullable<Board['employed']> => ({
  ofStarted: shareOf(counts.employed, counts.started),
  ofInvited: shareOf(counts.employed, invited),
  sustained13w: counts.sustained13w,
  sustained26w: counts.sustained26w,
})

/** Present at all: the only sum that is made of marks. */
const present: Mark[] = ['came', 'came_part', 'came_late'],
  unexpected: Mark[] = ['not_expected', 'cancelled_by_us']
/** A week of several sessions as one mark. What they told us, or chose, stands before an empty chair. */
export function weekOf(week: number, marks: Mark[]): Attendance['people'][number]['cells'][number] {
  const expected = marks.filter((mark) => !unexpected.includes(mark)),
    came = expected.filter((mark) => present.includes(mark)).length
  const first = (...order: Mark[]) => order.find((mark) => expected.includes(mark))
  const mark =
    marks.length === 0
      ? null
      : expected.length === 0
        ? marks[0]!
        : came === 0
          ? first('chose_other', 'told_us_cant', 'kept_in_touch', 'didnt_come')!
          : came < expected.length
            ? 'came_part'
            : first('came_part', 'came_late', 'came')!
  return { week, mark, came, expected: expected.length }
}

export function attendanceOf(marks: MarkRow[], sessions: SessionRow[]): Attendance[] {
  return groupBy(sessions, ({ courseId }) => courseId).flatMap((course) => {
    const { courseId, name } = course[0]!,
      here = marks.filter((one) => one.courseId === courseId)
    const weeks = Math.max(0, ...course.map(({ week }) => week ?? 0))
    if (!here.some(({ mark }) => mark !== null)) return []
    const people = groupBy(here, ({ participantId }) => participantId).map((rows) => ({
      participantId: rows[0]!.participantId,
      knownAs: rows[0]!.knownAs,
      cells: Array.from({ length: weeks }, (_, i) =>
        weekOf(
          i + 1,
          rows.flatMap(({ week, mark }) => (week === i + 1 && mark ? [mark] : [])),
        ),
      ),
    }))
    return [{ courseId, name, weeks, people }]
  })
}

export function coursesOf(sessions: SessionRow[]): CourseRun[] {
  return groupBy(sessions, ({ courseId }) => courseId).map((course) => ({
    courseId: course[0]!.courseId,
    name: course[0]!.name,
    status: course[0]!.courseStatus,
    weeks: groupBy(
      course.filter(({ week }) => week !== null),
      ({ week }) => String(week),
    ).map((rows) => ({
      week: rows[0]!.week!,
      planned: distinct(rows.map(({ planned }) => planned)),
      ran: distinct(rows.filter(({ status }) => status !== 'cancelled').map(({ title }) => title)),
      changed: rows.some(({ planned, title, status }) => planned !== title || status === 'cancelled'),
      why: distinct(rows.map(({ why }) => why).filter(Boolean)).join('; '),
      held: rows.some(({ status }) => status === 'held'),
    })),
  }))
}

/** Fewer people than this are no picture: how many is said, who and how much is not drawn. */
const fewest = 5
export function travelledOf(rows: DistanceRow[]): Travelled[] {
  const place = ({ item }: Travelled) => (item === null ? -1 : (Shanarri.enum as readonly string[]).indexOf(item))
  return groupBy(rows, ({ framework, item }) => `${framework}/${item}`)
    .map((group) => {
      const people = new Set(group.map(({ participantId }) => participantId)).size
      const dates = group.flatMap(({ firstOn, latestOn }) => [firstOn, latestOn]).sort()
      return {
        framework: group[0]!.framework,
        item: group[0]!.item,
        people,
        from: dates[0]!,
        to: dates.at(-1)!,
        lines:
          people < fewest
            ? null
            : group.map(({ participantId, knownAs, goal, ratedBy, first, latest }) => ({
                participantId,
                knownAs,
                goal,
                ratedBy,
                first,
                latest,
              })),
      }
    })
    .sort((a, b) => place(a) - place(b))
}
