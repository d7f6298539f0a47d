import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable, Paging } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

/** What the service wrote to someone, as the development mailbox shows it. */
export const Message = Type.Object({
  id: Id,
  kind: Type.Enum(['invitation', 'password', 'me', 'notice', 'code', 'own', 'share']),
  channel: Type.Enum(['email', 'text']),
  to: Type.String(),
  subject: Type.String(),
  body: Type.String(),
  status: Type.Enum(['waiting', 'sent', 'failed']),
  writtenAt: Instant,
  sentAt: Nullable(Instant),
  failure: Nullable(Type.String()),
})
export type Message = Static<typeof Message>

export const messages = endpoints('messages', {
  list: {
    method: 'GET',
    url: '/messages',
    schema: {
      summary: 'The development mailbox; not found where messages really go out',
      querystring: Type.Object(Paging),
      response: { 200: Page(Message) },
    },
  },
})
