import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { imports, type ImportKindName } from '@modulus/contracts/imports.ts'
import { programmes } from '@modulus/contracts/programmes.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const importKeys = {
  all: ['imports'] as const,
  list: () => [...importKeys.all, 'list'] as const,
  one: (id: string) => [...importKeys.all, 'one', id] as const,
  preview: (id: string, version: number) => [...importKeys.one(id), 'preview', version] as const,
  kind: (kind: string) => [...importKeys.all, 'kind', kind] as const,
  partners: (programmeId: string) => [...importKeys.all, 'partners', programmeId] as const,
}

export const importQuery = defineQueryOptions((importId: string) => ({
  key: importKeys.one(importId),
  query: ({ signal }) => api(imports.read, { params: { importId } }, { signal }),
}))
export const previewQuery = defineQueryOptions(({ importId, version }: { importId: string; version: number }) => ({
  key: importKeys.preview(importId, version),
  query: ({ signal }) => api(imports.preview, { params: { importId } }, { signal }),
}))
export const kindQuery = defineQueryOptions((kind: ImportKindName) => ({
  key: importKeys.kind(kind),
  query: ({ signal }) => api(imports.describe, { params: { kind } }, { signal }),
  staleTime: 600_000,
}))
export const programmeQuery = defineQueryOptions((programmeId: string) => ({
  key: importKeys.partners(programmeId),
  query: ({ signal }) => api(programmes.read, { params: { programmeId } }, { signal }),
}))

const changes = <E extends Endpoint>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => {
        void cache.invalidateQueries({ key: importKeys.all })
      },
    })
  })
export const useUpload = changes(imports.upload)
export const useMap = changes(imports.map)
export const useRun = changes(imports.run)
export const useDiscard = changes(imports.discard)

/** Files come by an ordinary link, so that the browser saves them. */
export const errorFile = (importId: string) => `/api/imports/${importId}/errors.csv`
export const templateFile = (kind: ImportKindName) => `/api/imports/template/${kind}.csv`
