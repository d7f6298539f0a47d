// What changed because of young people: raised, talked over, agreed or not, tried out, kept or taken back. Never overwritten.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { SessionStatus } from './course-sessions.ts'
import { ElementStatus } from './course-elements.ts'
import { endpoints, Page } from './endpoint.ts'
import { DecidedBy } from './decisions.ts'

export const AdaptationTrigger = Type.Enum([
  'participants_chose_otherwise',
  'participant_asked',
  'attendance_signal',
  'partner_change',
  'safety',
  'funder',
  'time',
  'opportunity',
  'learning',
])
export type AdaptationTrigger = Static<typeof AdaptationTrigger>
export const AdaptationStatus = Type.Enum([
  'raised',
  'talked_over',
  'agreed',
  'not_agreed',
  'trialled',
  'kept',
  'reversed',
  'changed_again',
])
export type AdaptationStatus = Static<typeof AdaptationStatus>
export const AdaptationResult = Type.Enum(['kept', 'reversed', 'changed_again'])
export type AdaptationResult = Static<typeof AdaptationResult>
export const RaisedBy = Type.Enum(['participants', 'together', 'officer', 'mentor', 'partner', 'lead', 'funder'])
export type RaisedBy = Static<typeof RaisedBy>
/** What Operation Modulus was found to rest on; an adaptation may touch any of it, and says so. */
export const CoreIngredient = Type.Enum([
  'active_partnership',
  'targeted_recruitment',
  'asset_holders',
  'mentoring',
  'unifying_focus',
  'co_production',
])
export type CoreIngredient = Static<typeof CoreIngredient>
export const ToldHow = Type.Enum(['message', 'call', 'in_person', 'meeting', 'text', 'writing'])
export type ToldHow = Static<typeof ToldHow>
export const AdaptationStepKind = Type.Enum([
  'raise',
  'talk_over',
  'agree',
  'not_agree',
  'begin_trial',
  'extend_trial',
  'settle',
  'correct',
  'weigh',
  'tell',
])
export type AdaptationStepKind = Static<typeof AdaptationStepKind>
/** The words that a later step may put right; the earlier ones stay beside them. */
export const CorrectableWords = Type.Enum(['fromText', 'toText', 'whatWeFeared', 'whatTheySaid', 'alternatives', 'opportunityCost'])
export type CorrectableWords = Static<typeof CorrectableWords>

const Named = Type.Object({ id: Id, name: Type.String() })

/** Words as they stand now, the latest correction counting. */
export const AdaptationLine = Type.Object({
  id: Id,
  programmeId: Id,
  programmeName: Type.String(),
  course: Nullable(Named),
  trigger: AdaptationTrigger,
  raisedBy: RaisedBy,
  raisedOn: Day,
  fromText: Type.String(),
  toText: Type.String(),
  /** What the group said, with no name to it. */
  whatTheySaid: Type.String(),
  status: AdaptationStatus,
  /** Who decided last; null while nobody has. */
  decidedBy: Nullable(DecidedBy),
  trialUntil: Nullable(Day),
  /** How many steps it has; a deed names the last one that its doer saw. */
  version: Type.Integer(),
})
export type AdaptationLine = Static<typeof AdaptationLine>

export const AdaptationStep = Type.Object({
  id: Id,
  number: Type.Integer(),
  kind: AdaptationStepKind,
  status: AdaptationStatus,
  on: Day,
  /** Null where the reader may not know who it was. */
  by: Nullable(Type.String()),
  words: Type.String(),
  /** What the group said when it was talked over. */
  quote: Type.String(),
  decidedBy: Nullable(DecidedBy),
  decision: Nullable(Type.Object({ id: Id, title: Type.String() })),
  riskBenefitId: Nullable(Id),
  trialUntil: Nullable(Day),
  corrects: Nullable(CorrectableWords),
  earlierWords: Nullable(Type.String()),
  toldHow: Nullable(ToldHow),
  partner: Nullable(Named),
  /** How many people of that partner a message went to; null when it was told in another way. */
  peopleTold: Nullable(Type.Integer()),
})
export type AdaptationStep = Static<typeof AdaptationStep>

/** What one young person said about it: for the team, and for themselves. */
export const AdaptationVoice = Type.Object({
  id: Id,
  participant: Type.Object({ id: Id, knownAs: Type.String() }),
  words: Type.String(),
  saidOn: Day,
  saidBy: Type.Enum(['participant', 'worker']),
})
export type AdaptationVoice = Static<typeof AdaptationVoice>

