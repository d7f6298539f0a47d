import { concerns } from '@modulus/contracts/concerns.ts'
import { drafts } from '@modulus/contracts/drafts.ts'
import { beforeEach, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ConcernForm from './ConcernForm.vue'

const person = { id: '0190aaaa-0000-7000-8000-0000000000a1', knownAs: 'Aidan', programmeId: '0190aaaa-0000-7000-8000-000000000004' }
const arrange = () =>
  fakeApi()
    .on(drafts.list, { items: [] })
    .on(concerns.raise, ({ params }) => ({
      id: params.concernId,
      programmeName: 'Linnbrae',
      lead: 'Kirsty Boyd',
      deputy: null,
      dutyPhone: '0141 000 0000',
    }))
    .on(drafts.keep, ({ params, body }) => ({
      id: params.draftId,
      kind: body.kind,
      aboutId: null,
      title: body.title,
      version: 1,
      updatedAt: '2026-11-22T10:00:00.000Z',
    }))
const open = (props: object = { person }) => mount(ConcernForm, { props: props as Record<string, unknown>, path: '/safeguarding/new' })
beforeEach(() => sessionStorage.clear())

it('puts 999 and the duty line first, and asks before anything else whether someone is in danger', async () => {
  arrange()
  const page = await open()
  expect(page.get('h1').text()).toBe('Is anyone in danger right now?')
  expect(page.text()).toContain('If someone is in danger now: call 999. Then write.')
  expect(page.find('a[href="tel:999"]').exists()).toBe(true)
  await page.press('Continue')
  expect(page.get('[role=alert]').text()).toContain('Say if anyone is in danger right now')
  await page.choose('Yes')
  expect(page.text()).toContain('Call 999 now, then the duty line.')
})
it('goes page by page to the safeguarding lead, and says what happens next', async () => {
  const api = arrange()
  const page = await open()
  await page.choose('No')
  await page.press('Continue')
  await page.fill('What you noticed', 'Bruises on both arms')
  await page.fill('What was said, in their words', 'said he fell')
  await page.press('Continue')
  expect(page.text()).toContain('What is getting in the way of this young person’s wellbeing?')
  await page.press('Skip these')
  expect(page.get('h1').text()).toBe('Check, and send')
  await page.press('Send to the safeguarding lead')
  expect(api.callsOf(concerns.raise)[0]!.body).toMatchObject({
    participantId: person.id,
    whatSeen: 'Bruises on both arms',
    theirWords: 'said he fell',
    immediateDanger: false,
    toldThem: null,
  })
  expect(page.text()).toMatch(/Sent\. Thank you.*Kirsty Boyd reads it/s)
})
it('about someone else, asks who in words; what is missing leads back to its page', async () => {
  const api = arrange()
  const page = await open({})
  await page.choose('No')
  await page.press('Continue')
  await page.press('Continue')
  expect(page.get('[role=alert]').text()).toMatch(/Say who you are worried about.*Say what was said or what you noticed/s)
  await page.fill('Who are you worried about?', 'His wee sister')
  await page.fill('What you noticed', 'Out alone at night')
  await page.press('Continue')
  await page.press('Skip these')
  api.refuse(concerns.raise, 'invalid-input', { errors: [{ pointer: '/body/aboutWhom', keyword: 'required', detail: 'who?' }] })
  await page.press('Send to the safeguarding lead')
  expect(page.get('h1').text()).toBe('What was said, and what did you notice?')
})
it('not told is not enough: it asks why; and words alone, without anything noticed, may be sent', async () => {
  const api = arrange()
  const page = await open()
  await page.choose('No')
  await page.press('Continue')
  await page.fill('What was said, in their words', 'I am scared to go home')
  await page.choose('No')
  await page.press('Continue')
  expect(page.get('[role=alert]').text()).toContain('Say why you have not told them')
  await page.fill('Why have you not told them?', 'It would put them at risk')
  await page.press('Continue')
  await page.press('Skip these')
  await page.press('Send to the safeguarding lead')
  expect(api.callsOf(concerns.raise)[0]!.body).toMatchObject({ whatSeen: '', toldThem: false, notToldWhy: 'It would put them at risk' })
})
it('says plainly that it was not sent, keeps the words, and gives the number', async () => {
  const api = arrange()
  const page = await open()
  await page.choose('No')
  await page.press('Continue')
  await page.fill('What you noticed', 'Bruises')
  await page.press('Continue')
  await page.press('Skip these')
  api.refuse(concerns.raise, 'busy-now')
  await page.press('Send to the safeguarding lead')
  expect(page.get('[role=alert]').text()).toMatch(/^Not sent\. Nobody has read it yet\..*Ring the duty line: 0141 000 0000/s)
  expect(page.text()).toContain('Bruises')
})
