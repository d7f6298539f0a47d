import { Type, type Static } from 'typebox'
import { Body, Can, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const Sector = Type.Enum(['public', 'third', 'private', 'social_enterprise', 'community'])
export type Sector = Static<typeof Sector>

const facts = {
  name: Said(160),
  sector: Sector,
  /** Large and rooted enough to take people on year after year. */
  anchorCapable: Type.Boolean(),
  /** What they can bring, in short words. */
  canOffer: Type.Array(Said(60), { maxItems: 30 }),
  flexibilityNote: Words(2000),
}
/** Where its information governance reads mail: the head of each day's logs goes there. Empty: nowhere. */
const GovernanceEmail = Type.Union([Type.Literal(''), Type.String({ format: 'email', maxLength: 254 })])
export const Partner = Type.Object({
  id: Id,
  ...facts,
  governanceEmail: Type.String(),
  retiredAt: Nullable(Instant),
  version: Type.Integer(),
  can: Can('amend', 'retire'),
})
export type Partner = Static<typeof Partner>
export const NewPartner = Body({ ...facts, governanceEmail: Type.Optional(GovernanceEmail) })
export type NewPartner = Static<typeof NewPartner>
export const PartnerEdit = Body({ ...facts, governanceEmail: Type.Optional(GovernanceEmail), version: Type.Integer() })
export type PartnerEdit = Static<typeof PartnerEdit>

const one = Type.Object({ partnerId: Id })
export const partners = endpoints('partners', {
  list: {
    method: 'GET',
    url: '/partners',
    schema: {
      summary: 'Partners by name',
      querystring: Type.Object({ ...Paging, sector: Type.Optional(Sector), retired: Type.Optional(Type.Boolean()) }),
      response: { 200: Page(Partner) },
    },
  },
  read: { method: 'GET', url: '/partners/:partnerId', schema: { summary: 'One partner', params: one, response: { 200: Partner } } },
  add: {
    method: 'PUT',
    url: '/partners/:partnerId',
    schema: { summary: 'Add a partner', params: one, body: NewPartner, response: { 200: Partner, 201: Partner } },
  },
  amend: {
    method: 'PATCH',
    url: '/partners/:partnerId',
    schema: { summary: 'Change what is kept about a partner', params: one, body: PartnerEdit, response: { 200: Partner } },
  },
  retire: {
    method: 'POST',
    url: '/partners/:partnerId/retire',
    schema: { summary: 'The partner is not offered any more; what it did stays', params: one, response: { 200: Partner } },
  },
  bringBack: {
    method: 'POST',
    url: '/partners/:partnerId/bring-back',
    schema: { summary: 'A retired partner takes part again', params: one, response: { 200: Partner } },
  },
})
