// A whole short list, page after page, for what people choose from.
interface Answer<T> {
  items: T[]
  next: string | null
}

/** Reads on until there is no more. Meant for lists that people keep by hand: partners, colleagues. */
export async function every<T>(page: (after: string | undefined) => Promise<Answer<T>>): Promise<T[]> {
  const all: T[] = []
  let after: string | undefined
  do {
    const answer = await page(after)
    all.push(...answer.items)
    after = answer.next ?? undefined
  } while (after)
  return all
}
