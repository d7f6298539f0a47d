// The questions of an offer, in the order they are asked: one for each page, all of them on the page that changes an offer.
import { NewOpportunity, type Opportunity } from '@modulus/contracts/opportunities.ts'
import { dateOf, plural } from '#lib/format.ts'
import { label } from '../../words/en.ts'

export const steps = ['what', 'where', 'when', 'places', 'doing', 'know'] as const
export type Step = (typeof steps)[number]
export const titles: Record<Step, string> = {
  what: 'What do you offer?',
  where: 'Where is it?',
  when: 'When is it?',
  places: 'How many, and for what pay?',
  doing: 'What will they do?',
  know: 'Anything to know first?',
}
/** Which answers each page asks for. */
export const fieldsOf: Record<Step, readonly string[]> = {
  what: ['partnerId', 'kind', 'title'],
  where: ['place'],
  when: ['startsOn', 'endsOn', 'hours'],
  places: ['places', 'pay'],
  doing: ['whatYoudDo', 'tags'],
  know: ['requires', 'recordFriendly'],
}
export const wording = {
  partnerId: 'Say which partner offers this',
  kind: 'Say what kind of offer it is',
  title: 'Give it a name a young person would look twice at',
  places: 'Say how many young people you can take',
  recordFriendly: 'Say what a criminal record would mean',
}

export type OfferAnswers = Partial<NewOpportunity>
export const emptyOffer = (): OfferAnswers => ({
  title: '',
  whatYoudDo: '',
  place: '',
  startsOn: null,
  endsOn: null,
  hours: '',
  pay: '',
  requires: '',
  recordFriendly: 'case_by_case',
  tags: [],
  places: 1,
})
/** The same offer again; its dates are past, so they are asked anew. */
export const fromOffer = ({
  kind,
  title,
  whatYoudDo,
  place,
  hours,
  pay,
  requires,
  recordFriendly,
  tags,
  places,
}: Opportunity): OfferAnswers => ({
  kind,
  title,
  whatYoudDo,
  place,
  startsOn: null,
  endsOn: null,
  hours,
  pay,
  requires,
  recordFriendly,
  tags: [...tags],
  places,
})

export const whenOf = ({
  startsOn,
  endsOn,
  hours,
}: {
  startsOn?: string | null | undefined
  endsOn?: string | null | undefined
  hours?: string | undefined
}) =>
  [
    startsOn && endsOn
      ? `${dateOf(startsOn)} to ${dateOf(endsOn)}`
      : startsOn
        ? `From ${dateOf(startsOn)}`
        : endsOn
          ? `Until ${dateOf(endsOn)}`
          : '',
    hours,
  ]
    .filter(Boolean)
    .join(', ')

/** Each answer as it will read, with the page it is changed on. */
export function answersOf(
  offer: OfferAnswers,
  tagLabel: (key: string) => string,
  partner?: string,
): { key: Step; label: string; value: string }[] {
  return [
    ...(partner ? [{ key: 'what' as const, label: 'Partner', value: partner }] : []),
    { key: 'what', label: 'What', value: [label('opportunityKind', offer.kind), offer.title].filter(Boolean).join(': ') },
    { key: 'where', label: 'Where', value: offer.place ?? '' },
    { key: 'when', label: 'When', value: whenOf(offer) },
    { key: 'places', label: 'Places and pay', value: [plural(offer.places ?? 0, 'place'), offer.pay].filter(Boolean).join(', ') },
    { key: 'doing', label: 'What they will do', value: offer.whatYoudDo ?? '' },
    { key: 'doing', label: 'It suits people who are into', value: (offer.tags ?? []).map(tagLabel).join(', ') },
    { key: 'know', label: 'To know first', value: offer.requires ?? '' },
    { key: 'know', label: 'Criminal record', value: label('recordFriendly', offer.recordFriendly) },
  ]
}
