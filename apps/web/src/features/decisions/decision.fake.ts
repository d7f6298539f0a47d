// A decision for component tests; all invented.
import type { Decision } from '@modulus/contracts/decisions.ts'
import { someone } from '#testing/mount.ts'

const none = { yes: null, evidence: '' }
const can: Decision['can'] = {
  prepare: false,
  openVote: false,
  closeVote: false,
  vote: false,
  recordVote: false,
  decide: false,
  act: false,
  feedBack: false,
  review: false,
  showLundy: false,
  read: false,
  readForGroup: false,
}
export const coast = '0190aaaa-0000-7000-8000-000000000031',
  hills = '0190aaaa-0000-7000-8000-000000000032'
/** An open question with two options; what is given is changed, and what may be done is added to nothing. */
export const fakeDecision = ({
  can: may,
  ...more
}: Partial<Omit<Decision, 'can'>> & { can?: Partial<Decision['can']> } = {}): Decision => ({
  id: '0190aaaa-0000-7000-8000-000000000020',
  programmeId: someone.programmes[0]!.id,
  programmeName: 'Linnbrae',
  title: 'Where to go in May',
  state: 'options',
  openedOn: '2026-11-01',
  coMode: 'co_design',
  voiceOrAction: 'voice',
  decidedBy: null,
  how: null,
  decidedOn: null,
  words: '',
  reason: '',
  participantsPresent: null,
  outcomeText: '',
  course: null,
  chosen: null,
  fedBackText: '',
  voting: false,
  pathway: null,
  idea: null,
  limitsStated: true,
  limitsText: 'One day only',
  limitsStatedOn: '2026-11-01',
  options: [
    { id: coast, words: 'The coast' },
    { id: hills, words: 'The hills' },
  ],
  chosenOptionId: null,
  explainedHow: '',
  lundy: { space: none, voice: none, audience: none, influence: none },
  audiencePerson: null,
  actedOn: null,
  fedBackOn: null,
  fedBackHow: null,
  reviewOn: null,
  reviewedOn: null,
  reviewWords: '',
  vote: null,
  readings: { participants: { n: 0, levels: null }, partners: { n: 0, levels: null }, group: null, mine: null },
  version: 3,
  ...more,
  can: { ...can, ...may },
})
