import type { SessionEdit } from '@modulus/contracts/course-sessions.ts'
import type { Tx } from '#db/transact.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import type { HolidayOn } from '../holidays.ts'
import { planIsOpen } from '../policy.ts'
import { getCourse, listSessions, type CourseRow, type SessionRow } from '../queries.ts'
import { changeSessions, elementTitle, insertSlots, laterInSeries, scheduleElement, type Change } from './queries.ts'
import { slotsOf } from './slots.ts'

/** The bank holidays of the pattern are left out and named, unless they are kept; one that has a session already is not named again. */
export async function generateSessions(tx: Tx, course: CourseRow, holidayOn: HolidayOn, keep: string[]) {
  const needs = [!course.startsOn && 'startsOn', !course.weeks && 'weeks', course.pattern.length === 0 && 'pattern'].filter(
    (one) => one !== false,
  )
  if (!course.startsOn || !course.weeks || needs.length > 0) throw new Problem('course-not-ready', { needs })
  const all = slotsOf(course.startsOn, course.weeks, course.pattern, course.place)
  const closed = (on: string) => (keep.includes(on) ? null : holidayOn(on))
  const made = await insertSlots(
    tx,
    course,
    all.filter((slot) => !closed(slot.on)),
  )
  const items = await listSessions(tx, course.id)
  const taken = new Set(items.map((one) => one.on))
  const days = [...new Set(all.map((slot) => slot.on))].filter((on) => !taken.has(on))
  return {
    made,
    items,
    skipped: days.flatMap((on) => {
      const holiday = closed(on)
      return holiday ? [{ on, holiday }] : []
    }),
  }
}

/** What an edit means for the title and its reason, once the group has agreed the plan. */
async function meant(
  tx: Tx,
  course: CourseRow,
  session: SessionRow,
  { version: _version, scope: _scope, ...edit }: SessionEdit,
): Promise<Change> {
  const change: Change = edit
  if (edit.elementId) {
    const title = await elementTitle(tx, course.id, edit.elementId)
    if (title === undefined) throw invalid('elementId', 'exists', 'is not part of this course')
    change.title ??= title
  }
  if (change.title === undefined || planIsOpen(course.status) || session.plannedTitle === course.name) return change
  if (change.title === session.plannedTitle) return { ...change, changedWhy: '' }
  if (change.title !== session.title && !change.changedWhy?.trim())
    throw invalid('changedWhy', 'required', 'says why it is not what was planned')
  return change
}

const aloneFields = ['on', 'startsAt', 'endsAt', 'title', 'place'] as const

const daysLater = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/**
 * Changes this session, or it and the later ones of its series; gives how many changed. The day of this session is chosen by whoever edits
 * it; a later one that would come to lie on a bank holiday keeps its day, gets the other changes, and stands alone from now on.
 */
export async function editSession(tx: Tx, session: SessionRow, body: SessionEdit, holidayOn: HolidayOn) {
  const course = await getCourse(tx, session.courseId)
  const change = await meant(tx, course, session, body)
  const plan = planIsOpen(course.status),
    later = body.scope === 'this_and_later' ? await laterInSeries(tx, session) : []
  const alone = body.scope === 'this' && aloneFields.some((field) => body[field] !== undefined)
  const shift = change.on ? (Date.parse(change.on) - Date.parse(session.on)) / 86_400_000 : 0
  const left = later.flatMap(({ id, on: stays }) => {
    const on = daysLater(stays, shift),
      holiday = shift === 0 ? null : holidayOn(on)
    return holiday ? [{ id, stays, on, holiday }] : []
  })
  const leftIds = new Set(left.map((one) => one.id)),
    moving = later.flatMap(({ id }) => (leftIds.has(id) ? [] : [id]))
  let changed = await changeSessions(tx, course, session, [session.id, ...moving], change, { plan, alone })
  if (left.length > 0) {
    const { on: _on, ...others } = change
    const touched = await changeSessions(tx, course, session, [...leftIds], others, { plan, alone: true })
    if (Object.keys(others).length > 0) changed += touched
  }
  if (change.elementId) await scheduleElement(tx, change.elementId)
  return { changed, left: left.map(({ id: _id, ...one }) => one) }
}
