// Pictures are kept without what a phone writes beside them: where it was, when, and whose phone it is. Only the parts that make the picture stay.
import { refused } from './inspect.ts'

/** The same picture without EXIF, XMP, comments and the like. Throws file-refused when it is broken or has more pixels than allowed. */
export function withoutTraces(mediaType: string, sent: Buffer, pixels: number): Buffer {
  try {
    const { bytes, width, height } = mediaType === 'image/jpeg' ? jpeg(sent) : mediaType === 'image/png' ? png(sent) : webp(sent)
    if (!(width > 0 && height > 0)) throw refused('broken')
    if (width * height > pixels) throw refused('too-many-pixels')
    return bytes
  } catch (error) {
    if (error instanceof RangeError) throw refused('broken') // it ends before its parts do
    throw error
  }
}
interface Picture {
  bytes: Buffer
  width: number
  height: number
}

/** Segments of a JPEG up to the picture itself (ITU-T T.81, annex B): APP0 (JFIF), APP2 (colours) and APP14 (Adobe's colours) stay of the APPn. */
function jpeg(sent: Buffer): Picture {
  const kept: Buffer[] = [sent.subarray(0, 2)]
  let at = 2,
    width = 0,
    height = 0
  for (;;) {
    if (sent.readUInt8(at) !== 0xff) throw refused('broken')
    const marker = sent.readUInt8(at + 1)
    if (marker === 0xff) {
      at++
      continue
    }
    const length = sent.readUInt16BE(at + 2)
    if (length < 2 || at + 2 + length > sent.length) throw refused('broken')
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      height = sent.readUInt16BE(at + 5)
      width = sent.readUInt16BE(at + 7)
    }
    const trace = (marker >= 0xe0 && marker <= 0xef && ![0xe0, 0xe2, 0xee].includes(marker)) || marker === 0xfe
    if (!trace) kept.push(sent.subarray(at, at + 2 + length))
    at += 2 + length
    if (marker === 0xda) break
  }
  // Behind the end of the picture nothing is kept: other files, and phones' second pictures with their own traces, hide there.
  const end = sent.lastIndexOf(Buffer.from([0xff, 0xd9]))
  if (end < at) throw refused('broken')
  return { bytes: Buffer.concat([...kept, sent.subarray(at, firstEnd(sent, at))]), width, height }
}
/** Just past the first end-of-image marker after `at`; inside the picture's data a 0xFF is followed by 0, a restart marker, or begins another scan. */
function firstEnd(sent: Buffer, at: number): number {
  for (let i = at; i < sent.length - 1; i++) if (sent[i] === 0xff && sent[i + 1] === 0xd9) return i + 2
  throw refused('broken')
}

/** Chunks of a PNG (W3C PNG, third edition): those that make the picture stay. */
const shown = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'bKGD',
  'pHYs',
  'acTL',
  'fcTL',
  'fdAT',
])
function png(sent: Buffer): Picture {
  const kept: Buffer[] = [sent.subarray(0, 8)]
  for (let at = 8; ;) {
    const length = sent.readUInt32BE(at),
      name = sent.toString('latin1', at + 4, at + 8),
      next = at + 12 + length
    if (next > sent.length) throw refused('broken')
    if (shown.has(name)) kept.push(sent.subarray(at, next))
    at = next
    if (name === 'IEND') break
  }
  return { bytes: Buffer.concat(kept), width: sent.readUInt32BE(16), height: sent.readUInt32BE(20) }
}

/** Chunks of a WebP (RFC 9649). The bits that announce EXIF and XMP are taken back with them. */
function webp(sent: Buffer): Picture {
  const kept: Buffer[] = []
  let width = 0,
    height = 0
  const end = Math.min(sent.length, 8 + sent.readUInt32LE(4))
  for (let at = 12; at + 8 <= end;) {
    const name = sent.toString('latin1', at, at + 4),
      size = sent.readUInt32LE(at + 4),
      next = at + 8 + size + (size % 2)
    if (at + 8 + size > sent.length) throw refused('broken')
    const chunk = Buffer.from(sent.subarray(at, Math.min(next, sent.length)))
    if (name === 'VP8X') {
      chunk[8]! &= ~0b1100
      width = 1 + chunk.readUIntLE(12, 3)
      height = 1 + chunk.readUIntLE(15, 3)
    } else if (name === 'VP8 ' && width === 0) {
      width = chunk.readUInt16LE(14) & 0x3fff
      height = chunk.readUInt16LE(16) & 0x3fff
    } else if (name === 'VP8L' && width === 0) {
      const bits = chunk.readUInt32LE(9)
      width = 1 + (bits & 0x3fff)
      height = 1 + ((bits >> 14) & 0x3fff)
    }
    if (name !== 'EXIF' && name !== 'XMP ') kept.push(chunk)
    at = next
  }
  const body = Buffer.concat(kept),
    head = Buffer.from(sent.subarray(0, 12))
  head.writeUInt32LE(4 + body.length, 4)
  return { bytes: Buffer.concat([head, body]), width, height }
}
