// The service worker: registered where work is taken along, asked for updates, and told to take over only when somebody says so.
import { useOffline } from '#stores/offline.ts'

interface Factory {
  createPolicy(name: string, rules: { createScriptURL: (text: string) => string }): { createScriptURL(text: string): string }
}
/** The address of a worker is a script to the browser: this policy lets one through and no other. */
const address = (): string => {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes
  const only = (text: string) => {
    if (text !== '/sw.js') throw new TypeError('This is not our worker.')
    return text
  }
  return factory ? factory.createPolicy('modulus', { createScriptURL: only }).createScriptURL('/sw.js') : '/sw.js'
}

let started = false
export async function startWorker(): Promise<void> {
  if (started || !import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const { serviceWorker } = navigator
  started = true
  const registration = await serviceWorker.register(address(), { updateViaCache: 'none' }).catch(() => null)
  if (!registration) return
  const store = useOffline()
  const offer = () => {
    const { waiting } = registration
    // The very first worker replaces nothing.
    if (!waiting || !serviceWorker.controller) return
    store.update = {
      use: () => {
        serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
        waiting.postMessage('take over')
      },
    }
  }
  offer()
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer))
  const look = () => void registration.update().catch(() => {})
  setInterval(look, 60 * 60_000)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look())
}
