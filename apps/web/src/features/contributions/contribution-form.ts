// The answers about something given, for the page that writes it down and the page that changes it. Money is asked in pounds.
import { NewContribution, type Contribution } from '@modulus/contracts/contributions.ts'
import { Type } from 'typebox'
import { dayOf } from '#lib/format.ts'

const { programmeId: _programme, moneyPence: _money, minutes: _minutes, ...fields } = NewContribution.properties
export const GivenAnswers = Type.Object({
  ...fields,
  /** Hours, such as 1.5. */
  hours: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 10_000 })),
  pounds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 20_000_000 })),
})
export type GivenAnswers = Partial<Omit<NewContribution, 'programmeId' | 'moneyPence' | 'minutes'> & { hours: number; pounds: number }>

export const emptyGiven = (pathway: NewContribution['pathway'] | undefined): GivenAnswers => ({
  participantId: null,
  supporterId: null,
  userId: null,
  givenOn: dayOf(),
  what: '',
  ...(pathway ? { pathway } : {}),
  role: null,
  usedHow: '',
  recognisedHow: '',
})
export const fromContribution = (one: Contribution): GivenAnswers => ({
  givenBy: one.givenBy,
  participantId: one.participantId,
  supporterId: one.supporterId,
  userId: one.userId,
  givenOn: one.givenOn,
  what: one.what,
  coMode: one.coMode,
  voiceOrAction: one.voiceOrAction,
  pathway: one.pathway,
  role: one.role,
  usedHow: one.usedHow,
  recognisedHow: one.recognisedHow,
  ...(one.minutes === null ? {} : { hours: Math.round((one.minutes / 60) * 100) / 100 }),
  ...(one.moneyPence === null ? {} : { pounds: one.moneyPence / 100 }),
})
const nameOf = { participant: 'participantId', supporter: 'supporterId', partner_person: 'userId', officer: 'userId' } as const
/** Only the name that fits who gave it goes along: the others may be left over from an earlier choice. */
export function bodyOf<A extends GivenAnswers>({ hours, pounds, ...rest }: A) {
  const own = rest.givenBy && nameOf[rest.givenBy]
  return {
    ...rest,
    participantId: own === 'participantId' ? (rest.participantId ?? null) : null,
    supporterId: own === 'supporterId' ? (rest.supporterId ?? null) : null,
    userId: own === 'userId' ? (rest.userId ?? null) : null,
    minutes: hours === undefined ? null : Math.max(1, Math.round(hours * 60)),
    moneyPence: pounds === undefined ? null : Math.max(1, Math.round(pounds * 100)),
  }
}
export const wording = {
  givenBy: 'Say who gave it',
  what: 'Say what was given',
  coMode: 'Say what it was',
  voiceOrAction: 'Say whether it was saying or doing',
  pathway: 'Say which pathway it belongs to',
  'minutes required': 'Say how long it took, what money it was, or how it was used',
}
