// Choices that did not come are said to be missing, and asked for again; nobody is told that nobody was found when nobody was asked.
import { expect, it } from 'vitest'
import { ref } from 'vue'
import { ApiProblem } from '#lib/send.ts'
import { mount } from '#testing/mount.ts'
import BaseMissing from './BaseMissing.vue'
import BasePersonPicker from './BasePersonPicker.vue'

const busy = new ApiProblem('busy-now', { status: 503 })

it('a form says that its choices are missing, and asks again for those only', async () => {
  const asked: string[] = []
  const query = (name: string, data: unknown, error: unknown) => ({ data: ref(data), error: ref(error), refetch: () => asked.push(name) })
  const page = await mount(BaseMissing, {
    props: { queries: [query('partners', undefined, busy), query('areas', { items: [] }, busy), query('programmes', undefined, null)] },
  })
  expect(page.get('[role=alert]').text()).toContain('Some of what you can choose from on this page is missing')
  await page.press('Try again')
  expect(asked).toEqual(['partners'])
})
it('a form whose choices are all there says nothing', async () => {
  const page = await mount(BaseMissing, { props: { queries: [{ data: ref([]), error: ref(null), refetch: () => {} }] } })
  expect(page.find('[role=alert]').exists()).toBe(false)
})
it('a search that was not answered says so, and never that there is nobody', async () => {
  let again = 0
  const page = await mount(BasePersonPicker, { props: { mine: [], trouble: busy, onAgain: () => again++ } })
  await page.get('input').setValue('Callum')
  expect(page.text()).toContain('Modulus is busy right now')
  expect(page.text()).not.toContain('Nobody by that name')
  await page.press('Try again')
  expect(again).toBe(1)
})
