import { drafts } from '@modulus/contracts/drafts.ts'
import { session } from '@modulus/contracts/session.ts'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, reactive } from 'vue'
import { useOffline } from '#stores/offline.ts'
import { useSession } from '#stores/session.ts'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import { useDraft } from './draft.ts'
import { newId } from './new-id.ts'
import { unsent, type Kept } from './unsent.ts'

const about = '0190aaaa-0000-7000-8000-0000000000a1'
const held = () => Object.entries(sessionStorage).filter(([key]) => key.startsWith('modulus.unsent'))
const arrange = () => {
  const api = fakeApi().on(drafts.list, { items: [] })
  return api.on(drafts.keep, ({ params, body }) => ({
    id: params.draftId,
    kind: body.kind,
    aboutId: body.aboutId ?? null,
    title: body.title,
    version: (body.version ?? 0) + 1,
    updatedAt: '2026-11-22T10:00:00.000Z',
  }))
}
const openOffline = (more: object) => open(more, () => void (useOffline().asOf = '2026-11-22T10:00:00Z'))
async function open(more: object = {}, before = () => {}) {
  const form = reactive({ id: newId(), values: { words: '', worry: undefined as boolean | undefined } })
  let draft!: ReturnType<typeof useDraft>
  const page = await mount(
    defineComponent({
      setup() {
        before()
        draft = useDraft(form, { kind: 'visit', title: () => 'Visit to Aidan', aboutId: about, without: ['worry'], ...more })
        return () => h('p', form.values.words)
      },
    }),
  )
  await draft.ready
  return {
    form,
    draft,
    page,
    type: async (words: string) => {
      form.values.words = words
      await flushPromises()
    },
    leaveField: async () => {
      document.dispatchEvent(new Event('focusout'))
      await flushPromises()
    },
  }
}
beforeEach(() => {
  unsent.forgetAll(false)
  vi.restoreAllMocks()
})

it('writes no typed word in the clear on a phone whose vault is locked, and still brings it to the API', async () => {
  const api = arrange()
  const { type, leaveField } = await open({}, () => void (useOffline().phone = { vault: 'locked', items: [] } as never))
  await type('Something she said')
  expect(held()).toEqual([])
  await leaveField()
  expect(api.callsOf(drafts.keep)).toHaveLength(1)
  expect(held()).toEqual([])
})
it('keeps what is typed with the API, and nothing of it on the device', async () => {
  const api = arrange(),
    { form, type, leaveField } = await open()
  await type('out on the vans')
  expect(held()).toHaveLength(1)
  await leaveField()
  expect(api.callsOf(drafts.keep)[0]).toMatchObject({
    params: { draftId: form.id },
    body: { title: 'Visit to Aidan', body: { words: 'out on the vans' } },
  })
  expect(held()).toEqual([])
  await type('out on the vans, no in an office')
  await leaveField()
  expect(api.callsOf(drafts.keep)[1]!.body).toMatchObject({ version: 1 })
})
it('without signal keeps the text on the device, and brings it back after a reload', async () => {
  const api = arrange().cutOff(drafts.keep),
    { form, type, leaveField } = await open()
  await type('half a sentence')
  await leaveField()
  expect(held()[0]![0]).toBe(`modulus.unsent.${someone.userId}.${form.id}`)
  const again = await open()
  expect(again.form).toMatchObject({ id: form.id, values: { words: 'half a sentence' } })
  expect(again.draft.restored).toBe(true)
  api.on(drafts.keep, ({ params, body }) => ({
    id: params.draftId,
    kind: body.kind,
    aboutId: null,
    title: '',
    version: 1,
    updatedAt: '2026-11-22T10:00:00.000Z',
  }))
  window.dispatchEvent(new Event('online'))
  await flushPromises()
  expect(held()).toEqual([])
})
it('does not keep what must be asked again', async () => {
  const api = arrange(),
    { form, leaveField } = await open()
  form.values.worry = true
  await flushPromises()
  await leaveField()
  expect(api.callsOf(drafts.keep)).toEqual([])
})
it('after it is sent, a late save cannot bring it back', async () => {
  const api = arrange(),
    { draft, type, leaveField } = await open({ removedBySending: true })
  await type('sent soon')
  await draft.settle()
  draft.sent()
  await type('too late')
  await leaveField()
  expect(api.callsOf(drafts.keep)).toEqual([])
  expect(held()).toEqual([])
})
it('filled in on another device meanwhile: the person chooses', async () => {
  const api = arrange(),
    { form, draft, type, leaveField } = await open()
  await type('here')
  const current = {
    id: form.id,
    kind: 'visit' as const,
    aboutId: about,
    title: '',
    version: 5,
    updatedAt: '2026-11-22T10:00:00.000Z',
    body: { words: 'there' },
  }
  api.refuse(drafts.keep, 'changed-meanwhile', { current })
  await leaveField()
  expect(draft.other).toEqual(current)
  draft.takeOther()
  expect(form.values.words).toBe('there')
  expect(draft.other).toBeUndefined()
})
it('signing out warns before unsent text is deleted, and then deletes it', async () => {
  arrange().cutOff(drafts.keep).on(session.signOut, undefined)
  const { type } = await open()
  await type('not sent')
  vi.stubGlobal('location', { assign: vi.fn() })
  const ask = vi.fn(() => false)
  vi.stubGlobal('confirm', ask)
  await useSession().signOut()
  expect(ask).toHaveBeenCalledOnce()
  expect(location.assign).not.toHaveBeenCalled()
  expect(held()).toHaveLength(1)
  ask.mockReturnValue(true)
  await useSession().signOut()
  expect(location.assign).toHaveBeenCalled()
  expect(held()).toEqual([])
  vi.unstubAllGlobals()
})

describe('where work was taken along', () => {
  const vault = new Map<string, Kept>()
  const keeper = { keep: (id: string, text: Kept) => void vault.set(id, text), drop: (id: string) => void vault.delete(id) }
  beforeEach(() => {
    vault.clear()
    unsent.keepIn(keeper)
  })
  afterEach(() => unsent.keepIn(null))

  it('what went to the API stays in the vault, too, and comes back without signal; it is gone when it is sent', async () => {
    const api = arrange(),
      first = await open({ removedBySending: true })
    await first.type('out on the vans')
    await first.leaveField()
    await vi.waitFor(() => expect(vault.get(first.form.id)).toMatchObject({ saved: true, version: 1, body: { words: 'out on the vans' } }))
    expect(unsent.count.value).toBe(0)
    first.page.unmount()
    api.cutOff(drafts.list).cutOff(drafts.read).cutOff(drafts.keep)
    const again = await openOffline({ removedBySending: true })
    expect([again.draft.restored, again.form.id, again.form.values.words]).toEqual([true, first.form.id, 'out on the vans'])
    await again.type('out on the vans, all day')
    expect(vault.get(first.form.id)).toMatchObject({ version: 1, body: { words: 'out on the vans, all day' } })
    expect(vault.get(first.form.id)!.saved).toBeUndefined()
    expect(unsent.list.value).toMatchObject([{ id: first.form.id, saved: false, at: expect.any(Number) }])
    again.draft.sent()
    expect(vault.size).toBe(0)
  })
  it('with signal the API’s word counts, not the copy on this phone', async () => {
    arrange()
    unsent.keepIn(keeper, [[newId(), { kind: 'visit', aboutId: about, title: 'x', body: { words: 'old' }, saved: true, version: 1 }]])
    const { draft, form } = await open({ draftId: null })
    expect([draft.restored, form.values.words]).toEqual([false, ''])
  })
})
