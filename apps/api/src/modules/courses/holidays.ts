// Scottish bank holidays. They are not England's: 2 January, the first Monday of August and St Andrew's Day instead of Easter Monday and
// the last Monday of August. Rules: Banking and Financial Dealings Act 1971, schedule 1, and St Andrew's Day Bank Holiday (Scotland) Act 2007;
// the published list is gov.uk/bank-holidays.
export type HolidayOn = (day: string) => string | null

/** Single days appointed by royal proclamation that the library does not know (yet). */
const proclaimed: Record<string, string> = { '2026-06-15': 'World Cup bank holiday' }
const words: Record<string, string> = { 'January 2nd': '2 January', 'January 2nd (substitute day)': '2 January (substitute day)' }

let ready: Promise<HolidayOn> | undefined
/** The library is large, so it is loaded when first asked for, outside any transaction. The answer maps YYYY-MM-DD to a name, or to null. */
export const scottishHolidays = (): Promise<HolidayOn> => (ready ??= load())

async function load(): Promise<HolidayOn> {
  const { default: Holidays } = await import('date-holidays')
  const scotland = new Holidays('GB', 'SCT', { languages: 'en' })
  const years = new Map<string, Map<string, string>>()
  const inYear = (year: string) => {
    const known = years.get(year)
    if (known) return known
    const days = scotland
      .getHolidays(Number(year))
      .filter((one) => one.type === 'public' && !moved(one))
      .map((one) => [one.date.slice(0, 10), words[one.name] ?? one.name.replace('’', "'")] as const)
    const made = new Map([...days, ...Object.entries(proclaimed).filter(([day]) => day.startsWith(year))])
    years.set(year, made)
    return made
  }
  return (day) => inYear(day.slice(0, 4)).get(day) ?? null
}

/** A weekend St Andrew's Day or 2 January is an ordinary day: the Monday instead is the holiday. Christmas and New Year stay what they are. */
const moved = ({ rule, date }: { rule: string; date: string }) =>
  ['11-30', '01-02'].includes(rule) && [0, 6].includes(new Date(date.slice(0, 10)).getUTCDay())
