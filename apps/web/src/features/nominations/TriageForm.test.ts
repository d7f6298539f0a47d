import { nominations, type Nomination } from '@modulus/contracts/nominations.ts'
import { programmes, type Programme } from '@modulus/contracts/programmes.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import TriageForm from './TriageForm.vue'

const nomination = {
  id: '0190bbbb-0000-7000-8000-000000000001',
  programmeId: '0190bbbb-0000-7000-8000-000000000002',
  firstName: 'Catriona',
  familyName: 'Ross',
  dateOfBirth: null,
  status: 'screening',
} as Nomination
const officer = '0190bbbb-0000-7000-8000-000000000003',
  twin = '0190bbbb-0000-7000-8000-000000000004'
const api = () =>
  fakeApi()
    .on(programmes.read, {
      team: [
        { userId: officer, name: 'Amina Hart', partnerName: 'Fire', role: 'outreach_officer' },
        { userId: twin, name: 'Joel Orr', partnerName: null, role: 'analyst' },
      ],
    } as unknown as Programme)
    .on(nominations.findAlike, {
      items: [{ id: twin, kind: 'participant', name: 'Trina Ross', status: 'active', from: null, why: ['Sounds the same'] }],
    })
    .on(nominations.triage, nomination)
const open = () => mount(TriageForm, { props: { nomination }, path: '/nominations/1' })

it('accepts with a name to be called by and someone to knock on the door', async () => {
  const fake = api(),
    page = await open()
  await page.choose('Accept')
  await page.fill('What do they like to be called?', 'Trina')
  await page.fill('Who knocks on their door?', officer)
  expect(page.text()).not.toContain('Joel Orr')
  await page.fill('Did anyone see it differently? What did they say?', 'The school would wait')
  await page.press('Save the decision')
  expect(fake.callsOf(nominations.triage)[0]!.body).toMatchObject({
    outcome: 'accepted',
    knownAs: 'Trina',
    workerId: officer,
    dissentText: 'The school would wait',
  })
})
it('asks for an outcome', async () => {
  const fake = api(),
    page = await open()
  await page.press('Save the decision')
  expect(page.get('[role=alert]').text()).toContain('Say what the panel decided')
  expect(fake.callsOf(nominations.triage)).toEqual([])
})
it('already known is chosen by pointing at whom', async () => {
  const fake = api(),
    page = await open()
  await page.settle()
  await page.press('This is the same person as Trina Ross')
  expect(page.text()).toContain('The same person as Trina Ross.')
  await page.press('Save the decision')
  expect(fake.callsOf(nominations.triage)[0]!.body).toMatchObject({ outcome: 'duplicate', duplicateOfId: twin })
  expect(fake.callsOf(nominations.triage)[0]!.body).not.toHaveProperty('knownAs')
})
it('says it when somebody else decided first', async () => {
  api().refuse(nominations.triage, 'nomination-already-decided')
  const page = await open()
  await page.choose('Not now')
  await page.press('Save the decision')
  expect(page.get('[role=alert]').text()).toContain('This has been decided already')
})
