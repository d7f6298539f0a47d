import type { Register, RegisterRow } from '@modulus/contracts/register.ts'
import { register } from '@modulus/contracts/register.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import RegisterForm from './RegisterForm.vue'

const id = (n: number) => `0190aaaa-0000-7000-8000-00000000000${n}`
const row = (n: number, knownAs: string, more: Partial<RegisterRow> = {}): RegisterRow => ({
  participantId: id(n),
  knownAs,
  familyName: null,
  mark: null,
  reasonKey: null,
  hints: [],
  ...more,
})
const session: Register['session'] = {
  id: id(9),
  programmeId: id(8),
  courseId: id(7),
  week: 3,
  startsAt: '2025-10-28T10:00:00.000Z',
  endsAt: '2025-10-28T15:00:00.000Z',
  title: 'Knots',
  place: '',
  element: null,
  plannedTitle: 'Knots',
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
const sheet = (rows: RegisterRow[]): Register => ({
  session,
  courseName: 'Boat repair',
  rows,
  reasons: [{ key: 'family', label: 'Family' }],
})
const people = () => sheet([row(1, 'Aidan'), row(2, 'Blair'), row(3, 'Orla')])
const open = (data = people()) => mount(RegisterForm, { props: { register: data, courseId: id(7) } })

it('takes everyone who came but one in three taps, and keeps each of them', async () => {
  const api = fakeApi()
    .on(register.take, ({ body }) =>
      sheet(people().rows.map((one) => ({ ...one, ...body.marks.find((mark) => mark.participantId === one.participantId) }))),
    )
    .on(register.mark, ({ params, body }) => ({
      session: { status: 'held' as const, version: 2 },
      row: row(2, 'Blair', { participantId: params.participantId, mark: body.mark, reasonKey: body.reasonKey ?? null }),
    }))
  const page = await open()
  expect(page.text()).toContain('3 people expected. Nobody marked yet.')
  await page.press('Everyone came')
  await page.findAll('fieldset')[1]!.find('input[value=told_us_cant]').trigger('change')
  await page.press('Save the register')
  expect(api.callsOf(register.mark)).toMatchObject([{ params: { participantId: id(2) }, body: { mark: 'told_us_cant' } }])
  expect(api.callsOf(register.take).map((call) => call.body.marks.map((one) => one.mark))).toEqual([
    ['came', 'came', 'came'],
    ['came', 'told_us_cant', 'came'],
  ])
  expect(page.router.currentRoute.value).toMatchObject({ path: `/courses/${id(7)}/sessions`, query: { saved: 'register', of: id(9) } })
})
it('keeps what was tapped when the connection fails, and sends all of it with Save', async () => {
  const api = fakeApi().cutOff(register.mark).on(register.take, people())
  const page = await open()
  await page.findAll('fieldset')[0]!.find('input[value=came]').trigger('change')
  await page.settle()
  expect(page.get('[role=alert]').text()).toContain('No connection')
  expect(page.text()).toContain('1 of 3 came. 2 not marked yet.')
  await page.press('Save the register')
  expect(api.callsOf(register.take)[0]!.body.marks).toEqual([{ participantId: id(1), mark: 'came', reasonKey: null }])
})
it('sends only what was marked here: a colleague may have changed their own mark since', async () => {
  const register_ = people()
  register_.rows[1]!.mark = 'didnt_come'
  const api = fakeApi().cutOff(register.mark).on(register.take, register_)
  const page = await open(register_)
  await page.findAll('fieldset')[0]!.find('input[value=came]').trigger('change')
  await page.press('Save the register')
  expect(api.callsOf(register.take)[0]!.body.marks).toEqual([{ participantId: id(1), mark: 'came', reasonKey: null }])
})
it('asks kindly, and never in red', async () => {
  fakeApi()
  const page = await open(
    sheet([
      row(1, 'Aidan', { mark: 'chose_other', hints: ['something_else'] }),
      row(2, 'Blair', { mark: 'didnt_come', hints: ['check_in'] }),
    ]),
  )
  expect(page.text()).toContain('Do they want something else?')
  expect(page.text()).toContain('Check in kindly')
  expect(page.html()).not.toMatch(/harm|error/)
})

it('shows what somebody said beforehand as a hint, and makes no mark of it', async () => {
  const page = await open(
    sheet([
      row(1, 'Aidan', { said: { reply: 'cant', words: 'My gran is ill' } }),
      row(2, 'Blair', { said: { reply: 'coming', words: '' } }),
    ]),
  )
  expect(page.text()).toContain('They said they can’t make it: “My gran is ill”')
  expect(page.text()).toContain('They said they’ll be there.')
  expect(page.findAll('input').filter((one) => (one.element as HTMLInputElement).checked)).toHaveLength(0)
})
