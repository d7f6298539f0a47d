import { offline } from '@modulus/contracts/offline.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import NeverOfflineCard from './NeverOfflineCard.vue'

const participantId = '0190aaaa-0000-7000-8000-0000000000c1'
const card = () => mount(NeverOfflineCard, { props: { participantId, knownAs: 'Iona' }, path: '/people/x/about' })

it('the wish never to be on a phone is noted, and can be taken back', async () => {
  let never = false
  const fake = fakeApi()
    .on(offline.isNever, () => ({ participantId, never }))
    .on(offline.setNever, ({ body }) => ({ participantId, never: (never = body.never) }))
  const page = await card()
  expect(page.text()).toContain('Whoever visits Iona in the next days')
  await page.press('Never take them along')
  expect(page.text()).toMatch(/Iona is never taken along on a phone.*Saved\./s)
  await page.press('Let them be taken along')
  expect(fake.callsOf(offline.setNever).map(({ body }) => body)).toEqual([{ never: true }, { never: false }])
})
it('a refusal is said and changes nothing', async () => {
  fakeApi().on(offline.isNever, { participantId, never: false }).refuse(offline.setNever, 'forbidden')
  const page = await card()
  await page.press('Never take them along')
  expect(page.text()).toMatch(/Whoever visits Iona.*Nothing was changed/s)
})
