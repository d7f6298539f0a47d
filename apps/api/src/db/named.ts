import type { Tx } from './transact.ts'

/** Hand-written SQL for a hot path, prepared by name on the transaction's own connection: one name, one text, whatever the values. */
export const named = async <R extends object>(tx: Tx, name: string, text: string, values: unknown[]): Promise<R[]> =>
  (await tx.$client.query<R>({ name, text, values })).rows
