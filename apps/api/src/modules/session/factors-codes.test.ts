import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Secret, TOTP } from 'otpauth'
import { digestOfRecoveryCode, newAuthenticator, newRecoveryCodes, openSecret, sealSecret, stepOf } from './factors-codes.ts'

const sealWith = (secret: string) => (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
const sealOf = sealWith('a secret of the service')

describe('the time of a code', () => {
  const { secret } = newAuthenticator('someone@test.invalid'),
    step = 58_000_000
  const at = (s: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: s * 30_000 })
  it.each([
    [-2, false],
    [-1, true],
    [0, true],
    [1, true],
    [2, false],
  ])('a code %i steps from now counts: %s, at the beginning and at the end of a step', (away, counts) => {
    for (const into of [0, 29_999]) expect(stepOf(secret, at(step + away), step * 30_000 + into)).toBe(counts ? step + away : null)
  })
  it('is the published one (RFC 6238, appendix B)', () => {
    const published = Secret.fromLatin1('12345678901234567890').base32
    expect(stepOf(published, '287082', 59_000)).toBe(1)
    expect(stepOf(published, '081804', 1_111_111_109_000)).toBe(37_037_036)
  })
  it('no letters, no seven digits', () => {
    for (const code of ['abcdef', '1234567', '']) expect(stepOf(secret, code)).toBeNull()
  })
})

describe('a sealed secret', () => {
  const sealed = sealSecret(sealOf, 'user one', 'JBSWY3DPEHPK3PXP')
  it('opens for its account, under the same secret of the service, and is never sealed the same way twice', () => {
    expect(openSecret(sealOf, 'user one', sealed)).toBe('JBSWY3DPEHPK3PXP')
    expect(sealSecret(sealOf, 'user one', 'JBSWY3DPEHPK3PXP')).not.toBe(sealed)
    expect(sealed).not.toContain('JBSWY3DPEHPK3PXP')
  })
  it('for nobody else, and not when a bit of it was changed', () => {
    expect(openSecret(sealOf, 'user two', sealed)).toBeNull()
    expect(openSecret(sealWith('another'), 'user one', sealed)).toBeNull()
    const [, nonce, tag, text] = sealed.split('.')
    const flip = (part: string) => {
      const bytes = Buffer.from(part, 'base64url')
      bytes[0]! ^= 1
      return bytes.toString('base64url')
    }
    for (const changed of [
      `v1.${flip(nonce!)}.${tag}.${text}`,
      `v1.${nonce}.${flip(tag!)}.${text}`,
      `v1.${nonce}.${tag}.${flip(text!)}`,
      `v2.${nonce}.${tag}.${text}`,
      `v1.${nonce}.${tag!.slice(0, 6)}.${text}`,
      'v1..',
      '',
    ])
      expect(openSecret(sealOf, 'user one', changed)).toBeNull()
  })
})

it('recovery codes are ten, each of 120 bits without look-alikes, and kept as a digest of one account', () => {
  const codes = newRecoveryCodes()
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^([AC-Z2-79]{4}-){5}[AC-Z2-79]{4}$/)
  const digest = digestOfRecoveryCode(sealOf, 'one', codes[0]!)
  expect(digestOfRecoveryCode(sealOf, 'one', ` ${codes[0]!.toLowerCase().replaceAll('-', ' ')} `)).toBe(digest)
  expect(digestOfRecoveryCode(sealOf, 'two', codes[0]!)).not.toBe(digest)
  expect(digest).toMatch(/^[\w-]{43}$/)
})
