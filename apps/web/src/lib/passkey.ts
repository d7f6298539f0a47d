// Passkeys in the browser: a finger, a face or the lock of the screen instead of something to remember. The library comes when it is needed,
// so that no other page carries it.
import type { Challenge, NewPasskey, PasskeyAnswer } from '@modulus/contracts/factors.ts'

const library = () => import('@simplewebauthn/browser')

export const hasPasskeys = (): boolean => typeof PublicKeyCredential !== 'undefined' && isSecureContext
/** Whether the browser can offer passkeys in the box for the e-mail address, as it does with passwords. */
export const offersPasskeys = async (): Promise<boolean> =>
  hasPasskeys() && ((await PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => false)) ?? false)

/** They closed the browser's own question, or nothing on this device fits: no fault, and nothing to say about it. */
const left = (error: unknown) => error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')

/** Null when they did not go on. */
export async function answerChallenge({ challengeId, options }: Challenge, inTheBox = false): Promise<PasskeyAnswer | null> {
  const { startAuthentication } = await library()
  try {
    const { id, response } = await startAuthentication({ optionsJSON: options as never, useBrowserAutofill: inTheBox })
    const { clientDataJSON, authenticatorData, signature, userHandle } = response
    return { challengeId, id, type: 'public-key', clientDataJSON, authenticatorData, signature, userHandle: userHandle || null }
  } catch (error) {
    if (left(error)) return null
    throw error
  }
}
/** Null when they did not go on; 'known' when this device has a passkey of theirs already. */
export async function makePasskey({ challengeId, options }: Challenge, name: string): Promise<NewPasskey | 'known' | null> {
  const { startRegistration } = await library()
  try {
    // Asked for now: many keep a secret for locking a phone (offline/secret.ts) only when they were told at the start.
    const asked = { ...options, extensions: { ...(options.extensions as object | undefined), prf: {} } }
    const { id, response } = await startRegistration({ optionsJSON: asked as never })
    const { clientDataJSON, attestationObject, transports = [] } = response
    return { challengeId, name, id, type: 'public-key', clientDataJSON, attestationObject, transports }
  } catch (error) {
    if (left(error)) return null
    if (error instanceof Error && error.name === 'InvalidStateError') return 'known'
    throw error
  }
}
/** Takes back what the browser is still asking. */
export const stopAsking = async () => (await library()).WebAuthnAbortService.cancelCeremony()

/** What people call what they hold, as far as the browser says it. */
export function nameOfDevice(agent = navigator.userAgent): string {
  const kinds: [RegExp, string][] = [
    [/iPhone/, 'iPhone'],
    [/iPad/, 'iPad'],
    [/Android/, 'Android phone'],
    [/Windows/, 'Windows computer'],
    [/Mac OS/, 'Mac'],
    [/CrOS/, 'Chromebook'],
  ]
  return kinds.find(([sign]) => sign.test(agent))?.[1] ?? 'This computer'
}
