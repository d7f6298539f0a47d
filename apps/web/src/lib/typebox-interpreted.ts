// Stands in for typebox/compile in the browser (see plugins.ts): the same answers, without making code from text.
import type { TSchema } from 'typebox'
import { Check, Errors } from 'typebox/schema'

export const Compile = (schema: TSchema) => ({
  Check: (value: unknown): boolean => Check(schema, value),
  Errors: (value: unknown): unknown[] => Errors(schema, value)[1],
})
