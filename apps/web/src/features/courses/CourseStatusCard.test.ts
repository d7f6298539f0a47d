import { courses, type Course } from '@modulus/contracts/courses.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import CourseStatusCard from './CourseStatusCard.vue'

const course = (more: Partial<Course> = {}): Course => ({
  id: '0190aaaa-0000-7000-8000-000000000007',
  programmeId: '0190aaaa-0000-7000-8000-000000000004',
  programmeName: 'Linnbrae',
  name: 'Boat repair',
  status: 'proposed',
  weeks: null,
  startsOn: null,
  place: '',
  capacity: 8,
  taken: 0,
  nextSession: null,
  about: '',
  pattern: [],
  version: 3,
  groupHasDecided: false,
  decisions: [],
  next: ['agreed_by_group', 'co_designing'],
  can: { edit: true, move: true, decide: true, enrol: true, mark: true },
  ...more,
})

it('says what the group’s agreement still needs, instead of a button that would be refused', async () => {
  fakeApi()
  const page = await mount(CourseStatusCard, { props: { course: course() } })
  expect(page.text()).toContain('The group has decided: the young people, or everyone together. Not yet.')
  expect(page.text()).not.toContain('The group has agreed')
  expect(page.text()).toContain('Record what the group decided')
})
it('moves on once the group has decided and the weeks are agreed', async () => {
  const api = fakeApi().on(courses.move, course({ status: 'agreed_by_group' }))
  const page = await mount(CourseStatusCard, { props: { course: course({ groupHasDecided: true, weeks: 6 }) } })
  await page.press('The group has agreed')
  expect(api.callsOf(courses.move)).toMatchObject([{ body: { to: 'agreed_by_group', version: 3 } }])
})
it('explains why a course without sessions cannot run', async () => {
  fakeApi().refuse(courses.move, 'course-not-ready', { needs: ['sessions'] })
  const page = await mount(CourseStatusCard, {
    props: { course: course({ status: 'agreed_by_group', weeks: 6, groupHasDecided: true, next: ['running', 'proposed'] }) },
  })
  await page.press('Start running it')
  expect(page.get('[role=alert]').text()).toBe('There is no session in the calendar yet. Make the sessions first.')
})
it('offers no step to someone who may not take it', async () => {
  fakeApi()
  const page = await mount(CourseStatusCard, {
    props: { course: course({ can: { edit: false, move: false, decide: false, enrol: false, mark: false } }) },
  })
  expect(page.findAll('button')).toHaveLength(0)
})
