// Where focus goes when it would be lost. After a change of page, focus goes to its heading, as soon as there is one: a page may first have to fetch what it is about.
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

/** After something was saved where it stood: if its form went, and focus with it, the heading has it, and the page shows what was saved beside
 *  that, unless it is to stay where it is. */
export function keepFocus({ stay = false, patience = 2000 } = {}) {
  const stop = new AbortController()
  const { signal } = stop
  const look = () => {
    if (document.activeElement && document.activeElement !== document.body) return
    stop.abort()
    if (!stay) scrollTo({ top: 0 })
    focusHeading()
  }
  const watcher = new MutationObserver(look)
  signal.addEventListener('abort', () => watcher.disconnect())
  for (const event of ['keydown', 'pointerdown'] as const) document.addEventListener(event, () => stop.abort(), { signal, once: true })
  setTimeout(() => stop.abort(), patience)
  watcher.observe(document.body, { childList: true, subtree: true })
  requestAnimationFrame(() => signal.aborted || look())
}
