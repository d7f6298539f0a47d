// Tokens of programs: how one looks, and what one may be used for. Whatever is not named here is for people who are signed in: accounts,
// sessions, tokens themselves, agreements, safeguarding, a young person's own pages, and whatever comes after this list was written.
import { randomBytes } from 'node:crypto'

/** A prefix that scanners of source code can find. */
export const tokenPrefix = 'mdl_'
const shape = /^Bearer (mdl_[\w-]{43})$/
export const newToken = () => tokenPrefix + randomBytes(32).toString('base64url')

/** What was brought as a token, whether there is such a one or not; undefined when it is something else. */
export const tokenIn = (authorization: string | undefined): string | undefined =>
  authorization?.startsWith(`Bearer ${tokenPrefix}`) ? (shape.exec(authorization)?.[1] ?? 'none') : undefined

const features = new Set(
  `adaptations barriers board coherence community contacts contributions course-elements course-sessions courses day decisions destinations
   enrolments ideas imports interests learning lessons measures meetings mentoring nominations opportunities pace participants partners
   placements power programmes promises provider-checks pulse register replies risk-benefits supporters trace visits words`.split(/\s+/),
)
export const servesTokens = (schema: { tags?: readonly string[] } | undefined): boolean => features.has(schema?.tags?.[0] ?? '')
