// Does what an item asks for: one request, or for a file the two that it takes.
import { isDeepStrictEqual } from 'node:util'
import type { Draft, DraftText } from '@modulus/contracts/drafts.ts'
import { OfflineFile, type OfflineRequest } from '@modulus/contracts/offline.ts'
import { validate } from '@modulus/contracts/validate.ts'
import { Problem } from '#plugins/problems.ts'
import type { Answer, Ask } from './inside.ts'

/** May be asked again: each request is idempotent by its own id. Errors: not-for-offline, when a file is no file. */
export async function carryOut(
  ask: Ask,
  { operation, method, path, body }: Pick<OfflineRequest, 'operation' | 'method' | 'path' | 'body'>,
): Promise<Answer> {
  if (operation === 'drafts.keep') return bringBack(ask, path, body as DraftText)
  if (operation !== 'attachments.send') return ask(method, path, body)
  if (validate(OfflineFile, body).length > 0) throw new Problem('not-for-offline')
  const { announce, bytes } = body as OfflineFile
  const announced = await ask('PUT', path.replace(/\/bytes$/, ''), announce)
  return announced.problem ? announced : ask(method, path, Buffer.from(bytes, 'base64'))
}

/** A form that was half filled on a phone. What was typed into it elsewhere meanwhile is not written over; what is gone comes back. */
async function bringBack(ask: Ask, path: string, text: DraftText): Promise<Answer> {
  const { problem, body } = await ask('GET', path),
    there = problem ? null : (body as Draft)
  const { version, ...words } = text
  if (there && isDeepStrictEqual(there.body, words.body)) return { problem: null, body: there }
  if (there && there.version !== version) return { problem: 'changed-meanwhile', body: null }
  return ask('PUT', path, there ? text : words)
}
