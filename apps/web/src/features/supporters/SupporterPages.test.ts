import { people } from '@modulus/contracts/people.ts'
import { supporters, type SupporterRead } from '@modulus/contracts/supporters.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import SupporterEditPage from './SupporterEditPage.vue'
import SupporterListPage from './SupporterListPage.vue'
import SupporterNewPage from './SupporterNewPage.vue'
import SupporterPage from './SupporterPage.vue'

const id = '0190aaaa-0000-7000-8000-0000000000e1'
const coach: SupporterRead = {
  id,
  programme: { id: someone.programmes[0]!.id, name: 'Linnbrae' },
  kind: 'coach',
  knownAs: 'The coach at the boxing club',
  toldOn: null,
  tellBy: '2026-12-22',
  alreadyDoes: 'Opens the gym',
  wouldBringIn: '',
  invitedOn: null,
  invitedById: null,
  invitedBy: null,
  answer: null,
  stepTaken: '',
  stepOn: null,
  version: 1,
  can: { amend: true, link: true, takeOut: true },
  links: [{ id, participant: { id, programmeId: someone.programmes[0]!.id, knownAs: 'Iona' }, words: 'Trains there' }],
}

it('the list says who has still to be told that we keep their name, and names no young person', async () => {
  const { links: _links, ...row } = coach
  fakeApi().on(supporters.list, { items: [row], next: null })
  const page = await mount(SupporterListPage, { path: '/supporters' })
  expect(page.text()).toContain('1 person still to tell that we keep their name')
  expect(page.text()).toContain('by 22 Dec 2026')
  expect(page.text()).not.toContain('Iona')
})
it('writes someone down with as little as it takes', async () => {
  const api = fakeApi().on(supporters.note, coach)
  const page = await mount(SupporterNewPage, { path: '/supporters/new' })
  await page.choose('Coach')
  await page.fill('What do you call them?', 'The coach at the boxing club')
  await page.fill('What do they do already?', 'Opens the gym')
  await page.press('Write them down')
  expect(api.callsOf(supporters.note)[0]!.body).toMatchObject({
    kind: 'coach',
    toldOn: null,
    invitedOn: null,
    invitedById: null,
    answer: null,
    stepTaken: '',
    stepOn: null,
  })
  expect(page.router.currentRoute.value.fullPath).toBe(`/supporters/${id}?saved=noted`)
})
it('notes the invitation and the answer, with who gave it', async () => {
  const colleague = { id: someone.userId, name: 'Amina Hart' }
  const api = fakeApi()
    .on(supporters.read, coach)
    .on(people.list, { items: [colleague as never], next: null })
    .on(supporters.amend, coach)
  const page = await mount(SupporterEditPage, {
    path: `/supporters/${id}/edit`,
    at: '/supporters/:supporterId/edit',
    props: { supporterId: id },
  })
  await page.settle()
  await page.fill('When were they invited?', '2026-11-05')
  await page.fill('Who invited them?', someone.userId)
  await page.fill('What did they say?', 'yes')
  await page.press('Save')
  expect(api.callsOf(supporters.amend)[0]!.body).toMatchObject({
    version: 1,
    invitedOn: '2026-11-05',
    invitedById: someone.userId,
    answer: 'yes',
  })
})
it('takes a young person out again', async () => {
  const api = fakeApi()
    .on(supporters.read, coach)
    .on(supporters.unlink, undefined as never)
  const page = await mount(SupporterPage, { path: `/supporters/${id}`, at: '/supporters/:supporterId', props: { supporterId: id } })
  expect(page.text()).toContain('Tell them that we keep their name, by 22 Dec 2026.')
  await page.press('Take Iona out')
  expect(api.callsOf(supporters.unlink)).toHaveLength(1)
})
it('takes a supporter out on their word, after saying what goes and what stays', async () => {
  const api = fakeApi()
    .on(supporters.read, coach)
    .on(supporters.takeOut, undefined as never)
  const page = await mount(SupporterPage, { path: `/supporters/${id}`, at: '/supporters/:supporterId', props: { supporterId: id } })
  await page.press('Take them out')
  expect(page.text()).toContain('What we wrote about them is gone for good')
  expect(api.callsOf(supporters.takeOut)).toHaveLength(0)
  await page.press('Yes, take them out')
  expect(api.callsOf(supporters.takeOut)[0]!.params).toEqual({ supporterId: id })
  expect(page.router.currentRoute.value.fullPath).toBe('/supporters?saved=out')
})
