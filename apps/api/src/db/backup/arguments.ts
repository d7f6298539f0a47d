// What was typed behind a command: words, and options with a word behind them.
const typed = process.argv.slice(2)
export const options = (name: string): string[] => typed.flatMap((one, i) => (one === name && typed[i + 1] ? [typed[i + 1]!] : []))
export const option = (name: string): string | undefined => options(name).at(-1)
/** Words that belong to no option. */
export const given = (place: number): string | undefined =>
  typed.filter((one, i) => !one.startsWith('--') && !typed[i - 1]?.startsWith('--'))[place]
