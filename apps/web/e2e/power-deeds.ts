// What the people of the power story do more than once: a young person comes in by the link they were sent, and every page is looked over.
import type { CourseElement } from '@modulus/contracts/course-elements.ts'
import type { Message } from '@modulus/contracts/messages.ts'
import { v7 as newId } from 'uuid'
import { accessible } from './checks.ts'
import { Colleague, day, openPerson } from './deeds.ts'
import type { Visitor } from './grid-visitor.ts'
import type { Product } from './harness.ts'

/** What the young people are to do next, by the plan, and what they want instead. */
export const planned = 'A month at the yard',
  wanted = 'Stay at the bench and finish the table',
  courseName = 'Makers, six weeks',
  partnerName = 'Riverbank Joinery'

/** What Callum is told before he stops. */
export const beforeStopping = [
  /^Your next \d+ days with us are called off for you\.$/,
  'We do not come to your door any more.',
  `We tell ${partnerName} that you left. We tell them no more than that.`,
  'Only the people who run this still see what is written.',
  /^What is written gets wiped after/,
  'You can come back any time.',
]

/** What stands before the story begins: the yard keeps two afternoons free for the course, and Callum has a visit coming. */
export async function set(lead: Visitor, officer: Visitor): Promise<{ courseId: string }> {
  const programmeId = (await lead.session()).programmes.find(({ name }) => name === 'Linnbrae')!.id
  const course = (await lead.items<{ id: string; name: string }>(`/courses?programmeId=${programmeId}`)).find(
    ({ name }) => name === courseName,
  )!
  const parts = await lead.items<CourseElement>(`/courses/${course.id}/elements`)
  const elementId = newId()
  await lead.send('PUT', `/course-elements/${elementId}`, {
    courseId: course.id,
    title: planned,
    partnerId: parts.find(({ partner }) => partner?.name === partnerName)!.partner!.id,
    cameFrom: 'The yard offered it',
    chosenBy: 'partner',
    status: 'scheduled',
  })
  for (const inDays of [2, 3])
    await lead.send('PUT', `/course-sessions/${newId()}`, {
      courseId: course.id,
      title: planned,
      elementId,
      startsAt: `${day(inDays)}T09:00:00.000Z`,
      endsAt: `${day(inDays)}T11:00:00.000Z`,
    })
  const people = await officer.items<{ id: string; knownAs: string }>(`/participants?programmeId=${programmeId}&limit=100`)
  await officer.send('PUT', `/visits/${newId()}/plan`, {
    participantId: people.find(({ knownAs }) => knownAs === 'Callum')!.id,
    startsAt: `${day(4)}T16:00:00.000Z`,
    place: '',
    why: 'Asked us to come by',
  })
  return { courseId: course.id }
}

/** Sends a young person the way to their own pages, from their page, and opens it on their phone as the mailbox shows it. */
export async function comesIn(product: Product, officer: Colleague, name: string): Promise<Colleague> {
  await openPerson(officer, name)
  await officer.follow('About')
  await officer.follow('Send them a link')
  await officer.write({ 'Their e-mail': `${name.split(' ')[0]!.toLowerCase()}@phone.example` })
  await officer.press('Send the link')
  await officer.sees('Sent to')
  await officer.follow('See it in the mailbox')
  const link = await officer.page
    .getByRole('link', { name: /\/me\/link\// })
    .first()
    .getAttribute('href')
  const young = await Colleague.opens(product, link!)
  await looked(young)
  await young.press('Open my page')
  await young.sees(`Hi ${name.split(' ')[0]}`)
  return young
}

/** The page is here and no machine finds anything on it that would keep somebody out. */
export async function looked(at: Colleague, picture?: string) {
  await accessible(at.page)
  if (picture) await at.picture(picture)
}

/** What was written to an address since, newest first. */
export const mailTo = async (reader: Visitor, to: RegExp): Promise<Message[]> =>
  (await reader.items<Message>('/messages?limit=50')).filter((one) => to.test(one.to))

/** Opens what became of these words, from the board of what was said. */
export async function traceOf(at: Colleague, words: string) {
  await at.go('/interests')
  await at.follow(`What became of it (${words})`)
  await at.lands(/^\/interests\/[\w-]+$/)
}
