import { endpoints } from '@modulus/contracts/endpoint.ts'
import { Body, Day, Nullable, Said, Words } from '@modulus/contracts/common.ts'
import { Type } from 'typebox'
import { expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import BaseForm from '../ui/BaseForm.vue'
import BaseInput from '../ui/BaseInput.vue'
import { api } from './api.ts'
import { filled, useForm } from './form.ts'

const Thing = Body({
  name: Said(40),
  note: Words(),
  on: Type.Optional(Day),
  until: Nullable(Day),
  days: Type.Optional(Type.Array(Body({ start: Said() }))),
})
const things = endpoints('things', {
  put: {
    method: 'PUT',
    url: '/things/:thingId',
    schema: { summary: 'Keep', params: Type.Object({ thingId: Type.String() }), body: Thing, response: { 201: Thing } },
  },
})

const ids: string[] = []
let form: ReturnType<typeof useForm<typeof Thing>>
const page = defineComponent(() => {
  form = useForm(Thing, () => ({ name: '', note: '', on: '', until: '' }), { words: { name: 'Say what it is called' } })
  const save = () =>
    form.submit((body, id) => {
      ids.push(id)
      return api(things.put, { params: { thingId: id }, body })
    })
  return () =>
    h(BaseForm, { form, onSave: save } as never, () => [
      h(BaseInput, {
        ...form.field('name'),
        label: 'Name',
        modelValue: form.values.name,
        'onUpdate:modelValue': (value: unknown) => {
          form.values.name = value as string
        },
      }),
      h('button', { type: 'submit' }, 'Save'),
    ])
})

it('an empty box is left out or sent as null, as the contract wants it', () => {
  expect(filled(Thing, { name: 'a', note: '', on: '', until: '' })).toEqual({ name: 'a', note: '', until: null })
})
it('an answer that is missing is said once at the top and once on its field, and nothing is sent', async () => {
  const fake = fakeApi()
  const it = await mount(page)
  await it.press('Save')
  expect(it.get('[role=alert]').text()).toContain('Say what it is called')
  expect(document.activeElement).toBe(it.get('[role=alert]').element)
  expect(it.get('input').attributes('aria-invalid')).toBe('true')
  expect(fake.calls).toEqual([])
  it.get('[role=alert] a').element.dispatchEvent(new Event('click', { cancelable: true }))
  expect(document.activeElement).toBe(it.get('input').element)
})
it('what the API finds lands on the same field, in its own words when only it knows the rule', async () => {
  fakeApi().refuse(things.put, 'invalid-input', {
    errors: [{ pointer: '/body/days/0/start', keyword: 'taken', detail: 'That day is taken' }],
  })
  const it = await mount(page)
  await it.fill('Name', 'Joinery')
  await it.press('Save')
  expect(it.get('[role=alert]').text()).toContain('That day is taken')
  expect(form.error('days')).toBe('That day is taken')
})
it('a refusal keeps what was typed, and the next try goes under the same id', async () => {
  ids.length = 0
  fakeApi().cutOff(things.put)
  const it = await mount(page)
  await it.fill('Name', 'Joinery')
  await it.press('Save')
  expect(it.get('[role=alert]').text()).toContain('No connection')
  expect((it.get('input').element as HTMLInputElement).value).toBe('Joinery')
  fakeApi().on(things.put, { name: 'Joinery', note: '', until: null })
  await it.press('Save')
  expect(it.find('[role=alert]').exists()).toBe(false)
  expect(new Set(ids).size).toBe(1)
  form.reset()
  expect(form.id).not.toBe(ids[0])
})
it('two presses save once, and Ctrl+Enter saves', async () => {
  const fake = fakeApi().on(things.put, { name: 'Joinery', note: '', until: null })
  const it = await mount(page)
  await it.fill('Name', 'Joinery')
  const submit = () => it.get('form').trigger('submit')
  await Promise.all([submit(), submit()])
  await it.settle()
  expect(fake.calls).toHaveLength(1)
  await it.get('input').trigger('keydown', { key: 'Enter', ctrlKey: true })
  await it.settle()
  expect(fake.calls).toHaveLength(2)
})
