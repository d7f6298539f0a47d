// What a backup file is: frames of one stream, packed with gzip and sealed with age (https://age-encryption.org/v1), whose last piece says that
// it is the last. A file that was cut off anywhere is refused by age, and one that was never finished has no closing frame.
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { createGunzip, createGzip } from 'node:zlib'
import { Decrypter, Encrypter } from 'age-encryption'
import { StartError } from '#config.ts'

export interface Header {
  format: 1
  madeAt: string
  /** Every migration that the database had, in order. */
  migrations: string[]
  postgres: string
}
export interface TableHead {
  schema: string
  table: string
  columns: string[]
}
export interface TableEnd {
  rows: number
  /** SHA-256 of the rows as COPY wrote them. */
  digest: string
}
export interface Totals {
  tables: number
  rows: number
}
export interface Sequence {
  name: string
  value: string | null
}
export type Frame =
  | { kind: 'header'; says: Header }
  | { kind: 'table'; says: TableHead }
  | { kind: 'rows'; bytes: Buffer }
  | { kind: 'end'; says: TableEnd }
  | { kind: 'sequences'; says: Sequence[] }
  | { kind: 'whole'; says: Totals }
const letters = { header: 'H', table: 'T', rows: 'R', end: 'E', sequences: 'S', whole: 'W' } as const
const kinds = Object.fromEntries(Object.entries(letters).map(([kind, letter]) => [letter, kind])) as Record<string, Frame['kind']>

const broken = () => new StartError('This backup is not whole: it was cut off or changed. Nothing of it was used; take another one.')

function pack(frame: Frame): Buffer {
  const body = frame.kind === 'rows' ? frame.bytes : Buffer.from(JSON.stringify(frame.says))
  const head = Buffer.alloc(5)
  head.write(letters[frame.kind], 'latin1')
  head.writeUInt32BE(body.length, 1)
  return Buffer.concat([head, body])
}

/** Writes frames to a file for the holders of some age recipients. The file has its name only once it is whole and on the disk. */
export async function writeArchive(file: string, recipients: string[], frames: AsyncIterable<Frame>): Promise<void> {
  const sealer = new Encrypter()
  for (const one of recipients) {
    try {
      sealer.addRecipient(one)
    } catch {
      throw new StartError(`"${one}" is no age recipient: it should begin with age1.`)
    }
  }
  const packed = Readable.from(
    (async function* () {
      for await (const frame of frames) yield pack(frame)
    })(),
    { objectMode: false },
  )
  const zipped = createGzip({ level: 6 })
  const moving = pipeline(packed, zipped)
  moving.catch(() => {}) // it comes out below, through the stream or by name
  const partial = `${file}.partial`
  try {
    const sealed = await sealer.encrypt(Readable.toWeb(zipped) as unknown as globalThis.ReadableStream<Uint8Array>)
    const out = createWriteStream(partial, { mode: 0o600, flush: true })
    for await (const piece of Readable.fromWeb(sealed as unknown as ReadableStream)) if (!out.write(piece)) await once(out, 'drain')
    await moving
    out.end()
    await once(out, 'close')
    await rename(partial, file)
    const folder = await open(new URL('.', new URL(file, 'file:///')).pathname).catch(() => undefined) // the new name, too, must survive a power cut
    await folder?.sync().catch(() => {})
    await folder?.close()
  } catch (error) {
    await moving.catch(() => {})
    await rm(partial, { force: true })
    throw error
  }
}

/** Reads a file back, frame by frame. Throws a StartError when no identity fits, or when the file is not whole. */
export async function* readArchive(file: string, identities: string[]): AsyncGenerator<Frame> {
  const opener = new Decrypter()
  for (const one of identities) {
    try {
      opener.addIdentity(one)
    } catch {
      throw new StartError('That is no age identity: it should be a line that begins with AGE-SECRET-KEY-1.')
    }
  }
  const source = createReadStream(file)
  await once(source, 'open').catch(() => {
    throw new StartError(`There is no file "${file}".`)
  })
  let opened: ReadableStream
  try {
    opened = (await opener.decrypt(Readable.toWeb(source) as unknown as globalThis.ReadableStream<Uint8Array>)) as unknown as ReadableStream
  } catch (error) {
    source.destroy()
    if (/no identity matched/i.test((error as Error).message)) throw new StartError('No identity given opens this backup.')
    throw broken()
  }
  const unzipped = createGunzip()
  const moving = pipeline(Readable.fromWeb(opened), unzipped)
  moving.catch(() => {})
  let whole = false
  try {
    for await (const frame of unpack(unzipped)) {
      if (frame.kind === 'whole') whole = true
      yield frame
    }
    await moving
  } catch (error) {
    if (error instanceof StartError) throw error
    throw (error as { code?: string }).code === undefined || /^(Z_|ERR_)/.test((error as { code: string }).code) ? broken() : error
  } finally {
    unzipped.destroy()
  }
  if (!whole) throw broken()
}

async function* unpack(stream: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let held: Buffer[] = [],
    size = 0
  const take = (count: number): Buffer => {
    const all = held.length === 1 ? held[0]! : Buffer.concat(held)
    held = [all.subarray(count)]
    size -= count
    return all.subarray(0, count)
  }
  let head: { kind: Frame['kind']; length: number } | undefined
  for await (const piece of stream) {
    held.push(piece)
    size += piece.length
    for (;;) {
      if (!head) {
        if (size < 5) break
        const bytes = take(5)
        head = { kind: kinds[bytes.toString('latin1', 0, 1)]!, length: bytes.readUInt32BE(1) }
        if (!head.kind) throw broken()
      }
      if (size < head.length) break
      const body = take(head.length)
      yield head.kind === 'rows' ? { kind: 'rows', bytes: body } : ({ kind: head.kind, says: JSON.parse(body.toString()) } as Frame)
      head = undefined
    }
  }
  if (head || size > 0) throw broken()
}
