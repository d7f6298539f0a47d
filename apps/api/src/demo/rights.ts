// What young people asked about their record: a copy that is being gone through, one that was sent, and a complaint that waits.
import { contacts } from '@modulus/contracts/contacts.ts'
import { rights, type NewRight } from '@modulus/contracts/rights.ts'
import { rightsAccess } from '@modulus/contracts/rights-access.ts'
import { complaints } from '@modulus/contracts/rights-complaints.ts'
import { newId, type Caller } from './client.ts'
import { at, fromToday } from './days.ts'

interface Cast {
  officer: Caller
  lead: Caller
  data: Caller
}
/** Three young people of one programme: whose copy is gone through, whose was sent, who complains. */
export async function aboutTheirRecord({ officer, lead, data }: Cast, [first, second, third]: [string, string, string]): Promise<void> {
  const ask = async (participantId: string, body: Omit<NewRight, 'participantId'>) => {
    const requestId = newId()
    await officer(rights.record, { params: { requestId }, body: { participantId, ...body } })
    return requestId
  }
  const deed = async (name: 'search' | 'submit' | 'send', requestId: string) =>
    data(rights[name], { params: { requestId }, body: await now(requestId) })
  const now = async (requestId: string) => ({ version: (await data(rights.read, { params: { requestId } })).version })
  const weigh = async (requestId: string) =>
    data(rights.weighHarm, {
      params: { requestId },
      body: { ...(await now(requestId)), test: 'withhold', words: 'Asked as always; left out', asked: 'The safeguarding lead' },
    })

  await officer(contacts.log, {
    params: { contactId: newId() },
    body: {
      participantId: first,
      channel: 'meet_up',
      direction: 'out',
      outcome: 'good_chat',
      happenedAt: at(fromToday(-14), '16:20'),
      theirWords: 'I would rather cook than sit in an office.',
      staffWords:
        'Came along with @Finlay from the next close. Greig and he get on. His sister works nights and worries about the noise downstairs.',
      nextOn: null,
    },
  })
  const open = await ask(first, {
    kind: 'access',
    words: 'I want to see everything you have got on me.',
    how: 'spoken',
    receivedOn: fromToday(-12),
    idHow: 'Their worker knows them',
  })
  await deed('search', open)

  const sent = await ask(second, {
    kind: 'access',
    words: 'For my college form',
    how: 'email',
    receivedOn: fromToday(-20),
    idHow: 'Wrote from the address we have',
  })
  await deed('search', sent)
  for (let after: number | null = 0; after !== null;) {
    const page: Awaited<ReturnType<typeof data<typeof rightsAccess.entries>>> = await data(rightsAccess.entries, {
      params: { requestId: sent },
      query: { after, limit: 500 },
    })
    for (const { id, withheldReason } of page.items)
      if (withheldReason)
        await data(rightsAccess.decideEntry, {
          params: { requestId: sent, foundId: id },
          body: { decision: 'withhold', reason: 'Written by others for the team' },
        })
    after = page.next
  }
  await weigh(sent)
  await deed('submit', sent)
  await lead(rights.check, { params: { requestId: sent }, body: { ...(await now(sent)), ok: true, words: '' } })
  for (let tries = 0; tries < 100; tries++) {
    if ((await data(rights.read, { params: { requestId: sent } })).package?.state === 'ready') break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await deed('send', sent)

  await officer(complaints.record, {
    params: { complaintId: newId() },
    body: {
      participantId: third,
      words: 'My mum’s landlord knew I was on this. I never told him.',
      how: 'spoken',
      receivedOn: fromToday(-24),
    },
  })
}
