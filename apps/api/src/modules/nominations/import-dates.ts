// Dates as people write them in a table: 5/4/2009, 05.04.2009, 2009-04-05, 5-Apr-2009. Day before month, as here; years have four digits.

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const form = 'write it like 05/04/2009, day first'

/** The calendar date, or words for what is wrong with it. */
export function readDay(text: string): { day: string } | { words: string } {
  const cut = text.replace(/[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$/, '').trim() // a time of day that a database adds
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(cut)
  if (iso) return whole(text, iso[1]!, iso[2]!, iso[3]!)
  const numbers = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(cut)
  if (numbers) return whole(text, numbers[3]!, numbers[2]!, numbers[1]!)
  const named = /^(\d{1,2})(?:st|nd|rd|th)?[ /.\-]([a-z]{3,9})\.?[ /.,\-]+(\d{4})$/i.exec(cut)
  if (named) {
    const month = months.findIndex((one) => named[2]!.toLowerCase().startsWith(one)) + 1
    return month === 0 ? { words: `There is no month "${named[2]}": ${form}.` } : whole(text, named[3]!, String(month), named[1]!)
  }
  if (/^\d{1,2}[/.\- ]([a-z]{3,9}|\d{1,2})[/.\- ]'?\d{2}$/i.test(cut)) return { words: `"${text}" has a year of two digits: ${form}.` }
  if (/^\d{5}$/.test(cut)) return { words: `"${text}" is a spreadsheet's number for a date: format the column as a date, or ${form}.` }
  return { words: `"${text.slice(0, 40)}" is not a date: ${form}.` }
}

function whole(text: string, year: string, month: string, date: string): { day: string } | { words: string } {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  if (Number(month) > 12 && Number(date) <= 12) return { words: `"${text}" has no month ${month}: ${form}.` }
  const read = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 10) === day && Number(year) >= 1900
    ? { day }
    : { words: `There is no day "${text}": ${form}.` }
}

const long = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
/** "5 April 2009", so that a person sees how the date was read. */
export const longDay = (day: string): string => long.format(new Date(`${day}T00:00:00Z`))
