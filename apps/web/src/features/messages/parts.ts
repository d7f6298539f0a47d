export interface Part {
  text: string
  /** A path of our own pages. */ path?: string
}

/** The text of a message in pieces. Only addresses of this very site become links; any other stays plain text. */
export function partsOf(body: string, origin: string): Part[] {
  return body
    .split(/(https?:\/\/\S+)/)
    .filter(Boolean)
    .map((text) => {
      if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return { text }
      const url = new URL(text)
      return url.origin === origin ? { text, path: url.pathname + url.search + url.hash } : { text }
    })
}
