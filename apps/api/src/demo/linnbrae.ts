// Linnbrae: a wholly fictional programme in mid-flow, so that every screen has something on it today. Nine nominees, six who agreed.
import { courseElements } from '@modulus/contracts/course-elements.ts'
import { courseSessions } from '@modulus/contracts/course-sessions.ts'
import { interests } from '@modulus/contracts/interests.ts'
import { participantContact } from '@modulus/contracts/participant-contact.ts'
import { participantSafety } from '@modulus/contracts/participant-safety.ts'
import type { Mark } from '@modulus/contracts/register.ts'
import { visits } from '@modulus/contracts/visits.ts'
import { warnings } from '@modulus/contracts/warnings.ts'
import { newId, type Caller } from './client.ts'
import { at, fromToday, mondayOf, plus } from './days.ts'
import { steps, work } from './linnbrae-work.ts'
import { accept, course, deal, enrol, move, nominate, take, visit } from './deeds.ts'

export interface Cast {
  lead: Caller
  officer: Caller & { userId: string }
  officer2: Caller & { userId: string }
  partner: Caller
  supervisor: Caller
}
export interface Ids {
  programme: string
  police: string
  youth: string
  joinery: string
  supervisorId: string
}

const nominees = [
  [
    'Aidan',
    'Baird',
    'Calm with wee kids',
    'joinery',
    'Working with wood. My grandad had a bench',
    'Out on the vans, no in an office',
    '14 Ballater Way',
  ],
  ['Eilidh', 'Fraser', 'Talks to anybody', 'cooking', 'Cooking for a lot of folk at once', 'My own food van', '3 Castle Street'],
  [
    'Iona',
    'Erskine',
    'Never gives up on a thing',
    'motors',
    'Engines. Taking them apart',
    'A garage, a proper apprenticeship',
    '2 Rutherglen Road',
  ],
  ['Callum', 'Dunlop', 'Strong, and gentle with it', 'joinery', 'Making things that stay', 'A joiner’s shop', '27 Linn Park Drive'],
  ['Greig', 'Cairns', 'Sees when somebody is down', 'music', 'Beats, on my phone just now', 'Sound desk at a venue', '8 Burnside Court'],
  ['Orla', 'Menzies', 'Organises everybody', 'football', 'Coaching, the wee ones', 'Running a club', '51 Braeview'],
  ['Blair', 'Ogilvie', 'Draws comics', 'art', 'Comics and lettering', 'Signs or tattoos', '19 Mill Lane'],
  ['Lewis', 'Guthrie', 'Good on a bike', 'motors', '', '', ''],
  ['Skye', 'Tennant', 'Looks after her granda', 'animals', '', '', ''],
] as const

export async function linnbrae(cast: Cast, ids: Ids): Promise<{ people: string[]; today: string }> {
  const { lead, officer } = cast,
    today = fromToday(0),
    began = fromToday(-120)
  const people: string[] = []
  for (const [i, [firstName, familyName, goodAt, , , , address]] of nominees.entries()) {
    const where = {
      programmeId: ids.programme,
      sourcePartnerId: i % 2 ? ids.youth : ids.police,
      receivedOn: i < 7 ? began : fromToday(i === 7 ? -27 : -3),
      sourceKind: i % 2 ? 'community_group' : 'police',
    } as const
    const nomination = await nominate(lead, where, {
      firstName,
      familyName,
      goodAt,
      dateOfBirth: `${Number(today.slice(0, 4)) - 17 - (i % 3)}-0${1 + i}-14`,
      contactPointer: address,
      why: 'Two partners named them at the same meeting',
      triedBefore: i === 4 ? 'A referral that nobody followed up' : '',
      trustedPerson: i % 2 ? 'The youth worker at the project' : '',
    })
    if (i >= 7) continue
    people.push(
      await accept(lead, nomination, fromToday(-110), (i % 3 ? officer : cast.officer2).userId, {
        reasons: 'Agreed by the panel',
        assetSeen: goodAt,
        ...(i === 4 ? { dissentText: 'Housing thought it too early; we agreed to go slowly' } : {}),
      }),
    )
  }
  for (const [i, person] of people.entries()) await known(officer, person, i, began)
  await lives(cast, people, ids.programme, today)
  await makers(cast, ids, people.slice(1, 6), today)
  await work(cast, ids, people)
  await steps(officer, people.slice(1, 6), today)
  return { people, today }
}

async function known(officer: Caller, person: string, i: number, began: string): Promise<void> {
  const [, familyName, , tag, interest, job, address] = nominees[i]!
  const contact = await officer(participantContact.contact, { params: { participantId: person } })
  await officer(participantContact.keepContact, {
    params: { participantId: person },
    body: {
      familyName,
      dateOfBirth: contact.dateOfBirth,
      address,
      postcode: '',
      phone: `07700 9001${10 + i}`,
      email: '',
      safeToCall: true,
      safeTimes: 'After four',
      voicemailOk: i % 2 === 0,
      unsafePlaces: i === 3 ? 'The shops on Castle Street' : '',
      version: contact.version,
    },
  })
  if (i === 0) return // his first visit is today
  if (i === 4) await visit(officer, person, plus(began, 14), '16:00', { outcome: 'no_one_in', present: [] })
  if (i >= 4)
    await visit(officer, person, plus(began, 18), '16:30', {
      outcome: 'listened',
      wantsToCome: 'maybe',
      nextStep: 'call_back_in_two_weeks',
      staffWords: 'Wary at first. We did not push.',
    })
  await visit(officer, person, plus(began, 25), `1${i}:00`, {
    skillsWords: interest,
    jobWords: job,
    interests: [{ ownWords: interest, tag }],
    wantsToCome: 'yes',
    staffWords: 'Keen once we stopped talking about courses.',
  })
}

