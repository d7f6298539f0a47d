import { chronology, type SignificantEvent } from '@modulus/contracts/chronology.ts'
import { participantStory } from '@modulus/contracts/participant-story.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ChronologyPage from './ChronologyPage.vue'

const participantId = '0190aaaa-0000-7000-8000-0000000000a1'
const event: SignificantEvent = {
  id: '0190aaaa-0000-7000-8000-0000000000e1',
  kind: 'visit',
  aboutId: '0190aaaa-0000-7000-8000-0000000000e2',
  happenedOn: '2026-08-19',
  effect: 'better',
  impact: 'First time the door stayed open',
  by: 'Amina Hart',
  version: 1,
}
const item = { params: {}, theirWords: ['Vans'], staffWords: '', by: null, at: '2026-09-01T12:00:00.000Z' }
const open = async (mark: boolean) => {
  const api = fakeApi()
    .on(chronology.read, { items: [event], can: { mark } })
    .on(participantStory.story, {
      items: [
        { ...item, id: event.aboutId, kind: 'visit' },
        { ...item, id: '0190aaaa-0000-7000-8000-0000000000e3', kind: 'deal' },
        { ...item, id: '0190aaaa-0000-7000-8000-0000000000e4', kind: 'measure' },
      ],
      next: null,
    })
  const page = await mount(ChronologyPage, {
    props: { participantId },
    path: `/people/${participantId}/chronology`,
    at: '/people/:participantId/chronology',
  })
  await page.settle()
  return { api, page }
}

it('marks what is in the story and not yet marked, in one line', async () => {
  const { api, page } = await open(true)
  expect(page.text()).toContain('First time the door stayed open')
  const choices = page.findAll('select option').map((one) => one.attributes('value'))
  expect(choices).toEqual(['', 'deal 0190aaaa-0000-7000-8000-0000000000e3'])
  await page.press('Mark it')
  expect(page.get('[role=alert]').text()).toMatch(/Choose what mattered.*Say which way/s)
  await page.get('select').setValue(choices[1])
  await page.choose('Made things better')
  await page.fill('What did it change? One line', 'Said yes')
  api.on(chronology.mark, event)
  await page.press('Mark it')
  expect(api.callsOf(chronology.mark)[0]!.body).toEqual({
    kind: 'deal',
    aboutId: choices[1]!.split(' ')[1],
    effect: 'better',
    impact: 'Said yes',
  })
})
it('those who keep safety read it, and mark nothing', async () => {
  const { page } = await open(false)
  expect(page.text()).toContain('Made things better')
  expect(page.findAll('form, button')).toHaveLength(0)
})
