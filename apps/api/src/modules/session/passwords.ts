import { hash, verify } from '@node-rs/argon2'
import { gateOf } from './gate.ts'

/** argon2id with OWASP's minimum: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const gate = gateOf()
export const hashPassword = (password: string): Promise<string> => gate.pass(() => hash(password.normalize('NFKC'), cost))

// Checked when nobody has the address, so that an unknown account takes as long as a wrong password.
const nobody = hashPassword('nobody has this password')

/** `first`: someone on a device of their own, who goes ahead of strangers. Throws busy-now when too many wait. */
export async function passwordFits(password: string, stored: string | null | undefined, first = false): Promise<boolean> {
  const against = stored ?? (await nobody)
  const fits = await gate.pass(() => verify(against, password.normalize('NFKC')), first)
  return fits && Boolean(stored)
}
