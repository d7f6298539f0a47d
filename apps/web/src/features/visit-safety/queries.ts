import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { visitSafety } from '@modulus/contracts/visit-safety.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const safetyQuery = defineQueryOptions((visitId: string) => ({
  key: ['visit-safety', visitId],
  staleTime: 0,
  query: ({ signal }) => api(visitSafety.read, { params: { visitId } }, { signal }),
}))
/** Always asked afresh. */
export const outNowQuery = defineQueryOptions(() => ({
  key: ['visit-safety', 'out now'],
  staleTime: 0,
  query: ({ signal }) => api(visitSafety.outNow, {}, { signal }),
}))
export const rulesQuery = defineQueryOptions((programmeId: string) => ({
  key: ['visit-safety', 'rules', programmeId],
  query: ({ signal }) => api(visitSafety.rules, { params: { programmeId } }, { signal }),
}))
export const mobileQuery = defineQueryOptions((personId: string) => ({
  key: ['mobile', personId],
  query: ({ signal }) => api(visitSafety.mobile, { params: { personId } }, { signal }),
}))

const deed = <E extends Endpoint>(endpoint: E, ...keys: string[]) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => {
        for (const key of keys) void cache.invalidateQueries({ key: [key] })
      },
    })
  })
export const usePlan = deed(visitSafety.plan, 'visit-safety')
export const useReadFlags = deed(visitSafety.readFlags, 'visit-safety', 'warnings')
export const useApprove = deed(visitSafety.approve, 'visit-safety')
export const useDebrief = deed(visitSafety.debrief, 'visit-safety')
export const useChangeRules = deed(visitSafety.changeRules, 'visit-safety')
export const useKeepMobile = deed(visitSafety.keepMobile, 'mobile')
