// What this browser says of keeping things: asked before anyone relies on it.
export interface Room {
  /** Nothing can be kept: a private window, or storage is switched off. */
  keeps: boolean
  /** The browser promised not to clear it by itself; null when it does not say. */
  lasting: boolean | null
  /** Bytes that may still be written; null when it does not say. */
  free: number | null
  /** The app runs from the home screen. */
  installed: boolean
  /** The pages themselves are on this phone, so that they open without signal. */
  pages: boolean
}
/** A day's work is far below it; photos are not. */
export const littleBytes = 20 * 1024 * 1024

const keepsThings = () =>
  new Promise<boolean>((answer) => {
    try {
      const opening = indexedDB.open('modulus', 1)
      opening.onupgradeneeded = () => opening.transaction?.abort() // only asked: it is made when something is taken along
      opening.onsuccess = () => {
        opening.result.close()
        answer(true)
      }
      opening.onerror = () => answer(opening.error?.name === 'AbortError')
    } catch {
      answer(false)
    }
  })

/** `ask` also asks the browser to keep it for good. */
export async function lookAtRoom(ask = false): Promise<Room> {
  const storage = navigator.storage as StorageManager | undefined
  const quietly = async <T>(work: Promise<T> | undefined): Promise<T | null> => (await work?.catch(() => null)) ?? null
  const lasting = await quietly(ask ? storage?.persist?.() : storage?.persisted?.())
  const estimate = await quietly(storage?.estimate?.())
  return {
    keeps: await keepsThings(),
    lasting,
    free: estimate?.quota === undefined ? null : estimate.quota - (estimate.usage ?? 0),
    installed: matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true,
    pages: Boolean((await quietly(navigator.serviceWorker?.getRegistration('/')))?.active),
  }
}

/** An iPad says that it is a Mac; a Mac has no screen to touch. */
export const isApple = ({ userAgent, maxTouchPoints }: Pick<Navigator, 'userAgent' | 'maxTouchPoints'> = navigator): boolean =>
  /iPhone|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)
