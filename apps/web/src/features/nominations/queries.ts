import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { nominations, type LikenessAsked } from '@modulus/contracts/nominations.ts'
import { programmes } from '@modulus/contracts/programmes.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const nominationKeys = {
  all: ['nominations'] as const,
  list: (filters: object) => [...nominationKeys.all, 'list', filters] as const,
  one: (id: string) => [...nominationKeys.all, 'one', id] as const,
  alike: (asked: object) => [...nominationKeys.all, 'alike', asked] as const,
  programme: (id: string) => [...nominationKeys.all, 'programme', id] as const,
}

export const nominationQuery = defineQueryOptions((nominationId: string) => ({
  key: nominationKeys.one(nominationId),
  query: ({ signal }) => api(nominations.read, { params: { nominationId } }, { signal }),
}))
/** The partners and the team of a programme: who may suggest, who may visit. */
export const programmeQuery = defineQueryOptions((programmeId: string) => ({
  key: nominationKeys.programme(programmeId),
  query: ({ signal }) => api(programmes.read, { params: { programmeId } }, { signal }),
}))
export const alikeQuery = defineQueryOptions((asked: LikenessAsked) => ({
  key: nominationKeys.alike(asked),
  query: ({ signal }) => api(nominations.findAlike, { body: asked }, { signal }),
  enabled: asked.programmeId !== '' && `${asked.firstName}${asked.familyName}`.trim().length >= 2,
}))

const changes = <E extends Endpoint>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => {
        void cache.invalidateQueries({ key: nominationKeys.all })
      },
    })
  })
export const useBring = changes(nominations.bring)
export const useAmend = changes(nominations.amend)
export const useGiveNotice = changes(nominations.giveNotice)
export const useScreen = changes(nominations.screen)
export const useTriage = changes(nominations.triage)
export const useDecline = changes(nominations.decline)
