/** Tags whose words occur in what someone said: "anything with motorbikes" suggests Bikes. At most three, best first. */
export function suggestTags(said: string, tags: readonly { key: string; label: string }[]): string[] {
  const heard = stems(said)
  const near = (word: string) => heard.some((one) => one.startsWith(word) || (word.length > 3 && one.includes(word)))
  const scored = tags.map(({ key, label }) => ({ key, hits: stems(`${label} ${key.replaceAll('_', ' ')}`).filter(near).length }))
  return scored
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits)
    .slice(0, 3)
    .map(({ key }) => key)
}
const small = new Set(['and', 'the', 'with', 'for', 'or', 'of', 'to', 'in', 'a'])
const stems = (words: string) =>
  [
    ...new Set(
      words
        .toLowerCase()
        .split(/[^\p{L}]+/u)
        .filter((word) => word.length > 2 && !small.has(word))
        .map((word) => word.replace(/(ing|ers?|s|e)$/, '')),
    ),
  ].filter((word) => word.length > 2)
