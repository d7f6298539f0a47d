// What was typed behind a command: words, and options with a word behind them. --rehearse stands alone.
const typed = process.argv.slice(2)
const withWord = new Set(['--recipient', '--identity', '--erasures', '--to', '--from'])
export const options = (name: string): string[] => typed.flatMap((one, i) => (one === name && typed[i + 1] ? [typed[i + 1]!] : []))
export const option = (name: string): string | undefined => options(name).at(-1)
/** Words that belong to no option. */
export const given = (place: number): string | undefined =>
  typed.filter((one, i) => !one.startsWith('--') && !withWord.has(typed[i - 1] ?? ''))[place]
