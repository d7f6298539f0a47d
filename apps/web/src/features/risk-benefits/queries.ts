import { adaptations } from '@modulus/contracts/adaptations.ts'
import { courses } from '@modulus/contracts/courses.ts'
import { drafts } from '@modulus/contracts/drafts.ts'
import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { placements } from '@modulus/contracts/placements.ts'
import { programmes } from '@modulus/contracts/programmes.ts'
import { riskBenefits, type WeighedAbout } from '@modulus/contracts/risk-benefits.ts'
import { visits } from '@modulus/contracts/visits.ts'
import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'
import { dateOf } from '#lib/format.ts'

export const weighKeys = {
  all: ['risk-benefits'] as const,
  list: (filter: object) => [...weighKeys.all, 'list', filter] as const,
  one: (id: string) => [...weighKeys.all, 'one', id] as const,
}
export interface WeighFilter {
  programmeId?: string | undefined
  about?: WeighedAbout | undefined
  waitsForMe?: boolean | undefined
}
export const useWeighings = (filter: () => WeighFilter) =>
  useInfiniteQuery({
    key: () => weighKeys.list(filter()),
    query: ({ pageParam, signal }) =>
      api(riskBenefits.list, { query: { ...filter(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const weighingQuery = defineQueryOptions((riskBenefitId: string) => ({
  key: weighKeys.one(riskBenefitId),
  query: ({ signal }) => api(riskBenefits.read, { params: { riskBenefitId } }, { signal }),
}))
export const backersQuery = defineQueryOptions((programmeId: string) => ({
  key: [...weighKeys.all, 'backers', programmeId],
  query: ({ signal }) => api(riskBenefits.people, { params: { programmeId } }, { signal }),
}))

export interface AboutFacts {
  programmeId: string
  about: WeighedAbout
  aboutId: string | null
  participantId: string | null
  subject: string
  /** Where it came from, and where saving leads back to. */
  back: { to: string; label: string }
}
/** What is weighed, from the address: in which programme it is, whose it is, and what to call it. */
export const aboutQuery = defineQueryOptions(({ about, of }: { about: WeighedAbout; of: string }) => ({
  key: [...weighKeys.all, 'about', about, of],
  query: async ({ signal }): Promise<AboutFacts> => {
    switch (about) {
      case 'adaptation': {
        const one = await api(adaptations.read, { params: { adaptationId: of } }, { signal })
        return {
          programmeId: one.programmeId,
          about,
          aboutId: of,
          participantId: null,
          subject: one.toText,
          back: { to: `/changes/${of}`, label: one.toText },
        }
      }
      case 'course': {
        const one = await api(courses.read, { params: { courseId: of } }, { signal })
        return {
          programmeId: one.programmeId,
          about,
          aboutId: of,
          participantId: null,
          subject: one.name,
          back: { to: `/courses/${of}`, label: one.name },
        }
      }
      case 'visit': {
        const one = await api(visits.read, { params: { visitId: of } }, { signal })
        const when = dateOf(one.startsAt)
        return {
          programmeId: one.programmeId,
          about,
          aboutId: of,
          participantId: one.participant.id,
          subject: `Visit on ${when}`,
          back: { to: `/visits/${of}`, label: `Visit on ${when}` },
        }
      }
      case 'placement': {
        const one = await api(placements.read, { params: { placementId: of } }, { signal })
        return {
          programmeId: one.participant.programmeId,
          about,
          aboutId: of,
          participantId: one.participant.id,
          subject: one.opportunity.title,
          back: { to: `/placements/${of}`, label: one.opportunity.title },
        }
      }
      case 'programme': {
        const one = await api(programmes.read, { params: { programmeId: of } }, { signal })
        return { programmeId: of, about, aboutId: null, participantId: null, subject: '', back: { to: '/risk-benefits', label: one.name } }
      }
    }
  },
}))

export const draftQuery = defineQueryOptions((draftId: string) => ({
  key: [...weighKeys.all, 'draft', draftId],
  query: async ({ signal }) => {
    const { body } = await api(drafts.read, { params: { draftId } }, { signal })
    return { about: String(body.about ?? ''), of: String(body.aboutId ?? body.programmeId ?? '') }
  },
}))

const changing = <E extends Endpoint>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => {
        for (const key of [weighKeys.all, ['adaptations'], ['day']]) void cache.invalidateQueries({ key: [...key] })
      },
    })
  })
export const useWeigh = changing(riskBenefits.weigh)
export const useAmend = changing(riskBenefits.amend)
export const useAskBacking = changing(riskBenefits.askBacking)
export const useBack = changing(riskBenefits.back)
export const useSayWhatHappened = changing(riskBenefits.sayWhatHappened)
