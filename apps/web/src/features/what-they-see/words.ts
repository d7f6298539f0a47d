import type { WhatTheySee, WhatTheySeeSection } from '@modulus/contracts/what-they-see.ts'
import { dateOf, listOf, momentOf, plural } from '#lib/format.ts'
import { label } from '../../words/en.ts'

export type Reach = WhatTheySee['categories'][number]
const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1)
const kinds = (seen: WhatTheySee) => seen.categories.filter(({ reach, category }) => reach !== 'nothing' && category !== 'power')

/** The one sentence that matters. */
export function sentenceOf(seen: WhatTheySee): string {
  const { person, youngPerson } = seen,
    whose = youngPerson.knownAs ?? youngPerson.reference
  if (seen.door === 'shut') return `${person.name} cannot sign in, and sees nothing.`
  const seeing = kinds(seen)
  if (seeing.length === 0) return `At this moment ${person.name} sees nothing of ${whose}.`
  return `At this moment ${person.name} sees ${seeing.length} of 8 kinds of data about ${whose}.`
}
/** What the answer rests on, each a fact of its own. */
export const reasonsOf = (seen: WhatTheySee): { icon: string; text: string }[] => [
  {
    icon: 'i-lucide-id-card',
    text: `${listOf(seen.roles.map(({ role }) => label('role', role)))}, ${seen.person.partner.name}${seen.roles.every(({ asleep }) => asleep) ? '. The role sleeps: no agreement is in force' : ''}`,
  },
  seen.leadPartner
    ? { icon: 'i-lucide-flag', text: `${seen.person.partner.name} leads the programme and needs no agreement` }
    : seen.agreement
      ? {
          icon: 'i-lucide-file-key',
          text: `Sharing agreement in force, last day ${dateOf(new Date(Date.parse(seen.agreement.validUntil) - 1))}`,
        }
      : { icon: 'i-lucide-file-x', text: 'No sharing agreement in force' },
  ...seen.given.map(({ kind, since }) => ({
    icon: kind === 'mentor' ? 'i-lucide-heart-handshake' : 'i-lucide-briefcase',
    text: `${label('seenGiven', kind)}, since ${dateOf(since)}`,
  })),
  ...(seen.breakGlassUntil ? [{ icon: 'i-lucide-siren', text: `Opened in an emergency, until ${momentOf(seen.breakGlassUntil)}` }] : []),
  ...(seen.youngPerson.restricted
    ? [{ icon: 'i-lucide-lock', text: 'The record is restricted: it is shown to nobody but the young person' }]
    : []),
]
export const fieldsOf = ({ fields, count }: WhatTheySeeSection): string =>
  listOf(fields.map(({ field, filled }) => `${lower(label('seenField', field))}${count > 1 ? ` (${filled})` : ''}`))
export const countOf = ({ count, latestOn, heldBack }: WhatTheySeeSection): string =>
  count === 0
    ? 'Nothing opens for them here'
    : [
        plural(count, 'entry', 'entries'),
        latestOn && `latest ${dateOf(latestOn)}`,
        heldBack > 0 && `${heldBack} held back from the young person`,
      ]
        .filter(Boolean)
        .join(', ')
