// Finding one person for a form: the ones I look after, and a forgiving search by name.
import { participants, type FoundParticipant } from '@modulus/contracts/participants.ts'
import { useQuery } from '@pinia/colada'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { api } from './api.ts'

const pause = 250

export function useFindPerson() {
  const mineQuery = useQuery({
    key: ['participants', 'mine', 'short'],
    query: ({ signal }) => api(participants.list, { query: { workerId: 'me', sort: 'name', limit: 12 } }, { signal }),
  })
  const found = shallowRef<FoundParticipant[]>(),
    searching = ref(false),
    lost = shallowRef<unknown>()
  let timer: ReturnType<typeof setTimeout> | undefined,
    asked: AbortController | undefined,
    sought = ''

  function search(words: string) {
    clearTimeout(timer)
    asked?.abort()
    lost.value = undefined
    sought = words
    searching.value = words !== ''
    if (words === '') return void (found.value = undefined)
    timer = setTimeout(() => void look(words), pause)
  }
  async function look(words: string) {
    const mine = (asked = new AbortController())
    try {
      found.value = (await api(participants.find, { body: { words } }, { signal: mine.signal })).items
    } catch (problem) {
      if (mine.signal.aborted) return // a newer search is on its way
      found.value = undefined // that nobody was found would not be true
      lost.value = problem
    }
    searching.value = false
  }
  onScopeDispose(() => {
    clearTimeout(timer)
    asked?.abort()
  })
  /** What could not be looked up, and the way to ask for it again. */
  const trouble = computed(() => lost.value ?? (mineQuery.data.value ? undefined : mineQuery.error.value) ?? undefined)
  const again = () => (lost.value ? search(sought) : void mineQuery.refetch())
  return { mine: computed(() => mineQuery.data.value?.items), found, searching, search, trouble, again }
}
