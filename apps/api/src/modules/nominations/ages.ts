// Ages, from a date of birth: a band for the record, and a question where a date cannot be right.

/** Whole years on a given day. */
export function ageOn(born: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4))
  return on.slice(5) < born.slice(5) ? years - 1 : years
}
export type AgeBand = 'under_16' | '16_17' | '18_20' | '21_25' | 'over_25' | 'not_known'
export function ageBandOf(born: string | null, on: string): AgeBand {
  if (!born) return 'not_known'
  const age = ageOn(born, on)
  return age < 16 ? 'under_16' : age < 18 ? '16_17' : age < 21 ? '18_20' : age <= 25 ? '21_25' : 'over_25'
}
/** Words when a date of birth is surely a slip: programmes are for people of 10 to 25, and a few either side. */
export function doubtAboutBirth(born: string, today: string): string | undefined {
  if (born > today) return 'This date of birth is in the future.'
  const age = ageOn(born, today)
  if (age < 7) return `This would make them ${age}: check the year.`
  if (age > 45) return `This would make them ${age}: check the year.`
  return undefined
}
/** The calendar date here at this moment. */
export const todayHere = (): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date())
