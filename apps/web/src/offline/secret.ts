// From what somebody knows or holds to the key that opens the vault: a passphrase (argon2id, RFC 9106) or a passkey's own secret
// (WebAuthn level 3, the PRF extension). Never a PIN: a million tries take a thief an hour.
import { fromBase64, random, toBase64, utf8, type Bytes } from './bytes.ts'

/** How the key of the vault is wrapped: what is needed to ask for it again, and nothing that gives it away. */
export type Way =
  { kind: 'passphrase'; salt: string; /** KiB */ memory: number; passes: number } | { kind: 'passkey'; salt: string; credentialId: string }
export type Cost = { memory: number; passes: number }

/** The least that OWASP's password storage advice allows for argon2id, and what a quick phone can bear. */
export const least: Cost = { memory: 19 * 1024, passes: 2 }
const firm: Cost = { memory: 64 * 1024, passes: 3 }
/** The firm one costs about five times the least: at most two seconds are worth waiting for at a door. */
const quickMs = 400

/** What is wrong with a passphrase, or null. */
export function weaknessOf(passphrase: string): 'short' | 'digits' | 'same' | null {
  const text = passphrase.trim()
  if (text.length < 12) return 'short'
  if (/^[\d\s.-]+$/.test(text)) return 'digits'
  return new Set(text.toLowerCase()).size < 5 ? 'same' : null
}

const wrapping = (bytes: Bytes) => crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])

async function stretch(passphrase: string, { salt, memory, passes }: { salt: string } & Cost): Promise<Bytes> {
  const { argon2idAsync } = await import('@noble/hashes/argon2.js')
  const text = utf8(passphrase.trim().normalize('NFKC'))
  return (await argon2idAsync(text, fromBase64(salt), { t: passes, m: memory, p: 1, dkLen: 32 })) as Bytes
}

/** A new way in by passphrase. Without a cost it is measured what this phone can bear. */
export async function byPassphrase(passphrase: string, cost?: Cost): Promise<{ way: Way; key: CryptoKey }> {
  const salt = toBase64(random(16))
  const from = performance.now()
  let bytes = await stretch(passphrase, { salt, ...(cost ?? least) })
  const firmer = !cost && performance.now() - from < quickMs
  if (firmer) bytes = await stretch(passphrase, { salt, ...firm })
  return { way: { kind: 'passphrase', salt, ...(firmer ? firm : (cost ?? least)) }, key: await wrapping(bytes) }
}

/** Null when they closed the browser's question, or this passkey has no secret to give. */
async function askPasskey(salt: Bytes, credentialId?: Bytes): Promise<{ credentialId: Bytes; key: CryptoKey } | null> {
  const found = (await navigator.credentials
    .get({
      publicKey: {
        challenge: random(32), // nobody checks the signature: only the secret matters here, and it works without signal
        userVerification: 'required',
        allowCredentials: credentialId ? [{ type: 'public-key', id: credentialId }] : [],
        extensions: { prf: { eval: { first: salt } } },
      },
    })
    .catch(() => null)) as PublicKeyCredential | null
  const first = found?.getClientExtensionResults().prf?.results?.first
  if (!found || !first) return null
  const bytes = ArrayBuffer.isView(first) ? new Uint8Array(first.buffer as ArrayBuffer, first.byteOffset, first.byteLength) : first
  const base = await crypto.subtle.importKey('raw', bytes as Bytes, 'HKDF', false, ['deriveKey'])
  const key = await crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info: utf8('modulus vault v1') },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
  return { credentialId: new Uint8Array(found.rawId), key }
}

export const hasPasskeySecret = (): boolean => typeof PublicKeyCredential !== 'undefined' && isSecureContext
export async function byPasskey(): Promise<{ way: Way; key: CryptoKey } | null> {
  const salt = random(32)
  const found = await askPasskey(salt)
  return found && { way: { kind: 'passkey', salt: toBase64(salt), credentialId: toBase64(found.credentialId) }, key: found.key }
}

/** The key again. Null when a passkey was not shown; a wrong passphrase gives a key that opens nothing. */
export async function again(way: Way, passphrase: string): Promise<CryptoKey | null> {
  if (way.kind === 'passphrase') return wrapping(await stretch(passphrase, way))
  return (await askPasskey(fromBase64(way.salt), fromBase64(way.credentialId)))?.key ?? null
}
