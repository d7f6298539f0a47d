import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { programmes } from '@modulus/contracts/programmes.ts'
import { session } from '@modulus/contracts/session.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'
import { useSession } from '#stores/session.ts'

export const programmeKeys = {
  all: ['programmes'] as const,
  list: () => [...programmeKeys.all, 'list'] as const,
  one: (id: string) => [...programmeKeys.all, 'one', id] as const,
  areas: () => [...programmeKeys.all, 'areas'] as const,
  partners: () => [...programmeKeys.all, 'partners'] as const,
}

export const programmeListQuery = defineQueryOptions(() => ({
  key: programmeKeys.list(),
  query: ({ signal }) => api(programmes.list, {}, { signal }),
}))
export const programmeQuery = defineQueryOptions((programmeId: string) => ({
  key: programmeKeys.one(programmeId),
  query: ({ signal }) => api(programmes.read, { params: { programmeId } }, { signal }),
}))
export const areasQuery = defineQueryOptions(() => ({
  key: programmeKeys.areas(),
  query: ({ signal }) => api(programmes.listAreas, {}, { signal }),
}))
export const partnersQuery = defineQueryOptions(() => ({
  key: programmeKeys.partners(),
  query: ({ signal }) => api(partners.list, { query: { limit: 100 } }, { signal }),
}))

const changes = <E extends Endpoint>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => {
        void cache.invalidateQueries({ key: programmeKeys.all })
      },
    })
  })
export const useBeginProgramme = changes(programmes.begin)
export const useEditProgramme = changes(programmes.edit)
export const useMoveProgramme = changes(programmes.move)
export const useAddProgrammePartner = changes(programmes.addPartner)
export const useRemoveProgrammePartner = changes(programmes.removePartner)
export const useAddArea = changes(programmes.addArea)

/** Whoever begins a programme has a new role from now on: the menus and other forms ask the session for it. */
export async function readRolesAfresh(): Promise<void> {
  useSession().current = await api(session.read, {})
}
