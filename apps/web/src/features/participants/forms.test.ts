import { participantDeals, type Deal } from '@modulus/contracts/participant-deal.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import DealFormPage from './DealFormPage.vue'
import DealPage from './DealPage.vue'
import EditPage from './EditPage.vue'
import MovePage from './MovePage.vue'
import { participant } from './participant.fake.ts'

const one = participant()
const props = { participantId: one.id }
const deal: Deal = {
  id: '0190dddd-0000-7000-8000-000000000009',
  whatIGet: 'A start on the vans',
  whatIGive: 'I turn up',
  format: 'spoken',
  agreedOn: '2026-11-01',
  withdrawnOn: null,
  changedToId: null,
  parentAgreed: null,
  copyGiven: true,
  saidBy: 'participant',
  how: 'in_person',
  writtenBy: 'R. Sinclair',
}

it('a stale edit shows what stands now beside what was typed, and saves over it only when told to', async () => {
  const now = participant({ version: 4, pronouns: 'they/them' })
  const api = fakeApi()
    .on(participants.read, one)
    .on(participants.workers, { items: [] })
    .refuse(participants.edit, 'changed-meanwhile', { current: now })
  const page = await mount(EditPage, { props, path: `/people/${one.id}/about/edit`, at: '/people/:participantId/about/edit' })
  await page.settle()
  await page.fill('Pronouns (optional)'.replace(' (optional)', ''), 'he/him')
  await page.press('Save')
  expect(page.get('[role=alert]').text()).toContain('Now: they/them')
  expect(page.get('[role=alert]').text()).toContain('You typed: he/him')
  api.on(participants.edit, now)
  await page.press('Keep what I typed')
  expect(api.callsOf(participants.edit).at(-1)!.body).toMatchObject({ version: 4, pronouns: 'he/him' })
  expect(page.router.currentRoute.value.fullPath).toBe(`/people/${one.id}/about?saved=details`)
})
it('moving someone on offers only the next places, and never asks for a reason', async () => {
  const api = fakeApi().on(participants.read, one).on(participants.move, one)
  const page = await mount(MovePage, { props, path: `/people/${one.id}/about/move`, at: '/people/:participantId/about/move' })
  await page.settle()
  expect(page.text()).not.toContain('Finished')
  await page.press('Save')
  expect(page.get('[role=alert]').text()).toContain('Choose where they are now')
  await page.choose('Stepped back')
  await page.press('Save')
  expect(api.callsOf(participants.move)[0]!.body).toMatchObject({ to: 'stepped_back', saidBy: 'participant', how: 'in_person' })
})
it('agreed without an agreement leads to writing it down', async () => {
  fakeApi().on(participants.read, one).refuse(participants.move, 'agreement-missing')
  const page = await mount(MovePage, { props, path: `/people/${one.id}/about/move`, at: '/people/:participantId/about/move' })
  await page.settle()
  await page.choose('Said yes')
  await page.press('Save')
  expect(page.get('[role=alert] a').attributes('href')).toBe(`/people/${one.id}/agreement/new`)
})
it('the deal has two sides; under 16 a parent agrees too', async () => {
  const api = fakeApi()
    .on(participantDeals.deals, { items: [], needsParent: true, can: { agree: true, withdraw: false } })
    .on(participantDeals.agree, deal)
  const page = await mount(DealFormPage, { props, path: `/people/${one.id}/agreement/new`, at: '/people/:participantId/agreement/new' })
  await page.settle()
  await page.fill('What I get', 'A start on the vans')
  await page.press('Save the deal')
  expect(page.get('[role=alert]').text()).toContain('A parent or carer needs to agree too')
  await page.get('input[name=parentAgreed]').setValue(true)
  await page.press('Save the deal')
  expect(page.get('[role=alert]').text()).toContain('Say what they give')
  await page.fill('What I give', 'I turn up')
  await page.press('Save the deal')
  expect(api.callsOf(participantDeals.agree)[0]!.body).toMatchObject({
    whatIGet: 'A start on the vans',
    whatIGive: 'I turn up',
    parentAgreed: true,
  })
})
it('stepping back is one press', async () => {
  const api = fakeApi()
    .on(participantDeals.deals, { items: [deal], needsParent: false, can: { agree: true, withdraw: true } })
    .on(participantDeals.withdraw, { ...deal, withdrawnOn: '2026-11-22' })
  const page = await mount(DealPage, { props, path: `/people/${one.id}/agreement`, at: '/people/:participantId/agreement' })
  await page.settle()
  await page.press('They step back')
  expect(api.callsOf(participantDeals.withdraw)).toMatchObject([{ params: { agreementId: deal.id }, body: { saidBy: 'participant' } }])
  expect(page.router.currentRoute.value.query).toEqual({ saved: 'withdrawn' })
})
