// Asking a server that is not ours, at an address that somebody wrote down: no redirect is followed, nothing private is reached, whatever a
// name resolves to (the address that was checked is the one connected to), not for long, and not much (ASVS 1.3.6, 15.3.2).
import { lookup as resolve, type LookupAddress } from 'node:dns'
import { request as http } from 'node:http'
import { request as https } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const closed = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(net, bits, 'ipv4')
// Of IPv6 only what is given out to the public (2000::/3) is open, less what carries an IPv4 address inside or is documentation.
const open6 = new BlockList(),
  closed6 = new BlockList()
open6.addSubnet('2000::', 3, 'ipv6')
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed6.addSubnet(net, bits, 'ipv6')

/** An address of the public internet. What is neither IPv4 nor IPv6 is not. */
export function isPublic(address: string): boolean {
  const kind = isIP(address)
  if (kind === 4) return !closed.check(address, 'ipv4')
  return kind === 6 && open6.check(address, 'ipv6') && !closed6.check(address, 'ipv6')
}
export const isLoopback = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)

export class OutsideError extends Error {}

export interface Ask {
  method?: string
  headers?: Record<string, string>
  body?: string | undefined
  /** Private addresses, other ports and plain HTTP are allowed: for a server inside one's own network. */
  inside?: boolean
  /** Milliseconds for the whole of it; bytes of an answer. */
  time?: number
  most?: number
}

const onlyPublic: LookupFunction = (host, options, done) =>
  resolve(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return done(error, '', 0)
    const bad = found.length === 0 || found.some(({ address }) => !isPublic(address))
    if (bad) return done(new OutsideError('not a public address'), '', 0)
    if (options.all) return (done as unknown as (e: null, all: LookupAddress[]) => void)(null, found)
    done(null, found[0]!.address, found[0]!.family)
  })

/** Throws OutsideError when it may not, or the network's own error when it cannot. A redirect is an answer like any other. */
export function askOutside(
  address: string,
  { method = 'GET', headers = {}, body, inside = false, time = 5000, most = 65_536 }: Ask = {},
): Promise<Response> {
  const url = new URL(address),
    host = url.hostname.replace(/^\[|\]$/g, '')
  if (!inside) {
    if (url.protocol !== 'https:' || (url.port !== '' && url.port !== '443')) throw new OutsideError('only https on port 443')
    if (isIP(host) && !isPublic(host)) throw new OutsideError('not a public address')
  } else if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) throw new OutsideError('only https')
  if (url.username || url.password) throw new OutsideError('no credentials in an address')
  return new Promise((ok, fail) => {
    const send = url.protocol === 'https:' ? https : http
    const call = send(
      url,
      {
        method,
        headers: { ...headers, 'accept-encoding': 'identity' },
        agent: false,
        signal: AbortSignal.timeout(time),
        ...(inside ? {} : { lookup: onlyPublic }),
      },
      (answer) => {
        const parts: Buffer[] = []
        let size = 0
        answer.on('data', (part: Buffer) => {
          size += part.length
          if (size > most) call.destroy(new OutsideError('too much of an answer'))
          else parts.push(part)
        })
        answer.on('error', fail)
        answer.on('end', () => {
          const status = answer.statusCode ?? 502,
            said = Object.entries(answer.headers).flatMap(([name, value]) =>
              value === undefined ? [] : [[name, String(value)] as [string, string]],
            )
          ok(new Response([101, 204, 205, 304].includes(status) ? null : Buffer.concat(parts), { status, headers: said }))
        })
      },
    )
    call.on('error', fail)
    call.end(body)
  })
}
