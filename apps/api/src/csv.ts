// Files that go out again and will be opened in a spreadsheet.

// What a spreadsheet would calculate, also behind blanks or written in full width.
const formula = /^[\s\u0000-\u001f\u00a0]*[=+\-@|%＝＋－＠]|^[\t\r\n]/
/** A cell that a spreadsheet shows and never calculates. */
export const safeCell = (text: string): string => `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
/** The other way: our own apostrophe is taken off again when the mended file comes back. */
export const plainCell = (text: string): string => (text.startsWith("'") && formula.test(text.slice(1)) ? text.slice(1) : text)

/** With the byte order mark by which Excel knows UTF-8. */
export const csvOf = (rows: string[][]): string => `\ufeff${rows.map((row) => row.map(safeCell).join(',')).join('\r\n')}\r\n`