/** Six agreed: three active, one paused, one finished and moved on to work, one who stepped back. */
async function lives({ officer }: Cast, people: string[], programmeId: string, today: string): Promise<void> {
  for (const person of people.slice(1))
    await deal(
      officer,
      person,
      fromToday(-80),
      'Time in a real workshop, and someone who picks up the phone',
      'I turn up, and I tell you when I can’t',
    )
  for (const person of people.slice(1, 6)) await move(officer, person, fromToday(-60), 'active')
  await move(officer, people[6]!, fromToday(-40), 'stepped_back')
  await officer(warnings.write, {
    params: { warningId: newId() },
    body: {
      programmeId,
      participantId: people[2]!,
      place: '',
      code: 'two_people',
      whatToDo: 'Two-person visits only.',
      why: 'A dog in the close that is not theirs',
      source: 'The officer’s own visit',
      toldThem: true,
      notToldWhy: '',
      reviewOn: fromToday(5),
    },
  })
  await officer(participantSafety.checkSafety, {
    params: { participantId: people[0]!, checkId: newId() },
    body: { checkedOn: fromToday(-2) },
  })
  for (const [person, own, goal] of [
    [1, 'Cook for fifty people', 'Run the kitchen at the open day'],
    [3, 'Finish something I started', 'Make a table my mum will keep'],
    [5, 'Be the one with the whistle', 'Get my first coaching badge'],
  ] as const) {
    await officer(interests.hearAsset, {
      params: { participantId: people[person]!, assetId: newId() },
      body: { ownWords: own, kind: 'skill', heardOn: fromToday(-75) },
    })
    await officer(interests.setGoal, {
      params: { participantId: people[person]!, goalId: newId() },
      body: { ownWords: goal, setOn: fromToday(-75), saidBy: 'participant' },
    })
  }
  for (const [person, time, why] of [
    [0, '10:00', 'First visit'],
    [1, '11:30', 'Check how last week went'],
    [2, '14:30', 'Asked us to call back'],
  ] as const) {
    await officer(visits.plan, {
      params: { visitId: newId() },
      body: { participantId: people[person]!, startsAt: at(today, time), place: '', why },
    })
  }
}

async function makers({ lead, officer }: Cast, ids: Ids, group: string[], today: string): Promise<void> {
  const startsOn = plus(mondayOf(today), -28)
  const courseId = await course(
    lead,
    {
      programmeId: ids.programme,
      name: 'Makers, six weeks',
      about: 'Wood, food and engines, because that is what they said.',
      weeks: 6,
      startsOn,
      place: 'Linnbrae hall',
      capacity: 8,
      pattern: [
        { weekday: 2, startsAt: '13:00', endsAt: '16:00' },
        { weekday: 4, startsAt: '13:00', endsAt: '16:00' },
      ],
    },
    { title: 'Six weeks of making, Tuesdays and Thursdays', words: 'No mornings, and no worksheets', on: plus(startsOn, -14) },
  )
  for (const person of group) await enrol(officer, courseId, person, plus(startsOn, -7), 'The college taster, or one to one with a mentor')
  const seeds = await lead(courseElements.seeds, { params: { courseId } })
  const elements: Record<string, string> = {}
  for (const [position, [title, tag]] of (
    [
      ['The joiner’s bench', 'joinery'],
      ['Cooking for fifty', 'cooking'],
      ['Engines', 'motors'],
      ['Open day', ''],
    ] as const
  ).entries()) {
    elements[title] = newId()
    await lead(courseElements.add, {
      params: { elementId: elements[title] },
      body: {
        courseId,
        title,
        position,
        partnerId: tag === 'joinery' ? ids.joinery : ids.youth,
        interestId: seeds.items.find((one) => one.tag === tag)?.id ?? null,
        cameFrom: tag ? '' : 'The group: show people what we made',
        chosenBy: 'participants',
        status: 'scheduled',
      },
    })
  }
  const { items } = await lead(courseSessions.list, { params: { courseId } })
  const week = ['The joiner’s bench', 'The joiner’s bench', 'Cooking for fifty', 'Engines', 'Engines', 'Open day']
  for (const session of items) {
    const title = week[session.week - 1] ?? 'Open day'
    let { session: now } = await lead(courseSessions.amend, {
      params: { sessionId: session.id },
      body: { version: session.version, scope: 'this', title, elementId: elements[title]! },
    })
    if (session.startsAt.slice(0, 10) >= today) continue
    if (session.week === 4)
      ({ session: now } = await lead(courseSessions.amend, {
        params: { sessionId: session.id },
        body: {
          version: now.version,
          scope: 'this',
          title: 'The joiner’s bench, again',
          elementId: elements['The joiner’s bench']!,
          changedWhy: 'They asked to finish what they had started',
        },
      }))
    await take(
      officer,
      session.id,
      group.map((participantId, n) => ({ participantId, mark: markOf(n, items.indexOf(session)) })),
    )
    if (session.week === 1)
      await lead(courseSessions.review, {
        params: { sessionId: session.id },
        body: {
          version: (await lead(courseSessions.read, { params: { sessionId: session.id } })).version,
          groupWords: 'Better than we thought. Can we keep what we make?',
          groupScore: 8,
        },
      })
  }
}
/** One of them did not come twice running, another chose something else: what a team should notice, kindly. */
const markOf = (person: number, session: number): Mark =>
  person === 3 && session >= 5
    ? 'didnt_come'
    : person === 1 && session === 6
      ? 'chose_other'
      : (person + session) % 9 === 4
        ? 'told_us_cant'
        : (person * 2 + session) % 11 === 3
          ? 'came_late'
          : 'came'
