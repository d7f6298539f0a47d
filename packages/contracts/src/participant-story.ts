// The story so far: everything that happened with one person, newest first, in one list.
import { Type, type Static } from 'typebox'
import { Day, Id, Instant, Nullable, Paging } from './common.ts'
import { endpoints, Page } from './endpoint.ts'
import { EntryReply } from './entry-reply.ts'
import { WithheldKind, WithheldReason } from './withholding.ts'

export const StoryKind = Type.Enum([
  'nomination',
  'triage',
  'step',
  'deal',
  'visit',
  'contact',
  'interest',
  'asset',
  'goal',
  'course',
  'change',
  'placement',
  'placement_review',
  'mentor',
  'mentoring',
  'measure',
  'destination',
  'follow_up',
])
export type StoryKind = Static<typeof StoryKind>
export type StoryParam = string | number | boolean | null | string[]

export const StoryItem = Type.Object({
  id: Id,
  /** With `params`, what the title is made of: screens put it into words. */
  kind: StoryKind,
  /** Calendar dates stand at noon. */
  at: Instant,
  params: Type.Unsafe<Record<string, StoryParam>>({ type: 'object', additionalProperties: true }),
  /** The young person's own words, each apart. */
  theirWords: Type.Array(Type.String()),
  staffWords: Type.String(),
  /** Who wrote it down. */
  by: Nullable(Type.String()),
  /** Their latest reply to it. */
  reply: Type.Optional(Nullable(EntryReply)),
  /** What of it is held back from them, and when that is looked at again. */
  held: Type.Optional(Nullable(Type.Array(Type.Object({ what: WithheldKind, reason: WithheldReason, reviewOn: Day })))),
})
export type StoryItem = Static<typeof StoryItem>

export const participantStory = endpoints('participants', {
  story: {
    method: 'GET',
    url: '/participants/:participantId/story',
    schema: {
      summary: 'Everything that happened with one person, newest first',
      params: Type.Object({ participantId: Id }),
      querystring: Type.Object({ ...Paging }),
      response: { 200: Page(StoryItem) },
    },
  },
})
