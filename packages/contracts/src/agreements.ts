// What a partner is allowed to see of a programme, and for how long. The door reads it afresh at every request.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const Category = Type.Enum([
  'identity',
  'contact',
  'interests',
  'participation',
  'notes',
  'risk',
  'outcomes',
  'safeguarding',
  'power',
])
export type Category = Static<typeof Category>
export const AgreementState = Type.Enum(['live', 'ended', 'expired', 'not_yet'])
export type AgreementState = Static<typeof AgreementState>

export const Agreement = Type.Object({
  id: Id,
  programme: Type.Object({ id: Id, name: Type.String() }),
  partner: Type.Object({ id: Id, name: Type.String() }),
  categories: Type.Array(Category),
  purpose: Type.String(),
  reference: Type.String(),
  validFrom: Instant,
  /** The first instant at which it no longer holds. */
  validUntil: Instant,
  endedAt: Nullable(Instant),
  endedReason: Nullable(Type.String()),
  state: AgreementState,
  can: Can('end'),
})
export type Agreement = Static<typeof Agreement>

export const NewAgreement = Body({
  programmeId: Id,
  partnerId: Id,
  categories: Type.Array(Category, { minItems: 1, maxItems: 9, uniqueItems: true }),
  purpose: Said(1000),
  reference: Type.Optional(Words(120)),
  /** The first day, and the last day that counts, in Europe/London. */
  from: Day,
  until: Day,
})
export type NewAgreement = Static<typeof NewAgreement>

export const AgreementFilter = Type.Object({
  ...Paging,
  programme: Type.Optional(Id),
  partner: Type.Optional(Id),
  state: Type.Optional(AgreementState),
})
export type AgreementFilter = Static<typeof AgreementFilter>

const one = Type.Object({ agreementId: Id })
export const agreements = endpoints('agreements', {
  list: {
    method: 'GET',
    url: '/agreements',
    schema: {
      summary: 'Sharing agreements that I may see, newest first',
      querystring: AgreementFilter,
      response: { 200: Page(Agreement) },
    },
  },
  read: {
    method: 'GET',
    url: '/agreements/:agreementId',
    schema: { summary: 'One sharing agreement', params: one, response: { 200: Agreement } },
  },
  make: {
    method: 'PUT',
    url: '/agreements/:agreementId',
    schema: { summary: 'Make a sharing agreement', params: one, body: NewAgreement, response: { 200: Agreement, 201: Agreement } },
  },
  end: {
    method: 'POST',
    url: '/agreements/:agreementId/end',
    schema: {
      summary: 'End it: the partner’s next request sees nothing',
      params: one,
      body: Body({ reason: Said(1000) }),
      response: { 200: Agreement },
    },
  },
})
