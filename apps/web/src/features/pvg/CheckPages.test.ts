import { pvg, type CheckLine, type TeamLine } from '@modulus/contracts/pvg.ts'
import { people } from '@modulus/contracts/people.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import AssessPage from './AssessPage.vue'
import CheckListPage from './CheckListPage.vue'
import CheckNewPage from './CheckNewPage.vue'
import MyCheckPage from './MyCheckPage.vue'
import TeamCheckPage from './TeamCheckPage.vue'

const programme = someone.programmes[0]!
const check = {
  id: '0190aaaa-0000-7000-8000-00000000c001',
  workforce: 'both' as const,
  membershipConfirmedOn: '2026-01-05',
  seenBy: 'Kirsty Weir',
  renewalDue: '2030-12-24',
  endedNotifiedOn: null,
}
const line = (extra: Partial<CheckLine> = {}): CheckLine => ({
  person: { id: '0190aaaa-0000-7000-8000-00000000c002', name: 'Fergus Laird', partnerName: 'Youth Project', state: 'active' },
  state: 'clear',
  check,
  toTell: false,
  can: { record: true, noteEnded: true },
  ...extra,
})
const admin = { session: { administrator: true, roles: [] } }

it('the register says who is clear and what to do, and tells about somebody who stopped', async () => {
  const api = fakeApi()
    .on(pvg.register, {
      items: [
        line({ state: 'run_out' }),
        line({ person: { ...line().person, id: '0190aaaa-0000-7000-8000-00000000c003', name: 'Una Gray', state: 'left' }, toTell: true }),
      ],
      next: null,
    })
    .on(pvg.noteEnded, line({ state: 'ended' }))
  const page = await mount(CheckListPage, { path: '/checks', ...admin })
  expect(page.text()).toContain('Has run out')
  expect(page.text()).toContain('Note a new check')
  await page.press('Tell Disclosure Scotland that they stopped')
  expect(page.text()).toContain('When was Disclosure Scotland told that Una Gray stopped?')
  await page.press('They were told')
  expect(api.callsOf(pvg.noteEnded)).toMatchObject([
    { params: { checkId: check.id }, body: { on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) } },
  ])
})
it('an empty register says what would be here', async () => {
  fakeApi().on(pvg.register, { items: [], next: null })
  expect((await mount(CheckListPage, { path: '/checks', ...admin })).text()).toContain(
    'Everyone with a role beside young people stands here.',
  )
})
it('a check is noted with five years unless another day is given', async () => {
  const api = fakeApi()
    .on(people.list, {
      items: [
        { ...line().person, email: null, jobTitle: '', partner: { id: programme.id, name: 'Youth' }, administrator: false, roles: [] },
      ],
      next: null,
    })
    .on(pvg.record, line())
  const page = await mount(CheckNewPage, { path: `/checks/new?person=${line().person.id}`, ...admin })
  await page.press('Note the check')
  expect(api.callsOf(pvg.record)).toEqual([])
  expect(page.text()).toContain('Give the day the membership was confirmed')
  expect(page.text()).not.toContain('Give the day it is to be renewed') // it follows from the other
  await page.fill('Membership confirmed on', '2024-02-29')
  await page.press('Note the check')
  expect(api.callsOf(pvg.record)).toMatchObject([
    { body: { personId: line().person.id, renewalDue: '2029-02-28', seenById: someone.userId } },
  ])
})
it('one’s own says until when', async () => {
  fakeApi().on(pvg.ofPerson, line({ state: 'due_soon' }))
  expect((await mount(MyCheckPage, { path: '/checks/mine' })).text()).toContain('Please renew it by 24 Dec 2030')
})

const mate = (extra: Partial<TeamLine> = {}): TeamLine => ({
  person: { id: '0190aaaa-0000-7000-8000-00000000c004', name: 'Peer Mentor', partnerName: 'Youth Project' },
  roleKind: 'mentor',
  clear: null,
  assessments: [],
  can: { assess: true },
  ...extra,
})
const lead = { session: { roles: ['programme_lead' as const], programmes: [{ ...programme, roles: ['programme_lead' as const] }] } }
it('a lead sees clear or not clear, what is to be arranged, and judges a role', async () => {
  fakeApi().on(pvg.team, {
    programme: { id: programme.id, name: programme.name },
    items: [mate()],
    toArrange: [
      { kind: 'mentor', aboutId: check.id, participant: { id: check.id, knownAs: 'Rosa' }, person: { id: check.id, name: 'Fergus Laird' } },
    ],
  })
  const page = await mount(TeamCheckPage, { path: '/checks/team', ...lead })
  expect(page.text()).toContain('Fergus Laird: mentors Rosa')
  expect(page.text()).toContain('Not clear')
  expect(page.text()).not.toMatch(/2026|2030/)
  await page.press('Judge this role of Peer Mentor')
  expect(page.router.currentRoute.value.fullPath).toContain(
    `/checks/team/assess?programme=${programme.id}&person=${mate().person.id}&kind=mentor`,
  )
})
it('a judgement wants a reason about the role', async () => {
  const api = fakeApi()
    .on(pvg.team, { programme: { id: programme.id, name: programme.name }, items: [mate()], toArrange: [] })
    .on(pvg.assess, {
      id: check.id,
      roleKind: 'mentor',
      outcome: 'not_regulated',
      reason: '',
      assessedBy: '',
      assessedOn: '2026-01-01',
      reviewOn: '2026-06-01',
      stands: true,
    })
  const page = await mount(AssessPage, {
    path: `/checks/team/assess?programme=${programme.id}&person=${mate().person.id}&kind=mentor`,
    ...lead,
  })
  await page.choose('Not regulated')
  await page.fill('Why', 'Short')
  await page.press('Save')
  expect(page.text()).toContain('Say how the role is done, in at least twenty characters')
  await page.fill('Why', 'Always at the hall, beside someone who is clear.')
  await page.press('Save')
  expect(api.callsOf(pvg.assess)).toMatchObject([{ body: { outcome: 'not_regulated', roleKind: 'mentor' } }])
})
