// For the printed copy: what stands in columns, said as a person would. The JSON file keeps it as it is held, for a program to read.
import type { Content, Item } from './package.ts'

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const moment = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Europe/London',
})
/** A day (YYYY-MM-DD) or a moment (ISO 8601 with its offset) in words; anything else is given back as it came. */
export function dayInWords(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return day.format(new Date(value))
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})$/.test(value)) return moment.format(new Date(value))
  return value
}
/** "age_band"-like values only: one word of small letters, digits and underscores. Nobody's own words look like that. */
const choiceInWords = (value: string) =>
  /^\d+_\d+$/.test(value) ? value.replace('_', ' to ') : /^[a-z0-9]+(_[a-z0-9]+)+$/.test(value) ? value.replaceAll('_', ' ') : value

/** Lines of "heard on: 2026-07-25" become "Heard on: 25 July 2026". */
export const factsInWords = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const [, name, value] = /^([a-z][a-z0-9 ]*): (.*)$/.exec(line) ?? []
      if (name === undefined || value === undefined) return choiceInWords(dayInWords(line))
      return `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${choiceInWords(dayInWords(value))}`
    })
    .join('\n')

const itemInWords = (one: Item): Item => ({
  ...one,
  on: one.on && dayInWords(one.on),
  text: one.field === 'Facts' ? factsInWords(one.text) : one.text,
})
export const inWords = (content: Content): Content => ({
  ...content,
  about: { ...content.about, askedOn: dayInWords(content.about.askedOn), preparedOn: dayInWords(content.about.preparedOn) },
  theirWords: content.theirWords.map(itemInWords),
  held: content.held.map(({ title, items }) => ({ title, items: items.map(itemInWords) })),
  looks: content.looks.map((one) => ({ ...one, on: dayInWords(one.on) })),
})
