// Text in a picture has no line breaks of its own: these say what fits into so many pixels.
const perLetter = 0.56 // of the font size: a little wide for our typeface, so that nothing touches

/** The text, or as much of it as fits, with an ellipsis. */
export function fit(text: string, room: number, size: number): string {
  const letters = Math.max(2, Math.floor(room / (size * perLetter)))
  return text.length <= letters ? text : `${text.slice(0, letters - 1).trimEnd()}…`
}

/** The text on at most two lines, broken between words; what does not fit ends in an ellipsis. */
export function fitLines(text: string, room: number, size: number): string[] {
  const whole = fit(text, room, size)
  if (whole === text) return [text]
  const letters = Math.floor(room / (size * perLetter)),
    words = text.split(' ')
  let first = words[0]!
  let at = 1
  while (at < words.length && `${first} ${words[at]}`.length <= letters) first += ` ${words[at++]!}`
  if (at === words.length || first.length > letters) return [whole]
  return [first, fit(words.slice(at).join(' '), room, size)]
}
