import { contacts, type ContactEvent } from '@modulus/contracts/contacts.ts'
import { PiniaColada, useQuery, useQueryCache } from '@pinia/colada'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { fakeApi } from '#testing/fakeApi.ts'
import BaseLoad from '#ui/BaseLoad.vue'
import { api } from './api.ts'
import { remembering, togetherMs } from './remembered.ts'

const ids = ['0190cccc-0000-7000-8000-000000000001', '0190cccc-0000-7000-8000-000000000002'] as const
let server: ReturnType<typeof fakeApi>
const shows = (name: string) => server.on(contacts.read, { participant: { id: ids[0], knownAs: name } } as ContactEvent)
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  server = fakeApi()
})

/** Two pages, one after the other; each shows whom it read. */
function pages() {
  const at = ref(0)
  let cache!: ReturnType<typeof useQueryCache>
  const Page = defineComponent({
    props: { id: { type: String, required: true } },
    setup(props) {
      cache = useQueryCache()
      const query = useQuery({ key: ['one', props.id], query: () => api(contacts.read, { params: { contactId: props.id } }) })
      return () => h(BaseLoad, { query }, { default: ({ data }: { data: ContactEvent }) => data.participant.knownAs })
    },
  })
  const wrapper = mount(defineComponent({ setup: () => () => h(Page, { key: at.value, id: ids[at.value as 0 | 1] }) }), {
    global: { plugins: [createPinia(), [PiniaColada, remembering]] },
  })
  const settle = () => flushPromises().then(flushPromises)
  return {
    wrapper,
    settle,
    later: () => vi.setSystemTime(Date.now() + togetherMs + 1),
    go: async (page: 0 | 1) => {
      at.value = page
      await settle()
    },
    /** What a mutation does when its save has arrived. */
    refresh: () => cache.invalidateQueries({ key: ['one'] }),
    known: () => cache.getEntries().map((one) => one.state.value.data !== undefined),
    comeBack: async () => {
      document.dispatchEvent(new Event('visibilitychange'))
      await settle()
    },
  }
}

it('a page come back to reads afresh', async () => {
  shows('Callum')
  const { wrapper, settle, go, later } = pages()
  await settle()
  expect(wrapper.text()).toBe('Callum')
  await go(1)
  later()
  shows('Cal')
  await go(0)
  expect(wrapper.text()).toBe('Cal')
  expect(server.callsOf(contacts.read)).toHaveLength(3)
})
it('parts of one page share one reading', async () => {
  shows('Callum')
  const { settle, go } = pages()
  await settle()
  await go(1)
  await go(0)
  expect(server.callsOf(contacts.read)).toHaveLength(2)
})
it.each(['not-found', 'forbidden', 'signed-out'] as const)(
  'when the API says %s, what was shown is gone, and what is out of sight forgotten',
  async (no) => {
    shows('Callum')
    const { wrapper, settle, go, later, known } = pages()
    await settle()
    await go(1)
    later()
    server.refuse(contacts.read, no)
    await go(0)
    expect(wrapper.text()).not.toContain('Callum')
    expect(known()).toEqual([false])
  },
)
it('no signal takes nothing away', async () => {
  shows('Callum')
  const { wrapper, settle, go, later } = pages()
  await settle()
  await go(1)
  later()
  server.cutOff(contacts.read)
  await go(0)
  expect(wrapper.text()).toBe('Callum')
})
it('a window come back to forgets what is out of sight, and asks again for what is in it', async () => {
  shows('Callum')
  const { wrapper, settle, go, later, known, comeBack } = pages()
  await settle()
  await go(1)
  expect(known()).toHaveLength(2)
  later()
  server.refuse(contacts.read, 'not-found')
  await comeBack()
  expect(known()).toEqual([false])
  expect(wrapper.text()).not.toContain('Callum')
})
it('what was saved stays saved when reading afresh does not get through, and the page keeps what it showed', async () => {
  shows('Callum')
  const { wrapper, settle, refresh } = pages()
  await settle()
  server.cutOff(contacts.read)
  await expect(refresh()).resolves.toBeUndefined()
  expect(wrapper.text()).toBe('Callum')
})
