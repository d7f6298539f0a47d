// Word lists that a partnership keeps for itself. A key is what records hold, so it is never renamed; its label is.
import { Type, type Static } from 'typebox'
import { Body, Can, Id, Instant, Nullable, Said } from './common.ts'
import { endpoints } from './endpoint.ts'

export const WordList = Type.Enum(['interest', 'attendance_reason'])
export type WordList = Static<typeof WordList>

export const Word = Type.Object({
  id: Id,
  list: WordList,
  key: Type.String(),
  label: Type.String(),
  position: Type.Integer(),
  retiredAt: Nullable(Instant),
  version: Type.Integer(),
  can: Can('amend'),
})
export type Word = Static<typeof Word>
export const NewWord = Body({ list: WordList, key: Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }), label: Said(80) })
export type NewWord = Static<typeof NewWord>

const one = Type.Object({ wordId: Id })
export const words = endpoints('words', {
  list: {
    method: 'GET',
    url: '/words',
    schema: {
      summary: 'Word lists in their order; retired words only when asked for',
      querystring: Type.Object({ list: Type.Optional(WordList), retired: Type.Optional(Type.Boolean()) }),
      response: { 200: Type.Object({ items: Type.Array(Word) }) },
    },
  },
  add: {
    method: 'PUT',
    url: '/words/:wordId',
    schema: { summary: 'Add a word at the end of a list', params: one, body: NewWord, response: { 200: Word, 201: Word } },
  },
  relabel: {
    method: 'PATCH',
    url: '/words/:wordId',
    schema: {
      summary: 'Say it in other words; the key stays',
      params: one,
      body: Body({ label: Said(80), version: Type.Integer() }),
      response: { 200: Word },
    },
  },
  reorder: {
    method: 'POST',
    url: '/words/order',
    schema: {
      summary: 'Put a list in order',
      body: Body({ list: WordList, ids: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }) }),
      response: { 200: Type.Object({ items: Type.Array(Word) }) },
    },
  },
  retire: {
    method: 'POST',
    url: '/words/:wordId/retire',
    schema: { summary: 'Not offered any more; records keep it', params: one, response: { 200: Word } },
  },
  bringBack: {
    method: 'POST',
    url: '/words/:wordId/bring-back',
    schema: { summary: 'Offer a retired word again', params: one, response: { 200: Word } },
  },
})
