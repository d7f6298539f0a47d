import { programmes, type Programme } from '@modulus/contracts/programmes.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ProgrammeMoveCard from './ProgrammeMoveCard.vue'

const programme = (changes: Partial<Programme>) =>
  ({
    id: '0190bbbb-0000-7000-8000-000000000001',
    status: 'preparing',
    moves: [],
    can: { edit: true, move: true, nominate: true },
    ...changes,
  }) as Programme
const missing = [{ key: 'dpia', text: 'The data protection impact assessment is approved' }]
const open = (one: Programme) => mount(ProgrammeMoveCard, { props: { programme: one }, path: '/programmes/1' })

it('says what is missing before anyone presses, and offers no step', async () => {
  fakeApi()
  const page = await open(
    programme({
      moves: [
        { to: 'outreach', missing },
        { to: 'paused', missing: [] },
      ],
    }),
  )
  expect(page.text()).toContain('Not yet. Still missing:')
  expect(page.findAll('button').map((one) => one.text())).toEqual(['Pause the programme'])
})
it('moves one step on', async () => {
  const one = programme({
    status: 'spotted',
    moves: [
      { to: 'convened', missing: [] },
      { to: 'paused', missing: [] },
    ],
  })
  const api = fakeApi().on(programmes.move, one),
    page = await open(one)
  await page.press('Move on to “Partners brought together”')
  expect(api.callsOf(programmes.move)[0]!.body).toEqual({ to: 'convened' })
})
it('says so when something went missing meanwhile', async () => {
  fakeApi().refuse(programmes.move, 'programme-not-ready', { missing })
  const page = await open(programme({ moves: [{ to: 'outreach', missing: [] }] }))
  await page.press('Move on to “Knocking on doors”')
  expect(page.get('[role=alert]').text()).toContain('Not yet')
})
it('offers nothing to those who may not move it', async () => {
  fakeApi()
  const page = await open(programme({ moves: [{ to: 'outreach', missing: [] }], can: { edit: false, move: false, nominate: false } }))
  expect(page.findAll('button')).toEqual([])
  expect(page.text()).toContain('The programme lead moves it on.')
})
