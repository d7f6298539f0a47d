// Until when what is on this phone may be read: said and signed by the server, checked by the phone's clock and by a clock that never goes back.
import type { Lease, LeaseText, OfflineKeys } from '@modulus/contracts/offline.ts'
import { fromBase64, utf8 } from './bytes.ts'

/** Phones are minutes off; a day is somebody's finger on the clock. */
export const toleranceMs = 5 * 60_000

/** What the lease says; null when the server did not sign it. */
export async function readLease(lease: Lease, { signing }: OfflineKeys): Promise<LeaseText | null> {
  if (lease.keyId !== signing.id) return null
  const key = await crypto.subtle.importKey('jwk', { ...signing.key }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
  const signed = await crypto.subtle
    .verify({ name: 'ECDSA', hash: 'SHA-256' }, key, fromBase64(lease.signature), utf8(lease.text))
    .catch(() => false)
  return signed ? (JSON.parse(lease.text) as LeaseText) : null
}

/** `seen` is the latest moment that this phone knows to have been, in milliseconds: the server's time, and its own since. */
export function standingOf({ validUntil, seen }: { validUntil: string; seen: number }, now: number): 'good' | 'over' | 'clock' {
  // Whatever the clock says now, a moment after the end has been.
  if (Math.max(now, seen) >= Date.parse(validUntil)) return 'over'
  return now < seen - toleranceMs ? 'clock' : 'good'
}
