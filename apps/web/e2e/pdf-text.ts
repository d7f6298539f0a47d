// What a PDF of ours says, without a tool of the machine's: its streams unpacked, and its glyphs read back as letters by the tables it brings.
import { inflateSync } from 'node:zlib'

/** Every stream, unpacked where it is packed; pictures and typefaces come out as noise that no table fits. */
function streamsOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1'),
    streams: string[] = []
  for (const found of text.matchAll(/stream\r?\n/g)) {
    if (text.slice(found.index - 3, found.index) === 'end') continue
    const from = found.index + found[0].length
    const packed = pdf.subarray(from, text.indexOf('endstream', from))
    try {
      streams.push(inflateSync(packed, { finishFlush: 2 }).toString('latin1'))
    } catch {
      streams.push(packed.toString('latin1'))
    }
  }
  return streams
}
const lettersOf = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le')

/** A ToUnicode table: glyph by glyph (bfchar), and by ranges (bfrange). */
function tableOf(cmap: string): Map<number, string> {
  const table = new Map<number, string>()
  for (const [, body] of cmap.matchAll(/beginbfchar([^]*?)endbfchar/g))
    for (const [, glyph, letters] of body!.matchAll(/<([\dA-Fa-f]+)>\s*<([\dA-Fa-f]+)>/g))
      table.set(parseInt(glyph!, 16), lettersOf(letters!))
  for (const [, body] of cmap.matchAll(/beginbfrange([^]*?)endbfrange/g))
    for (const [, first, last, letters] of body!.matchAll(/<([\dA-Fa-f]+)>\s*<([\dA-Fa-f]+)>\s*<([\dA-Fa-f]+)>/g))
      for (let at = parseInt(first!, 16); at <= parseInt(last!, 16); at++)
        table.set(at, String.fromCodePoint(lettersOf(letters!).codePointAt(0)! + at - parseInt(first!, 16)))
  return table
}
/** The bytes of a string as a PDF writes it: `<0041>`, or `(..)` with its escapes. */
function bytesOf(token: string): Buffer {
  if (token.startsWith('<')) return Buffer.from(token.slice(1, -1).replace(/\s/g, ''), 'hex')
  const named: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
  const plain = token
    .slice(1, -1)
    .replace(/\\(?:([0-7]{1,3})|(\r\n|[^]))/g, (_, octal?: string, sign?: string) =>
      octal ? String.fromCharCode(parseInt(octal, 8)) : (named[sign!] ?? (/^[\r\n]/.test(sign!) ? '' : sign!)),
    )
  return Buffer.from(plain, 'latin1')
}

/**
 * The words of a document, once for every typeface in it: which one a string is set in is not followed, each is read by all. Without any
 * white space, for a line may break anywhere and a gap is not a letter.
 */
export function wordsOfPdf(pdf: Buffer): string[] {
  const streams = streamsOf(pdf),
    tables = streams.filter((one) => /beginbf(char|range)/.test(one)).map(tableOf),
    pages = streams.filter((one) => /\bBT\b[^]*\bET\b/.test(one) && /T[jJ]/.test(one))
  return tables.map((table) => {
    let words = ''
    for (const page of pages)
      for (const [token] of page.matchAll(/<[\dA-Fa-f\s]+>|\((?:\\[^]|[^\\()])*\)/g)) {
        const bytes = bytesOf(token)
        for (let at = 0; at + 1 < bytes.length; at += 2) words += table.get(bytes.readUInt16BE(at)) ?? ''
      }
    return words.replace(/\s/g, '')
  })
}
