// A new password: at least 12 characters, any characters, and not one that is tried first. No rules of composition, and none of age: it
// stands until its owner changes it.
import { createRequire } from 'node:module'
import { invalid } from '#plugins/problems.ts'

// What people reach for when asked for a long password. Fifty stems, each refused with any digits, signs or spaces around and
// between, once or repeated ("Password-2026!", "welcome welcome"), and our own names, which a stranger tries next.
const stems = new Set(
  `password passw0rd p@ssword letmein welcome changeme administrator admin qwerty qwertyuiop qwertyuiopasdf asdfghjkl asdfghjklzxc zxcvbnm
   iloveyou sunshine princess football liverpool arsenal chelsea rangers celtic scotland glasgow edinburgh manchester dragon monkey
   superman batman trustno secret default login summer winter computer internet starwars pokemon correcthorsebatterystaple
   modulus trymodulus operationmodulus partnership programme gorbals govan castlefern`.split(/\s+/),
)
const runs = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn',
]

/** About 49,000 passwords of known breaches, the most frequent first; read when the first password is chosen, 2 MB from then on. */
let breached: Set<string> | undefined
const isBreached = (text: string) =>
  (breached ??= new Set(createRequire(import.meta.url)('@zxcvbn-ts/language-common/src/passwords.json') as string[])).has(text)
/** The most frequent ones, whose pairs are tried as well: "dragonmonkey12". */
let frequent: Set<string> | undefined
const isFrequent = (text: string) => isBreached(text) && (frequent ??= new Set([...breached!].slice(0, 3000))).has(text)

/** As it was before letters were written as signs: "p4$$w0rd". */
const signs: Record<string, string> = { '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o', $: 's', '5': 's', '7': 't' }
const plain = (text: string) => text.replace(/[@431!0$57]/g, (sign) => signs[sign]!)
/** Without what stands before and after the letters. */
const core = (text: string) => text.replace(/^[^\p{L}@$]+|[^\p{L}@$]+$/gu, '')

/** One of those passwords, alone, repeated, twice over, or with a few digits and signs around it. */
function isCommon(folded: string, squeezed: string): boolean {
  const bare = [core(folded), letters(folded), core(plain(folded)), plain(core(folded)), letters(plain(squeezed))].filter(
    (one) => one.length >= 4 && folded.length - one.length <= 8,
  )
  const whole = [folded, squeezed, plain(squeezed), ...bare]
  if (whole.some((one) => isBreached(one) || isBreached(piece(one)))) return true
  return [squeezed, ...bare].some(
    (one) =>
      one.length <= 16 &&
      [...one].some((_, at) => at >= 4 && one.length - at >= 4 && isFrequent(one.slice(0, at)) && isFrequent(one.slice(at))),
  )
}

const letters = (text: string) => text.replace(/[^\p{L}@]/gu, '')
/** The shortest piece that, repeated, makes the whole: "abcabc" is "abc". */
const piece = (text: string) => text.slice(0, (text + text).indexOf(text, 1))

/** Why a password would be guessed early; undefined when there is no such reason. `about` is what the person is called. */
export function weakness(password: string, about: readonly string[] = []): string | undefined {
  const folded = password.normalize('NFKC').toLowerCase(),
    squeezed = folded.replace(/[\s._-]/g, '')
  if (new Set(squeezed).size < 5) return 'uses hardly any different characters'
  if (runs.some((run) => run.includes(squeezed) || [...run].reverse().join('').includes(squeezed)))
    return 'follows the keyboard or the alphabet'
  const words = letters(folded)
  if (words === '' && squeezed.length < 14) return 'is a number, and numbers are tried first'
  if (stems.has(words) || stems.has(piece(words)) || stems.has(piece(squeezed)) || isCommon(folded, squeezed))
    return 'is among the most common passwords'
  const mine = about.map((one) => letters(one.toLowerCase())).filter((one) => one.length >= 4)
  if (mine.some((one) => words === one || piece(words) === one)) return 'is your own name or address'
  return undefined
}

/** Throws invalid-input on the field when the password will not do. */
export function mustBeStrong(field: string, password: string, about: readonly string[]): void {
  if ([...password].length < 12) throw invalid(field, 'tooShort', 'Use at least 12 characters')
  if ([...password].length > 128) throw invalid(field, 'tooLong', 'Use at most 128 characters')
  const why = weakness(password, about)
  if (why) throw invalid(field, 'common', `That ${why}. Choose another: three or four words that do not belong together work well`)
}
