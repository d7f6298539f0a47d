// By what a colleague may be beside somebody who may be under 18. Small, because the doorstep page carries it.
import { Type, type Static } from 'typebox'

/** A PVG check that stands, or a role that was assessed as not regulated; null: not at all. */
export const ClearBy = Type.Enum(['pvg', 'not_regulated'])
export type ClearBy = Static<typeof ClearBy>
