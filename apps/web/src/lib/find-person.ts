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
    searching = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined, asked: AbortController | undefined

  function search(words: string) {
    clearTimeout(timer)
    asked?.abort()
    searching.value = words !== ''
    if (words === '') return void (found.value = undefined)
    timer = setTimeout(() => void look(words), pause)
  }
  async function look(words: string) {
    const mine = (asked = new AbortController())
    try {
      found.value = (await api(participants.find, { body: { words } }, { signal: mine.signal })).items
    } catch {
      if (mine.signal.aborted) return // a newer search is on its way
      found.value = []
    }
    searching.value = false
  }
  onScopeDispose(() => {
    clearTimeout(timer)
    asked?.abort()
  })
  return { mine: computed(() => mineQuery.data.value?.items), found, searching, search }
}
