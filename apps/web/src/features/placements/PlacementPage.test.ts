import { placements, type Placement } from '@modulus/contracts/placements.ts'
import { opportunities } from '@modulus/contracts/opportunities.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import { dayOf } from '#lib/format.ts'
import PartnerHomePage from './PartnerHomePage.vue'
import PartnerPlacementPage from './PartnerPlacementPage.vue'
import PlacementPage from './PlacementPage.vue'

const id = '0190aaaa-0000-7000-8000-0000000000a1'
const joinery = { id: '0190aaaa-0000-7000-8000-0000000000b1', name: 'Hart Joinery' }
const no = { answer: false, move: false, edit: false, accept: false, decline: false, attend: false, review: false }
const placement: Placement = {
  id,
  participant: { id: '0190aaaa-0000-7000-8000-0000000000c1', programmeId: '0190aaaa-0000-7000-8000-000000000004', knownAs: 'Iona' },
  opportunity: { id: '0190aaaa-0000-7000-8000-0000000000d1', kind: 'job', title: 'Out on the vans', place: 'Dock Road' },
  partner: joinery,
  state: 'they_said_yes',
  startsOn: null,
  endsOn: null,
  partnerAcceptedOn: null,
  adjustments: '',
  interest: { ownWords: 'Out on the vans, no in an office', tag: null },
  supervisor: null,
  contact: null,
  job: null,
  days: [],
  reviews: [],
  endedBy: null,
  inside: null,
  moves: [],
  version: 2,
  can: { ...no },
}
const at = { path: `/partner/placements/${id}`, at: '/partner/placements/:placementId', props: { placementId: id } }

it('tells a partner what needs them, and takes them to it', async () => {
  fakeApi().on(placements.partnerHome, {
    needs: [
      { kind: 'answer', placement },
      { kind: 'attendance', placement: { ...placement, state: 'placement' } },
    ],
    offers: [],
    placements: [placement],
  })
  const page = await mount(PartnerHomePage, { path: '/partner', session: { roles: ['partner_contact'], programmes: [] } })
  expect(page.text()).toContain('2 things need you.')
  await page.press('Iona said yes. Can they come?')
  expect(page.router.currentRoute.value.path).toBe(`/partner/placements/${id}`)
})
it('asks a partner’s contact for their side, and a supervisor for nothing to sign', async () => {
  fakeApi().on(placements.partnerHome, { needs: [], offers: [], placements: [] })
  const asked = async (role: 'partner_contact' | 'placement_supervisor') =>
    (await mount(PartnerHomePage, { path: '/partner', session: { roles: [role] } }))
      .findAll('section[aria-labelledby=asked] a')
      .map((one) => one.attributes('href'))
  expect(await asked('partner_contact')).toEqual(['/barriers/survey', '/coherence/sign', '/pulse'])
  expect(await asked('placement_supervisor')).toEqual(['/barriers/survey', '/pulse'])
})
it('a partner says yes in one press, without having to give a day', async () => {
  const api = fakeApi()
    .on(placements.read, { ...placement, can: { ...no, accept: true, decline: true } })
    .on(placements.accept, { ...placement, partnerAcceptedOn: dayOf(), version: 3 })
  const page = await mount(PartnerPlacementPage, at)
  await page.press('Say yes')
  expect(api.callsOf(placements.accept)[0]!.body).toEqual({ version: 2, startsOn: null })
  expect(page.text()).toContain('Your yes is with the team')
})
it('a partner says in one press that they came today', async () => {
  const api = fakeApi()
    .on(placements.read, { ...placement, state: 'placement', can: { ...no, attend: true } })
    .on(placements.attend, { ...placement, state: 'placement', days: [{ day: dayOf(), came: true }], can: { ...no, attend: true } })
  const page = await mount(PartnerPlacementPage, at)
  await page.press('Came')
  expect(api.callsOf(placements.attend)[0]).toMatchObject({ params: { placementId: id, day: dayOf() }, body: { came: true } })
  expect(page.text()).toContain('Saved: Iona came today.')
})
it('asks the team for the terms of a job only when one was taken, and sends nothing it did not ask', async () => {
  const inside = {
    matchReason: '',
    travel: '',
    endedReason: '',
    needsPvg: false,
    sustainedFrom: null,
    steps: [
      {
        from: null,
        to: 'suggested' as const,
        on: '2026-10-01',
        saidBy: 'worker' as const,
        how: 'in_person' as const,
        recordedBy: 'Amina Hart',
      },
      {
        from: 'suggested' as const,
        to: 'job_offered' as const,
        on: '2026-10-02',
        saidBy: 'worker' as const,
        how: 'in_person' as const,
        recordedBy: 'Amina Hart',
      },
    ],
  }
  const offered: Placement = {
    ...placement,
    state: 'job_offered',
    inside,
    moves: ['job_accepted', 'ended_early'],
    can: { ...no, move: true },
  }
  const api = fakeApi()
    .on(placements.read, offered)
    .on(placements.move, { ...offered, state: 'ended_early', moves: [] })
    .on(partners.list, { items: [], next: null })
    .on(opportunities.list, { items: [], next: null })
  const page = await mount(PlacementPage, { ...at, path: `/placements/${id}`, at: '/placements/:placementId' })
  expect(page.text()).not.toContain('First day')
  await page.choose('They took the job')
  expect(page.text()).toContain('First day')
  await page.press('Save this step')
  expect(page.text()).toContain('Say how many hours a week')
  expect(api.callsOf(placements.move)).toHaveLength(0)
  await page.choose('It ended early')
  await page.choose('The young person')
  await page.press('Save this step')
  expect(api.callsOf(placements.move)[0]!.body).toMatchObject({ to: 'ended_early', endedBy: 'participant' })
  expect(api.callsOf(placements.move)[0]!.body).not.toHaveProperty('job')
})
