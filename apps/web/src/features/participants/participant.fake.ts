// One invented person for tests.
import type { Participant } from '@modulus/contracts/participants.ts'

const deeds = [
  'edit',
  'move',
  'agree',
  'withdraw',
  'recordVisit',
  'hearInterest',
  'keepSafe',
  'seeContact',
  'seeInterests',
  'seeParticipation',
  'seeNotes',
  'seeRisk',
  'seeOutcomes',
  'seeDeal',
  'seeMentoring',
  'seePlacements',
  'seeCourse',
] as const
/** All deeds allowed, or none but those named. */
export const withAll = (allowed: boolean, ...but: (typeof deeds)[number][]) =>
  Object.fromEntries(deeds.map((deed) => [deed, but.includes(deed) ? !allowed : allowed])) as Participant['can']

export const participant = (more: Partial<Participant> = {}): Participant => ({
  id: '0190dddd-0000-7000-8000-000000000001',
  programmeId: '0190dddd-0000-7000-8000-000000000002',
  programmeName: 'Linnbrae',
  reference: 'YP-1096',
  knownAs: 'Iona',
  familyName: 'Erskine',
  pronouns: 'she/her',
  age: 16,
  ageBand: '16_17',
  status: 'interested',
  statusSince: '2026-11-01',
  workerId: null,
  workerName: 'J. Petrie',
  communicationNote: '',
  lastContactAt: '2026-11-20T10:00:00Z',
  nextStep: 'call_back_this_week',
  nextStepOn: '2026-11-24',
  erasureDueAt: null,
  version: 3,
  safety: {
    flags: [
      {
        id: '0190dddd-0000-7000-8000-000000000003',
        whatToDo: 'Two-person visits only.',
        agreedOn: '2026-10-27',
        reviewOn: '2099-01-01',
        decidedBy: 'R. Sinclair',
      },
    ],
    checkedOn: null,
    checkedBy: null,
  },
  agreement: null,
  next: ['agreed', 'declined', 'stepped_back', 'moved_on', 'ended_for_safety', 'in_conversation'],
  can: withAll(true),
  ...more,
})
