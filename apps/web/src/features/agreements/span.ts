import type { Agreement } from '@modulus/contracts/agreements.ts'
import { dateOf } from '#lib/format.ts'

/** The last day that counts: an agreement ends at the first moment of the day after. */
export const lastDayOf = ({ validUntil }: Pick<Agreement, 'validUntil'>) => dateOf(new Date(Date.parse(validUntil) - 1))
export const toneOf = (state: Agreement['state']) =>
  (
    ({
      live: 'teal',
      not_yet: 'amber',
      draft: 'amber',
      renewed: 'neutral',
      ended: 'neutral',
      expired: 'neutral',
      withdrawn: 'neutral',
    }) as const
  )[state]
export const unsigned = ({ parties }: Agreement) => parties.filter(({ signedAt }) => signedAt === null).map(({ partner }) => partner.name)
