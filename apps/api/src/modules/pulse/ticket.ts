// A ticket of the pulse: for which programme, which questions and which month.
import type { PulseAsked } from '@modulus/contracts/pulse.ts'
import * as nameless from '#nameless.ts'

export interface Ticket {
  partnershipId: string
  programmeId: string
  asked: PulseAsked
  month: string
}
type Seal = (text: string) => string

export const writeTicket = (seal: Seal, { partnershipId, programmeId, asked, month }: Ticket): string =>
  nameless.writeTicket(seal, 'pulse', [partnershipId, programmeId, asked, month])

/** What a ticket is for, with an id that is only the ticket's; undefined when we did not write it. */
export function readTicket(seal: Seal, ticket: string): (Ticket & { ticketId: string }) | undefined {
  const read = nameless.readTicket(seal, 'pulse', ticket)
  if (!read) return undefined
  const [partnershipId, programmeId, asked, month] = read.parts as [string, string, PulseAsked, string]
  return { partnershipId, programmeId, asked, month, ticketId: read.ticketId }
}
