// What goes along on a phone: a handful of ordinary answers, asked for as the person themselves, trimmed, and leased for hours.
import { offlineLimits, type LeaseText, type Pack } from '@modulus/contracts/offline.ts'
import type { CourseElement } from '@modulus/contracts/course-elements.ts'
import type { CourseSession } from '@modulus/contracts/course-sessions.ts'
import type { Course } from '@modulus/contracts/courses.ts'
import type { MyDay } from '@modulus/contracts/day.ts'
import type { Enrolment } from '@modulus/contracts/enrolments.ts'
import type { MentorMatch } from '@modulus/contracts/mentoring.ts'
import type { Register } from '@modulus/contracts/register.ts'
import type { Doorstep, Visit } from '@modulus/contracts/visits.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { Problem } from '#plugins/problems.ts'
import type { Ask } from './inside.ts'
import { sign, type Keyring } from './keys.ts'
import { planPack, type Plan } from './queries.ts'
import { trimCourse, trimDay, trimDoor, trimElement, trimEnrolments, trimMatch, trimRegister, trimSessions, trimVisit } from './trim.ts'

export type Planned = Plan & { actor: Actor }
export async function planFor(tx: Tx, actor: Actor): Promise<Planned> {
  const plan = await planPack(tx, offlineLimits.daysAhead)
  if (!actor.partnerId || !plan.allowed) throw new Problem('offline-not-allowed')
  return { ...plan, actor }
}

/** First come, first taken: visits in their order, then sessions, then mentoring; whoever is one too many stays behind everywhere. */
class Travellers {
  readonly people: Pack['people'] = []
  private readonly never: Set<string>
  private readonly left = new Set<string>()
  private readonly tooMany = new Set<string>()
  constructor(never: string[]) {
    this.never = new Set(never)
  }
  take(id: string, knownAs: string, because: Pack['people'][number]['because']): boolean {
    if (this.has(id)) return true
    if (this.isLeft(id)) return false
    if (this.full) {
      this.tooMany.add(id)
      return false
    }
    this.people.push({ id, knownAs, because })
    return true
  }
  isLeft(id: string): boolean {
    if (this.never.has(id)) this.left.add(id)
    return this.never.has(id)
  }
  get full() {
    return this.people.length >= offlineLimits.people
  }
  readonly has = (id: string): boolean => this.people.some((one) => one.id === id)
  get leftOut() {
    return this.left.size
  }
  get beyond() {
    return this.tooMany.size
  }
  /** False when they stay behind, so that their record is not even asked for. */
  mayCome(id: string): boolean {
    if (this.has(id)) return true
    if (this.isLeft(id)) return false
    if (this.full) this.tooMany.add(id)
    return !this.full
  }
}

export async function packFor(ask: Ask, keys: Keyring, plan: Planned): Promise<Pack> {
  const with_ = new Travellers(plan.never),
    entries: Pack['entries'] = [],
    courses = new Set<string>()
  const get = async <T>(path: string): Promise<T | null> => {
    const { problem, body } = await ask('GET', path)
    return problem ? null : (body as T) // what changed since the plan was made stays behind
  }
  const add = (path: string, body: unknown) => entries.push({ path, body })

  add('/session', await get('/session'))
  for (const { id, participantId } of plan.visits) {
    if (!with_.mayCome(participantId)) continue
    const path = `/visits/prepare?visitId=${id}`,
      door = await get<Doorstep>(path)
    if (door && with_.take(door.participant.id, door.participant.knownAs, 'visit')) add(path, trimDoor(door))
  }
  // What was written today can be put right today.
  for (const { id, participantId } of plan.written) {
    if (!with_.mayCome(participantId)) continue
    const path = `/visits/${id}`,
      visit = await get<Visit>(path)
    if (visit?.can.amend && with_.take(visit.participant.id, visit.participant.knownAs, 'visit')) add(path, trimVisit(visit))
  }
  for (const id of plan.sessions) {
    const path = `/course-sessions/${id}/register`,
      register = await get<Register>(path)
    if (!register) continue
    for (const row of register.rows) with_.take(row.participantId, row.knownAs, 'session')
    add(path, trimRegister(register, with_.has))
    if (register.session.can.edit) courses.add(register.session.courseId)
  }
  for (const id of courses) {
    // What a change of the course is written down beside: all four, or none.
    const at = `/courses/${id}`,
      course = await get<Course>(at),
      elements = await get<{ items: CourseElement[] }>(`${at}/elements`),
      sessions = await get<{ items: CourseSession[] }>(`${at}/sessions`),
      enrolments = await get<{ items: Enrolment[] }>(`${at}/enrolments`)
    if (!course?.can.edit || !elements || !sessions || !enrolments) continue
    add(at, trimCourse(course))
    add(`${at}/elements`, { ...elements, items: elements.items.map(trimElement) })
    add(`${at}/sessions`, { ...sessions, items: trimSessions(sessions.items, new Date().toISOString()) })
    add(`${at}/enrolments`, { ...enrolments, items: trimEnrolments(enrolments.items, with_.has) })
  }
  if (plan.actor.memberships.some(({ role }) => role === 'mentor')) {
    const path = '/mentoring/matches?status=active',
      matches = await get<{ items: MentorMatch[] }>(path)
    const mine = (matches?.items ?? []).filter(
      ({ mentor, participant }) => mentor.id === plan.actor.userId && with_.take(participant.id, participant.knownAs ?? '', 'mentoring'),
    )
    add(path, { items: mine.map(trimMatch), next: null })
  }
  for (const date of plan.days) {
    const path = `/day?date=${date}`,
      day = await get<MyDay>(path)
    if (day) add(path, trimDay(day, with_.has))
  }
  return { lease: await leaseFor(keys, plan), entries, people: with_.people, leftOut: with_.leftOut, beyond: with_.beyond }
}

async function leaseFor(keys: Keyring, { actor, hours }: Planned): Promise<Pack['lease']> {
  const now = Date.now(),
    pair = await keys.current('signing')
  const says: LeaseText = {
    userId: actor.userId,
    partnershipId: actor.partnershipId,
    sessionId: actor.sessionId!,
    issuedAt: new Date(now).toISOString(),
    validUntil: new Date(now + hours * 3_600_000).toISOString(),
  }
  const text = JSON.stringify(says)
  return { keyId: pair.id, text, signature: await sign(pair, text) }
}
