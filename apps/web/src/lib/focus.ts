// After a change of page, focus goes to its heading, as soon as there is one: a page may first have to fetch what it is about.
export function focusHeading(patience = 4000) {
  const stop = new AbortController()
  const { signal } = stop
  const tryNow = () => {
    const heading = document.querySelector<HTMLElement>('main h1')
    if (!heading) return
    heading.focus({ preventScroll: true })
    stop.abort()
  }
  const watcher = new MutationObserver(tryNow)
  signal.addEventListener('abort', () => watcher.disconnect())
  // Someone who has begun to type or tap is not pulled away.
  for (const event of ['keydown', 'pointerdown'] as const) document.addEventListener(event, () => stop.abort(), { signal, once: true })
  setTimeout(() => stop.abort(), patience)
  requestAnimationFrame(() => {
    if (signal.aborted) return
    tryNow()
    if (!signal.aborted) watcher.observe(document.body, { childList: true, subtree: true })
  })
}
