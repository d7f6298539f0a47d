// A device on which someone has signed in before, remembered in a cookie that says nothing by itself: a random id, then one seal for
// each of the last five accounts. A seal is good for one account on one device, so nobody can write one, nor lend one.
import { randomBytes, timingSafeEqual } from 'node:crypto'

type SealOf = (text: string) => string
const accounts = 5
const shape = /^[\w-]{22}(\.[\w-]{22}){0,5}$/

const read = (cookie: string | undefined): [id: string, seals: string[]] | undefined => {
  if (!cookie || !shape.test(cookie)) return undefined
  const [id, ...seals] = cookie.split('.')
  return [id!, seals]
}
const sealFor = (sealOf: SealOf, id: string, userId: string) => sealOf(`device:${id}:${userId}`).slice(0, 22)
const same = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** The device's id when this account has signed in on it before. */
export function knownDevice(sealOf: SealOf, cookie: string | undefined, userId: string): string | undefined {
  const device = read(cookie)
  return device?.[1].some((seal) => same(seal, sealFor(sealOf, device[0], userId))) ? device[0] : undefined
}

/** The cookie after a good sign-in: the same device, this account first. */
export function rememberDevice(sealOf: SealOf, cookie: string | undefined, userId: string): string {
  const [id, seals] = read(cookie) ?? [randomBytes(16).toString('base64url'), []]
  const mine = sealFor(sealOf, id, userId)
  return [id, mine, ...seals.filter((one) => one !== mine)].slice(0, accounts + 1).join('.')
}
