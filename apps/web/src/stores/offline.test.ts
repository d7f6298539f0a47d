// A browser that keeps nothing, or kept nothing: said before anyone relies on it, and nothing breaks by it.
import { day } from '@modulus/contracts/day.ts'
import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { api } from '#lib/api.ts'
import { fakeApi } from '#testing/fakeApi.ts'

const held = vi.hoisted(() => ({ open: (): Promise<unknown> => Promise.reject(new Error('A private window.')) }))
vi.mock('../offline/shelves.ts', () => ({ openShelves: () => held.open() }))
beforeEach(() => {
  vi.resetModules()
  localStorage.clear()
  setActivePinia(createPinia())
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
})
const start = async () => {
  const { useOffline } = await import('./offline.ts')
  const { useSession } = await import('./session.ts')
  const { someone } = await import('#testing/mount.ts')
  useSession().$patch({ known: true, current: someone })
  const store = useOffline()
  store.resume()
  await vi.dynamicImportSettled()
  await flushPromises()
  return store
}

it('where nothing was taken along, nothing is loaded and nothing is said', async () => {
  const store = await start()
  expect([store.broken, store.gone]).toEqual([false, false])
})
it('a browser that keeps nothing says so; a request without signal is still only without signal', async () => {
  localStorage.setItem('modulus.offline', '1')
  const store = await start()
  await vi.waitFor(() => expect(store.broken).toBe(true))
  fakeApi().cutOff(day.read)
  await expect(api(day.read, {})).rejects.toMatchObject({ type: 'offline' })
})
it('what was cleared from under us is missed at the start', async () => {
  localStorage.setItem('modulus.offline', '1')
  const { memoryShelves } = await import('../offline/memory.fake.ts')
  held.open = async () => memoryShelves()
  const store = await start()
  await vi.waitFor(() => expect(store.gone).toBe(true))
  expect(store.broken).toBe(false)
})
