// What the pill in the header says: is everything that was typed safe with the API?
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

export const useSaving = defineStore('saving', () => {
  const running = ref(0)
  const failed = ref(false)
  const state = computed(() => (running.value > 0 ? 'saving' : failed.value ? 'failed' : 'saved'))

  async function during<T>(work: Promise<T>): Promise<T> {
    running.value++
    try {
      const result = await work
      failed.value = false
      return result
    } catch (problem) {
      failed.value = true
      throw problem
    } finally {
      running.value--
    }
  }
  return { state, during }
})
