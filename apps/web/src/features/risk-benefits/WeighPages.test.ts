import { drafts } from '@modulus/contracts/drafts.ts'
import { riskBenefits, type RiskBenefit } from '@modulus/contracts/risk-benefits.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import WeighForm from './WeighForm.vue'
import WeighPage from './WeighPage.vue'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`
const weighing = (more: Partial<RiskBenefit> = {}): RiskBenefit => ({
  id: id(1),
  programmeId: id(2),
  programmeName: 'Harbour',
  about: 'adaptation',
  aboutWhat: { id: id(3), title: 'Stay at the workshop' },
  participant: null,
  subject: 'Stay at the workshop',
  benefits: [{ text: 'They finish what they began', toWhom: 'the group', howLikely: 3, howBig: 2 }],
  risks: [{ text: 'The garage does not ask again', toWhom: 'the next group', likelihood: 1, severity: 2, mitigation: 'Ring them first' }],
  riskOfNotDoing: 'They stop coming',
  theirWeighing: 'We would rather stay',
  ourWeighing: '',
  judgement: 'go',
  reviewOn: null,
  carriedBy: { id: someone.userId, name: 'Amina Hart' },
  backing: 'asked',
  backedBy: { id: id(9), name: 'Rhona Muir' },
  backingWords: '',
  backedOn: null,
  whatHappened: '',
  whatHappenedOn: null,
  weighedOn: '2026-11-03',
  version: 1,
  can: { amend: true, askBacking: true, back: false, sayWhatHappened: true },
  ...more,
})
const people = [
  { id: someone.userId, name: 'Amina Hart', partner: 'Harbour Housing', team: true },
  { id: id(9), name: 'Rhona Muir', partner: 'Harbour Housing', team: false },
]
const about = {
  programmeId: id(2),
  about: 'adaptation' as const,
  aboutId: id(3),
  participantId: null,
  subject: 'Stay at the workshop',
  back: { to: '/changes/1', label: 'Stay' },
}

it('puts what it may give beside what it may cost, in words and without a score', async () => {
  fakeApi().on(riskBenefits.read, weighing())
  const page = await mount(WeighPage, { props: { riskBenefitId: id(1) }, path: `/risk-benefits/${id(1)}` })
  expect(page.text()).toContain('To the group. Almost surely, and it would matter clearly.')
  expect(page.text()).toContain('Made smaller by: Ring them first')
  expect(page.text()).toContain('They stop coming')
  expect(page.get('blockquote').text()).toContain('We would rather stay')
  expect(page.text()).toContain('Rhona Muir: Asked, no answer yet')
  expect(page.findAll('button').map((one) => one.text())).not.toContain('Yes, I stand behind it')
  expect(page.html()).not.toMatch(/score|harm|red-/)
})
it('lets the one who was asked, and nobody else, say yes or no', async () => {
  const fake = fakeApi()
    .on(riskBenefits.read, weighing({ can: { amend: false, askBacking: false, back: true, sayWhatHappened: false } }))
    .on(riskBenefits.back, weighing({ backing: 'no' }))
  const page = await mount(WeighPage, { props: { riskBenefitId: id(1) }, path: `/risk-benefits/${id(1)}` })
  await page.fill('Anything to add?', 'Not without the garage')
  await page.press('No, I do not')
  expect(fake.callsOf(riskBenefits.back)[0]!.body).toEqual({ version: 1, yes: false, words: 'Not without the garage' })
})
it('asks for the risk of not doing it, and for another person than the one who carries it', async () => {
  const fake = fakeApi()
    .on(drafts.list, { items: [] })
    .on(drafts.keep, ({ params }) => ({
      id: params.draftId,
      kind: 'weighing' as const,
      aboutId: null,
      title: '',
      version: 1,
      updatedAt: '2026-11-22T10:00:00.000Z',
    }))
    .on(riskBenefits.weigh, weighing())
  const page = await mount(WeighForm, { props: { about, people }, path: '/risk-benefits/new' })
  await page.press('Save')
  expect(page.text()).toContain('Say what may happen if it is not done')
  await page.fill('What may happen if it is not done?', 'They stop coming')
  await page.press('Add what it may give')
  await page.fill('What it may give (1)', 'They finish')
  const asked = page.findAll('select').at(-1)!
  expect(asked.findAll('option').map((one) => one.text())).toEqual(['Nobody is asked now', 'Rhona Muir, Harbour Housing'])
  await asked.setValue(id(9))
  await page.press('Save')
  expect(fake.callsOf(riskBenefits.weigh)[0]!.body).toMatchObject({
    about: 'adaptation',
    aboutId: id(3),
    riskOfNotDoing: 'They stop coming',
    benefits: [{ text: 'They finish', howLikely: 2, howBig: 2 }],
    carriedById: someone.userId,
    askedId: id(9),
    judgement: null,
  })
})
it('keeps what names a young person in the team when it asks who stands behind it', async () => {
  fakeApi().on(drafts.list, { items: [] })
  const page = await mount(WeighForm, {
    props: { about: { ...about, about: 'visit', participantId: id(7) }, people },
    path: '/risk-benefits/new',
  })
  expect(page.text()).not.toContain('Rhona Muir')
})
