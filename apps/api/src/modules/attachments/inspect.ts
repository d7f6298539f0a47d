// What a file is, by what is inside it, and what of it is kept. The name that came with it decides nothing.
import { attachmentLimits as limits } from '@modulus/contracts/attachments.ts'
import { fileTypeFromBuffer } from 'file-type'
import yauzl from 'yauzl'
import { Problem } from '#plugins/problems.ts'
import { withoutTraces } from './pictures.ts'

const documents = new Set([
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.oasis.opendocument.text',
])
const pictures = new Set(['image/jpeg', 'image/png', 'image/webp'])

/** The media type and the bytes to keep. Throws file-refused with a `reason`: empty, too-big, kind, too-many-pixels, unpacked, programs, broken. */
export async function inspect(sent: Buffer): Promise<{ mediaType: string; bytes: Buffer }> {
  if (sent.length === 0) throw refused('empty')
  if (sent.length > limits.bytes) throw refused('too-big')
  const found = await fileTypeFromBuffer(sent).catch(() => undefined)
  if (!found) throw refused('kind')
  if (pictures.has(found.mime)) return { mediaType: found.mime, bytes: withoutTraces(found.mime, sent, limits.pixels) }
  if (found.mime === 'application/pdf') {
    if (!sent.subarray(-2048).includes('%%EOF')) throw refused('broken')
    return { mediaType: found.mime, bytes: sent }
  }
  if (documents.has(found.mime)) {
    await checkArchive(sent)
    return { mediaType: found.mime, bytes: sent }
  }
  throw refused('kind')
}
export const refused = (reason: string) => new Problem('file-refused', { reason })

/** A document is a zip archive: counted by what its directory says and by what really comes out, without keeping any of it. */
function checkArchive(sent: Buffer): Promise<void> {
  return new Promise((ok, no) => {
    const fail = (reason: string) => no(refused(reason))
    yauzl.fromBuffer(sent, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true }, (error, zip) => {
      if (error || !zip) return fail('broken')
      let left: number = limits.unpacked,
        parts = 0
      zip.on('error', () => fail('broken'))
      zip.on('end', () => ok())
      zip.on('entry', (entry: yauzl.Entry) => {
        const name = entry.fileName.toLowerCase()
        if (++parts > limits.parts) return fail('unpacked')
        if (/vbaproject\.bin$|\.(exe|dll|js|vbs|bat|cmd|ps1|jar|sh)$|^basic\//.test(name)) return fail('programs')
        if (/\.(zip|docx|odt|7z|rar|gz)$/.test(name)) return fail('unpacked')
        zip.openReadStream(entry, (wrong, stream) => {
          if (wrong || !stream) return fail('broken')
          stream.on('data', (piece: Buffer) => {
            left -= piece.length
            if (left >= 0) return
            stream.destroy()
            fail('unpacked')
          })
          stream.on('error', () => fail('broken'))
          stream.on('end', () => zip.readEntry())
        })
      })
      zip.readEntry()
    })
  })
}
