// The pace of a programme: how fast it goes for young people and for us, and what presses from outside. Readiness, never lateness.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const PaceWhere = Type.Enum(['meeting', 'visit', 'session'])
export type PaceWhere = Static<typeof PaceWhere>
export const PaceAction = Type.Enum(['slow_down', 'hold', 'carry_on', 'speed_up'])
export type PaceAction = Static<typeof PaceAction>
export const PressureSource = Type.Enum(['funder', 'partner', 'council', 'event', 'season', 'staffing', 'other'])
export type PressureSource = Static<typeof PressureSource>
export const PressureResponse = Type.Enum(['resisted', 'absorbed', 'compromised', 'yielded'])
export type PressureResponse = Static<typeof PressureResponse>
export const PressureState = Type.Enum(['open', 'answered', 'passed'])
export type PressureState = Static<typeof PressureState>
/** How far a programme has come with its young people, in this order. */
export const paceSteps = ['visited', 'heard', 'shaping', 'agreed', 'running', 'judged'] as const
export const PaceStep = Type.Enum([...paceSteps])
export type PaceStep = Static<typeof PaceStep>

/** 1 much too slow, 3 about right, 5 much too fast. */
const Pace = Type.Integer({ minimum: 1, maximum: 5 })
const check = {
  heldOn: Day,
  heldIn: PaceWhere,
  heldInId: Nullable(Id),
  /** How many young people were asked. */
  asked: Type.Integer({ minimum: 0, maximum: 500 }),
  /** What most of them said; null when none was asked. */
  theirPace: Nullable(Pace),
  /** What officers and partners said of it. */
  ourPace: Nullable(Pace),
  note: Words(1000),
  action: PaceAction,
}
export const PaceCheck = Type.Object({ id: Id, programmeId: Id, ...check, by: Nullable(Type.String()) })
export type PaceCheck = Static<typeof PaceCheck>
export const NewPaceCheck = Body({ programmeId: Id, ...check })
export type NewPaceCheck = Static<typeof NewPaceCheck>

const pressure = {
  source: PressureSource,
  whose: Said(200),
  deadlineOn: Nullable(Day),
  wants: Said(500),
  threatens: Words(500),
  response: Nullable(PressureResponse),
  costNoted: Words(1000),
  state: PressureState,
}
export const TimePressure = Type.Object({ id: Id, programmeId: Id, ...pressure, version: Type.Integer(), can: Can('amend') })
export type TimePressure = Static<typeof TimePressure>
export const NewTimePressure = Body({ programmeId: Id, ...pressure })
export type NewTimePressure = Static<typeof NewTimePressure>
export const TimePressureEdit = Body({ version: Type.Integer(), ...pressure })
export type TimePressureEdit = Static<typeof TimePressureEdit>

export const ProgrammePace = Type.Object({
  programme: Type.Object({ id: Id, name: Type.String() }),
  today: Day,
  startedOn: Nullable(Day),
  deadline: Nullable(Type.Object({ what: Type.String(), on: Day, whose: Nullable(Type.String()) })),
  /** Of paceSteps, those that were reached. */
  reached: Type.Array(PaceStep),
  latest: Nullable(PaceCheck),
  pressures: Type.Array(TimePressure),
  can: Can('check', 'press'),
})
export type ProgrammePace = Static<typeof ProgrammePace>

const programme = Type.Object({ programmeId: Id })
const onePressure = Type.Object({ pressureId: Id })
export const pace = endpoints('pace', {
  read: {
    method: 'GET',
    url: '/programmes/:programmeId/pace',
    schema: {
      summary: 'The date that cannot move beside how far young people have come, and what presses',
      params: programme,
      response: { 200: ProgrammePace },
    },
  },
  checks: {
    method: 'GET',
    url: '/programmes/:programmeId/pace-checks',
    schema: {
      summary: 'Readings of the pace, latest first; those of fewer than five young people are the team’s',
      params: programme,
      querystring: Type.Object({ ...Paging }),
      response: { 200: Page(PaceCheck) },
    },
  },
  check: {
    method: 'PUT',
    url: '/pace-checks/:checkId',
    schema: {
      summary: 'Note how fast it goes, for them and for us',
      params: Type.Object({ checkId: Id }),
      body: NewPaceCheck,
      response: { 200: PaceCheck, 201: PaceCheck },
    },
  },
  press: {
    method: 'PUT',
    url: '/time-pressures/:pressureId',
    schema: {
      summary: 'Note what presses from outside, and what it threatens',
      params: onePressure,
      body: NewTimePressure,
      response: { 200: TimePressure, 201: TimePressure },
    },
  },
  amend: {
    method: 'PATCH',
    url: '/time-pressures/:pressureId',
    schema: {
      summary: 'Change it, or note what was agreed about it and what that cost',
      params: onePressure,
      body: TimePressureEdit,
      response: { 200: TimePressure },
    },
  },
})
