import { concerns } from '@modulus/contracts/concerns.ts'
import { me } from '@modulus/contracts/me.ts'
import { session } from '@modulus/contracts/session.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import WorryPage from './WorryPage.vue'

const self = '0190aaaa-0000-7000-8000-0000000000a1'
const arrange = async (mine: object[] = []) => {
  const api = fakeApi()
    .on(session.read, { ...someone, self: [self] })
    .on(concerns.mine, { items: mine as never })
    .on(me.read, { dutyPhone: '0141 000 0000' } as never)
  const page = await mount(WorryPage, { path: '/worry' })
  await page.settle()
  return { api, page }
}
const sent = { id: self, programmeName: 'Linnbrae', lead: 'Kirsty Boyd', deputy: null, dutyPhone: '' }

it('says 999 first, and takes a worry about themselves in their own words', async () => {
  const { api, page } = await arrange()
  expect(page.text()).toContain('If someone is in danger now: call 999. Then write.')
  await page.press('Send it')
  expect(page.get('[role=alert]').text()).toBe('Say if someone is in danger now.')
  await page.press('No')
  await page.fill('What is going on?', 'I do not want to go home')
  api.on(concerns.raise, sent)
  await page.press('Send it')
  expect(api.callsOf(concerns.raise)[0]!.body).toMatchObject({
    participantId: self,
    theirWords: 'I do not want to go home',
    whatSeen: '',
    immediateDanger: false,
  })
  expect(page.text()).toContain('Kirsty Boyd will read it.')
})
it('or about a friend; not sent is said plainly, and nothing is lost', async () => {
  const { api, page } = await arrange()
  await page.press('Yes')
  expect(page.get('[role=status]').text()).toContain('Call 999 first.')
  await page.press('Someone else')
  await page.fill('What is going on?', 'He hits her')
  await page.press('Send it')
  expect(page.get('[role=alert]').text()).toBe('Say who it is about.')
  await page.fill('Who?', 'My pal')
  api.refuse(concerns.raise, 'busy-now')
  await page.press('Send it')
  expect(page.get('[role=alert]').text()).toBe('Not sent. Your words are still here. Try again, or call.')
  api.on(concerns.raise, sent)
  await page.press('Send it')
  const [first, second] = api.callsOf(concerns.raise)
  expect(second).toEqual(first) // the same id again, so that twice is once
  expect(second!.body).toMatchObject({ participantId: null, aboutWhom: 'My pal', whatSeen: 'He hits her', immediateDanger: true })
})
it('shows where it stands, and their words only while nobody has read it', async () => {
  const own = { raisedAt: '2026-11-02T10:00:00.000Z', reviewedAt: null, closedAt: null }
  const { page } = await arrange([
    { ...own, id: '0190aaaa-0000-7000-8000-0000000000c1', status: 'raised', words: { about: 'Me', whatSeen: '', theirWords: 'He shouts' } },
    { ...own, id: '0190aaaa-0000-7000-8000-0000000000c2', status: 'passed_on', words: null },
  ])
  expect(page.findAll('blockquote').map((one) => one.text())).toEqual(['“He shouts”'])
  expect(page.text()).toContain('Someone read it and is on it.')
})
