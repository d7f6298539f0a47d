import { courses, type Course } from '@modulus/contracts/courses.ts'
import { courseElements } from '@modulus/contracts/course-elements.ts'
import { courseSessions, type CourseSession } from '@modulus/contracts/course-sessions.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import CourseSessionsPage from './CourseSessionsPage.vue'

const courseId = '0190dddd-0000-7000-8000-000000000001'
const session: CourseSession = {
  id: '0190dddd-0000-7000-8000-000000000002',
  programmeId: '0190dddd-0000-7000-8000-000000000003',
  courseId,
  week: 1,
  startsAt: '2026-11-17T10:00:00.000Z',
  endsAt: '2026-11-17T15:00:00.000Z',
  title: 'Boat repair',
  place: 'The quay',
  element: null,
  plannedTitle: 'Boat repair',
  changedWhy: '',
  status: 'planned',
  groupWords: '',
  groupScore: null,
  staffWords: null,
  holiday: null,
  inSeries: true,
  version: 1,
  can: { edit: true, mark: true },
}

it('someone who moves a series reads which session stayed, because of a bank holiday', async () => {
  const api = fakeApi()
    .on(courses.read, { id: courseId, name: 'Boat repair', status: 'co_designing', pattern: [], can: { edit: true } } as unknown as Course)
    .on(courseSessions.list, { items: [session] })
    .on(courseElements.list, { items: [] })
    .on(courseSessions.amend, { session, changed: 3, left: [{ stays: '2026-12-01', on: '2026-11-30', holiday: "St Andrew's Day" }] })
  const page = await mount(CourseSessionsPage, { path: `/courses/${courseId}/sessions`, props: { courseId } })
  await page.press('ChangeTue 17 Nov')
  await page.choose('This and the later ones')
  await page.fill('Day', '2026-11-16')
  await page.press('Save')
  expect(api.callsOf(courseSessions.amend)[0]!.body).toEqual({ version: 1, scope: 'this_and_later', on: '2026-11-16' })
  expect(page.text()).toContain('1 session stayed on the old day')
  expect(page.text()).toContain("because Mon 30 Nov is a bank holiday (St Andrew's Day)")
})
