import { power } from '@modulus/contracts/power.ts'
import { defineQueryOptions } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const powerQuery = defineQueryOptions((programmeId: string) => ({
  key: ['power', 'board', programmeId],
  query: ({ signal }) => api(power.board, { params: { programmeId } }, { signal }),
}))
export const changesQuery = defineQueryOptions((programmeId: string) => ({
  key: ['power', 'changes', programmeId],
  query: ({ signal }) => api(power.changes, { params: { programmeId } }, { signal }),
}))
