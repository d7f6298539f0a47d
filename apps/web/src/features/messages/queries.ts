import { messages } from '@modulus/contracts/messages.ts'
import { useInfiniteQuery } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const useMailbox = () =>
  useInfiniteQuery({
    key: ['messages'],
    query: ({ pageParam, signal }) => api(messages.list, { query: { after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  })
