// Keeping people safe in Linnbrae: one concern passed on and closed, one that waits for an answer, a warning note due for review, and a
// short chronology with good in it.
import { chronology, type EventKind } from '@modulus/contracts/chronology.ts'
import { concerns, type NewConcern } from '@modulus/contracts/concerns.ts'
import { participantStory } from '@modulus/contracts/participant-story.ts'
import { warnings } from '@modulus/contracts/warnings.ts'
import { newId, type Caller } from './client.ts'
import { fromToday } from './days.ts'

interface Keepers {
  lead: Caller
  officer: Caller
  officer2: Caller
  safeguarding: Caller
}
const worry: Omit<NewConcern, 'participantId'> = {
  aboutWhom: '',
  whatSeen: '',
  theirWords: '',
  immediateDanger: false,
  toldThem: true,
  inTheWay: '',
  allWeNeed: '',
  iCanDo: '',
  weCanDo: '',
  othersCanDo: '',
}

/** `people` in the order of Linnbrae's nominees. */
export async function keepingSafe(
  { lead, officer, officer2, safeguarding }: Keepers,
  programmeId: string,
  people: string[],
): Promise<void> {
  const concernId = newId(),
    params = { concernId }
  await officer(concerns.raise, {
    params,
    body: {
      ...worry,
      participantId: people[1]!,
      whatSeen: 'Had not been home for three nights. Tired, and hungry.',
      theirWords: 'I’m just staying about till it calms down',
      inTheWay: 'No settled place to sleep.',
      iCanDo: 'See that there is food, and ask about tonight.',
      othersCanDo: 'Somewhere safe to stay.',
    },
  })
  await safeguarding(concerns.read, { params })
  await safeguarding(concerns.review, { params, body: { version: 1 } })
  await safeguarding(concerns.passOn, { params, body: passing(2, 'Housing options team, the council') })
  await safeguarding(concerns.hearBack, {
    params,
    body: { version: 3, feedback: 'Met the same day. A room for now, and a worker of their own.', on: fromToday(0) },
  })
  await safeguarding(concerns.close, {
    params,
    body: { version: 4, outcome: 'others_act', reason: 'The council’s team is with them, and we go on as before.' },
  })

  const waiting = { concernId: newId() }
  await officer2(concerns.raise, {
    params: waiting,
    body: {
      ...worry,
      participantId: null,
      programmeId,
      aboutWhom: 'The younger brother of someone on the course',
      aboutAge: 'under_16',
      whatSeen: 'Out on his own late, twice this week.',
      theirWords: 'There’s nobody in anyway',
      toldThem: false,
      notToldWhy: 'He is a child, and I have not spoken with his family yet.',
    },
  })
  await safeguarding(concerns.read, { params: waiting })
  await safeguarding(concerns.passOn, {
    params: waiting,
    body: { ...passing(1, 'Social work, children and families'), irdRequestedOn: fromToday(0) },
  })

  const stair = { warningId: newId() }
  await officer(warnings.write, {
    params: stair,
    body: {
      programmeId,
      participantId: null,
      place: 'Back stair of the Linn Road flats',
      code: 'way_in',
      whatToDo: 'Use the front stair, and ring when you are at the door',
      why: 'The light on the back stair is out and the door does not close.',
      source: 'The concierge',
      toldThem: null,
      notToldWhy: '',
      reviewOn: fromToday(3),
    },
  })
  await lead(warnings.approve, { params: stair, body: { version: 1 } })
  await officer2(warnings.see, { params: stair })

  await mark(officer, people[2]!, 'visit', 'mixed', 'First time the door stayed open')
  await mark(officer, people[2]!, 'deal', 'better', 'Said yes, in their own words')
}

const passing = (version: number, to: string) => ({
  version,
  to,
  toPerson: 'The duty worker',
  how: 'By phone, then their form',
  at: new Date().toISOString(),
  reference: '',
})
/** The oldest of a kind in their story, if there is one. */
async function mark(worker: Caller, participantId: string, kind: EventKind, effect: 'better' | 'mixed', impact: string): Promise<void> {
  const { items } = await worker(participantStory.story, { params: { participantId } })
  const one = items.findLast((item) => item.kind === kind)
  if (one) await worker(chronology.mark, { params: { participantId, eventId: newId() }, body: { kind, aboutId: one.id, effect, impact } })
}
