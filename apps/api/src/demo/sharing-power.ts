// Linnbrae sharing power: ideas with and without a reply, decisions in every state, a vote that is open, a change on trial, promises
// both ways, a meeting with its actions, and the pace of it.
import { adaptations } from '@modulus/contracts/adaptations.ts'
import { courseElements } from '@modulus/contracts/course-elements.ts'
import { courses } from '@modulus/contracts/courses.ts'
import { courseSessions } from '@modulus/contracts/course-sessions.ts'
import { decisions } from '@modulus/contracts/decisions.ts'
import { ideas } from '@modulus/contracts/ideas.ts'
import { meetings } from '@modulus/contracts/meetings.ts'
import { pace } from '@modulus/contracts/pace.ts'
import { promises } from '@modulus/contracts/promises.ts'
import { newId, type Caller } from './client.ts'
import { at, fromToday } from './days.ts'

type Someone = Caller & { userId: string }
interface Cast {
  lead: Someone
  officer: Someone
  mentor: Someone
  partner: Someone
}

/** `people` in the order of the nominees. */
export async function sharingPower(cast: Cast, programmeId: string, people: string[]): Promise<void> {
  const { items } = await cast.lead(courses.list, { query: { programmeId } })
  const courseId = items[0]!.id
  const ideaId = await voices(cast, programmeId, people)
  await decided(cast, programmeId, courseId, ideaId)
  await onTrial(cast, programmeId, courseId)
  await promised(cast, programmeId, people)
  await together(cast, programmeId)
}

async function voices({ lead, officer, mentor, partner }: Cast, programmeId: string, people: string[]): Promise<string> {
  const raise = async (who: Caller, words: string, more: object = {}) => {
    const ideaId = newId()
    await who(ideas.raise, { params: { ideaId }, body: { programmeId, words, ...more } })
    return ideaId
  }
  const reply = async (ideaId: string, status: 'adopted' | 'explored' | 'not_possible', words: string) => {
    const { items } = await lead(ideas.list, { query: { programmeId } })
    await lead(ideas.reply, { params: { ideaId }, body: { version: items.find(({ id }) => id === ideaId)!.version, status, words } })
  }
  const theirs = { raisedByKind: 'participant' as const }
  const show = await raise(officer, 'Show people what we made, at an open day', {
    ...theirs,
    coMode: 'co_deliver',
    voiceOrAction: 'action',
    voices: [{ participantId: people[3] }],
  })
  await reply(show, 'adopted', 'Yes. The last session is yours: you decide who comes and what is shown.')
  const trip = await raise(officer, 'A week away, all of us', { ...theirs, voices: [{ participantId: people[2] }] })
  await reply(trip, 'not_possible', 'It costs more than the whole course has. A day out is possible, if you want that.')
  const music = await raise(mentor, 'Somewhere to record on a Thursday night')
  await reply(music, 'explored', 'The hall has a back room. We are asking who holds the key.')
  await raise(officer, 'Start at two, not at one', { ...theirs, voices: [{ participantId: people[5] }] })
  await raise(partner, 'Bring your own design and cut it here')
  for (const who of [lead, mentor, partner]) await who(ideas.support, { params: { ideaId: show } })
  return show
}

async function decided({ lead, officer, partner }: Cast, programmeId: string, courseId: string, ideaId: string): Promise<void> {
  // From a voice to the last session, told back and read from both sides.
  const openDay = newId()
  await officer(decisions.open, {
    params: { decisionId: openDay },
    body: {
      programmeId,
      courseId,
      ideaId,
      title: 'End with an open day',
      coMode: 'co_deliver',
      voiceOrAction: 'action',
      pathway: 'prevention',
      limitsStated: true,
      limitsText: 'The hall holds sixty, and has to be empty by eight.',
      made: {
        decidedBy: 'participants',
        how: 'consensus',
        decidedOn: fromToday(-30),
        participantsPresent: 5,
        words: 'Let folk see it wasn’t just us messing about',
      },
    },
  })
  const version = async (decisionId: string) => (await lead(decisions.read, { params: { decisionId } })).version
  await lead(decisions.showLundy, {
    params: { decisionId: openDay },
    body: {
      version: await version(openDay),
      space: { yes: true, evidence: 'Asked at the end of week two, with nobody else in the room' },
      voice: { yes: true, evidence: 'Two drew it, one sent a voice note' },
      audience: { yes: true, evidence: 'The programme lead was there' },
      influence: { yes: true, evidence: 'The last session is theirs' },
      audiencePersonId: lead.userId,
    },
  })
  await lead(decisions.act, {
    params: { decisionId: openDay },
    body: {
      version: await version(openDay),
      actedOn: fromToday(-25),
      outcomeText: 'The hall is booked and the last session is the open day.',
    },
  })
  await lead(decisions.feedBack, {
    params: { decisionId: openDay },
    body: {
      version: await version(openDay),
      fedBackOn: fromToday(-24),
      fedBackHow: 'in_person',
      fedBackText: 'You said show it, so the last session is your open day.',
    },
  })
  await officer(decisions.readPower, { params: { decisionId: openDay }, body: { level: 5, group: true } })
  await lead(decisions.readPower, { params: { decisionId: openDay }, body: { level: 6 } })
  await partner(decisions.readPower, { params: { decisionId: openDay }, body: { level: 5 } })

  const { items: elements } = await officer(courseElements.list, { params: { courseId } })
  const last = elements.find(({ title }) => title === 'Open day')!
  await officer(courseElements.amend, { params: { elementId: last.id }, body: { version: last.version, ideaId, decisionId: openDay } })

  // One that the law decides, and says so.
  await lead(decisions.open, {
    params: { decisionId: newId() },
    body: {
      programmeId,
      title: 'Nobody under eighteen on the band saw',
      made: {
        decidedBy: 'law',
        how: 'rule',
        decidedOn: fromToday(-27),
        participantsPresent: 5,
        reason: 'Health and safety rules for young people at work',
        explainedHow: 'Shown at the machine, with what they can use instead',
      },
      limitsStated: true,
      limitsText: 'The rule is not ours to change.',
    },
  })

  // One that is being voted on now, on their own phones.
  const vote = newId()
  await officer(decisions.open, {
    params: { decisionId: vote },
    body: {
      programmeId,
      courseId,
      title: 'What do we cook for the open day?',
      limitsStated: true,
      limitsText: 'Sixty portions, two pounds each, no deep fryer.',
      options: [
        { id: newId(), words: 'Soup and bread' },
        { id: newId(), words: 'Curry' },
        { id: newId(), words: 'Pizza, made on the spot' },
      ],
    },
  })
  await officer(decisions.openVote, { params: { decisionId: vote }, body: { version: await version(vote) } })
}

