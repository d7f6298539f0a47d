// Without signal a page says that it has nothing to say. That there is nothing would be another thing, and not known.
import { flushPromises } from '@vue/test-utils'
import { PiniaColada } from '@pinia/colada'
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, RouterView } from 'vue-router'
import { remembering } from '#lib/remembered.ts'
import { useOffline } from '#stores/offline.ts'
import { useSession } from '#stores/session.ts'
import { someone } from '#testing/mount.ts'
import { makeRouter } from './router.ts'

const everything = {
  ...someone,
  administrator: true,
  roles: ['outreach_officer', 'programme_lead', 'mentor', 'safeguarding_lead', 'data_lead', 'analyst'],
  programmes: [
    { ...someone.programmes[0]!, roles: ['outreach_officer', 'programme_lead', 'mentor', 'safeguarding_lead', 'data_lead', 'analyst'] },
  ],
} as typeof someone
const paths = makeRouter(createMemoryHistory())
  .getRoutes()
  .filter(({ path, meta, redirect }) => !meta.public && !redirect && !path.includes('(.*)'))
  .map(({ path }) => path.replace(/:\w+/g, '0190aaaa-0000-7000-8000-0000000000aa'))
/** What asks for something, or is true of this phone by itself. */
const invites = /on this phone|\?$|^Choose |^Drop a file|^Nothing is waiting$/i
vi.mock('./offline/begin.ts', () => ({ begin: () => new Promise(() => {}) }))
beforeEach(() => {
  document.body.innerHTML = ''
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no signal')))
  vi.stubGlobal('scrollTo', () => {})
})

it.each([...new Set(paths)])('%s', async (path) => {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().$patch({ known: true, current: everything })
  useOffline().$patch({ asOf: '2026-11-22T10:00:00Z' })
  const router = makeRouter(createMemoryHistory())
  const page = mount(RouterView, { attachTo: document.body, global: { plugins: [pinia, [PiniaColada, remembering], router] } })
  await router.push(path)
  await vi.dynamicImportSettled()
  for (let n = 0; n < 4; n++) await flushPromises()
  const blank = page.findAll('.border-dashed p:first-of-type').map((one) => one.text())
  expect(blank.filter((title) => !invites.test(title))).toEqual([])
  expect(page.text()).not.toMatch(/\bNo (visits|people|courses|messages|matches|young people) (yet|planned)\b/)
  page.unmount()
})
