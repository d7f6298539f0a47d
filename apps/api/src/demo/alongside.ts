// Linnbrae's quieter threads: mentors alongside, calls and texts, and one worry about someone's safety.
import { concerns } from '@modulus/contracts/concerns.ts'
import { contacts } from '@modulus/contracts/contacts.ts'
import { mentoring } from '@modulus/contracts/mentoring.ts'
import { at, fromToday } from './days.ts'
import { newId, type Caller } from './client.ts'

export interface Threads {
  officer: Caller
  mentor: Caller & { userId: string }
  supervisor: Caller
}

/** `people` in the order of the nominees: Greig has a mentor, Eilidh is being asked, Callum's supervisor saw something. */
export async function alongside({ officer, mentor, supervisor }: Threads, people: string[]): Promise<void> {
  const [greig, eilidh, callum, orla] = [people[4]!, people[1]!, people[3]!, people[5]!]
  const match = await propose(officer, mentor, greig, 'Someone who knows how a venue works')
  const { version } = await mentor(mentoring.accept, { params: { matchId: match.id }, body: { version: match.version } })
  const { version: live } = await officer(mentoring.sayTheirYes, {
    params: { matchId: match.id },
    body: { version, on: fromToday(-40), saidBy: 'participant', how: 'in_person' },
  })
  await mentor(mentoring.agree, {
    params: { matchId: match.id },
    body: {
      version: live,
      purpose: 'Find a way into sound and live music',
      goals: ['See a sound check', 'Make one track'],
      meetsEveryDays: 14,
      contactRoutes: 'Texts, weekdays until eight',
      boundaries: 'Never at either home',
      reviewAgreementOn: fromToday(50),
    },
  })
  for (const [back, theirs] of [
    [35, 'The desk at the hall. It has more knobs than I thought'],
    [24, 'Not much. Just walked'],
  ] as const) {
    await mentor(mentoring.log, {
      params: { sessionId: newId() },
      body: {
        matchId: match.id,
        heldOn: fromToday(-back),
        minutes: 60,
        place: 'The hall',
        kind: 'met',
        nextOn: null,
        theirWords: theirs,
        staffWords: 'Said I would ask about a sound check.',
      },
    })
  }
  await propose(officer, mentor, eilidh, 'Someone who has run a kitchen')
  await officer(contacts.log, {
    params: { contactId: newId() },
    body: {
      participantId: orla,
      channel: 'call',
      direction: 'out',
      outcome: 'good_chat',
      happenedAt: at(fromToday(-5), '17:30'),
      theirWords: 'It’s hard, but I like the crew',
      staffWords: '',
      nextOn: null,
    },
  })
  await officer(contacts.log, {
    params: { contactId: newId() },
    body: {
      participantId: greig,
      channel: 'text',
      direction: 'out',
      outcome: 'no_answer',
      happenedAt: at(fromToday(-3), '12:10'),
      theirWords: '',
      staffWords: 'Asked if he wants to see the sound desk on Thursday.',
      nextOn: fromToday(0),
    },
  })
  await supervisor(concerns.raise, {
    params: { concernId: newId() },
    body: {
      participantId: callum,
      aboutWhom: '',
      whatSeen: 'Came in with a swollen hand and would not say how.',
      theirWords: 'It’s nothing, leave it',
      immediateDanger: false,
      toldThem: true,
      inTheWay: '',
      allWeNeed: '',
      iCanDo: '',
      weCanDo: '',
      othersCanDo: '',
    },
  })
}

const propose = (officer: Caller, mentor: { userId: string }, participantId: string, purpose: string) =>
  officer(mentoring.propose, { params: { matchId: newId() }, body: { participantId, mentorId: mentor.userId, purpose } })
