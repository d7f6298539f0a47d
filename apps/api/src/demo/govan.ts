// Govan: eleven invited, seven who agreed, six in work with a partner; and the course that changed because they asked to stay.
// The way from eleven to seven is not published: here two declined at the door, one moved away, one stepped back (synthetic).
import { adaptations } from '@modulus/contracts/adaptations.ts'
import { courseElements } from '@modulus/contracts/course-elements.ts'
import { courseSessions } from '@modulus/contracts/course-sessions.ts'
import { decisions } from '@modulus/contracts/decisions.ts'
import { opportunities, providerChecks } from '@modulus/contracts/opportunities.ts'
import { placements } from '@modulus/contracts/placements.ts'
import { riskBenefits } from '@modulus/contracts/risk-benefits.ts'
import { newId, type Caller } from './client.ts'
import { fromToday } from './days.ts'
import { accept, course, deal, enrol, move, moveCourse, nominate, take, visit } from './deeds.ts'

const men = [
  ['Liam', 'Gilmour', 'Paints, and keeps going till it is right'],
  ['Marc', 'Haldane', 'Good with the older tenants'],
  ['Nathan', 'Irvine', 'Handy with tools'],
  ['Owen', 'Jardine', 'Turns up'],
  ['Patrick', 'Kinloch', 'Makes people laugh'],
  ['Rhys', 'Leckie', 'Knows plants from his grandad'],
  ['Scott', 'Mathers', 'Quick with numbers'],
  ['Tyler', 'Nisbet', 'Looks after his brothers'],
  ['Usman', 'Ohlson', 'Speaks three languages'],
  ['Vinnie', 'Peden', 'A runner'],
  ['Wes', 'Quarrier', 'Good at chess'],
] as const
const feared =
  'Are we cutting off their opportunities because we’re not allowing them to go, or are we actually allowing them to dictate what the programme should be?'

export async function govan(
  lead: Caller,
  officer: Caller & { userId: string },
  estates: Caller & { userId: string },
  ids: { programme: string; housing: string },
): Promise<void> {
  const people: string[] = []
  for (const [i, [firstName, familyName, goodAt]] of men.entries()) {
    const nomination = await nominate(
      officer,
      { programmeId: ids.programme, sourcePartnerId: ids.housing, receivedOn: '2015-08-17', sourceKind: 'community_group' },
      {
        firstName,
        familyName,
        goodAt,
        dateOfBirth: `${1990 + (i % 8)}-0${1 + (i % 9)}-21`,
        why: 'Raised in the residents’ satisfaction survey; the community group knows him well',
        triedBefore: 'Tried a few years ago, but it didn’t work',
      },
    )
    people.push(await accept(lead, nomination, '2015-08-28', officer.userId, { reasons: 'Invited, not sent', assetSeen: goodAt }))
  }
  const [stayed, others] = [people.slice(0, 7), people.slice(7)]
  for (const [i, person] of stayed.entries()) {
    await visit(officer, person, '2015-09-07', `1${i}:15`, {
      jobWords: i % 2 ? 'Outside, fixing things' : 'A real job with a real wage',
      skillsWords: 'Show me, don’t tell me',
      interests: [{ ownWords: i % 2 ? 'Gardens and outside work' : 'Joinery and painting', tag: i % 2 ? 'gardening' : 'joinery' }],
      wantsToCome: 'yes',
    })
    await deal(
      officer,
      person,
      '2015-09-21',
      'Four days of real work and one of training, and people who listen',
      'I come, and I say when it is not for me',
    )
    await move(officer, person, '2015-10-05', 'active')
  }
  for (const person of others.slice(0, 2)) {
    await visit(officer, person, '2015-09-08', '17:00', { outcome: 'not_today', wantsToCome: 'not_now' })
    await move(officer, person, '2015-09-08', 'declined')
  }
  await visit(officer, others[2]!, '2015-09-09', '16:00', { wantsToCome: 'yes', jobWords: 'Anything with sport' })
  await move(officer, others[2]!, '2015-09-18', 'interested', 'moved_on')
  await visit(officer, others[3]!, '2015-09-09', '17:30', { outcome: 'listened', wantsToCome: 'maybe' })
  await move(officer, others[3]!, '2015-09-25', 'interested', 'stepped_back')

  const courseId = await ranAndChanged(lead, officer, estates, ids, stayed)
  await moveCourse(lead, courseId, 'finished')
  for (const person of stayed) await move(officer, person, '2015-11-27', 'completed')
  await hired(lead, officer, estates, ids, stayed.slice(0, 6))
}

