/** A bar that is drawn over itself on a terminal, and not at all where nobody looks. */
export const bar = (what: string) => (done: number, of: number) => {
  if (!process.stdout.isTTY) return
  const part = of === 0 ? 1 : done / of
  process.stdout.write(`\r${'█'.repeat(Math.round(part * 30)).padEnd(30, '░')} ${done} of ${of} ${what}${done >= of ? '\n' : ''}`)
}
