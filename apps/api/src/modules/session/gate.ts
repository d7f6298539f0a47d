// Argon2 shares libuv's threads with files, DNS and TLS, so a storm of sign-ins would starve everything else: two at a time, forty
// waiting, the rest are told to come back. Known devices wait in a line of their own, which goes first.
import { Problem } from '#plugins/problems.ts'

export interface Gate {
  pass<T>(work: () => Promise<T>, first?: boolean): Promise<T>
}

export function gateOf({ active = 2, queue = 40 } = {}): Gate {
  const lines: [first: (() => void)[], others: (() => void)[]] = [[], []]
  let running = 0
  return {
    async pass(work, first = false) {
      const line = lines[first ? 0 : 1]
      if (running < active) running++
      else if (line.length >= queue) throw new Problem('busy-now')
      else await new Promise<void>((go) => line.push(go)) // whoever finishes hands over their place
      try {
        return await work()
      } finally {
        const next = lines[0].shift() ?? lines[1].shift()
        if (next) next()
        else running--
      }
    },
  }
}
