// The answers of a barrier, for the page that raises one and the page that changes it. Severity travels as pills do: as text.
import { NewBarrier, type Barrier } from '@modulus/contracts/barriers.ts'
import { Type } from 'typebox'

const Step = Type.Optional(Type.Enum(['', '1', '2', '3', '4']))
const { severityByParticipants: _one, severityByPartners: _two, programmeId: _programme, ...fields } = NewBarrier.properties
export const BarrierAnswers = Type.Object({ ...fields, participantsSay: Step, partnersSay: Step })
export type BarrierAnswers = Partial<
  Omit<NewBarrier, 'programmeId' | 'severityByParticipants' | 'severityByPartners'> & {
    participantsSay: '' | '1' | '2' | '3' | '4'
    partnersSay: '' | '1' | '2' | '3' | '4'
  }
>
type Severity = BarrierAnswers['partnersSay']
const pill = (value: number | null) => (value === null ? '' : String(value)) as NonNullable<Severity>
const number = (value: Severity) => (value ? Number(value) : null)

export const emptyBarrier = (): BarrierAnswers => ({
  description: '',
  coMode: null,
  voiceOrAction: null,
  pathway: null,
  status: 'open',
  participantsSay: '',
  partnersSay: '',
})
export const fromBarrier = (one: Barrier): BarrierAnswers => ({
  source: one.source,
  level: one.level,
  fallsOn: one.fallsOn,
  raisedByKind: one.raisedByKind,
  description: one.description,
  coMode: one.coMode,
  voiceOrAction: one.voiceOrAction,
  pathway: one.pathway,
  status: one.status,
  participantsSay: pill(one.severityByParticipants),
  partnersSay: pill(one.severityByPartners),
})
export const bodyOf = <A extends BarrierAnswers>({ participantsSay, partnersSay, ...rest }: A) => ({
  ...rest,
  severityByParticipants: number(participantsSay),
  severityByPartners: number(partnersSay),
})
export const wording = {
  description: 'Say what gets in the way',
  source: 'Say where it comes from',
  level: 'Say at which level it sits',
  fallsOn: 'Say whom it falls on most',
  raisedByKind: 'Say who raised it',
}
