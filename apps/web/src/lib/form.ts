// The one way to make a form: the contract's own schema checks what was typed, and the API's findings land on the same fields.
import type { FieldError } from '@modulus/contracts/problems.ts'
import { validate } from '@modulus/contracts/validate.ts'
import type { Static, TObject, TSchema } from 'typebox'
import { computed, reactive, ref, shallowRef, useId, type UnwrapNestedRefs } from 'vue'
import { wordsForError, wordsForProblem } from '../words/problems.ts'
import { ApiProblem } from './api.ts'
import { newId } from './new-id.ts'

/** Words of one form's own: by field ("place"), or by field and keyword ("place required"). */
export type FormWords = Record<string, string>
export interface FormOptions {
  words?: FormWords
}

type Values<S extends TObject> = UnwrapNestedRefs<Partial<Static<S>>>

export function useForm<S extends TObject>(schema: S, initial: () => Partial<Static<S>>, { words = {} }: FormOptions = {}) {
  const prefix = useId()
  const values = reactive(initial()) as Values<S>
  const found = shallowRef<FieldError[]>([])
  const problem = shallowRef<ApiProblem | null>(null)
  const busy = ref(false)
  /** Counts failed attempts, so that the summary takes focus each time. */
  const attempt = ref(0)
  const id = ref(newId())

  const idOf = (path: string) => `${prefix}-${path.replaceAll('/', '-')}`
  const errors = computed(() =>
    found.value.map((one) => ({ ...one, id: idOf(one.pointer.split('/')[1] ?? ''), text: wordsOf(one, words) })),
  )
  /** The first error on a field, or on anything inside it: "days" also answers for "days/0/start". */
  const error = (path: string) => errors.value.find(({ pointer }) => pointer === `/${path}` || pointer.startsWith(`/${path}/`))?.text
  /** What a field part needs: <BaseInput v-bind="form.field('place')" v-model="form.values.place" label="Where" />. */
  const field = (path: string) => ({ id: idOf(path), name: path, error: error(path) })
  const summary = computed(() => ({
    errors: errors.value.map(({ id, text }) => ({ id, text })),
    problem: problem.value ? wordsForProblem(problem.value) : undefined,
    attempt: attempt.value,
  }))

  function refuse(list: FieldError[], refusal: ApiProblem | null = null) {
    found.value = list
    problem.value = refusal
    attempt.value++
  }

  /** Checks, then saves, once at a time. Gives what `save` gave, or undefined when something needs attention. */
  async function submit<R>(save: (body: Static<S>, id: string) => Promise<R>): Promise<R | undefined> {
    if (busy.value) return
    const body = filled(schema, values)
    const wrong = validate(schema, body)
    if (wrong.length > 0) return void refuse(wrong)
    refuse([])
    attempt.value = 0
    busy.value = true
    try {
      return await save(body, id.value)
    } catch (thrown) {
      if (!(thrown instanceof ApiProblem)) throw thrown
      const onFields = thrown.errors
        .filter(({ pointer }) => pointer.startsWith('/body/'))
        .map((one) => ({ ...one, pointer: one.pointer.slice('/body'.length) }))
      refuse(onFields, onFields.length > 0 ? null : thrown)
    } finally {
      busy.value = false
    }
  }

  /** Starts afresh, with a new id: the next save is another thing. */
  function reset() {
    for (const key of Object.keys(values)) delete (values as Record<string, unknown>)[key]
    Object.assign(values, initial())
    refuse([])
    attempt.value = 0
    id.value = newId()
  }

  return reactive({ values, errors, problem, busy, attempt, id, summary, field, error, submit, reset, refuse })
}

const wordsOf = (one: FieldError, words: FormWords) => {
  const name = one.pointer.slice(1),
    top = name.split('/')[0]!
  return words[`${name} ${one.keyword}`] ?? words[name] ?? words[`${top} ${one.keyword}`] ?? words[top] ?? wordsForError(one)
}

/** An empty box is no answer: it is left out where the contract lets it be, or sent as null where that means "none". */
export function filled<S extends TObject>(schema: S, values: object): Static<S> {
  const properties = schema.properties as Record<string, TSchema>
  const entries = Object.entries(JSON.parse(JSON.stringify(values)) as Record<string, unknown>).map(([key, value]) => {
    const property = properties[key]
    if (value !== '' || !property || validate(property, '').length === 0) return [key, value]
    return [key, validate(property, null).length === 0 ? null : undefined]
  })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Static<S>
}
