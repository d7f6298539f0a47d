// A found text cut into what stays and what is covered, as they will read it. Offsets as the API counts them (UTF-16).
import type { Mask } from '@modulus/contracts/rights-access.ts'

export interface Piece {
  text: string
  covered: boolean
}
export function piecesOf(body: string, masks: readonly Pick<Mask, 'start' | 'length' | 'lifted'>[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { start, length } of [...masks].filter(({ lifted }) => !lifted).sort((a, b) => a.start - b.start)) {
    const end = Math.min(body.length, start + length)
    if (end <= at) continue
    if (start > at) pieces.push({ text: body.slice(at, start), covered: false })
    if (start > at || pieces.length === 0) pieces.push({ text: '', covered: true })
    at = end
  }
  if (at < body.length) pieces.push({ text: body.slice(at), covered: false })
  return pieces
}
