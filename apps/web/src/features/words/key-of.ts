/** What records will hold for a word, made from how it is first said: "Making music" is making_music. Never changed afterwards. */
export function keyOf(label: string): string {
  const plain = label
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
  return plain.slice(0, 40).replace(/_+$/, '') || 'word'
}
