// Text messages by GOV.UK Notify: one request, signed with a token that lives for seconds.
// https://docs.notifications.service.gov.uk/rest-api.html
import { createHmac } from 'node:crypto'
import type { Config } from '#config.ts'

/** Notify will not take this message, now or later: a wrong number, a wrong key, a wrong template. */
export class NotifyRefusal extends Error {
  readonly code: string
  constructor(status: number) {
    super(`GOV.UK Notify refused with ${status}`)
    this.code = `notify ${status}`
  }
}
class NotifyTrouble extends Error {
  readonly code: string
  constructor(code: string, cause?: unknown) {
    super(`GOV.UK Notify: ${code}`, { cause })
    this.code = code
  }
}

/** "name-<service id>-<secret>": the two UUIDs at the end of an API key. */
const partsOf = (key: string) => ({ service: key.slice(-73, -37), secret: key.slice(-36) })
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

/** A JSON web token as Notify asks for: HS256, issued by the service at this second. */
export function notifyToken(key: string, now = Date.now()): string {
  const { service, secret } = partsOf(key)
  const text = `${encoded({ typ: 'JWT', alg: 'HS256' })}.${encoded({ iss: service, iat: Math.floor(now / 1000) })}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

/** Throws NotifyRefusal when it will never be taken, another error when it may be tried again (5xx, 429, no answer within ten seconds). */
export async function sendText({ notify }: Config, { id, to, body }: { id: string; to: string; body: string }): Promise<void> {
  if (!notify) throw new NotifyTrouble('NOTIFY_API_KEY is not set')
  const response = await fetch(`${notify.url}/v2/notifications/sms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${notifyToken(notify.key)}` },
    body: JSON.stringify({ phone_number: to, template_id: notify.templateId, personalisation: { message: body }, reference: id }),
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    throw new NotifyTrouble('notify no answer', error)
  })
  await response.body?.cancel()
  if (response.ok) return
  if (response.status >= 500 || response.status === 429 || response.status === 408) throw new NotifyTrouble(`notify ${response.status}`)
  throw new NotifyRefusal(response.status)
}
