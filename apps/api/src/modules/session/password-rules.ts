// A new password: at least 12 characters, any characters, and not one that is tried first. No rules of composition.
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
export const stemCount = stems.size

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
  if (stems.has(words) || stems.has(piece(words)) || stems.has(piece(squeezed))) return 'is among the most common passwords'
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
