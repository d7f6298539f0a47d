import { computed, ref, watch, type Ref } from 'vue'

/** The first so many of a long list that is here already, and more on asking. */
export function usePart<T>(all: Ref<T[]>, step: number) {
  const shown = ref(step)
  watch(all, () => {
    shown.value = step
  })
  return {
    part: computed(() => all.value.slice(0, shown.value)),
    more: () => {
      shown.value += step
    },
  }
}
