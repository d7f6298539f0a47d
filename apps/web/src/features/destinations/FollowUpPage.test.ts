import { destinations, type FollowUp, type Whereabouts } from '@modulus/contracts/destinations.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import DestinationListPage from './DestinationListPage.vue'
import FollowUpPage from './FollowUpPage.vue'

const id = '0190aaaa-0000-7000-8000-00000000000a',
  asked = '0190aaaa-0000-7000-8000-00000000000b'
const followUp: FollowUp = {
  id: asked,
  programmeId: id,
  participantId: id,
  knownAs: 'Orla',
  months: 3,
  dueOn: '2026-11-14',
  status: 'due',
  doneOn: null,
  destinationId: null,
  destinationKind: null,
  words: '',
  version: 2,
  can: { answer: true },
}
const whereabouts = (more: Partial<Whereabouts> = {}): Whereabouts => ({
  participantId: id,
  knownAs: 'Orla',
  destinations: [],
  followUps: [followUp],
  can: { record: true, schedule: true },
  ...more,
})
const open = () => mount(FollowUpPage, { props: { participantId: id, followUpId: asked }, path: '/', routes: [] })

it('keeps what they do now together with the answer', async () => {
  const api = fakeApi().on(destinations.whereabouts, whereabouts()).on(destinations.done, followUp)
  const page = await open()
  expect(page.get('h2').text()).toBe('How is Orla?')
  await page.choose('Yes')
  await page.choose('Training')
  await page.fill('When did we talk?', '2026-11-20')
  await page.press('Save')
  await page.settle()
  const { body } = api.callsOf(destinations.done)[0]!
  expect(body).toMatchObject({
    version: 2,
    doneOn: '2026-11-20',
    destination: { kind: 'training', startsOn: '2026-11-20', checkedOn: '2026-11-20' },
  })
  expect(page.router.currentRoute.value.fullPath).toBe(`/people/${id}/destinations?saved=answered`)
})
it('takes “could not reach them” for an answer', async () => {
  const api = fakeApi().on(destinations.whereabouts, whereabouts()).on(destinations.unreachable, followUp)
  const page = await open()
  await page.choose('We tried and could not')
  await page.press('Save')
  await page.settle()
  expect(api.callsOf(destinations.unreachable)[0]!.body).toMatchObject({ version: 2, words: '' })
})
it('asks before it sends', async () => {
  const api = fakeApi().on(destinations.whereabouts, whereabouts())
  const page = await open()
  await page.press('Save')
  expect(page.get('[role=alert]').text()).toContain('This needs an answer')
  expect(api.calls).toHaveLength(1)
})
it('offers nothing to those who only read', async () => {
  fakeApi().on(
    destinations.whereabouts,
    whereabouts({ followUps: [{ ...followUp, can: { answer: false } }], can: { record: false, schedule: false } }),
  )
  const page = await mount(DestinationListPage, { props: { participantId: id } })
  expect(page.text()).toContain('After 3 months')
  expect(page.findAll('main a, a').map((one) => one.text())).toEqual([])
})
