// Who is out now, one who came home and said how it went, and a plan that waits for the lead's yes.
import { visitSafety } from '@modulus/contracts/visit-safety.ts'
import { visits } from '@modulus/contracts/visits.ts'
import { newId, type Caller } from './client.ts'
import { fromToday, at } from './days.ts'

type Cast = Record<'lead' | 'officer' | 'officer2', Caller & { userId: string }>

export async function homeSafe({ lead, officer, officer2 }: Cast, people: string[]): Promise<void> {
  await officer2(visitSafety.keepMobile, { params: { personId: officer2.userId }, body: { version: 0, mobile: '07700 900417' } })
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
  const plan = async (participantId: string, startsAt: string, why: string, baseContact: string) => {
    const visitId = newId()
    await officer2(visits.plan, { params: { visitId }, body: { participantId, startsAt, place: 'At home', why } })
    const { version } = await officer2(visitSafety.plan, {
      params: { visitId },
      body: { version: 0, buddyId: officer.userId, expectedMinutes: 45, baseContact },
    })
    return { visitId, version }
  }
  const goIn = async ({ visitId, version }: { visitId: string; version: number }, happenedAt: string) => {
    await lead(visitSafety.approve, { params: { visitId }, body: { version } })
    await officer2(visitSafety.checkIn, { params: { visitId }, body: { id: newId(), happenedAt } })
  }

  const home = await plan(people[5]!, ago(200), 'How the job is going', 'Office, 0141 496 0001. Rings if late.')
  await goIn(home, ago(195))
  const params = { visitId: home.visitId }
  await officer2(visitSafety.extend, { params, body: { id: newId(), happenedAt: ago(155), minutes: 15 } })
  await officer2(visitSafety.checkOut, { params, body: { id: newId(), happenedAt: ago(140) } })
  await officer2(visitSafety.debrief, {
    params: { ...params, debriefId: newId() },
    body: {
      how: 'mixed',
      words: 'Good talk. A neighbour shouted on the stair, and it stayed with me for a while.',
      changeWords: 'The stair light is out: go before dark.',
    },
  })
  await officer2(visits.record, {
    params,
    body: {
      participantId: people[5]!,
      happenedAt: ago(195),
      place: 'At home',
      outcome: 'listened',
      present: ['them'],
      skillsWords: '',
      jobWords: '',
      staffWords: 'Settled in the job, and tired by it.',
      wantsToCome: null,
      nextStep: null,
      nextOn: null,
      interests: [],
      toldWhatWeWrite: true,
      worry: false,
    },
  })

  await goIn(await plan(people[3]!, ago(30), 'Bring the new boots for the bench', 'Office, 0141 496 0001'), ago(25))
  await plan(people[4]!, at(fromToday(1), '15:30'), 'Asked for a later time', 'Office, 0141 496 0001')
}
