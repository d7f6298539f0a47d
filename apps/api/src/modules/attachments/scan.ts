// ClamAV, where one is configured: its daemon is handed the bytes over TCP (man clamd, INSTREAM) and answers in one line.
import { randomUUID } from 'node:crypto'
import { createConnection } from 'node:net'
import { sql } from 'drizzle-orm'
import type { JobHandler } from '../../jobs.ts'

/** True when nothing was found. Throws when the daemon cannot be asked, so that the job is tried again: nothing counts as clean unasked. */
export function isClean({ host, port }: { host: string; port: number }, bytes: Buffer, patience = 30_000): Promise<boolean> {
  return new Promise((ok, no) => {
    const socket = createConnection({ host, port })
    let said = ''
    socket.setTimeout(patience, () => socket.destroy(new Error('the scanner did not answer in time')))
    socket.on('error', no)
    socket.on('data', (piece) => {
      said += piece.toString('latin1')
      if (said.length > 1000) socket.destroy(new Error('the scanner said too much'))
    })
    socket.on('connect', () => {
      socket.write('zINSTREAM\0')
      for (let at = 0; at < bytes.length; at += 64 * 1024) {
        const piece = bytes.subarray(at, at + 64 * 1024),
          length = Buffer.alloc(4)
        length.writeUInt32BE(piece.length)
        socket.write(length)
        socket.write(piece)
      }
      socket.write(Buffer.alloc(4))
    })
    socket.on('close', () => {
      const line = said.replaceAll('\0', '').trim()
      if (line === 'stream: OK') ok(true)
      else if (/ FOUND$/.test(line)) ok(false)
      else no(new Error(`the scanner answered "${line.slice(0, 100)}"`))
    })
  })
}

/** May run twice. */
export const scanAttachment: JobHandler = async ({ doors, config }, { partnershipId, id }) => {
  const door = () => doors.asSystem('clock', partnershipId, randomUUID())
  const bytes = await door().transact(
    async (tx) => (await tx.execute<{ bytes: Buffer | null }>(sql`select app.bytes_to_scan(${id}) as bytes`)).rows[0]!.bytes,
  )
  if (!bytes || !config.clamav) return
  const clean = await isClean(config.clamav, bytes)
  await door().transact((tx) => tx.execute(sql`select app.note_scan(${id}, ${clean})`))
}
