import { retention, type Batch, type ErasureRequest, type RetentionRule } from '@modulus/contracts/retention.ts'
import { describe, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import BatchListPage from './BatchListPage.vue'
import BatchPage from './BatchPage.vue'
import RequestListPage from './RequestListPage.vue'
import RuleListPage from './RuleListPage.vue'

const id = (n: number) => `0190dddd-0000-7000-8000-0000000000${n}`
const item: Batch['items'][number] = {
  id: id(30),
  kind: 'nomination',
  subject: { id: id(31), reference: null, name: null, broughtBy: 'Housing', receivedOn: '2026-06-01' },
  trigger: 'not_suitable',
  dueOn: '2026-11-01',
  state: 'waiting',
  heldFor: null,
  blocked: [],
  failure: null,
  places: [{ table: 'idea_replies', column: 'words', n: 2 }],
}
const batch: Batch = {
  id: id(10),
  programme: { id: id(20), name: 'Harbour' },
  foundOn: '2026-11-20',
  byRule: false,
  state: 'waiting',
  total: 1,
  done: 0,
  held: 0,
  failed: 0,
  agreedBy: [],
  doneAt: null,
  version: 3,
  can: { confirm: true, hold: true },
  items: [item],
  certificate: null,
  digest: null,
}
const data = { roles: ['data_lead' as const] }

describe('what is due to go', () => {
  it('says that nothing is due, and where to look next', async () => {
    fakeApi().on(retention.batches, { items: [], next: null })
    const page = await mount(BatchListPage, { session: data })
    expect(page.text()).toContain('Nothing is due')
    expect(page.text()).toContain('See the rules')
  })
  it('lists what waits, with the one next step, and the certificates apart', async () => {
    const agreed = [{ name: 'Dana Lead', role: 'data_lead' as const, at: '2026-11-20T09:00:00.000Z' }]
    fakeApi().on(retention.batches, ({ query }) =>
      query?.state === 'open'
        ? { items: [{ ...batch, agreedBy: agreed }], next: null }
        : {
            items: [
              {
                ...batch,
                id: id(11),
                state: 'done' as const,
                doneAt: '2026-11-19T09:00:00.000Z',
                byRule: true,
                can: { confirm: false, hold: false },
              },
            ],
            next: null,
          },
    )
    const page = await mount(BatchListPage, { session: data })
    expect(page.text()).toContain('Dana Lead has agreed; one more person is needed.')
    expect(page.text()).toContain('Look at what is due')
    expect(page.get('table').text()).toContain('The rule')
  })
  it('is agreed to at the version that was read, and one of them can be kept', async () => {
    const api = fakeApi()
      .on(retention.batch, batch)
      .on(retention.confirm, { ...batch, agreedBy: [{ name: 'Amina Hart', role: 'data_lead', at: '2026-11-20T09:00:00.000Z' }] })
      .on(retention.holdItem, batch)
    const page = await mount(BatchPage, { props: { batchId: batch.id }, session: data })
    expect(page.text()).toContain('Suggested by Housing')
    expect(page.text()).toContain('The name also stands in 2 other texts')
    await page.press('Agree to 1 item')
    await page.press('Agree')
    expect(api.callsOf(retention.confirm)[0]).toMatchObject({ params: { batchId: batch.id }, body: { version: 3 } })
    await page.press('Keep this one')
    await page.choose('A legal claim, made or likely')
    await page.fill('Why, in a few words', 'A claim was announced')
    await page.press('Keep it')
    expect(api.callsOf(retention.holdItem)[0]).toMatchObject({ params: { itemId: item.id }, body: { reason: 'legal_claim' } })
  })
  it('tells the same person that somebody else is needed', async () => {
    fakeApi().on(retention.batch, { ...batch, agreedBy: [{ name: 'Amina Hart', role: 'data_lead', at: '2026-11-20T09:00:00.000Z' }] })
    const page = await mount(BatchPage, { props: { batchId: batch.id }, session: data })
    expect(page.text()).toContain('Somebody else has to agree too')
    expect(page.text()).not.toContain('Agree to 1 item')
  })
  it('ends with a certificate that can be printed', async () => {
    fakeApi().on(retention.batch, {
      ...batch,
      state: 'done',
      done: 1,
      doneAt: '2026-11-21T09:00:00.000Z',
      can: { confirm: false, hold: false },
      items: [{ ...item, subject: null, state: 'done', places: [] }],
      digest: 'ab12',
      certificate: {
        batchId: batch.id,
        people: 1,
        held: 0,
        namedElsewhere: 2,
        byRule: false,
        rules: [{ trigger: 'not_suitable', items: 1, keepCount: 90, keepUnit: 'day', version: 0 }],
        tables: [{ table: 'nominations', deleted: 1, anonymised: 0, kept: 0 }],
        agreedBy: [{ name: 'Dana Lead', role: 'data_lead', at: '2026-11-20T09:00:00.000Z' }],
        doneAt: '2026-11-21T09:00:00.000Z',
      },
    })
    const page = await mount(BatchPage, { props: { batchId: batch.id }, session: data })
    expect(page.text()).toContain('1 person was erased')
    expect(page.text()).toContain('Not suitable, or sent on: 90 days')
    expect(page.text()).toContain('ab12')
    expect(page.text()).toContain('Print the certificate')
  })
})

const request: ErasureRequest = {
  id: id(40),
  programme: batch.programme!,
  subject: { id: id(41), reference: 'YP-1001', name: null, broughtBy: null, receivedOn: null },
  askedOn: '2026-11-01',
  askedBy: 'participant',
  words: 'All of it please',
  dueOn: '2026-12-01',
  overdue: false,
  state: 'asked',
  answeredOn: null,
  ground: null,
  answer: '',
  batchId: null,
  blocked: ['open_matter'],
  version: 1,
  can: { answer: true },
}
it('a no needs its ground and words for them', async () => {
  const api = fakeApi()
    .on(retention.requests, { items: [request], next: null })
    .on(retention.answer, { ...request, state: 'refused' })
  const page = await mount(RequestListPage, { session: data })
  expect(page.get('blockquote').text()).toContain('All of it please')
  expect(page.text()).toContain('Cannot be agreed now: a matter is still open.')
  await page.press('Answer')
  await page.choose('No')
  await page.choose('A legal claim, made or defended')
  await page.fill('Why, in words for them', 'A court needs it')
  await page.get('dialog form').trigger('submit')
  await page.settle()
  expect(api.callsOf(retention.answer)[0]!.body).toEqual({ version: 1, yes: false, ground: 'legal_claims', words: 'A court needs it' })
})
it('a rule is changed with its version, and a refusal by law is said', async () => {
  const rule: RetentionRule = {
    trigger: 'risk_flag',
    about: 'rows',
    keepCount: 90,
    keepUnit: 'day',
    action: 'delete',
    needsApproval: false,
    source: 'It goes stale',
    law: 'UK GDPR articles 5(1)(c) and 10',
    leastDays: null,
    mostDays: 90,
    version: 0,
    changedBy: null,
    changedAt: null,
  }
  const api = fakeApi()
    .on(retention.rules, { items: [rule], can: { change: true } })
    .refuse(retention.changeRule, 'rule-unlawful')
  const page = await mount(RuleListPage, { session: data })
  expect(page.text()).toContain('After 90 days')
  await page.press('Change')
  expect(page.text()).toContain('Here: at most 90 days.')
  await page.fill('Keep for', '120')
  await page.press('Save the rule')
  expect(api.callsOf(retention.changeRule)[0]!.body).toMatchObject({ trigger: 'risk_flag', version: 0, keepCount: 120 })
  expect(page.get('dialog').text()).toContain('That is outside what the law allows for this.')
})
