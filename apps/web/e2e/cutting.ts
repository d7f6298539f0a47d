// The last bar of signal: stands between a browser and the product, passes everything on, and cuts one submit at the moment it was told to.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** Before anything of the request went, in the middle of its body, when the server has all of it, in the middle of the answer. */
export const moments = ['before', 'body', 'unanswered', 'answer'] as const
export type Moment = (typeof moments)[number]
export interface Cut {
  moment: Moment
  /** Where in that moment, from 0 to 1. */
  at: number
  /** Nothing gets through afterwards, until back(). Otherwise it was one lost connection, and the browser may try again by itself. */
  stays: boolean
}
/** What really went over: bytes of the request and of its answer. */
export interface Done extends Cut {
  sent: number
  whole: number
  answered: number
}
const submits = /^(PUT|POST|PATCH) \/api\/(offline\/items|contacts|visits)\//
const slowMs = 60

interface Message {
  head: number
  whole: number
  line: string
}
/** Undefined as long as the head is not wholly there. */
function messageIn(bytes: Buffer): Message | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const text = bytes.subarray(0, end).toString('latin1')
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0)
  return { head: end + 4, whole: end + 4 + length, line: text.split('\r\n')[0]! }
}

export class Mast {
  readonly cuts: Done[] = []
  private armed: Cut | null = null
  private gone = false
  private readonly open = new Set<Socket>()
  private readonly server
  private constructor(port: number) {
    this.server = createServer((client) => this.carry(client, port))
  }
  /** Gives the mast and the address to open instead of the product's own. */
  static async raise(origin: string): Promise<{ mast: Mast; address: string }> {
    const mast = new Mast(Number(new URL(origin).port))
    await new Promise<void>((ok) => mast.server.listen(0, '127.0.0.1', ok))
    return { mast, address: `http://localhost:${(mast.server.address() as AddressInfo).port}` }
  }
  cutNext = (cut: Cut) => (this.armed = cut)
  /** Nobody submitted anything: nothing is to be cut any more. */
  spare = () => (this.armed = null)
  back = () => (this.gone = false)
  fell() {
    for (const socket of this.open) socket.destroy()
    this.server.close()
  }

  private carry(client: Socket, port: number) {
    if (this.gone) return void client.destroy()
    const server = connect(port, '127.0.0.1')
    const both = [client, server]
    for (const socket of both) {
      this.open.add(socket)
      socket.setNoDelay(true).on('error', () => {})
      socket.on('close', () => {
        this.open.delete(socket)
        for (const one of both) one.destroy()
      })
    }
    let cut: Done | undefined,
      head = Buffer.alloc(0),
      left = 0
    const end = () => {
      if (!cut || this.cuts.includes(cut)) return
      this.cuts.push(cut)
      if (cut.stays) {
        this.gone = true
        for (const socket of this.open) socket.destroy()
      }
      for (const socket of both) socket.destroy()
    }

    client.on('data', (bytes) => {
      if (cut) return void pass(bytes)
      if (left > 0) {
        left -= bytes.length
        return void server.write(bytes)
      }
      head = Buffer.concat([head, bytes])
      const message = messageIn(head)
      if (!message) return
      const all = head
      head = Buffer.alloc(0)
      if (this.armed && submits.test(message.line)) {
        cut = { ...this.armed, sent: 0, whole: message.whole, answered: 0 }
        this.armed = null
        limit = cut.moment === 'body' ? message.head + 1 + Math.floor(cut.at * (message.whole - message.head - 1)) : message.whole
        return cut.moment === 'before' ? end() : pass(all)
      }
      left = message.whole - all.length
      server.write(all)
    })
    let limit = 0,
      answer = Buffer.alloc(0)
    const pass = (bytes: Buffer) => {
      if (!cut || cut.sent >= limit) return
      const part = bytes.subarray(0, limit - cut.sent)
      cut.sent += part.length
      if (cut.sent < limit) return void server.write(part)
      server.write(part, () => {
        if (cut!.moment === 'body') setTimeout(end, 2)
        else if (cut!.moment === 'unanswered') setTimeout(end, cut!.at * slowMs)
      })
    }
    server.on('data', (bytes) => {
      if (!cut) return void client.write(bytes)
      if (cut.moment !== 'answer' || cut.answered > 0) return // held back until the cut
      answer = Buffer.concat([answer, bytes])
      const message = messageIn(answer)
      if (!message || answer.length < message.whole) return
      cut.answered = 1 + Math.floor(cut.at * (message.whole - 1))
      client.write(answer.subarray(0, Math.min(cut.answered, message.whole - 1)), () => setTimeout(end, 2))
    })
  }
}
