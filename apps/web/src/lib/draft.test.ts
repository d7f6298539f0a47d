import { drafts } from '@modulus/contracts/drafts.ts'
import { session } from '@modulus/contracts/session.ts'
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h, reactive } from 'vue'
import { useSession } from '#stores/session.ts'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import { useDraft } from './draft.ts'
import { newId } from './new-id.ts'
import { unsent } from './unsent.ts'

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
async function open(more: object = {}) {
  const form = reactive({ id: newId(), values: { words: '', worry: undefined as boolean | undefined } })
  let draft!: ReturnType<typeof useDraft>
  const page = await mount(
    defineComponent({
      setup() {
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
