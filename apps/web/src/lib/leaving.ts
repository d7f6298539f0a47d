// Signing out without signal: what is on the phone goes at once, and the session on the server as soon as it can be reached.
import { session } from '@modulus/contracts/session.ts'
import { send } from './send.ts'

const sign = 'modulus.leaving'
export const owesLeaving = () => {
  try {
    return localStorage.getItem(sign) !== null
  } catch {
    return false // a browser that keeps nothing
  }
}
export const leaveLater = () => localStorage.setItem(sign, '1')
/** Throws when the API still cannot be reached: then nobody comes in either. */
export async function leaveNow(): Promise<void> {
  if (!owesLeaving()) return
  const problem = await send(session.signOut, {}).then(
    () => null,
    (one: { status?: number }) => one,
  )
  if (problem && problem.status !== 401) throw problem as Error
  localStorage.removeItem(sign)
}
