// Anyone raises an idea; every idea is owed a reply. Who raised it stands apart from what everyone reads.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

/** The Four Co's: what kind of sharing this is. */
export const CoMode = Type.Enum(['co_commission', 'co_design', 'co_deliver', 'co_assess'])
export type CoMode = Static<typeof CoMode>
/** Saying what should be, or doing it. */
export const VoiceOrAction = Type.Enum(['voice', 'action'])
export type VoiceOrAction = Static<typeof VoiceOrAction>
export const RaisedByKind = Type.Enum(['participant', 'supporter', 'officer', 'partner', 'lead'])
export type RaisedByKind = Static<typeof RaisedByKind>
export const IdeaStatus = Type.Enum(['raised', 'explored', 'adopted', 'part_adopted', 'parked', 'not_possible'])
export type IdeaStatus = Static<typeof IdeaStatus>
export const ReplyStatus = Type.Enum(['explored', 'adopted', 'part_adopted', 'parked', 'not_possible'])
export type ReplyStatus = Static<typeof ReplyStatus>

export const IdeaReply = Type.Object({ status: ReplyStatus, words: Type.String(), by: Nullable(Type.String()), at: Instant })
export type IdeaReply = Static<typeof IdeaReply>
/** Whose idea it was, or whose words it was made from. Only for those who may know who said what. */
export const IdeaVoice = Type.Object({
  participantId: Id,
  knownAs: Type.String(),
  raised: Type.Boolean(),
  interestId: Nullable(Id),
  ownWords: Nullable(Type.String()),
})
export type IdeaVoice = Static<typeof IdeaVoice>

export const Idea = Type.Object({
  id: Id,
  programmeId: Id,
  programmeName: Type.String(),
  words: Type.String(),
  raisedByKind: RaisedByKind,
  raisedOn: Day,
  coMode: CoMode,
  voiceOrAction: VoiceOrAction,
  status: IdeaStatus,
  /** How many stand behind it; who is not told. */
  support: Type.Integer(),
  mySupport: Type.Boolean(),
  /** I raised it myself. */
  mine: Type.Boolean(),
  /** Latest first. */
  replies: Type.Array(IdeaReply),
  /** The day by which a first reply is owed; null once there is one. */
  replyDueOn: Nullable(Day),
  voices: Type.Array(IdeaVoice),
  /** What was decided, or is being decided, about it. */
  decisions: Type.Array(Type.Object({ id: Id, title: Type.String(), state: Type.String() })),
  version: Type.Integer(),
  can: Can('reply', 'support', 'decide'),
})
export type Idea = Static<typeof Idea>

/**
 * A young person's own idea needs its words only, and may name an interest of their own. The team may write down whose voices an
 * idea was made from, and that a young person or a supporter said it; for anyone else `raisedByKind` is what their role makes them.
 */
export const NewIdea = Body({
  programmeId: Id,
  words: Said(500),
  coMode: Type.Optional(CoMode),
  voiceOrAction: Type.Optional(VoiceOrAction),
  raisedByKind: Type.Optional(Type.Enum(['participant', 'supporter'])),
  voices: Type.Optional(Type.Array(Body({ participantId: Id, interestId: Type.Optional(Nullable(Id)) }), { maxItems: 20 })),
})
export type NewIdea = Static<typeof NewIdea>
/** What becomes of it, and why. "Not possible" is an answer only with the reason told. */
export const NewReply = Body({ version: Type.Integer(), status: ReplyStatus, words: Said(2000) })
export type NewReply = Static<typeof NewReply>

const one = Body({ ideaId: Id })
export const ideas = endpoints('ideas', {
  list: {
    method: 'GET',
    url: '/ideas',
    schema: {
      summary: 'Ideas of my programmes: those that are owed a reply first, longest waiting on top; then the newest',
      querystring: Body({
        ...Paging,
        programmeId: Type.Optional(Id),
        status: Type.Optional(IdeaStatus),
        owed: Type.Optional(Type.Boolean()),
        mine: Type.Optional(Type.Boolean()),
      }),
      response: { 200: Page(Idea) },
    },
  },
  read: {
    method: 'GET',
    url: '/ideas/:ideaId',
    schema: { summary: 'One idea and what was answered', params: one, response: { 200: Idea } },
  },
  raise: {
    method: 'PUT',
    url: '/ideas/:ideaId',
    schema: { summary: 'Raise an idea', params: one, body: NewIdea, response: { 200: Idea, 201: Idea } },
  },
  reply: {
    method: 'POST',
    url: '/ideas/:ideaId/reply',
    schema: { summary: 'Say what becomes of an idea, and why', params: one, body: NewReply, response: { 200: Idea } },
  },
  support: {
    method: 'PUT',
    url: '/ideas/:ideaId/support',
    schema: { summary: 'Stand behind an idea; once each', params: one, response: { 200: Idea } },
  },
  unsupport: {
    method: 'DELETE',
    url: '/ideas/:ideaId/support',
    schema: { summary: 'No longer stand behind it', params: one, response: { 200: Idea } },
  },
})
