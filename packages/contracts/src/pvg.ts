// Who may be beside young people: membership of the PVG scheme, never what a disclosure says, and assessments of roles.
import { Type, type Static } from 'typebox'
import { ClearBy } from './clear-by.ts'
import { Body, Can, Day, Id, Nullable, Paging } from './common.ts'
import { endpoints, Page } from './endpoint.ts'
import { PersonState } from './people.ts'

export const Workforce = Type.Enum(['children', 'adults', 'both'])
export type Workforce = Static<typeof Workforce>
/** Roles that bring a grown-up together with a young person. Visits and being somebody's worker are the outreach officer's. */
export const RoleKind = Type.Enum(['mentor', 'outreach_officer', 'placement_supervisor'])
export type RoleKind = Static<typeof RoleKind>
export const RoleOutcome = Type.Enum(['regulated', 'not_regulated'])
export type RoleOutcome = Static<typeof RoleOutcome>
export const CheckState = Type.Enum(['clear', 'due_soon', 'run_out', 'adults_only', 'ended', 'none'])
export type CheckState = Static<typeof CheckState>

export const PvgCheck = Type.Object({
  id: Id,
  workforce: Workforce,
  membershipConfirmedOn: Day,
  /** Null: carried over from before it was asked. */
  seenBy: Nullable(Type.String()),
  renewalDue: Day,
  /** The day Disclosure Scotland was told that they stopped. */
  endedNotifiedOn: Nullable(Day),
})
export type PvgCheck = Static<typeof PvgCheck>

/** One line of the register: for administrators. */
export const CheckLine = Type.Object({
  person: Type.Object({ id: Id, name: Type.String(), partnerName: Type.String(), state: PersonState }),
  state: CheckState,
  /** The latest check; it alone counts. */
  check: Nullable(PvgCheck),
  /** They left or were switched off, and Disclosure Scotland has not been told. */
  toTell: Type.Boolean(),
  can: Can('record', 'noteEnded'),
})
export type CheckLine = Static<typeof CheckLine>

export const RoleAssessment = Type.Object({
  id: Id,
  roleKind: RoleKind,
  outcome: RoleOutcome,
  reason: Type.String(),
  assessedBy: Type.String(),
  assessedOn: Day,
  reviewOn: Day,
  /** The latest for this role, and its review has not come. */
  stands: Type.Boolean(),
})
export type RoleAssessment = Static<typeof RoleAssessment>

/** One colleague as a lead sees them: clear or not, and no dates of any check. */
export const TeamLine = Type.Object({
  person: Type.Object({ id: Id, name: Type.String(), partnerName: Type.String() }),
  roleKind: RoleKind,
  clear: Nullable(ClearBy),
  assessments: Type.Array(RoleAssessment),
  can: Can('assess'),
})
export type TeamLine = Static<typeof TeamLine>
export const ToArrange = Type.Object({
  kind: Type.Enum(['mentor', 'outreach_officer', 'placement_supervisor', 'worker']),
  /** Of the match, visit, placement, or the young person whose worker they are. */
  aboutId: Id,
  participant: Type.Object({ id: Id, knownAs: Type.String() }),
  person: Type.Object({ id: Id, name: Type.String() }),
})
export type ToArrange = Static<typeof ToArrange>

export const NewCheck = Body({ personId: Id, workforce: Workforce, membershipConfirmedOn: Day, seenById: Id, renewalDue: Day })
export type NewCheck = Static<typeof NewCheck>
export const NewAssessment = Body({
  programmeId: Id,
  personId: Id,
  roleKind: RoleKind,
  outcome: RoleOutcome,
  /** About the role as it is done here, never about the person. */
  reason: Type.String({ minLength: 20, maxLength: 1000, pattern: '\\S' }),
  reviewOn: Day,
})
export type NewAssessment = Static<typeof NewAssessment>
export const CheckFilter = Type.Object({ ...Paging, state: Type.Optional(CheckState), toTell: Type.Optional(Type.Boolean()) })
export type CheckFilter = Static<typeof CheckFilter>

export const pvg = endpoints('pvg', {
  register: {
    method: 'GET',
    url: '/pvg-checks',
    schema: { summary: 'The register of PVG checks; for administrators', querystring: CheckFilter, response: { 200: Page(CheckLine) } },
  },
  ofPerson: {
    method: 'GET',
    url: '/people/:personId/pvg',
    schema: {
      summary: 'The check of one person; for administrators, and for oneself',
      params: Type.Object({ personId: Id }),
      response: { 200: CheckLine },
    },
  },
  record: {
    method: 'PUT',
    url: '/pvg-checks/:checkId',
    schema: {
      summary: 'Note that a membership was confirmed, and who saw it',
      params: Type.Object({ checkId: Id }),
      body: NewCheck,
      response: { 200: CheckLine, 201: CheckLine },
    },
  },
  noteEnded: {
    method: 'POST',
    url: '/pvg-checks/:checkId/ended',
    schema: {
      summary: 'Note the day Disclosure Scotland was told that they stopped; the check no longer counts',
      params: Type.Object({ checkId: Id }),
      body: Body({ on: Day }),
      response: { 200: CheckLine },
    },
  },
  team: {
    method: 'GET',
    url: '/programmes/:programmeId/checks',
    schema: {
      summary: 'Who of a programme is clear to be beside under-18s, and what has to be arranged anew',
      params: Type.Object({ programmeId: Id }),
      response: {
        200: Type.Object({
          programme: Type.Object({ id: Id, name: Type.String() }),
          items: Type.Array(TeamLine),
          toArrange: Type.Array(ToArrange),
        }),
      },
    },
  },
  assess: {
    method: 'PUT',
    url: '/role-assessments/:assessmentId',
    schema: {
      summary: 'Judge whether somebody’s role is a regulated one, as it is really done',
      params: Type.Object({ assessmentId: Id }),
      body: NewAssessment,
      response: { 200: RoleAssessment, 201: RoleAssessment },
    },
  },
})
