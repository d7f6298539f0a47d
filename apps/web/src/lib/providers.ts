// The organisations whose sign-in opens accounts here. Going there leaves these pages; the way back ends at /signed-in.
import { sessionOidc } from '@modulus/contracts/session-oidc.ts'
import { defineQueryOptions } from '@pinia/colada'
import { api } from './api.ts'

export const providersQuery = defineQueryOptions(() => ({
  key: ['session', 'providers'],
  query: ({ signal }) => api(sessionOidc.providers, {}, { signal }),
}))
export async function goToProvider(provider: string, body: { next?: string; invitation?: string }): Promise<void> {
  location.assign((await api(sessionOidc.startAtProvider, { params: { provider }, body })).address)
}
