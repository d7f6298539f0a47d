// Asking people something without learning who answered: one request marks that they did, another brings the answer, and nothing that
// is kept joins the two. A ticket says that somebody may answer, and not who. It is sealed, so that none has to be kept.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Problem } from '#plugins/problems.ts'

type Seal = (text: string) => string

/** A ticket for a purpose ("pulse"). The parts say what may be answered, and hold no full stop. */
export function writeTicket(seal: Seal, purpose: string, parts: readonly string[]): string {
  const text = [...parts, randomBytes(16).toString('hex')].join('.')
  return `${text}.${seal(`${purpose} ${text}`)}`
}

/** What a ticket is for, with an id that is only the ticket's; undefined when we did not write it for this purpose. */
export function readTicket(seal: Seal, purpose: string, ticket: string): { parts: string[]; ticketId: string } | undefined {
  const at = ticket.lastIndexOf('.'),
    text = ticket.slice(0, Math.max(at, 0)),
    given = Buffer.from(ticket.slice(at + 1)),
    right = Buffer.from(seal(`${purpose} ${text}`))
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
  const digest = createHash('sha256').update(text).digest('hex')
  return {
    parts: text.split('.').slice(0, -1),
    ticketId: digest.slice(0, 32).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5'),
  }
}

/** Refuses an answer that came with a cookie or token, so that no page can send one by mistake. */
export function refuseNamed({ headers }: FastifyRequest): void {
  if (headers.cookie || headers.authorization) throw new Problem('sent-with-a-name')
}
