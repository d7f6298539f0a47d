/** Moves labels apart until no two are closer than `gap`, keeping their order and staying near where they belong. */
export function spread(wanted: readonly number[], gap: number): number[] {
  const order = wanted.map((_, at) => at).sort((a, b) => wanted[a]! - wanted[b]!)
  const placed = [...wanted]
  for (let round = 0; round < 40; round++) {
    let moved = false
    for (let n = 1; n < order.length; n++) {
      const above = order[n - 1]!,
        below = order[n]!
      const missing = gap - (placed[below]! - placed[above]!)
      if (missing > 0.01) {
        placed[above]! -= missing / 2
        placed[below]! += missing / 2
        moved = true
      }
    }
    if (!moved) break
  }
  return placed
}
