import type { Course } from '@modulus/contracts/courses.ts'
import { enrolments, type Enrolment } from '@modulus/contracts/enrolments.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import EnrolForm from './EnrolForm.vue'

const orla = '0190aaaa-0000-7000-8000-000000000011',
  courseId = '0190aaaa-0000-7000-8000-000000000007'
const place = (status: Enrolment['status']): Enrolment => ({
  id: '0190aaaa-0000-7000-8000-000000000012',
  courseId,
  participantId: orla,
  knownAs: 'Orla',
  status,
  enrolledOn: '2026-11-01',
  leftOn: null,
  choicesOffered: '',
  saidBy: 'participant',
  version: 1,
  can: { leave: true, takePlace: false },
})
const open = () => mount(EnrolForm, { props: { course: { id: courseId } as Course } })
const arrange = () => fakeApi().on(enrolments.candidates, { items: [{ participantId: orla, knownAs: 'Orla', reference: 'YP-1011' }] })

it('puts someone on the course, with what else they could choose', async () => {
  const api = arrange().on(enrolments.enrol, place('enrolled'))
  const page = await open()
  await page.fill('Who?', orla)
  await page.fill('What else could they choose?', 'Football')
  await page.press('Put them on the course')
  expect(api.callsOf(enrolments.enrol)[0]!.body).toEqual({
    courseId,
    participantId: orla,
    saidBy: 'participant',
    choicesOffered: 'Football',
  })
})
it('offers to wait when the course is full, under the same id', async () => {
  const api = arrange().refuse(enrolments.enrol, 'course-full', { canWait: true })
  const page = await open()
  await page.fill('Who?', orla)
  await page.press('Put them on the course')
  expect(page.get('[role=alert]').text()).toContain('Every place on this course is taken')
  api.on(enrolments.enrol, place('waiting'))
  await page.press('Let them wait for a place')
  const [first, second] = api.callsOf(enrolments.enrol)
  expect(second!.body).toMatchObject({ wait: true })
  expect(second!.params.enrolmentId).toBe(first!.params.enrolmentId)
})
it('asks who it is about before anything is sent', async () => {
  const api = arrange()
  const page = await open()
  await page.press('Put them on the course')
  expect(page.text()).toContain('Choose who wants to come')
  expect(api.callsOf(enrolments.enrol)).toHaveLength(0)
})
