import { hash, verify } from '@node-rs/argon2'

/** argon2id with OWASP's minimum: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), cost)

// Checked when nobody has the address, so that an unknown account takes as long as a wrong password.
const nobody = hashPassword('nobody has this password')

export async function passwordFits(password: string, stored: string | null | undefined): Promise<boolean> {
  const fits = await verify(stored ?? (await nobody), password.normalize('NFKC'))
  return fits && Boolean(stored)
}
