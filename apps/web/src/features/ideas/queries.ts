import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { ideas, type IdeaStatus } from '@modulus/contracts/ideas.ts'
import { interests } from '@modulus/contracts/interests.ts'
import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const ideaKeys = {
  all: ['ideas'] as const,
  list: (filter: object) => [...ideaKeys.all, 'list', filter] as const,
  one: (id: string) => [...ideaKeys.all, 'one', id] as const,
}
export interface IdeaFilter {
  programmeId?: string | undefined
  status?: IdeaStatus | undefined
}
export const useIdeas = (filter: () => IdeaFilter) =>
  useInfiniteQuery({
    key: () => ideaKeys.list(filter()),
    query: ({ pageParam, signal }) => api(ideas.list, { query: { ...filter(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const ideaQuery = defineQueryOptions((ideaId: string) => ({
  key: ideaKeys.one(ideaId),
  query: ({ signal }) => api(ideas.read, { params: { ideaId } }, { signal }),
}))
/** What was heard in a programme, to raise an idea from. */
export const heardWordsQuery = defineQueryOptions((programmeId: string) => ({
  key: ['interests', 'board', programmeId],
  query: ({ signal }) => api(interests.board, { query: { programmeId } }, { signal }),
}))

/** An idea that changed also stands on decisions and on what was heard. */
const changes = <E extends Endpoint>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSettled: () => {
        for (const key of [ideaKeys.all, ['interests'], ['trace'], ['day']]) void cache.invalidateQueries({ key })
      },
    })
  })
export const useRaise = changes(ideas.raise)
export const useReply = changes(ideas.reply)
export const useSupport = changes(ideas.support)
export const useUnsupport = changes(ideas.unsupport)