async function ranAndChanged(
  lead: Caller,
  officer: Caller & { userId: string },
  estates: Caller & { userId: string },
  ids: { programme: string; housing: string },
  group: string[],
): Promise<string> {
  const week = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, startsAt: weekday === 5 ? '10:00' : '09:00', endsAt: '15:30' }))
  const courseId = await course(
    lead,
    {
      programmeId: ids.programme,
      name: 'Eight weeks at the housing association',
      about: 'Four days of work experience and one of training each week.',
      weeks: 8,
      startsOn: '2015-10-05',
      place: 'Govan',
      capacity: 11,
      pattern: week,
    },
    {
      title: 'Eight weeks, most of it real work',
      words: 'The fact that we had a choice felt like it was our own decision',
      on: '2015-09-28',
    },
  )
  const elements: Record<string, string> = {}
  for (const [position, title] of ['Estate work', 'Trade tasters', 'Next activity in the programme', 'Training day'].entries()) {
    elements[title] = newId()
    await lead(courseElements.add, {
      params: { elementId: elements[title] },
      body: {
        courseId,
        title,
        position,
        partnerId: ids.housing,
        chosenBy: 'together',
        status: title.startsWith('Next') ? 'scheduled' : 'delivered',
        cameFrom: position < 2 ? 'What they said at their own kitchen tables' : '',
      },
    })
  }
  for (const person of group)
    await enrol(officer, courseId, person, '2015-10-01', 'A college course, or nothing at all: no one would have minded')
  const decisionId = newId()
  await lead(decisions.open, {
    params: { decisionId },
    body: {
      programmeId: ids.programme,
      courseId,
      title: 'Stay at the housing association instead of the next activity',
      coMode: 'co_design',
      voiceOrAction: 'action',
      limitsStated: true,
      limitsText: 'The housing association has room until the end of November; the other slot cannot be kept open.',
      made: {
        decidedBy: 'participants',
        how: 'consensus',
        decidedOn: '2015-10-23',
        participantsPresent: group.length,
        words: 'We want to stay here and work',
        outcomeText: 'They stayed. The partner whose slot was dropped was told the same day.',
      },
    },
  })

  const { items } = await lead(courseSessions.list, { params: { courseId } })
  const moved: string[] = []
  for (const [i, session] of items.entries()) {
    const friday = i % 5 === 4,
      dropped = session.week >= 4 && session.week <= 5 && !friday
    const planned = friday
      ? 'Training day'
      : session.week < 4
        ? 'Estate work'
        : session.week <= 5
          ? 'Next activity in the programme'
          : 'Trade tasters'
    await lead(courseSessions.amend, {
      params: { sessionId: session.id },
      body: { version: session.version, scope: 'this', title: planned, elementId: elements[planned]! },
    })
    if (dropped) moved.push(session.id)
  }
  await theyStay(lead, officer, estates, { ...ids, courseId, decisionId, elementId: elements['Next activity in the programme']! }, moved)
  for (const [i, session] of items.entries()) {
    await take(
      officer,
      session.id,
      group.map((participantId, n) => ({
        participantId,
        mark:
          n === 6 && session.week === 3
            ? 'chose_other'
            : (i + n * 3) % 17 === 0
              ? 'told_us_cant'
              : (i + n) % 19 === 0
                ? 'came_late'
                : 'came',
      })),
    )
  }
  return courseId
}

