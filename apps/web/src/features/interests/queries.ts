import type { Call } from '@modulus/contracts/endpoint.ts'
import { interests } from '@modulus/contracts/interests.ts'
import { trace } from '@modulus/contracts/trace.ts'
import { words } from '@modulus/contracts/words.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const interestKeys = {
  all: ['interests'] as const,
  of: (participantId: string) => [...interestKeys.all, 'of', participantId] as const,
  overview: (programmeId: string) => [...interestKeys.all, 'overview', programmeId] as const,
}
export const heardQuery = defineQueryOptions((participantId: string) => ({
  key: interestKeys.of(participantId),
  query: ({ signal }) => api(interests.list, { params: { participantId } }, { signal }),
}))
export const overviewQuery = defineQueryOptions((programmeId: string) => ({
  key: interestKeys.overview(programmeId),
  query: ({ signal }) => api(interests.overview, { query: { programmeId: programmeId || undefined } }, { signal }),
}))
/** What was said in a programme; with who only for those who may know. */
export const boardQuery = defineQueryOptions((programmeId: string) => ({
  key: [...interestKeys.all, 'board', programmeId],
  query: ({ signal }) => api(interests.board, { query: { programmeId } }, { signal }),
}))
export const becameQuery = defineQueryOptions((interestId: string) => ({
  key: ['trace', 'interest', interestId],
  query: ({ signal }) => api(trace.interest, { params: { interestId } }, { signal }),
}))
export const tagsQuery = defineQueryOptions({
  key: ['words', 'interest'],
  query: ({ signal }) => api(words.list, { query: { list: 'interest' } }, { signal }),
})

/** What was heard also stands in the story of the person. */
const useHeardAnew = () => {
  const cache = useQueryCache()
  return () => Promise.all([cache.invalidateQueries({ key: interestKeys.all }), cache.invalidateQueries({ key: ['participants'] })])
}
export const useHear = defineMutation(() =>
  useMutation({ mutation: (call: Call<typeof interests.hear>) => api(interests.hear, call), onSuccess: useHeardAnew() }),
)
export const useHearAsset = defineMutation(() =>
  useMutation({ mutation: (call: Call<typeof interests.hearAsset>) => api(interests.hearAsset, call), onSuccess: useHeardAnew() }),
)
export const useSetGoal = defineMutation(() =>
  useMutation({ mutation: (call: Call<typeof interests.setGoal>) => api(interests.setGoal, call), onSuccess: useHeardAnew() }),
)
export const useAmendInterest = defineMutation(() =>
  useMutation({ mutation: (call: Call<typeof interests.amend>) => api(interests.amend, call), onSettled: useHeardAnew() }),
)
export const useAmendGoal = defineMutation(() =>
  useMutation({ mutation: (call: Call<typeof interests.amendGoal>) => api(interests.amendGoal, call), onSettled: useHeardAnew() }),
)
