// Iona on her own phone: she came in by the link her worker texted, and answered, asked and said what a young person would.
import { contacts } from '@modulus/contracts/contacts.ts'
import { me } from '@modulus/contracts/me.ts'
import { meRecord, type RecordEntry } from '@modulus/contracts/me-record.ts'
import { messages } from '@modulus/contracts/messages.ts'
import { people as accounts } from '@modulus/contracts/people.ts'
import { replies } from '@modulus/contracts/replies.ts'
import { session } from '@modulus/contracts/session.ts'
import { withholding } from '@modulus/contracts/withholding.ts'
import { callerOf, newId, type App, type Caller } from './client.ts'
import { at, fromToday } from './days.ts'

/** `person`: a young person with a mobile number among their contacts and a place on a course. */
export async function ownPages(app: App, officer: Caller, person: string): Promise<void> {
  await heldBack(officer, person)
  const own = await signInByText(app, officer, person)
  await answers(own, officer)
  await own(me.ask, {
    params: { askId: newId() },
    body: { kind: 'change_deal', words: 'Can it say I finish at three on a Thursday? I get my wee brother then.' },
  })
  const { nextSession } = await own(me.read)
  if (nextSession)
    await own(me.reply, { params: { sessionId: nextSession.id }, body: { reply: 'cant', words: 'Dentist. Back the time after' } })
}

/** A note about someone else too: the team reads it, she does not, and it is looked at again. */
async function heldBack(officer: Caller, person: string): Promise<void> {
  const contactId = newId()
  await officer(contacts.log, {
    params: { contactId },
    body: {
      participantId: person,
      channel: 'call',
      direction: 'in',
      outcome: 'good_chat',
      happenedAt: at(fromToday(-9), '17:10'),
      theirWords: 'Still up for the garage',
      staffWords: 'Her aunt came on the line after, about her own health. Not ours to pass on.',
      nextOn: null,
    },
  })
  await officer(withholding.withhold, {
    params: { entryId: contactId },
    body: { kind: 'note', visibility: 'team', reason: 'third_party', reviewOn: fromToday(60) },
  })
}

async function signInByText(app: App, officer: Caller, person: string): Promise<Caller> {
  const { sentTo } = await officer(accounts.inviteParticipant, { params: { participantId: person }, body: { text: true } })
  const { items } = await officer(messages.list, { query: { limit: 100 } })
  const token = /\/me\/link\/([\w-]+)/.exec(items.find((message) => message.to === sentTo)?.body ?? '')?.[1]
  if (!token) throw new Error('No link reached the phone of the young person.')
  const answer = await app.inject({ method: 'POST', url: `/api${session.signInByLink.url}`, payload: { token } })
  const cookie = answer.cookies.find((one) => one.name === '__Host-session')
  if (!cookie) throw new Error(`The link did not let the young person in: ${answer.body}`)
  return callerOf(app, cookie.value)
}

/** One reply that waits to be read, and one that was. */
async function answers(own: Caller, officer: Caller): Promise<void> {
  const { items } = await own(meRecord.record, { query: { limit: 50 } })
  const reply = async (kind: RecordEntry['kind'], response: 'not_how_i_said_it' | 'leave_out', words: string) => {
    const entry = items.find((one) => one.kind === kind && !one.byMe)
    if (!entry) throw new Error(`Nothing of the kind ${kind} is written about the young person.`)
    const replyId = newId()
    await own(meRecord.answerEntry, { params: { kind, entryId: entry.id, replyId }, body: { response, words } })
    return replyId
  }
  const read = await reply('visit', 'not_how_i_said_it', 'I said I would think about it. Keen is your word.')
  await officer(replies.answer, {
    params: { replyId: read, answerId: newId() },
    body: { decision: 'read', words: 'You are right, and your words stand beside ours now. Sorry about that.' },
  })
  await reply('contact', 'not_how_i_said_it', 'I said if it is motorbikes. Not just any garage.')
}
