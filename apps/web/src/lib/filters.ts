// Filters live in the address, so that a narrowed list can be kept, shared and gone back to. Typed names never do.
import { computed, reactive, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** useFilters({ stage: '', worker: '' }): reactive text values that follow the address, and are written to it when changed. */
export function useFilters<F extends Record<string, string>>(defaults: F) {
  const route = useRoute(),
    router = useRouter()
  const here = route.path
  const read = () =>
    Object.fromEntries(
      Object.entries(defaults).map(([name, none]) => [name, typeof route.query[name] === 'string' ? route.query[name] : none]),
    ) as F
  const values = reactive(read()) as F
  watch(
    () => route.query,
    () => {
      if (route.path === here) Object.assign(values, read())
    },
  )
  watch(values, () => {
    const rest = Object.fromEntries(Object.entries(route.query).filter(([name]) => !(name in defaults)))
    const set = Object.fromEntries(Object.entries(values).filter(([name, value]) => value && value !== defaults[name]))
    void router.replace({ query: { ...rest, ...set } })
  })
  const active = computed(() => Object.entries(values).some(([name, value]) => value !== defaults[name]))
  const clear = () => Object.assign(values, defaults)
  return { values, active, clear }
}
