// Bytes as text and text as bytes, for what is sealed and signed.
export type Bytes = Uint8Array<ArrayBuffer>

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes
export const textOf = (bytes: ArrayBuffer | Bytes): string => new TextDecoder().decode(bytes)
export const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))

/** Standard base64 with padding (RFC 4648, section 4). Built piece by piece: spreading a long text overflows the stack. */
export function toBase64(bytes: Bytes): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return btoa(text)
}
export const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))

/** SHA-256 in lower-case hexadecimal of a text's UTF-8. */
export async function digestOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(text)))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
