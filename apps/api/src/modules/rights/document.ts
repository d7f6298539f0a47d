// The package as an accessible document (PDF/UA-1, tagged) and as JSON. The words travel as data: nothing in a note is ever read as markup.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { inWords } from './facts.ts'
import type { Content } from './package.ts'

const template = readFileSync(resolve(import.meta.dirname, 'package.typ'), 'utf8')

/**
 * Characters that the typefaces we ship with the document can show: Latin with its extensions, Greek, Cyrillic, common signs. Anything else
 * (such as an emoji) is named by its number; the JSON file has it as it was written.
 */
export const printable = (text: string): string =>
  text
    .normalize('NFC')
    .replace(
      /[^\n\u0020-\u007e\u00a0-\u024f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u1e00-\u1ef9\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2122\u2190-\u2193\u2212]/gu,
      (sign) => (/[\p{Cc}\p{Cf}\p{M}\p{Cs}]/u.test(sign) ? ' ' : `[sign U+${sign.codePointAt(0)!.toString(16).toUpperCase()}]`),
    )
export function printableIn<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T
  if (Array.isArray(value)) return value.map(printableIn) as T
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, printableIn(one)])) as T
  return value
}

/** What the template is given: the same content as the JSON file, in words a person reads and characters that can be shown. */
export const inputOf = (content: Content): { data: string } => ({ data: JSON.stringify(printableIn(inWords(content))) })
export async function pdfOf(content: Content): Promise<Buffer> {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler') // large, and needed on few days
  return NodeCompiler.create().pdf({ mainFileContent: template, inputs: inputOf(content) }, { pdfStandard: 'ua-1' as never })
}
export const jsonOf = (content: Content): Buffer =>
  Buffer.from(JSON.stringify({ format: 'modulus-subject-access', version: 1, ...content }, null, 2))
