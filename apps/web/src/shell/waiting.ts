// What waits for whoever looks, counted beside its place in the menu: an emergency look that a data lead has not judged yet. Nobody
// else is asked, and what it asks for is not loaded for them.
import { useQuery } from '@pinia/colada'
import { computed } from 'vue'
import { api } from '#lib/api.ts'
import { useSession } from '#stores/session.ts'

const most = 25
export function useWaiting() {
  const session = useSession()
  const looks = useQuery({
    // Under the key of the looks themselves, so that judging one counts anew.
    key: ['break-glass', 'to judge'],
    query: async ({ signal }) => {
      const { breakGlass } = await import('@modulus/contracts/break-glass.ts')
      const { items } = await api(breakGlass.list, { query: { state: 'to_review', limit: most } }, { signal })
      return items.filter((one) => one.can.review).length
    },
    enabled: () => session.current?.roles.includes('data_lead') === true,
    staleTime: 60_000,
  })
  return computed<Record<string, number>>(() => ({ '/break-glass': looks.data.value ?? 0 }))
}
