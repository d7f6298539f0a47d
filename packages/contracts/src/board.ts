import { Type, type Static } from 'typebox'
import { Body, Day, Id, Nullable } from './common.ts'
import { Estimate } from './community.ts'
import { endpoints } from './endpoint.ts'
import { Framework, Rater, Shanarri } from './measures.ts'
import { Mark } from './register.ts'

/** From first knock to a job. Reaching a stage counts for every stage before it, so the numbers never rise on the way down. */
export const Stage = Type.Enum(['nominated', 'visited', 'toldInterests', 'started', 'finished', 'placementOrJob'])
export type Stage = Static<typeof Stage>
export const stages: readonly Stage[] = ['nominated', 'visited', 'toldInterests', 'started', 'finished', 'placementOrJob']

/** k of n in per cent, with its Wilson 95 % interval. */
export const Share = Type.Object({
  people: Type.Integer(),
  of: Type.Integer(),
  percent: Type.Number(),
  low: Type.Number(),
  high: Type.Number(),
})
export type Share = Static<typeof Share>

const Programme = Type.Object({
  id: Id,
  name: Type.String(),
  cohortName: Type.String(),
  areaName: Type.String(),
  status: Type.String(),
  startedOn: Nullable(Day),
  synthetic: Type.Boolean(),
  outcomesNote: Type.String(),
})
/** In a week several sessions may run: `came` of `expected`, and one mark that stands for them. */
const Cell = Type.Object({ week: Type.Integer(), mark: Nullable(Mark), came: Type.Integer(), expected: Type.Integer() })
export const Attendance = Type.Object({
  courseId: Id,
  name: Type.String(),
  weeks: Type.Integer(),
  people: Type.Array(Type.Object({ participantId: Id, knownAs: Type.String(), cells: Type.Array(Cell) })),
})
export type Attendance = Static<typeof Attendance>
/** One question, everyone who answered it twice. `item` is null for their own goals. Fewer than five: no lines, only how many. */
export const Travelled = Type.Object({
  framework: Framework,
  item: Nullable(Shanarri),
  people: Type.Integer(),
  from: Day,
  to: Day,
  lines: Nullable(
    Type.Array(
      Type.Object({
        participantId: Id,
        knownAs: Type.String(),
        goal: Nullable(Type.String()),
        ratedBy: Rater,
        first: Type.Integer(),
        latest: Type.Integer(),
      }),
    ),
  ),
})
export type Travelled = Static<typeof Travelled>
export const Wants = Type.Object({
  programmes: Type.Array(Type.Object({ id: Id, name: Type.String() })),
  /**
   * People in each of `programmes`, in that order. `open`: offers with the tag that still take people on; `taken`: young people of these
   * programmes at work, or in a job, through an offer with the tag. With either, the interest is met.
   */
  rows: Type.Array(
    Type.Object({
      tag: Type.String(),
      label: Type.String(),
      people: Type.Array(Type.Integer()),
      open: Type.Integer(),
      taken: Type.Integer(),
    }),
  ),
})
export type Wants = Static<typeof Wants>
export const CourseRun = Type.Object({
  courseId: Id,
  name: Type.String(),
  status: Type.String(),
  weeks: Type.Array(
    Type.Object({
      week: Type.Integer(),
      planned: Type.Array(Type.String()),
      ran: Type.Array(Type.String()),
      changed: Type.Boolean(),
      why: Type.String(),
      held: Type.Boolean(),
    }),
  ),
})
export type CourseRun = Static<typeof CourseRun>

/** A part is null when the reader's sharing agreement does not cover it: not shown is not the same as nothing. */
export const Board = Type.Object({
  programme: Programme,
  funnel: Nullable(Type.Array(Type.Object({ stage: Stage, people: Type.Integer() }))),
  /** In a job with a partner of the programme: of those who agreed or started, and of all who were invited. Null figures: nobody agreed yet. */
  employed: Nullable(
    Type.Object({ ofStarted: Nullable(Share), ofInvited: Nullable(Share), sustained13w: Type.Integer(), sustained26w: Type.Integer() }),
  ),
  attendance: Nullable(Type.Array(Attendance)),
  travelled: Nullable(Type.Array(Travelled)),
  wants: Nullable(Wants),
  courses: Type.Array(CourseRun),
  community: Type.Array(Estimate),
})
export type Board = Static<typeof Board>

/** Rounded to the nearest five; null is "too few to show". */
const Figure = Nullable(Type.Integer())
export const PublishedBoard = Type.Object({
  programme: Programme,
  /** Counts of people below this, or this close to the figure they are part of, are not shown. */
  smallNumber: Type.Integer(),
  funnel: Type.Array(Type.Object({ stage: Stage, people: Figure, reason: Nullable(Type.Enum(['too_few'])) })),
  employed: Type.Object({
    people: Figure,
    of: Figure,
    percent: Nullable(Type.Number()),
    low: Nullable(Type.Number()),
    high: Nullable(Type.Number()),
    reason: Nullable(Type.Enum(['too_few'])),
  }),
  interests: Type.Array(Type.Object({ tag: Type.String(), label: Type.String(), people: Type.Integer() })),
  interestsHidden: Type.Boolean(),
  steps: Type.Array(Type.Object({ item: Shanarri, people: Figure, rose: Figure, reason: Nullable(Type.Enum(['too_few'])) })),
  community: Type.Array(Estimate),
})
export type PublishedBoard = Static<typeof PublishedBoard>

export const LeadHome = Type.Object({
  onCourses: Type.Integer(),
  quiet: Type.Integer(),
  reviewsOverdue: Type.Integer(),
  followUpsDue: Type.Integer(),
  /** Open promises by or to somebody who has gone, or is going. */
  promisesToHandOver: Type.Integer(),
  /** Waiting for someone to decide, oldest first; `waiting` counts those beyond the list too. */
  waiting: Type.Integer(),
  decisions: Type.Array(
    Type.Object({
      kind: Type.Enum(['nomination', 'offer', 'course', 'safety_review', 'idea', 'share']),
      id: Id,
      programmeId: Nullable(Id),
      programme: Nullable(Type.String()),
      title: Type.String(),
      since: Day,
      participantId: Nullable(Id),
    }),
  ),
  /** What changed because of young people in the last 30 days, newest first. */
  changed: Type.Array(Type.Object({ on: Day, programme: Type.String(), words: Type.String(), courseId: Nullable(Id) })),
})
export type LeadHome = Static<typeof LeadHome>

const querystring = Body({ programmeId: Id })
export const board = endpoints('board', {
  read: {
    method: 'GET',
    url: '/board',
    schema: { summary: 'The board of a programme, for its team', querystring, response: { 200: Board } },
  },
  published: {
    method: 'GET',
    url: '/board/published',
    schema: { summary: 'The board with small numbers kept back', querystring, response: { 200: PublishedBoard } },
  },
  home: { method: 'GET', url: '/board/home', schema: { summary: 'What needs a lead today', response: { 200: LeadHome } } },
})
