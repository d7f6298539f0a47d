// npm run audit:verify [-- --head partnership:number:digest ...]: reads both logs' chain and says whether it holds. Works beside a running product.
import { readConfig, StartError } from './config.ts'
import { openDatabase, withClient } from './db/database.ts'
import { verifyLogs, type Finding, type Head } from './db/sealing.ts'

const words: Record<Finding['what'], string> = {
  gone: 'a row that was sealed is gone',
  changed: 'a row says something else than when it was sealed, or stands elsewhere',
  gap: 'a link of the chain is missing',
  head: 'the chain no longer passes through a head that was kept',
  unsealed: 'rows are waiting to be sealed for more than a minute',
}
const readHead = (text: string): Head => {
  const [partnershipId, seq, hash] = text.split(':')
  if (!partnershipId || !/^\d+$/.test(seq ?? '') || !/^[\da-f]{64}$/.test(hash ?? ''))
    throw new StartError(`--head wants partnership:number:digest, as it was sent, not "${text}".`)
  return { partnershipId, seq: Number(seq), hash: hash! }
}

try {
  const given = process.argv.flatMap((one, i, all) => (one === '--head' ? [readHead(all[i + 1] ?? '')] : []))
  const database = await openDatabase(readConfig(process.env))
  const { rows, heads, findings } = await withClient(database.owner, (owner) => verifyLogs(owner, given))
  if (!database.found) await database.stop()
  for (const { partnershipId, seq, what } of findings) console.error(`${partnershipId}, link ${seq}: ${words[what]}`)
  console.log(
    `${rows} rows of the logs read; ${findings.length === 0 ? 'the chain holds' : findings.length === 1 ? 'in one place it does not hold' : `in ${findings.length} places it does not hold`}.`,
  )
  for (const { partnershipId, seq, hash } of heads) console.log(`head ${partnershipId}:${seq}:${hash}`)
  process.exitCode = findings.length === 0 ? 0 : 1
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
}
