import type { Call } from '@modulus/contracts/endpoint.ts'
import { offline } from '@modulus/contracts/offline.ts'
import { participantAccess } from '@modulus/contracts/participant-access.ts'
import { participantContact } from '@modulus/contracts/participant-contact.ts'
import { participantDeals } from '@modulus/contracts/participant-deal.ts'
import { participantStory } from '@modulus/contracts/participant-story.ts'
import { participants, type CaseloadFilter } from '@modulus/contracts/participants.ts'
import { savedViews } from '@modulus/contracts/saved-views.ts'
import { withholding } from '@modulus/contracts/withholding.ts'
import { defineInfiniteQueryOptions, defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const participantKeys = {
  all: ['participants'] as const,
  list: (filter: CaseloadFilter) => [...participantKeys.all, 'list', { ...filter }] as const,
  one: (id: string) => [...participantKeys.all, 'one', id] as const,
  part: (id: string, part: string) => [...participantKeys.one(id), part] as const,
  views: ['saved-views', 'people'] as const,
}

export const caseloadQuery = defineInfiniteQueryOptions((filter: CaseloadFilter) => ({
  key: participantKeys.list(filter),
  query: ({ pageParam, signal }) => api(participants.list, { query: { ...filter, after: pageParam ?? undefined } }, { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page: { next: string | null }) => page.next,
}))
export const summaryQuery = defineQueryOptions((programmeId?: string) => ({
  key: [...participantKeys.all, 'summary', programmeId ?? ''],
  query: ({ signal }) => api(participants.summary, { query: { programmeId } }, { signal }),
}))
export const workersQuery = defineQueryOptions({
  key: [...participantKeys.all, 'workers'],
  query: ({ signal }) => api(participants.workers, {}, { signal }),
})
export const findParticipants = (words: string) => api(participants.find, { body: { words } })
export const viewsQuery = defineQueryOptions({
  key: participantKeys.views,
  query: ({ signal }) => api(savedViews.list, { query: { page: 'people' } }, { signal }),
})

export const neverOfflineQuery = defineQueryOptions((id: string) => ({
  key: participantKeys.part(id, 'offline'),
  query: ({ signal }) => api(offline.isNever, { params: { participantId: id } }, { signal }),
}))
export const participantQuery = defineQueryOptions((id: string) => ({
  key: participantKeys.one(id),
  query: ({ signal }) => api(participants.read, { params: { participantId: id } }, { signal }),
}))
export const storyQuery = defineInfiniteQueryOptions((id: string) => ({
  key: participantKeys.part(id, 'story'),
  query: ({ pageParam, signal }) =>
    api(participantStory.story, { params: { participantId: id }, query: { after: pageParam ?? undefined } }, { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page: { next: string | null }) => page.next,
}))
export const contactQuery = defineQueryOptions((id: string) => ({
  key: participantKeys.part(id, 'contact'),
  query: ({ signal }) => api(participantContact.contact, { params: { participantId: id } }, { signal }),
}))
export const dealsQuery = defineQueryOptions((id: string) => ({
  key: participantKeys.part(id, 'deals'),
  query: ({ signal }) => api(participantDeals.deals, { params: { participantId: id } }, { signal }),
}))
export const accessQuery = defineQueryOptions((id: string) => ({
  key: participantKeys.part(id, 'access'),
  query: ({ signal }) => api(participantAccess.access, { params: { participantId: id } }, { signal }),
}))

/** After any of these, everything about people may read differently. */
const useAboutPeople = () => {
  const cache = useQueryCache()
  return () => cache.invalidateQueries({ key: participantKeys.all })
}
export const useEditParticipant = defineMutation(() =>
  useMutation({ mutation: (call: Call<typeof participants.edit>) => api(participants.edit, call), onSuccess: useAboutPeople() }),
)
export const useMoveParticipant = defineMutation(() =>
  useMutation({ mutation: (call: Call<typeof participants.move>) => api(participants.move, call), onSuccess: useAboutPeople() }),
)
export const useKeepContact = defineMutation(() =>
  useMutation({
    mutation: (call: Call<typeof participantContact.keepContact>) => api(participantContact.keepContact, call),
    onSuccess: useAboutPeople(),
  }),
)
export const useAgree = defineMutation(() =>
  useMutation({ mutation: (call: Call<typeof participantDeals.agree>) => api(participantDeals.agree, call), onSuccess: useAboutPeople() }),
)
export const useWithdraw = defineMutation(() =>
  useMutation({
    mutation: (call: Call<typeof participantDeals.withdraw>) => api(participantDeals.withdraw, call),
    onSuccess: useAboutPeople(),
  }),
)
export const useKeepView = defineMutation(() => {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<typeof savedViews.keep>) => api(savedViews.keep, call),
    onSuccess: () => cache.invalidateQueries({ key: participantKeys.views }),
  })
})
export const useForgetView = defineMutation(() => {
  const cache = useQueryCache()
  return useMutation({
    mutation: (viewId: string) => api(savedViews.forget, { params: { viewId } }),
    onSuccess: () => cache.invalidateQueries({ key: participantKeys.views }),
  })
})
export const useShareEntry = defineMutation(() =>
  useMutation({ mutation: (call: Call<typeof withholding.share>) => api(withholding.share, call), onSuccess: useAboutPeople() }),
)
