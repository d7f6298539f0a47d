import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { replies } from '@modulus/contracts/replies.ts'
import { withholding } from '@modulus/contracts/withholding.ts'
import { api } from '#lib/api.ts'

export const replyKeys = {
  all: ['replies'] as const,
  list: (filter: object) => [...replyKeys.all, 'list', filter] as const,
  withheld: ['replies', 'withheld'] as const,
}
export interface ReplyFilter {
  open?: boolean | undefined
  participantId?: string | undefined
}

export const useReplies = (filter: () => ReplyFilter) =>
  useInfiniteQuery({
    key: () => replyKeys.list(filter()),
    query: ({ pageParam, signal }) => api(replies.list, { query: { ...filter(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const withheldQuery = defineQueryOptions(() => ({
  key: replyKeys.withheld,
  query: ({ signal }) => api(withholding.list, {}, { signal }),
}))

/** What is answered or held back shows in the person's story too. */
const refreshing =
  <C, R>(mutation: (call: C) => Promise<R>) =>
  () => {
    const cache = useQueryCache()
    return useMutation({
      mutation,
      onSuccess: () => Promise.all([cache.invalidateQueries({ key: replyKeys.all }), cache.invalidateQueries({ key: ['participants'] })]),
    })
  }
export const useAnswer = defineMutation(refreshing((call: Call<typeof replies.answer>) => api(replies.answer, call)))
export const useAnswerAsk = defineMutation(refreshing((call: Call<typeof replies.answerAsk>) => api(replies.answerAsk, call)))
export const useWithhold = defineMutation(refreshing((call: Call<typeof withholding.withhold>) => api(withholding.withhold, call)))
