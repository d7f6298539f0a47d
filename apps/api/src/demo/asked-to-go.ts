// Two young people of Castlefern who asked to be deleted, years later: one waits for the second person, of the other only a certificate is left.
import { nominations } from '@modulus/contracts/nominations.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { retention } from '@modulus/contracts/retention.ts'
import { newId, type Caller } from './client.ts'
import { fromToday } from './days.ts'
import { nominate, type Young } from './deeds.ts'

export async function askedToGo(cast: Record<'data' | 'lead', Caller>, programmeId: string, sourcePartnerId: string): Promise<void> {
  const asks = async (young: Young, words: string) => {
    const on = '2014-01-20'
    const nominationId = await nominate(cast.lead, { programmeId, sourcePartnerId, receivedOn: on, sourceKind: 'community_group' }, young)
    const params = { nominationId }
    await cast.lead(nominations.giveNotice, { params, body: { givenOn: '2014-01-24', how: 'A letter, and a talk at the door' } })
    const { participantId } = await cast.lead(nominations.triage, {
      params,
      body: { outcome: 'accepted', decidedOn: '2014-01-27', reasons: '' },
    })
    const { reference } = await cast.lead(participants.read, { params: { participantId: participantId! } })
    const requestId = newId()
    await cast.data(retention.askFor, { params: { requestId }, body: { reference, words, askedOn: fromToday(-6) } })
    const { batchId } = await cast.data(retention.answer, {
      params: { requestId },
      body: { version: 1, yes: true, words: 'Of course. It is yours to ask.' },
    })
    return batchId!
  }
  const first = await asks(
    { firstName: 'Kenny', familyName: 'Auld', goodAt: 'Mends bikes for half the street' },
    'He rang the office: he has moved on, and wants nothing of that time kept.',
  )
  const { version } = await cast.lead(retention.batch, { params: { batchId: first } })
  await cast.lead(retention.confirm, { params: { batchId: first }, body: { version } })
  await asks(
    { firstName: 'Ross', familyName: 'Imrie', goodAt: 'Knows every back court and who lives there' },
    'Said to his old worker at the bus stop.',
  )
}
