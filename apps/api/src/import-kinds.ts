// The kinds of file that can be brought in: like jobs.ts, one of the few places that know several modules.
import type { ImportKindName } from '@modulus/contracts/imports.ts'
import type { ImportKind } from '#import-kind.ts'
import { communityCountsKind } from './modules/community/import-kind.ts'
import { nominationsKind } from './modules/nominations/import-kind.ts'

/* eslint-disable @typescript-eslint/no-explicit-any -- each kind knows its own row; the runner only carries it from check to write */
const kinds: Record<ImportKindName, ImportKind<any, any>> = {
  nominations: nominationsKind,
  community_counts: communityCountsKind,
}

export const kindOf = (name: ImportKindName): ImportKind<any, any> => kinds[name]
/* eslint-enable @typescript-eslint/no-explicit-any */
