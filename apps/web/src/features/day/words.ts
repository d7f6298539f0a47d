// My day in words: what stands in the sentence, and what each thing to do is called, leads to and is due.
import type { MyDay, Todo } from '@modulus/contracts/day.ts'
import { draftPage } from '#lib/draft.ts'
import { daysBetween, plural, timeOf, weekdayOf } from '#lib/format.ts'

export function sentenceOf({ visits, todo }: MyDay, now: Date | null): string {
  const open = visits.filter(({ recorded }) => !recorded)
  const things = todo.reduce((sum, { count }) => sum + (count ?? 1), 0)
  const counts = [
    visits.length > 0 ? plural(visits.length, 'visit') : 'No visits',
    things > 0 ? plural(things, 'thing to do', 'things to do') : 'nothing to do',
  ].join(' and ')
  const next = open.find(({ startsAt }) => now === null || Date.parse(startsAt) > now.getTime() - 30 * 60_000) ?? open[0]
  if (next) return `${counts}. Next: ${next.participant.knownAs} at ${timeOf(next.startsAt)}.`
  return visits.length > 0 ? `${counts}. Every visit is written down.` : `${counts}.`
}

const steps: Record<string, (name: string) => string> = {
  call_back_this_week: (name) => `Call back ${name}`,
  call_back_in_two_weeks: (name) => `Call back ${name}`,
  bring_a_partner: (name) => `Bring a partner to meet ${name}`,
  leave_it_with_them: (name) => `See how ${name} is getting on`,
  date_they_chose: (name) => `See ${name}, on the day they chose`,
  get_in_touch: (name) => `Get in touch with ${name}`,
}
const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

type Line = { label: string; to?: string; hint?: string }
const lines: Record<Todo['kind'], (todo: Todo, name: string) => Line> = {
  next_step: ({ words, participant }, name) => ({
    label: steps[words]?.(name) ?? `${name}: ${lower(words)}`,
    to: `/people/${participant?.id}`,
  }),
  unrecorded: ({ id, participant }, name) => ({
    label: `Write down the visit to ${name}`,
    hint: 'Or say that it did not happen.',
    to: `/visits/new?person=${participant?.id}&visit=${id}`,
  }),
  check_in: ({ words, participant }, name) => ({
    label: `Check in kindly with ${name}`,
    hint: `Not at the last two sessions of ${words}. Perhaps they want something else.`,
    to: `/contacts/new?person=${participant?.id}`,
  }),
  something_else: ({ words, session }, name) => ({
    label: name ? `Ask ${name}: do they want something else?` : `Ask the group of ${words}: do they want something else?`,
    hint: name ? `They chose something else than ${words}.` : 'A third of those expected stayed away, twice.',
    to: `/courses/${session?.courseId}/changes/new?trigger=attendance_signal&session=${session?.id}`,
  }),
  backing: ({ id, words }) => ({
    label: `Say whether you stand behind: ${lower(words)}`,
    hint: 'You are asked by name. Only you can answer.',
    to: `/risk-benefits/${id}`,
  }),
  trial_ends: ({ id, words }) => ({
    label: `Ask how it went: ${lower(words)}`,
    hint: 'The time to try it out is nearly over.',
    to: `/changes/${id}`,
  }),
  follow_up: ({ words, participant }, name) => ({
    label: `Ask ${name} how things are, ${words} months on`,
    to: `/people/${participant?.id}/destinations`,
  }),
  draft: ({ id, words, draft }) => ({
    label: `Finish ${lower(words || 'a form')}`,
    hint: 'Half filled. Only you can see it.',
    to: draft ? (draftPage({ ...draft, id }) ?? '/drafts') : '/drafts',
  }),
  notice: ({ id, words }) => ({
    label: `Tell ${words} that we hold their name`,
    hint: 'Within a month of hearing it.',
    to: `/nominations/${id}`,
  }),
  quiet_match: ({ words, participant }, name) => ({
    label: `Ask ${words} and ${name} how it is going`,
    hint: 'They have not met for a while.',
    to: `/people/${participant?.id}/mentor`,
  }),
  promise: ({ id, words }, name) => ({
    label: `You promised${name && ` ${name}`}: ${lower(words)}`,
    to: `/promises/${id}`,
  }),
  promise_word: ({ id, words }, name) => ({
    label: `${name ? `${name} and you` : 'A promise to you'}: ${lower(words)}`,
    hint: 'It is for you to say how it went, or to answer.',
    to: `/promises/${id}`,
  }),
  new_hand: ({ words, count }) => ({
    label: `${plural(count ?? 1, 'promise needs', 'promises need')} a new hand in ${words}`,
    hint: 'Someone has gone, or is going. Ask a colleague to take each one over.',
    to: '/promises?whose=new_hand',
  }),
  reply_owed: ({ id, words }) => ({
    label: `Answer an idea: ${words.length > 60 ? `${words.slice(0, 57)}…` : words}`,
    hint: 'Whoever raised it was promised a reply within 14 days.',
    to: `/ideas/${id}`,
  }),
  concerns: ({ words, count }) => ({ label: `${plural(count ?? 1, 'worry', 'worries')} to read in ${words}`, to: '/safeguarding' }),
}

/** Law and safety may press; a relationship never does. */
const presses = (kind: Todo['kind']) => kind === 'notice' || kind === 'concerns'
function dueOf({ kind, dueOn }: Todo, today: string): { tag?: string; tone?: 'neutral' | 'amber' | 'harm' } {
  if (kind === 'concerns') return { tag: 'Now', tone: 'harm' }
  if (kind === 'draft') return { tag: 'Draft' }
  if (!dueOn) return {}
  const days = daysBetween(today, dueOn)
  // Our own promise may be late; a young person's waits.
  if (days < 0 && (kind === 'promise' || kind === 'reply_owed')) return { tag: `Late: due ${weekdayOf(dueOn)}`, tone: 'amber' }
  if (days < 0)
    return presses(kind) ? { tag: `Was due ${weekdayOf(dueOn)}`, tone: 'harm' } : { tag: `Since ${weekdayOf(dueOn)}`, tone: 'amber' }
  return { tag: days === 0 ? 'Today' : days === 1 ? 'Tomorrow' : weekdayOf(dueOn), tone: days === 0 ? 'amber' : 'neutral' }
}
export const taskOf = (todo: Todo, today: string) => ({
  id: `${todo.kind} ${todo.id}`,
  ...lines[todo.kind](todo, todo.participant?.knownAs ?? ''),
  ...dueOf(todo, today),
})
