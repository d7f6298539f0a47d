// What features may rely on: names, roles and keys of the parts they are made of.
import { expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { mount } from '#testing/mount.ts'
import BaseBanner from './BaseBanner.vue'
import BaseChips from './BaseChips.vue'
import BaseDialog from './BaseDialog.vue'
import BaseErrorSummary from './BaseErrorSummary.vue'
import BaseLoad from './BaseLoad.vue'
import BaseMoment from './BaseMoment.vue'
import BasePager from './BasePager.vue'
import BaseSafetyBanner from './BaseSafetyBanner.vue'
import BaseSelect from './BaseSelect.vue'
import BaseTable from './BaseTable.vue'

const items = [
  { value: 'joinery', label: 'Joinery' },
  { value: 'music', label: 'Music' },
]

it('pills are radio buttons, and with "multi" check boxes that keep every choice', async () => {
  const given: unknown[] = []
  const one = await mount(BaseChips, {
    props: { label: 'What are they into?', items, 'onUpdate:modelValue': (value: unknown) => given.push(value) },
  })
  expect(one.findAll('input').map((input) => input.attributes('type'))).toEqual(['radio', 'radio'])
  await one.choose('Music')
  const many = await mount(BaseChips, {
    props: {
      label: 'What are they into?',
      items,
      multi: true,
      modelValue: ['music'],
      'onUpdate:modelValue': (value: unknown) => given.push(value),
    },
  })
  await many.choose('Joinery')
  await many.choose('Music')
  expect(given).toEqual(['music', ['joinery', 'music'], []])
})
it('an error on pills is tied to their group', async () => {
  const page = await mount(BaseChips, { props: { label: 'How did it go?', items, error: 'Choose how it went' } })
  const group = page.get('fieldset')
  expect(document.getElementById(group.attributes('aria-describedby')!)!.textContent).toContain('Choose how it went')
})
it('someone can add a choice of their own', async () => {
  const added: string[] = []
  const page = await mount(BaseChips, {
    props: { label: 'What are they into?', items, multi: true, add: 'Something else', onAdd: (words: string) => added.push(words) },
  })
  await page.press('Something else')
  const box = page.get('input:not([type])')
  expect(document.activeElement).toBe(box.element)
  await box.setValue('  Falconry ')
  await page.press('Add')
  expect(added).toEqual(['Falconry'])
})
it('a table heads each row with a link, and says how it is sorted', async () => {
  const asked: string[] = []
  const rows = [{ id: '1', name: 'Iona', visits: 3 }]
  const page = await mount(BaseTable, {
    props: {
      caption: 'Young people',
      columns: [
        { key: 'name', label: 'Name', sort: 'name' },
        { key: 'visits', label: 'Visits', number: true },
      ],
      rows,
      rowKey: (row: { id: string }) => row.id,
      to: (row: { id: string }) => `/people/${row.id}`,
      sorted: 'name',
      onSort: (by: string) => asked.push(by),
    },
  })
  expect(page.get('th[scope=row] a').attributes('href')).toBe('/people/1')
  expect(page.findAll('th[scope=col]').map((head) => head.attributes('aria-sort'))).toEqual(['ascending', undefined])
  await page.press('Name▲')
  expect(asked).toEqual(['-name'])
})
it('a dialog closes on its button and tells who opened it; a fixed one waits for an answer', async () => {
  const closed: boolean[] = []
  const page = await mount(BaseDialog, {
    props: { open: true, title: 'Close this?', 'onUpdate:open': (open: boolean) => closed.push(open) },
  })
  expect(page.get('dialog').attributes('aria-labelledby')).toBe(page.get('h2').attributes('id'))
  expect(page.get('h2').attributes()).toHaveProperty('autofocus') // where the browser puts the focus
  await page.get('[aria-label=Close]').trigger('click')
  expect(closed).toEqual([false])
  const fixed = await mount(BaseDialog, { props: { open: true, title: 'Sign in again', fixed: true } })
  expect(fixed.find('[aria-label=Close]').exists()).toBe(false)
})
it('a dialog taken off the page while it is open gives the focus back', async () => {
  const shown = ref(true)
  const page = await mount(
    defineComponent({
      setup: () => () => [h('button', 'Rename'), shown.value ? h(BaseDialog, { open: true, title: 'Call it something else' }) : null],
    }),
  )
  expect(page.get('dialog').attributes()).toHaveProperty('open')
  const dialog = page.get('dialog').element as HTMLDialogElement
  shown.value = false
  await page.settle()
  expect(dialog.open).toBe(false)
})
it('a query shows its place-holder, then what went wrong with a way to try again, then what it brought', async () => {
  let tried = 0
  const query = { data: ref<string>(), error: ref<unknown>(null), refetch: () => tried++ }
  const page = await mount(BaseLoad, {
    props: { query, works: 'You can still record a visit.' },
    slots: { default: ({ data }: { data: string }) => data },
  })
  expect(page.text()).toBe('Loading')
  query.error.value = { type: 'offline', title: '' }
  await page.settle()
  expect(page.get('[role=alert]').text()).toContain('You can still record a visit.')
  await page.press('Try again')
  expect(tried).toBe(1)
  query.data.value = 'Iona'
  await page.settle()
  expect(page.text()).toBe('Iona')
})
it('"saved" in the address shows only words that the page knows', async () => {
  const saved = { visit: 'Visit saved.' }
  expect((await mount(BaseBanner, { props: { saved }, path: '/?saved=visit' })).text()).toBe('Visit saved.')
  expect((await mount(BaseBanner, { props: { saved }, path: '/?saved=Your+account+is+locked' })).text()).toBe('')
})
it('a safety alert past its review stays in force, and no alert is never an empty space', async () => {
  const alert = { whatToDo: 'Two-person visits only.', agreedOn: '2020-01-01', reviewOn: '2020-03-01' }
  expect((await mount(BaseSafetyBanner, { props: { alert } })).text()).toContain('Review overdue since 1 Mar 2020: treat as current.')
  expect((await mount(BaseSafetyBanner, { props: { alert: null } })).text()).toContain('no one has checked yet')
  expect((await mount(BaseSafetyBanner, { props: { alert: null, checked: { on: '2026-11-03', by: 'R. Hart' } } })).text()).toContain(
    'Last checked 3 Nov 2026 by R. Hart.',
  )
})
it('a date and a time of day become an instant only together', async () => {
  const given: unknown[] = []
  const page = await mount(BaseMoment, { props: { label: 'When', 'onUpdate:modelValue': (value: unknown) => given.push(value) } })
  await page.fill('Date', '2026-07-22')
  await page.fill('Time', '10:00')
  expect(given.at(-1)).toBe('2026-07-22T09:00:00.000Z')
})
it('a select offers "nothing" first', async () => {
  const page = await mount(BaseSelect, { props: { label: 'Stage', items, none: 'All stages' } })
  expect(page.findAll('option').map((option) => option.text())).toEqual(['All stages', 'Joinery', 'Music'])
})
it('what needs attention is listed in the order in which the page asks', async () => {
  const page = await mount(BaseErrorSummary, { props: { errors: [] } })
  document.body.insertAdjacentHTML('beforeend', '<div><input id="f-told" /><input id="f-whom" /></div>')
  await page.setProps({
    errors: [
      { id: 'f-whom', text: 'Say which organisation' },
      { id: 'f-told', text: 'Say how they are told' },
    ],
  } as never)
  await page.settle()
  expect(page.findAll('a').map((one) => one.text())).toEqual(['Say how they are told', 'Say which organisation'])
})
it('one thing is not "all"', async () => {
  const says = async (shown: number) => (await mount(BasePager, { props: { shown, more: false, one: 'share' } })).text()
  expect([await says(1), await says(2)]).toEqual(['Showing 1 share', 'Showing all 2 shares'])
})
