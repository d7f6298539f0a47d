import { attachments } from '@modulus/contracts/attachments.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { beforeEach, expect, it, vi } from 'vitest'
import { ApiProblem } from '#lib/api.ts'
import { useOffline } from '#stores/offline.ts'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import VisitPhotoPage from './VisitPhotoPage.vue'

const visitId = '0190aaaa-0000-7000-8000-0000000000b1',
  aidan = '0190aaaa-0000-7000-8000-0000000000b2'
// A browser draws; here it is only said that it can, and what comes of it.
const drawn = vi.hoisted(() => ({ picture: null as Blob | null }))
vi.mock('#lib/picture.ts', () => ({ fitted: async () => drawn.picture }))
beforeEach(() => {
  drawn.picture = new Blob(['JPEG'], { type: 'image/jpeg' })
  vi.stubGlobal('createImageBitmap', async () => ({ width: 4, height: 3, close: () => {} }))
})
const open = async () => {
  const api = fakeApi()
    .on(participants.read, { id: aidan, knownAs: 'Aidan' } as never)
    .on(attachments.announce, {} as never)
    .on(attachments.send, {} as never)
  const page = await mount(VisitPhotoPage, {
    props: { visitId },
    path: `/visits/${visitId}/photo?person=${aidan}`,
    at: '/visits/:visitId/photo',
  })
  return { api, page }
}
async function choose(page: Awaited<ReturnType<typeof open>>['page']) {
  const input = page.get('input[type=file]')
  Object.defineProperty(input.element, 'files', {
    value: [new File(['x'], 'IMG_55.8617N.jpg', { type: 'image/jpeg' })],
    configurable: true,
  })
  await input.trigger('change')
  await page.settle()
}

it('asks who can be seen, and keeps no photo of anybody who did not say yes', async () => {
  const { api, page } = await open()
  await page.press('Keep this photo')
  expect(page.text()).toContain('Choose or take a photo')
  await choose(page)
  await page.press('Keep this photo')
  expect(page.text()).toContain('Say who can be seen')
  await page.choose('Someone who has not said yes')
  await page.press('Keep this photo')
  expect(page.text()).toContain('Then it is not kept.')
  expect(api.callsOf(attachments.announce)).toEqual([])
})
it('with signal it is announced and sent, without the name that told where it was taken, and with what was said of consent', async () => {
  const { api, page } = await open()
  await choose(page)
  await page.choose('People, and each said yes to the photo')
  await page.fill('What it shows, in a few words', 'The bike they fixed.')
  await page.press('Keep this photo')
  await page.settle()
  expect(api.callsOf(attachments.announce)[0]!.body).toEqual({
    about: 'visit',
    aboutId: visitId,
    name: 'photo.jpg',
    description: 'The bike they fixed. Everyone on it said yes to the photo.',
  })
  expect(api.callsOf(attachments.send)).toHaveLength(1)
  expect(page.router.currentRoute.value.fullPath).toBe(`/people/${aidan}/files?saved=file`)
})
it('a photo that this browser cannot draw anew is not kept, because it would say where it was taken', async () => {
  drawn.picture = null
  const { api, page } = await open()
  await choose(page)
  expect(page.text()).toContain('This browser cannot read this photo.')
  await page.choose('Nobody')
  await page.press('Keep this photo')
  expect(api.callsOf(attachments.announce)).toEqual([])
})
it('where work was taken along it is sealed on the phone; a full phone says so and keeps the choice', async () => {
  const { api, page } = await open()
  const store = useOffline()
  store.phone = { vault: 'open', items: [], along: [] } as never
  const keep = vi.fn().mockRejectedValueOnce(new ApiProblem('phone-full')).mockResolvedValue({ id: 'x' })
  store.load = (async () => ({ keep })) as never
  await choose(page)
  await page.choose('Nobody')
  await page.press('Keep this photo')
  await vi.waitFor(() => expect(page.text()).toContain('There is no room left on this phone'))
  await page.press('Keep this photo')
  await vi.waitFor(() => expect(page.router.currentRoute.value.fullPath).toBe('/sync?saved=waits'))
  expect(keep.mock.calls[1]![0]).toMatchObject({
    operation: 'attachments.send',
    path: expect.stringMatching(`^/participants/${aidan}/attachments/[0-9a-f-]{36}/bytes$`),
    body: { announce: { aboutId: visitId, description: 'Nobody can be seen on it.' }, bytes: btoa('JPEG') },
  })
  expect(api.callsOf(attachments.announce)).toEqual([])
})
