import { participantSafety } from '@modulus/contracts/participant-safety.ts'
import { warnings, type Warning } from '@modulus/contracts/warnings.ts'
import { expect, it } from 'vitest'
import { addDays, dayOf } from '#lib/format.ts'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import PersonWarningsPage from './PersonWarningsPage.vue'
import WarningForm from './WarningForm.vue'
import WarningListPage from './WarningListPage.vue'

const today = dayOf()
const warning = (more: Partial<Warning> = {}): Warning => ({
  id: '0190aaaa-0000-7000-8000-0000000000f1',
  programmeId: '0190aaaa-0000-7000-8000-000000000004',
  programmeName: 'Linnbrae',
  participant: null,
  place: 'Stair at 12 Quay Lane',
  code: 'way_in',
  whatToDo: 'Use the front stair',
  why: 'No light',
  source: 'The concierge',
  toldThem: null,
  notToldWhy: '',
  agreedOn: today,
  reviewOn: addDays(today, 30),
  endsOn: addDays(today, 90),
  endedOn: null,
  endedWhy: '',
  decidedBy: 'Amina Hart',
  approvedBy: null,
  seenBy: [],
  seenByMe: false,
  version: 1,
  can: { approve: false, review: true, see: true },
  ...more,
})
const person = { id: '0190aaaa-0000-7000-8000-0000000000a1', knownAs: 'Aidan', programmeId: '0190aaaa-0000-7000-8000-000000000004' }

it('says what is due, who stands behind each note and who has read it; one press says that I have', async () => {
  const api = fakeApi().on(warnings.list, { items: [warning({ reviewOn: addDays(today, -1), agreedOn: addDays(today, -40) })] })
  const page = await mount(WarningListPage, { path: '/warnings' })
  await page.settle()
  expect(page.text()).toContain('1 note to look at again within a week.')
  expect(page.text()).toContain('Review overdue: treat as current')
  expect(page.text()).toContain('Waits for a programme lead. It counts all the same.')
  api.on(warnings.see, warning({ seenByMe: true }))
  await page.press('I have read it: Use the front stair')
  expect(api.callsOf(warnings.see)).toHaveLength(1)
})
it('about a person it asks whether they were told, and if not, why', async () => {
  const api = fakeApi().on(warnings.write, warning())
  const page = await mount(WarningForm, { props: { person }, path: '/warnings/new' })
  await page.choose('Go in twos')
  await page.fill('What to do', 'Two of us, always')
  await page.fill('Why', 'A large dog')
  await page.fill('Where do we know it from?', 'My own visit')
  await page.choose('No')
  api.refuse(warnings.write, 'invalid-input', { errors: [{ pointer: '/body/notToldWhy', keyword: 'required', detail: 'why?' }] })
  await page.press('Save the note')
  expect(page.get('[role=alert]').text()).toContain('Say why they have not been told')
  await page.fill('Why not?', 'It would put his mother at risk')
  api.on(warnings.write, warning())
  await page.press('Save the note')
  expect(api.callsOf(warnings.write).at(-1)!.body).toMatchObject({
    participantId: person.id,
    code: 'two_people',
    toldThem: false,
    notToldWhy: 'It would put his mother at risk',
    reviewOn: addDays(today, 30),
  })
})
it('on a person’s own page a note is reviewed as it is in the list of all', async () => {
  const { id, whatToDo, why, source, agreedOn, reviewOn, endedOn, endedWhy, decidedBy, version } = warning()
  const api = fakeApi().on(participantSafety.safety, {
    flags: [{ id, whatToDo, why, source, agreedOn, reviewOn, endedOn, endedWhy, decidedBy, version }],
    checkedOn: null,
    checkedBy: null,
    can: { keepSafe: true },
  })
  const page = await mount(PersonWarningsPage, { props: { participantId: person.id }, path: `/people/${person.id}/safety` })
  await page.settle()
  await page.press('Review it: Use the front stair')
  await page.choose('No longer needed')
  await page.fill('Why is it no longer needed?', 'New lights')
  api.on(warnings.end, warning({ endedOn: today }))
  await page.press('Save the review')
  expect(api.callsOf(warnings.end)).toMatchObject([{ params: { warningId: id }, body: { version, why: 'New lights' } }])
})