export const Adaptation = Type.Object({
  ...AdaptationLine.properties,
  element: Nullable(Type.Object({ id: Id, title: Type.String(), status: ElementStatus, partner: Nullable(Named) })),
  elementBecomes: Nullable(Type.Enum(['swapped', 'dropped'])),
  addsElement: Type.Boolean(),
  newPartner: Nullable(Named),
  whatWeFeared: Type.String(),
  alternatives: Type.String(),
  opportunityCost: Type.String(),
  coreIngredients: Type.Array(CoreIngredient),
  /** The change that this one changes again, and those that came after it. */
  follows: Nullable(Type.Object({ id: Id, toText: Type.String() })),
  followedBy: Type.Array(Type.Object({ id: Id, toText: Type.String() })),
  sessions: Type.Array(
    Type.Object({
      id: Id,
      startsAt: Instant,
      title: Type.String(),
      plannedTitle: Type.String(),
      status: SessionStatus,
      changed: Type.Boolean(),
    }),
  ),
  steps: Type.Array(AdaptationStep),
  voices: Type.Array(AdaptationVoice),
  weighings: Type.Array(Type.Object({ id: Id, subject: Type.String() })),
  /** Whose slot goes, once it is agreed and nobody has told them. */
  stillToTell: Nullable(Named),
  can: Can('talkOver', 'agree', 'notAgree', 'beginTrial', 'extendTrial', 'settle', 'correct', 'tell', 'addVoice', 'weigh'),
})
export type Adaptation = Static<typeof Adaptation>

/** A sign in a register that somebody may want something else. It asks; it never counts against anyone. */
export const AdaptationHint = Type.Object({
  /** chose_other: one person chose something else. twice_away: one person, two sessions in a row. third_away: a third of those expected, twice. */
  kind: Type.Enum(['chose_other', 'twice_away', 'third_away']),
  programmeId: Id,
  course: Named,
  session: Type.Object({ id: Id, title: Type.String(), startsAt: Instant }),
  elementId: Nullable(Id),
  /** Null for a sign of the whole group. */
  participant: Nullable(Type.Object({ id: Id, knownAs: Type.String() })),
})
export type AdaptationHint = Static<typeof AdaptationHint>

const agreement = {
  decidedBy: DecidedBy,
  /** A decision that is written down already; who decided is then taken from it. */
  decisionId: Type.Optional(Nullable(Id)),
  trialUntil: Type.Optional(Nullable(Day)),
  words: Type.Optional(Words(2000)),
}
const words = {
  fromText: Said(300),
  /** Also what the sessions and the new part of the course are called from then on. */
  toText: Said(200),
  whatWeFeared: Words(2000),
  whatTheySaid: Words(2000),
  alternatives: Words(2000),
  opportunityCost: Words(2000),
}
export const NewAdaptation = Body({
  programmeId: Id,
  courseId: Type.Optional(Nullable(Id)),
  elementId: Type.Optional(Nullable(Id)),
  /** What becomes of that part when this is agreed. */
  elementBecomes: Type.Optional(Nullable(Type.Enum(['swapped', 'dropped']))),
  /** The new thing becomes a part of the course. */
  addsElement: Type.Optional(Type.Boolean()),
  newPartnerId: Type.Optional(Nullable(Id)),
  sessionIds: Type.Optional(Type.Array(Id, { maxItems: 60 })),
  followsId: Type.Optional(Nullable(Id)),
  trigger: AdaptationTrigger,
  raisedBy: RaisedBy,
  /** Today unless said. */
  raisedOn: Type.Optional(Day),
  fromText: words.fromText,
  toText: words.toText,
  whatWeFeared: Type.Optional(words.whatWeFeared),
  whatTheySaid: Type.Optional(words.whatTheySaid),
  alternatives: Type.Optional(words.alternatives),
  opportunityCost: Type.Optional(words.opportunityCost),
  coreIngredients: Type.Optional(Type.Array(CoreIngredient, { maxItems: 6 })),
  /** How far it has come by the time it is written down. */
  stands: Type.Enum(['raised', 'talked_over', 'agreed']),
  /** Needed when it stands agreed. */
  agreed: Type.Optional(Nullable(Type.Object(agreement, { additionalProperties: false }))),
  /** One person's own words, kept where only the team and they can read them. */
  voice: Type.Optional(Nullable(Type.Object({ id: Id, participantId: Id, words: Said(2000) }, { additionalProperties: false }))),
})
export type NewAdaptation = Static<typeof NewAdaptation>

