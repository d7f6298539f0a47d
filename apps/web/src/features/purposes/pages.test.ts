import { partners } from '@modulus/contracts/partners.ts'
import { purposes, rightsQuestions, type Papers } from '@modulus/contracts/purposes.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import DpiaPage from './DpiaPage.vue'
import PapersPage from './PapersPage.vue'
import RightsPage from './RightsPage.vue'

const programmeId = '0190dddd-0000-7000-8000-000000000001',
  housing = '0190dddd-0000-7000-8000-000000000002'
const at = (path = '') => ({ props: { programmeId }, path: `/programmes/${programmeId}/papers${path}` })
const noAnswers = Object.fromEntries(rightsQuestions.map((one) => [one, ''])) as Record<(typeof rightsQuestions)[number], string>
const papers: Papers = {
  programme: { id: programmeId, name: 'Linnbrae' },
  purposes: [],
  dpia: {
    status: 'not_started',
    whyNeeded: 'For four reasons',
    whatHappens: 'Visits',
    whoWasAsked: '',
    risks: [{ risk: 'A leak', measure: 'A wall' }],
    advice: '',
    writtenBy: null,
    approvedBy: null,
    approvedAt: null,
    reviewOn: null,
    reviewPast: false,
    version: 0,
    can: { write: true, approve: false },
  },
  rightsCheck: { status: 'not_started', ...noAnswers, doneBy: null, doneOn: null, version: 0, can: { write: true, finish: false } },
  can: { addPurpose: true },
}

it('says what is still open, and takes down the first purpose', async () => {
  const api = fakeApi()
    .on(purposes.papers, papers)
    .on(purposes.add, papers)
    .on(partners.list, { items: [{ id: housing, name: 'Housing', sector: 'public' }], next: null } as never)
  const page = await mount(PapersPage, at())
  expect(page.text()).toContain('Still open: what data is held for, an approved impact assessment, the children’s rights check.')
  await page.press('Say the first purpose')
  await page.press('Save it')
  expect(page.get('dialog').text()).toContain('Say how long it is kept')
  await page.fill('Short name', 'Running the course')
  await page.fill('What is it for?', 'To plan with them')
  await page.fill('Who answers for it?', housing)
  expect(
    page
      .get('dialog')
      .findAll('option')
      .map((one) => one.attributes('value')),
  ).not.toContain('recognised_legitimate_interest')
  await page.fill('Lawful basis (article 6)', 'public_task')
  await page.fill('How long is it kept?', 'Three years')
  await page.press('Save it')
  expect(api.callsOf(purposes.add)[0]!.body).toMatchObject({
    name: 'Running the course',
    controllerId: housing,
    article6: 'public_task',
    article9: null,
  })
})
it('those who only take part read the purposes, and no paper', async () => {
  fakeApi().on(purposes.papers, { ...papers, dpia: null, rightsCheck: null, can: { addPurpose: false } })
  const page = await mount(PapersPage, at())
  expect(page.text()).not.toContain('impact assessment')
  expect(page.text()).not.toContain('Say the first purpose')
})
it('the assessment begins with words, is saved as they were made true, and can lose a risk', async () => {
  const api = fakeApi().on(purposes.papers, papers).on(purposes.writeDpia, papers)
  const page = await mount(DpiaPage, at('/dpia'))
  await page.fill('Why is it needed?', 'Because of ours')
  await page.press('Another one')
  await page.fill('What could go wrong? (2)', 'They feel watched')
  await page.fill('What is done about it? (2)', 'They read who looked')
  await page.press('Save it')
  expect(api.callsOf(purposes.writeDpia)[0]!.body).toMatchObject({
    version: 0,
    whyNeeded: 'Because of ours',
    risks: [{ risk: 'A leak' }, { risk: 'They feel watched' }],
  })
})
it('is approved by somebody else, until a day', async () => {
  const waiting: Papers = {
    ...papers,
    dpia: { ...papers.dpia!, status: 'in_progress', version: 2, writtenBy: 'Euan Pringle', can: { write: true, approve: true } },
  }
  const api = fakeApi().on(purposes.papers, waiting).on(purposes.approveDpia, waiting)
  const page = await mount(DpiaPage, at('/dpia'))
  expect(page.text()).toContain('For four reasons')
  await page.press('Approve it')
  expect(page.get('dialog').text()).toContain('stand behind its measures with your name')
  await page.get('dialog form').trigger('submit')
  await page.settle()
  expect(api.callsOf(purposes.approveDpia)[0]!.body).toMatchObject({ version: 2 })
})
it('the check is done with the last answer, in the same press', async () => {
  const whole = { ...papers.rightsCheck!, version: 2, status: 'in_progress' as const, can: { write: true, finish: true } }
  const api = fakeApi()
    .on(purposes.papers, papers)
    .on(purposes.writeRights, { ...papers, rightsCheck: whole })
    .on(purposes.finishRights, { ...papers, rightsCheck: { ...whole, status: 'done', version: 3 } })
  const page = await mount(RightsPage, at('/rights'))
  for (const label of ['Is it good for them?', 'Do they have a say?']) await page.fill(label, 'Yes')
  await page.press('Save the check')
  expect(api.callsOf(purposes.writeRights)[0]!.body).toMatchObject({ version: 0, bestInterests: 'Yes', views: 'Yes' })
  expect(api.callsOf(purposes.finishRights)[0]!.body).toEqual({ version: 2 })
  expect(page.router.currentRoute.value.query.saved).toBe('done')
})
