// Does what an item asks for: one request, or for a file the two that it takes.
import { OfflineFile, type OfflineRequest } from '@modulus/contracts/offline.ts'
import { validate } from '@modulus/contracts/validate.ts'
import { Problem } from '#plugins/problems.ts'
import type { Answer, Ask } from './inside.ts'

/** May be asked again: each request is idempotent by its own id. Errors: not-for-offline, when a file is no file. */
export async function carryOut(
  ask: Ask,
  { operation, method, path, body }: Pick<OfflineRequest, 'operation' | 'method' | 'path' | 'body'>,
): Promise<Answer> {
  if (operation !== 'attachments.send') return ask(method, path, body)
  if (validate(OfflineFile, body).length > 0) throw new Problem('not-for-offline')
  const { announce, bytes } = body as OfflineFile
  const announced = await ask('PUT', path.replace(/\/bytes$/, ''), announce)
  return announced.problem ? announced : ask(method, path, Buffer.from(bytes, 'base64'))
}