const version = Type.Integer()
const on = Type.Optional(Day)
export const TalkOver = Body({ version, on, words: Words(2000), quote: Words(2000) })
export type TalkOver = Static<typeof TalkOver>
export const Agreement = Body({ version, on, ...agreement })
export type Agreement = Static<typeof Agreement>
export const NoAgreement = Body({
  version,
  on,
  decidedBy: DecidedBy,
  decisionId: Type.Optional(Nullable(Id)),
  /** Why not, as those who asked were told. */
  words: Said(2000),
  toldHow: ToldHow,
})
export type NoAgreement = Static<typeof NoAgreement>
export const Trial = Body({ version, on, trialUntil: Day, words: Type.Optional(Words(2000)) })
export type Trial = Static<typeof Trial>
export const Settlement = Body({ version, on, result: AdaptationResult, decidedBy: DecidedBy, words: Words(2000), quote: Words(2000) })
export type Settlement = Static<typeof Settlement>
export const Correction = Body({ version, field: CorrectableWords, words: Words(2000) })
export type Correction = Static<typeof Correction>
export const Telling = Body({ version, on, partnerId: Id, toldHow: ToldHow, words: Type.Optional(Words(1000)) })
export type Telling = Static<typeof Telling>
export const NewVoice = Body({ adaptationId: Id, participantId: Id, words: Said(2000), saidOn: Type.Optional(Day) })
export type NewVoice = Static<typeof NewVoice>

const params = Body({ adaptationId: Id })
const deed = <const N extends string, S extends ReturnType<typeof Body>>(name: N, summary: string, body: S) =>
  ({
    method: 'POST',
    url: `/adaptations/:adaptationId/${name}`,
    schema: { summary, params, body, response: { 200: Adaptation } },
  }) as const

export const adaptations = endpoints('adaptations', {
  list: {
    method: 'GET',
    url: '/adaptations',
    schema: {
      summary: 'Changes of the programmes I may see, latest raised first',
      querystring: Body({
        ...Paging,
        programmeId: Type.Optional(Id),
        courseId: Type.Optional(Id),
        status: Type.Optional(AdaptationStatus),
        trigger: Type.Optional(AdaptationTrigger),
        /** Being tried out, with a trial that ends within a week or has ended. */
        trialEnding: Type.Optional(Type.Boolean()),
      }),
      response: { 200: Type.Object({ ...Page(AdaptationLine).properties, can: Can('raise') }) },
    },
  },
  hints: {
    method: 'GET',
    url: '/adaptations/hints',
    schema: {
      summary: 'Where registers of the last six weeks ask: do they want something else?',
      querystring: Body({ programmeId: Type.Optional(Id), courseId: Type.Optional(Id) }),
      response: { 200: Type.Object({ items: Type.Array(AdaptationHint) }) },
    },
  },
  read: {
    method: 'GET',
    url: '/adaptations/:adaptationId',
    schema: { summary: 'One change with every step of its story', params, response: { 200: Adaptation } },
  },
  raise: {
    method: 'PUT',
    url: '/adaptations/:adaptationId',
    schema: {
      summary: 'Write down a change, as far as it has come',
      params,
      body: NewAdaptation,
      response: { 200: Adaptation, 201: Adaptation },
    },
  },
  talkOver: deed('talk-over', 'It was talked over with the young people', TalkOver),
  agree: deed('agree', 'It is agreed: the course changes, and the partner whose slot goes is told', Agreement),
  notAgree: deed('not-agree', 'It is not agreed; why, and how they were told', NoAgreement),
  beginTrial: deed('begin-trial', 'The trial has begun', Trial),
  extendTrial: deed('extend-trial', 'The trial goes on for longer', Trial),
  settle: deed('settle', 'After the trial: kept, taken back, or changed again', Settlement),
  correct: deed('correct', 'Put words right; the earlier ones are kept', Correction),
  tell: deed('tell', 'A partner was told', Telling),
  addVoice: {
    method: 'PUT',
    url: '/adaptation-voices/:voiceId',
    schema: {
      summary: 'What one young person said about a change, for the team and for themselves',
      params: Body({ voiceId: Id }),
      body: NewVoice,
      response: { 200: AdaptationVoice, 201: AdaptationVoice },
    },
  },
})
