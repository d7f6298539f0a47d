import { board } from '@modulus/contracts/board.ts'
import { defineQueryOptions } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const boardKeys = { all: ['board'] as const }

export const boardQuery = defineQueryOptions((programmeId: string) => ({
  key: [...boardKeys.all, 'team', programmeId],
  query: ({ signal }) => api(board.read, { query: { programmeId } }, { signal }),
}))
export const publishedQuery = defineQueryOptions((programmeId: string) => ({
  key: [...boardKeys.all, 'published', programmeId],
  query: ({ signal }) => api(board.published, { query: { programmeId } }, { signal }),
}))
export const homeQuery = defineQueryOptions(() => ({
  key: [...boardKeys.all, 'home'],
  query: ({ signal }) => api(board.home, {}, { signal }),
}))
