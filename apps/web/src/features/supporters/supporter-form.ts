// The answers about a supporter, for the page that writes one down and the page that changes it.
import { NewSupporter, type Supporter } from '@modulus/contracts/supporters.ts'
import { Type } from 'typebox'

const { programmeId: _programme, ...fields } = NewSupporter.properties
export const SupporterAnswers = Type.Object(fields)
export type SupporterAnswers = Partial<Omit<NewSupporter, 'programmeId'>>
export const emptySupporter = (): SupporterAnswers => ({
  knownAs: '',
  toldOn: null,
  alreadyDoes: '',
  wouldBringIn: '',
  invitedOn: null,
  invitedById: null,
  answer: null,
  stepTaken: '',
  stepOn: null,
})
export const fromSupporter = (one: Supporter): SupporterAnswers => ({
  kind: one.kind,
  knownAs: one.knownAs,
  toldOn: one.toldOn,
  alreadyDoes: one.alreadyDoes,
  wouldBringIn: one.wouldBringIn,
  invitedOn: one.invitedOn,
  invitedById: one.invitedById,
  answer: one.answer,
  stepTaken: one.stepTaken,
  stepOn: one.stepOn,
})
export const wording = {
  kind: 'Say who they are',
  knownAs: 'Say what you call them',
  alreadyDoes: 'Say what they do already',
  'invitedOn required': 'Say when they were invited',
  'invitedById required': 'Say who invited them',
  'stepOn required': 'Say when that was',
  'stepTaken required': 'Say what was done that day',
}