/** Week four was changed because they asked; it is being tried until next week. */
async function onTrial({ lead, officer }: Cast, programmeId: string, courseId: string): Promise<void> {
  const { items } = await officer(courseSessions.list, { params: { courseId } })
  const next = items.filter((one) => one.status === 'planned' && one.startsAt > new Date().toISOString()).slice(0, 1)
  const adaptationId = newId()
  await officer(adaptations.raise, {
    params: { adaptationId },
    body: {
      programmeId,
      courseId,
      sessionIds: next.map(({ id }) => id),
      trigger: 'participant_asked',
      raisedBy: 'participants',
      raisedOn: fromToday(-6),
      fromText: next[0]?.title ?? 'Engines',
      toText: 'Finish the bench first',
      whatWeFeared: 'That nothing else would get its turn',
      whatTheySaid: 'Let us finish one thing before you give us the next.',
      alternatives: 'Split the group between the bench and what comes next',
      opportunityCost: 'One afternoon of something new',
      coreIngredients: ['co_production'],
      stands: 'agreed',
      agreed: { decidedBy: 'together', trialUntil: fromToday(8) },
    },
  })
  const { version } = await lead(adaptations.read, { params: { adaptationId } })
  await lead(adaptations.beginTrial, { params: { adaptationId }, body: { version, on: fromToday(-5), trialUntil: fromToday(8) } })
}

async function promised({ lead, officer, mentor, partner }: Cast, programmeId: string, people: string[]): Promise<void> {
  const make = async (who: Caller, text: string, participantId: string | null, more: object = {}) => {
    const promiseId = newId()
    await who(promises.make, {
      params: { promiseId },
      body: { programmeId, participantId, toUserId: null, text, dueOn: null, madeIn: 'other', madeInId: null, how: null, ...more },
    })
    return promiseId
  }
  const version = async (who: Caller, promiseId: string) => (await who(promises.read, { params: { promiseId } })).version
  const [eilidh, callum, greig] = [people[1]!, people[3]!, people[4]!]
  const kept = await make(officer, 'Ask the joiner if you can take the bench home', callum, { madeIn: 'session' })
  await officer(promises.sayDone, { params: { promiseId: kept }, body: { version: await version(officer, kept) } })
  await officer(promises.say, {
    params: { promiseId: kept },
    body: { version: await version(officer, kept), word: 'kept', story: 'It’s in my mum’s hall', how: 'in_person' },
  })
  await make(officer, 'Find out who runs the kitchen at the college', eilidh, { dueOn: fromToday(4), madeIn: 'visit' })
  await make(mentor, 'Ask about a sound check at the hall', greig, { dueOn: fromToday(-2) })
  await make(officer, 'Bring the drawings on Thursday', callum, { how: 'in_person' }) // his own, written down for him
  await make(partner, 'Keep the bench by the window free on Thursdays', null, {
    toUserId: lead.userId,
    dueOn: fromToday(11),
    madeIn: 'meeting',
  })
}

async function together({ lead, officer, partner }: Cast, programmeId: string): Promise<void> {
  for (const [days, theirPace, ourPace, action] of [
    [-40, 4, 3, 'slow_down'],
    [-12, 3, 3, 'carry_on'],
  ] as const)
    await officer(pace.check, {
      params: { checkId: newId() },
      body: { programmeId, heldOn: fromToday(days), heldIn: 'session', heldInId: null, asked: 5, theirPace, ourPace, note: '', action },
    })
  await lead(pace.press, {
    params: { pressureId: newId() },
    body: {
      programmeId,
      source: 'funder',
      whose: 'The fund for the workshop',
      deadlineOn: fromToday(45),
      wants: 'Two more starts before its year ends',
      threatens: 'Knocking on doors before anyone is ready',
      response: null,
      costNoted: '',
      state: 'open',
    },
  })
  const meetingId = newId()
  await lead(meetings.plan, {
    params: { meetingId },
    body: {
      programmeId,
      kind: 'tasking',
      startsAt: at(fromToday(2), '15:00'),
      place: 'Linnbrae hall',
      attendeeIds: [lead.userId, officer.userId, partner.userId],
    },
  })
  for (const [what, owner, due] of [
    ['Book the hall until nine', lead, 5],
    ['Ask who holds the key to the back room', officer, 3],
    ['Send the sizes of the boards', partner, 7],
  ] as const)
    await lead(meetings.act, {
      params: { actionId: newId() },
      body: { programmeId, meetingId, what, ownerId: owner.userId, dueOn: fromToday(due) },
    })
}
