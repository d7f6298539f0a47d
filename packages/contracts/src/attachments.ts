// Files about one young person. Announced first, because a file's name is no part of an address; then its bytes are sent by themselves.
import { Type, type Static } from 'typebox'
import { Body, Can, Id, Instant, Nullable, Said, Words } from './common.ts'
import { endpoints } from './endpoint.ts'

export const attachmentLimits = {
  bytes: 10 * 1024 * 1024,
  /** Of a picture. */
  pixels: 50_000_000,
  /** Of a document once unpacked. */
  unpacked: 100 * 1024 * 1024,
  parts: 2000,
} as const
export const AttachmentAbout = Type.Enum(['person', 'visit', 'placement'])
export type AttachmentAbout = Static<typeof AttachmentAbout>
export const AttachmentStatus = Type.Enum(['announced', 'checking', 'kept', 'quarantined', 'removed'])
export type AttachmentStatus = Static<typeof AttachmentStatus>

export const Attachment = Type.Object({
  id: Id,
  participantId: Id,
  about: AttachmentAbout,
  /** The visit or placement; null when it is about the person. */
  aboutId: Nullable(Id),
  name: Type.String(),
  description: Type.String(),
  /** Bytes; null before they came. */
  size: Nullable(Type.Integer()),
  mediaType: Nullable(Type.String()),
  /** SHA-256 in hexadecimal of what is kept, which for a picture is less than what was sent: where it was taken is left out. */
  digest: Nullable(Type.String()),
  status: AttachmentStatus,
  scanned: Type.Boolean(),
  shared: Type.Boolean(),
  addedAt: Instant,
  addedBy: Nullable(Type.String()),
  removedReason: Type.String(),
  version: Type.Integer(),
  can: Can('send', 'remove'),
})
export type Attachment = Static<typeof Attachment>

/** No slash, no control characters; the last part of a path is taken by the page. Directions that turn text around are refused. */
const FileName = Type.String({
  minLength: 1,
  maxLength: 120,
  pattern: '^(?=.*\\S)[^\\u0000-\\u001f\\u007f/\\\\\\u202a-\\u202e\\u2066-\\u2069]+$',
})
export const NewAttachment = Body({ about: AttachmentAbout, aboutId: Type.Optional(Id), name: FileName, description: Words(500) })
export type NewAttachment = Static<typeof NewAttachment>

const ofPerson = Type.Object({ participantId: Id })
const one = Type.Object({ participantId: Id, attachmentId: Id })
const at = '/participants/:participantId/attachments'
export const attachments = endpoints('attachments', {
  list: {
    method: 'GET',
    url: at,
    schema: {
      summary: 'Files about one young person, newest first',
      params: ofPerson,
      response: { 200: Type.Object({ items: Type.Array(Attachment), can: Can('add', 'addToPerson'), maxBytes: Type.Integer() }) },
    },
  },
  announce: {
    method: 'PUT',
    url: `${at}/:attachmentId`,
    schema: { summary: 'Say which file will come', params: one, body: NewAttachment, response: { 200: Attachment, 201: Attachment } },
  },
  send: {
    method: 'PUT',
    url: `${at}/:attachmentId/bytes`,
    schema: {
      summary: 'Send the file itself',
      description:
        'JPEG, PNG, WebP, PDF, Word (docx) or OpenDocument text, known by its content; at most 10 MB. Sending it twice is harmless.',
      consumes: ['application/octet-stream'],
      params: one,
      body: Type.Unsafe<Blob>({}),
      response: { 200: Attachment },
    },
  },
  bytes: {
    method: 'GET',
    url: `${at}/:attachmentId/bytes`,
    schema: {
      summary: 'The file, to be saved: never to be run',
      produces: ['application/octet-stream'],
      params: one,
      response: { 200: Type.String() },
    },
  },
  remove: {
    method: 'POST',
    url: `${at}/:attachmentId/remove`,
    schema: {
      summary: 'Remove the file for good; that there was one stays',
      params: one,
      body: Body({ reason: Said(500), version: Type.Integer() }),
      response: { 200: Attachment },
    },
  },
})
