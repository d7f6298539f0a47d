// npm run setup: founds a partnership and its first administrator, whose invitation link it prints once.
import { parseArgs } from 'node:util'
import { readConfig, StartError } from './config.ts'
import { openDatabase, bringUpToDate, withClient } from './db/database.ts'
import { foundPartnership } from './modules/people/found.ts'

try {
  const { values } = parseArgs({
    options: {
      partnership: { type: 'string' },
      partner: { type: 'string' },
      name: { type: 'string' },
      email: { type: 'string' },
      duty: { type: 'string', default: '' },
    },
  })
  const { partnership, partner, name, email } = values
  if (!partnership || !partner || !name || !email)
    throw new StartError(
      'Say who: npm run setup -- --partnership "Riverside" --partner "Riverside Housing" --name "Full Name" --email name@example.org [--duty "0141 000 0000"]',
    )
  const config = readConfig(process.env)
  const database = await openDatabase(config)
  try {
    await bringUpToDate(database)
    const { token } = await withClient(database.owner, (owner) =>
      foundPartnership(owner, { partnership, partner, name, email, dutyPhone: values.duty }),
    )
    console.log(`${partnership} stands. ${name} chooses a password within seven days at:\n${config.publicUrl}/i/${token}`)
  } finally {
    await database.stop()
  }
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
}
