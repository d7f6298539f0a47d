// Calendar months as YYYY-MM, counted without a clock or a zone.
const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1
const text = (n: number) => `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}`

export const addMonths = (month: string, count: number): string => text(number(month) + count)
export const monthsBetween = (from: string, to: string): number => number(to) - number(from)
/** `count` months from `from` on. */
export const monthsFrom = (from: string, count: number): string[] => Array.from({ length: count }, (_, i) => addMonths(from, i))
export const firstDay = (month: string): string => `${month}-01`
export const monthOf = (day: string): string => day.slice(0, 7)
/** Months between the first and the last of these that are not among them. */
export function gaps(known: readonly string[]): string[] {
  const from = known.at(0),
    to = known.at(-1)
  if (!from || !to) return []
  const have = new Set(known)
  return monthsFrom(from, monthsBetween(from, to) + 1).filter((month) => !have.has(month))
}
