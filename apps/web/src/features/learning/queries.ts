import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { learning } from '@modulus/contracts/learning.ts'
import { lessons, type LessonKind } from '@modulus/contracts/lessons.ts'
import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const learningKeys = { all: ['learning'] as const, of: (programmeId: string) => [...learningKeys.all, programmeId] as const }

export const learningQuery = defineQueryOptions((programmeId: string) => ({
  key: learningKeys.of(programmeId),
  query: ({ signal }) => api(learning.read, { params: { programmeId } }, { signal }),
}))
export interface LessonChoice {
  programmeId?: string | undefined
  elsewhere?: boolean | undefined
  kind?: LessonKind | undefined
}
export const useLessons = (filter: () => LessonChoice) =>
  useInfiniteQuery({
    key: () => [...learningKeys.all, 'lessons', filter()] as never,
    query: ({ pageParam, signal }) => api(lessons.list, { query: { ...filter(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

const changes = <E extends Endpoint>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => void cache.invalidateQueries({ key: learningKeys.all }),
    })
  })
export const useWriteLesson = changes(lessons.write)
export const useShareLesson = changes(lessons.share)
export const useTakeLesson = changes(learning.take)
export const useAsk = changes(learning.ask)
export const useAnswer = changes(learning.answer)
export const useChoose = changes(learning.choose)
export const useCheck = changes(learning.check)
export const useShow = changes(learning.show)
export const useTakeBack = changes(learning.takeBack)
