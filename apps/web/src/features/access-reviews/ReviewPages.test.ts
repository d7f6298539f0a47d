import { accessReviews, type AccessReviewWhole } from '@modulus/contracts/access-reviews.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import ReviewListPage from './ReviewListPage.vue'
import ReviewPage from './ReviewPage.vue'

const programme = someone.programmes[0]!
const { lines, ...brief }: AccessReviewWhole = {
  id: '0190aaaa-0000-7000-8000-00000000e001',
  programme: { id: programme.id, name: programme.name },
  dueOn: '2026-12-06',
  doneAt: null,
  doneBy: null,
  roles: 2,
  open: 2,
  late: false,
  lines: [
    ['e002', 'Fergus Laird', 'mentor', true],
    ['e003', someone.name, 'programme_lead', false],
  ].map(([id, name, role, confirm]) => ({
    id: `0190aaaa-0000-7000-8000-00000000${id as string}`,
    person: {
      id: name === someone.name ? someone.userId : '0190aaaa-0000-7000-8000-00000000e009',
      name: name as string,
      partnerName: 'Youth',
    },
    role: role as 'mentor',
    since: '2026-01-01T00:00:00.000Z',
    decision: null,
    reason: '',
    decidedBy: null,
    decidedAt: null,
    over: false,
    can: { confirm: confirm as boolean },
  })),
}
const whole = { ...brief, lines }
const lead = { roles: ['programme_lead' as const], programmes: [{ ...programme, roles: ['programme_lead' as const] }] }

it('each role is kept or ended, and one’s own is for somebody else', async () => {
  const api = fakeApi().on(accessReviews.read, whole).on(accessReviews.confirm, whole)
  const page = await mount(ReviewPage, { props: { reviewId: whole.id }, path: `/access-review/${whole.id}`, session: lead })
  expect(page.text()).toContain('2 roles to answer for, to be done by 6 Dec 2026')
  expect(page.text()).toContain('Your own: somebody else answers for it.')
  await page.press('Still needed: the role of Fergus Laird')
  await page.press('End it: the role of Fergus Laird')
  await page.press('End the role')
  expect(page.text()).toContain('Say why the role ends')
  await page.fill('Why', 'Moved away')
  await page.press('End the role')
  expect(api.callsOf(accessReviews.confirm)).toMatchObject([
    { params: { lineId: lines[0]!.id }, body: { decision: 'keep', reason: '' } },
    { params: { lineId: lines[0]!.id }, body: { decision: 'end', reason: 'Moved away' } },
  ])
})
it('the list says how many are open, and one may begin early', async () => {
  const api = fakeApi()
    .on(accessReviews.list, { items: [{ ...brief, doneAt: '2026-08-01T10:00:00.000Z', open: 0 }], next: null })
    .on(accessReviews.begin, whole)
  const page = await mount(ReviewListPage, { path: '/access-review', session: lead })
  expect(page.text()).toContain('Done on 1 Aug 2026')
  await page.press(`Ask now in ${programme.name}`)
  expect(api.callsOf(accessReviews.begin)).toMatchObject([{ body: { programmeId: programme.id } }])
})
it('a late one says so, and an empty list what would be here', async () => {
  fakeApi().on(accessReviews.list, { items: [{ ...brief, late: true }], next: null })
  expect((await mount(ReviewListPage, { path: '/access-review', session: lead })).text()).toContain('More than 14 days past its day')
  fakeApi().on(accessReviews.list, { items: [], next: null })
  expect((await mount(ReviewListPage, { path: '/access-review', session: lead })).text()).toContain('Nothing asked yet')
})
