import { adaptations, type Adaptation } from '@modulus/contracts/adaptations.ts'
import type { CourseElement } from '@modulus/contracts/course-elements.ts'
import type { CourseSession } from '@modulus/contracts/course-sessions.ts'
import type { Course } from '@modulus/contracts/courses.ts'
import { drafts } from '@modulus/contracts/drafts.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ChangeForm from './ChangeForm.vue'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`
const element = (n: number, title: string, more: Partial<CourseElement> = {}) =>
  ({
    id: id(n),
    courseId: id(1),
    title,
    position: n,
    partner: null,
    interest: null,
    cameFrom: '',
    place: '',
    costPence: null,
    chosenBy: 'together',
    status: 'scheduled',
    version: 1,
    can: { edit: true },
    ...more,
  }) as CourseElement
const session = (n: number, day: string, part: CourseElement) =>
  ({
    id: id(n),
    courseId: id(1),
    programmeId: id(2),
    week: 1,
    startsAt: `${day}T10:00:00.000Z`,
    endsAt: `${day}T12:00:00.000Z`,
    title: part.title,
    plannedTitle: part.title,
    element: { id: part.id, title: part.title },
    status: 'planned',
    changedWhy: '',
  }) as CourseSession
const garage = element(11, 'Garage visit'),
  pool = element(12, 'Pool'),
  gone = element(13, 'Skating', { status: 'dropped' })
const facts = () => ({
  course: { id: id(1), programmeId: id(2), name: 'Work taster', can: { edit: true } } as Course,
  elements: [garage, pool, gone],
  sessions: [
    session(21, '2099-05-01', garage),
    session(22, '2099-05-08', pool),
    { ...session(23, '2020-01-01', garage), status: 'held' as const },
  ],
  people: [{ id: id(31), participantId: id(32), knownAs: 'Sam', status: 'enrolled' }],
})
const api = () =>
  fakeApi()
    .on(drafts.list, { items: [] })
    .on(drafts.keep, ({ params }) => ({
      id: params.draftId,
      kind: 'adaptation' as const,
      aboutId: id(1),
      title: '',
      version: 1,
      updatedAt: '2026-11-22T10:00:00.000Z',
    }))
    .on(partners.list, { items: [], next: null } as never)
    .on(adaptations.raise, ({ params, body }) => ({ id: params.adaptationId, status: body.stands }) as Adaptation)
const open = (given: object = {}) => mount(ChangeForm, { props: { facts: facts(), given }, path: `/courses/${id(1)}/changes/new` })

it('takes a change that the group made on the spot in eight taps and three boxes of words', async () => {
  const fake = api()
  const page = await open()
  let taps = 0
  const tap = async (words: string) => {
    taps++
    await page.choose(words)
  }
  const type = async (label: string, words: string) => {
    taps++ // into the box
    await page.fill(label, words)
  }
  await tap('Garage visit')
  await type('What do they want instead?', 'Stay at the workshop')
  await type('What did they say?', 'We like it here. Can we stay?')
  await type('What did we fear?', 'They lose the garage')
  await tap('Agreed')
  await tap('Everyone together')
  taps++
  await page.press('Save this change')
  expect(taps).toBeLessThanOrEqual(8)
  const [call] = fake.callsOf(adaptations.raise)
  expect(call!.body).toMatchObject({
    courseId: id(1),
    elementId: id(11),
    elementBecomes: 'swapped',
    addsElement: true,
    fromText: 'Garage visit',
    toText: 'Stay at the workshop',
    sessionIds: [id(21)],
    trigger: 'participants_chose_otherwise',
    raisedBy: 'participants',
    stands: 'agreed',
    agreed: { decidedBy: 'together' },
    voice: null,
  })
  expect(page.router.currentRoute.value.fullPath).toBe(`/changes/${call!.params.adaptationId}?saved=agreed`)
})
it('shows at most nine questions before anything is chosen, the rest folded away', async () => {
  api()
  const page = await open()
  const outside = page
    .findAll('form > fieldset, form > div > label, form > div label')
    .filter(
      (one) =>
        !one.element.closest('details') && one.element.closest('fieldset') === (one.element.tagName === 'FIELDSET' ? one.element : null),
    )
  expect(outside.length).toBeLessThanOrEqual(9)
  expect(page.get('details').attributes('open')).toBeUndefined()
  expect(page.text()).not.toContain('Skating') // dropped already
  expect(page.text()).not.toContain('Who decided?')
})
it('starts from what the register said, with a place for one person’s own words', async () => {
  const fake = api()
  const page = await open({ trigger: 'attendance_signal', sessionId: id(22), personId: id(32) })
  await page.fill('What do they want instead?', 'Boxing')
  await page.fill('What they said', 'I cannot swim')
  await page.choose('Only raised')
  await page.press('Save this change')
  expect(fake.callsOf(adaptations.raise)[0]!.body).toMatchObject({
    trigger: 'attendance_signal',
    elementId: id(12),
    fromText: 'Pool',
    sessionIds: [id(22)],
    stands: 'raised',
    agreed: null,
    voice: { participantId: id(32), words: 'I cannot swim' },
  })
})
it('says what is missing, and keeps what was typed', async () => {
  const fake = api()
  const page = await open()
  await page.press('Save this change')
  expect(page.text()).toContain('Say what they want instead, in a few words')
  expect(page.text()).toContain('Say how far it has come')
  expect(fake.callsOf(adaptations.raise)).toEqual([])
  expect(page.html()).not.toContain('overdue')
})
it('asks again for a plan that is no part of the course', async () => {
  const fake = api()
  const page = await open()
  await page.choose('Something else')
  await page.fill('What was planned, in a few words', 'A talk')
  await page.fill('What do they want instead?', 'A walk')
  await page.choose('Talked over with them')
  await page.press('Save this change')
  expect(fake.callsOf(adaptations.raise)[0]!.body).toMatchObject({
    elementId: null,
    elementBecomes: null,
    fromText: 'A talk',
    sessionIds: [],
  })
})
