// For whom a backup is sealed, and with what it is opened. In production only the recipients are on the machine: whoever steals a backup and the
// machine that made it can open neither.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { StartError, type Config } from '#config.ts'

const ownFile = (config: Config) => `${config.dataDir}/backup-identity.txt`
const lines = (text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'))

/** The age recipients: those given, or outside production those of an identity that is made for this data folder. */
export async function recipientsOf(config: Config, given: string[], say: (text: string) => void): Promise<string[]> {
  if (given.length > 0) return given
  if (config.production)
    throw new StartError(
      'BACKUP_RECIPIENTS must name at least one age recipient (age1…), so that this machine can seal backups and not open them.',
    )
  const file = ownFile(config)
  if (!existsSync(file)) {
    writeFileSync(file, `${await generateIdentity()}\n`, { mode: 0o600 })
    say(`A key for backups was made: ${file}. Keep a copy elsewhere; without it no backup opens.`)
  }
  return Promise.all(lines(readFileSync(file, 'utf8')).map(identityToRecipient))
}
/** The identities in a file as age's own tools write it. */
export function identitiesOf(config: Config, file = ownFile(config)): string[] {
  if (!existsSync(file)) throw new StartError(`There is no key file "${file}": name it with --identity.`)
  return lines(readFileSync(file, 'utf8'))
}
