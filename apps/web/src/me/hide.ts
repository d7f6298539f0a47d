// Making these pages vanish, and stay vanished when somebody presses "back".
const mark = 'away'

/** Leaves for a page that everyone looks at. This one is replaced; the ones before it leave again when "back" brings them up. */
export function hide(): void {
  try {
    sessionStorage.setItem(mark, 'yes')
  } catch {
    // a browser that keeps nothing still leaves
  }
  document.body.hidden = true
  document.title = 'Weather'
  location.replace('https://www.bbc.co.uk/weather')
}

const wasHidden = () => {
  try {
    return sessionStorage.getItem(mark) !== null
  } catch {
    return false
  }
}
/** True when "back" brought up a page after it was hidden: it is on its way out again. Whoever opens it anew gets it. */
export function stayHidden(): boolean {
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted && wasHidden()) hide()
  })
  const [arrival] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  if (!wasHidden()) return false
  if (arrival?.type === 'back_forward') {
    hide()
    return true
  }
  sessionStorage.removeItem(mark)
  return false
}
