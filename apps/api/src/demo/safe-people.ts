// Who may be beside young people, a look in an emergency that was right, and the question who still needs their role. Checks themselves
// are noted where people are invited.
import { accessReviews } from '@modulus/contracts/access-reviews.ts'
import { breakGlass } from '@modulus/contracts/break-glass.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { pvg } from '@modulus/contracts/pvg.ts'
import { newId, type Caller } from './client.ts'
import { fromToday } from './days.ts'

type Cast = Record<'lead' | 'safeguarding' | 'estates' | 'data' | 'supervisor', Caller & { userId: string }>

export async function safePeople(cast: Cast, programmeId: string, participantId: string): Promise<void> {
  await cast.safeguarding(pvg.assess, {
    params: { assessmentId: newId() },
    body: {
      programmeId,
      personId: cast.supervisor.userId,
      roleKind: 'placement_supervisor',
      outcome: 'regulated',
      reason: 'Teaches at the bench for whole days, often as the only grown-up in the workshop.',
      reviewOn: fromToday(300),
    },
  })

  const { reference } = await cast.lead(participants.read, { params: { participantId } })
  const lookId = newId()
  await cast.estates(breakGlass.open, {
    params: { lookId },
    body: { reference, reason: 'Found unwell in one of our stairwells, with a card that says this number. Whom do we ring?' },
  })
  await cast.estates(breakGlass.end, { params: { lookId } })
  await cast.data(breakGlass.review, {
    params: { lookId },
    body: { justified: true, words: 'Their mother was rung within ten minutes. The duty line was busy, so this was right.' },
  })

  const review = await cast.lead(accessReviews.begin, { params: { reviewId: newId() }, body: { programmeId } })
  for (const line of review.lines.filter((one) => one.can.confirm).slice(0, 3))
    await cast.lead(accessReviews.confirm, { params: { lineId: line.id }, body: { decision: 'keep', reason: '' } })
}
