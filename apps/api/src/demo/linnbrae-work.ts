// Linnbrae, the second half: what partners offer and how it goes, and how far the young people say they have come.
import { destinations } from '@modulus/contracts/destinations.ts'
import { measures, type Shanarri } from '@modulus/contracts/measures.ts'
import { opportunities, providerChecks } from '@modulus/contracts/opportunities.ts'
import { placements } from '@modulus/contracts/placements.ts'
import { newId, type Caller } from './client.ts'
import { fromToday, plus } from './days.ts'
import type { Cast, Ids } from './linnbrae.ts'

export async function work({ lead, officer, partner, supervisor }: Cast, ids: Ids, people: string[]): Promise<void> {
  await officer(providerChecks.record, {
    params: { providerCheckId: newId() },
    body: {
      partnerId: ids.joinery,
      site: '',
      checkedOn: fromToday(-70),
      insuranceSeen: true,
      supervisionTalkedThrough: true,
      note: 'Guards on every machine; lunch is together.',
      reviewOn: fromToday(250),
    },
  })
  const post = async (
    offer: {
      kind: 'taster' | 'placement' | 'job'
      title: string
      whatYoudDo: string
      tags: string[]
      places: number
      hours: string
      pay: string
    },
    opened: boolean,
  ) => {
    const opportunityId = newId()
    await partner(opportunities.post, {
      params: { opportunityId },
      body: {
        ...offer,
        place: 'Riverbank yard',
        startsOn: fromToday(7),
        endsOn: null,
        requires: 'Work boots: we have spare pairs',
        recordFriendly: 'case_by_case',
      },
    })
    if (opened)
      for (const deed of [opportunities.check, opportunities.open]) {
        const { version } = await lead(opportunities.read, { params: { opportunityId } })
        await lead(deed, { params: { opportunityId }, body: { version } })
      }
    return opportunityId
  }
  const placement = await post(
    {
      kind: 'placement',
      title: 'Bench joinery, two days a week',
      whatYoudDo: 'Learn the bench beside a joiner: measure, cut, fit, finish.',
      tags: ['joinery'],
      places: 2,
      hours: 'Mondays and Wednesdays, 9 to 3',
      pay: 'Travel and lunch',
    },
    true,
  )
  const job = await post(
    {
      kind: 'job',
      title: 'Workshop assistant',
      whatYoudDo: 'Prepare timber, help on site, learn the trade.',
      tags: ['joinery'],
      places: 1,
      hours: '30 a week',
      pay: 'Real living wage',
    },
    true,
  )
  await post(
    {
      kind: 'taster',
      title: 'A morning at the yard',
      whatYoudDo: 'See what we do, make one small thing, take it home.',
      tags: ['joinery', 'art'],
      places: 6,
      hours: 'One morning',
      pay: '',
    },
    false,
  )

  const go = async (
    participantId: string,
    opportunityId: string,
    path: ('they_said_yes' | 'checks' | 'placement' | 'job_offered')[],
    on: string,
  ) => {
    const placementId = newId()
    let { version } = await officer(placements.suggest, {
      params: { placementId },
      body: { participantId, opportunityId, matchReason: 'Said it at the kitchen table', on },
    })
    for (const to of path) {
      if (to === 'checks') {
        ;({ version } = await partner(placements.accept, { params: { placementId }, body: { version, startsOn: plus(on, 7) } }))
        ;({ version } = await officer(placements.arrange, {
          params: { placementId },
          body: {
            version,
            startsOn: plus(on, 7),
            endsOn: null,
            adjustments: 'Likes to be shown once, then left to it',
            travel: '',
            supervisorId: ids.supervisorId,
          },
        }))
      }
      ;({ version } = await officer(placements.move, {
        params: { placementId },
        body: {
          version,
          to,
          on,
          saidBy: to === 'they_said_yes' ? 'participant' : 'worker',
          how: 'in_person',
          ...(to === 'placement' ? { startsOn: plus(on, 7) } : {}),
        },
      }))
    }
    return { placementId, version }
  }
  // Callum is at the bench now, Iona's match waits for the partner's answer, Orla took the job in the summer and it lasted.
  const here = await go(people[3]!, placement, ['they_said_yes', 'checks', 'placement'], fromToday(-21))
  for (const back of [7, 5])
    await supervisor(placements.attend, { params: { placementId: here.placementId, day: fromToday(-back) }, body: { came: true } })
  await go(people[2]!, placement, ['they_said_yes'], fromToday(-2))
  const lasting = await go(people[5]!, job, ['they_said_yes', 'checks', 'job_offered'], fromToday(-108))
  const started = fromToday(-100)
  const { version } = await officer(placements.move, {
    params: { placementId: lasting.placementId },
    body: {
      version: lasting.version,
      to: 'job_accepted',
      on: started,
      saidBy: 'participant',
      how: 'in_person',
      job: { startsOn: started, contract: 'permanent', hoursPerWeek: 30, realLivingWage: true, employerId: ids.joinery },
    },
  })
  await officer(placements.move, {
    params: { placementId: lasting.placementId },
    body: { version, to: 'sustained_13w', on: fromToday(-5), saidBy: 'participant', how: 'call' },
  })
  await officer(destinations.record, {
    params: { participantId: people[5]!, destinationId: newId() },
    body: {
      kind: 'employment',
      startsOn: started,
      checkedOn: fromToday(-5),
      evidence: 'Told us, and the yard says the same',
      employerPartnerId: ids.joinery,
      placementId: lasting.placementId,
    },
  })
  await officer(destinations.schedule, { params: { participantId: people[5]! }, body: { from: started } })
}

export async function steps(officer: Caller, people: string[], today: string): Promise<void> {
  const words: Shanarri[] = ['achieving', 'active', 'respected', 'included', 'healthy']
  for (const [n, person] of people.entries())
    for (const [when, add] of [
      [-58, 0],
      [-6, 1],
    ] as const) {
      await officer(measures.score, {
        params: { participantId: person, occasionId: newId() },
        body: {
          ratedBy: 'self',
          ratedOn: plus(today, when),
          answers: words.map((item, i) => ({
            framework: 'shanarri' as const,
            item,
            value: Math.min(10, 3 + ((n + i) % 3) + (item === 'healthy' && n % 2 ? -add : add * (2 + ((n * i) % 2)))),
            words: '',
          })),
        },
      })
    }
}
