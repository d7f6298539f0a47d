// On what the law lets an organisation hold and share personal data. Words for the screens are in apps/web/src/words/agreements.ts.
import { Type, type Static } from 'typebox'
import { Nullable, Words } from './common.ts'

/**
 * UK GDPR article 6(1)(a) to (f), and (ea) of the Data (Use and Access) Act 2025, section 70. Public authorities cannot stand on (ea) or (f)
 * for their own tasks.
 */
export const Article6 = Type.Enum([
  'public_task',
  'legal_obligation',
  'legitimate_interests',
  'recognised_legitimate_interest',
  'vital_interests',
  'contract',
  'consent',
])
export type Article6 = Static<typeof Article6>
/** UK GDPR article 9(2)(a) to (j). */
export const Article9 = Type.Enum([
  'substantial_public_interest',
  'health_social_care',
  'employment_social_protection',
  'vital_interests',
  'not_for_profit',
  'explicit_consent',
  'legal_claims',
  'public_health',
  'made_public',
  'research',
])
export type Article9 = Static<typeof Article9>
/**
 * Data Protection Act 2018, schedule 1, as far as a partnership like this one meets them: paragraphs 1, 2, 6, 8, 10, 17, 18 of parts 1 and 2,
 * and 29, 30, 31, 33 of part 3 (for criminal offence data, section 10(5)).
 */
export const Schedule1 = Type.Enum([
  'safeguarding',
  'statutory_purposes',
  'preventing_unlawful_acts',
  'counselling',
  'equality',
  'health_social_care',
  'social_protection',
  'consent',
  'vital_interests',
  'not_for_profit',
  'legal_claims',
])
export type Schedule1 = Static<typeof Schedule1>

/** What one controller stands on. */
export const basis = {
  article6: Article6,
  article9: Type.Optional(Nullable(Article9)),
  schedule1: Type.Optional(Nullable(Schedule1)),
}
export const basisWords = Type.Optional(Words(1000))

/** Free words, what keeps a visit safe, and safeguarding carry special category data or allegations: they need all three. */
export const sensitiveCategories: readonly string[] = ['notes', 'risk', 'safeguarding']
export const needsConditions = (categories: readonly string[]): boolean => categories.some((one) => sensitiveCategories.includes(one))
/** UK GDPR article 6(1), last sentence: not for public authorities in the performance of their tasks. */
export const notForPublicBodies: readonly string[] = ['legitimate_interests', 'recognised_legitimate_interest']