/** The change itself: what was feared, what they said, what was weighed and who stood behind it, tried for two weeks and kept. */
async function theyStay(
  lead: Caller,
  officer: Caller & { userId: string },
  estates: Caller & { userId: string },
  ids: { programme: string; housing: string; courseId: string; decisionId: string; elementId: string },
  sessionIds: string[],
): Promise<void> {
  const adaptationId = newId(),
    riskBenefitId = newId()
  const { version } = await officer(adaptations.raise, {
    params: { adaptationId },
    body: {
      programmeId: ids.programme,
      courseId: ids.courseId,
      elementId: ids.elementId,
      elementBecomes: 'swapped',
      addsElement: true,
      newPartnerId: ids.housing,
      sessionIds,
      trigger: 'participants_chose_otherwise',
      raisedBy: 'participants',
      raisedOn: '2015-10-23',
      fromText: 'Next activity in the programme',
      toText: 'Stayed at the housing association',
      whatWeFeared: feared,
      whatTheySaid: 'They didn’t want to go to the next activity, they wanted to stay here and work.',
      alternatives: 'Half the group goes and half stays; or everybody goes for a day and then decides',
      opportunityCost: 'The slot at the other partner, and what they might have found there',
      coreIngredients: ['co_production', 'asset_holders'],
      stands: 'agreed',
      agreed: { decidedBy: 'participants', decisionId: ids.decisionId, trialUntil: '2015-11-06' },
    },
  })
  const { version: weighed } = await officer(riskBenefits.weigh, {
    params: { riskBenefitId },
    body: {
      programmeId: ids.programme,
      about: 'adaptation',
      aboutId: adaptationId,
      subject: 'Staying put instead of moving on',
      benefits: [
        { text: 'Work they chose, with people they know', toWhom: 'The seven', howLikely: 3, howBig: 3 },
        { text: 'Seven pairs of hands that the estate needs', toWhom: 'The association', howLikely: 2, howBig: 2 },
      ],
      risks: [
        {
          text: 'They miss something they might have liked more',
          toWhom: 'The seven',
          likelihood: 2,
          severity: 2,
          mitigation: 'The other slot is offered again at the end',
        },
        {
          text: 'The other partner feels let down',
          toWhom: 'The partnership',
          likelihood: 2,
          severity: 1,
          mitigation: 'Told the same day, and why',
        },
      ],
      riskOfNotDoing: 'They stop coming, as they did a few years ago when it was decided for them.',
      theirWeighing: 'We know what we want. If it goes wrong we will say so.',
      ourWeighing: 'The choice is worth more than the slot.',
      judgement: 'go',
      askedId: estates.userId,
    },
  })
  await estates(riskBenefits.back, {
    params: { riskBenefitId },
    body: { version: weighed, yes: true, words: 'They can stay. I will answer for it.' },
  })
  const { version: now } = await lead(adaptations.read, { params: { adaptationId } })
  const { version: tried } = await lead(adaptations.beginTrial, {
    params: { adaptationId },
    body: { version: Math.max(version, now), on: '2015-10-26', trialUntil: '2015-11-06' },
  })
  await lead(adaptations.settle, {
    params: { adaptationId },
    body: {
      version: tried,
      on: '2015-11-06',
      result: 'kept',
      decidedBy: 'together',
      words: 'All seven came every day. The association asked them to stay until the end.',
      quote: 'The fact that we had a choice felt like it was our own decision',
    },
  })
  const { version: told } = await lead(decisions.read, { params: { decisionId: ids.decisionId } })
  const { version: acted } = await lead(decisions.act, {
    params: { decisionId: ids.decisionId },
    body: { version: told, actedOn: '2015-10-26', outcomeText: 'They stayed. The partner whose slot was dropped was told the same day.' },
  })
  await lead(decisions.feedBack, {
    params: { decisionId: ids.decisionId },
    body: {
      version: acted,
      fedBackOn: '2015-10-26',
      fedBackHow: 'in_person',
      fedBackText: 'You asked to stay, so the next two weeks were changed and the other partner was told why.',
    },
  })
}

/** Six of the seven take a job with the association. Whether the jobs lasted is not published, so nothing is said of it. */
async function hired(
  lead: Caller,
  officer: Caller,
  estates: Caller,
  ids: { programme: string; housing: string },
  group: string[],
): Promise<void> {
  await officer(providerChecks.record, {
    params: { providerCheckId: newId() },
    body: {
      partnerId: ids.housing,
      site: '',
      checkedOn: fromToday(-30),
      insuranceSeen: true,
      supervisionTalkedThrough: true,
      note: 'Talked through again this year',
      reviewOn: fromToday(300),
    },
  })
  const opportunityId = newId()
  await lead(opportunities.post, {
    params: { opportunityId },
    body: {
      partnerId: ids.housing,
      kind: 'job',
      title: 'Estate team',
      whatYoudDo: 'Gardens, painting and small repairs around the estate',
      place: 'Govan',
      startsOn: '2015-12-07',
      endsOn: null,
      hours: '35 a week',
      pay: 'The rate for the job',
      requires: '',
      recordFriendly: 'convictions_ok',
      tags: ['joinery', 'gardening'],
      places: 6,
    },
  })
  for (const deed of [opportunities.check, opportunities.open]) {
    const { version } = await lead(opportunities.read, { params: { opportunityId } })
    await lead(deed, { params: { opportunityId }, body: { version } })
  }
  for (const participantId of group) {
    const placementId = newId()
    let { version } = await officer(placements.suggest, {
      params: { placementId },
      body: { participantId, opportunityId, matchReason: 'Asked to stay and work', on: '2015-11-23' },
    })
    ;({ version } = await officer(placements.move, {
      params: { placementId },
      body: { version, to: 'they_said_yes', on: '2015-11-24', saidBy: 'participant', how: 'in_person' },
    }))
    ;({ version } = await estates(placements.accept, { params: { placementId }, body: { version, startsOn: '2015-12-07' } }))
    for (const to of ['checks', 'job_offered'] as const)
      ({ version } = await officer(placements.move, {
        params: { placementId },
        body: { version, to, on: '2015-11-27', saidBy: 'worker', how: 'in_person' },
      }))
    await officer(placements.move, {
      params: { placementId },
      body: {
        version,
        to: 'job_accepted',
        on: '2015-12-07',
        saidBy: 'participant',
        how: 'in_person',
        job: { startsOn: '2015-12-07', contract: 'fixed', hoursPerWeek: 35, realLivingWage: null, employerId: ids.housing },
      },
    })
  }
}
