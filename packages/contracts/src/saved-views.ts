// Filters that someone wants back, under a name of their own. Nobody else sees them.
import { Type, type Static } from 'typebox'
import { Body, Id, Said, Dictionary } from './common.ts'
import { endpoints } from './endpoint.ts'

const page = Type.Enum(['people'])
/** What stands in the address of the page; never a typed name. */
const filters = Dictionary(Type.String({ maxLength: 200 }), '^(programmeId|status|stage|workerId|noContactDays|sort)$')
export const SavedView = Type.Object({
  id: Id,
  page,
  name: Type.String(),
  filters: Type.Unsafe<Record<string, string>>({ type: 'object', additionalProperties: { type: 'string' } }),
})
export type SavedView = Static<typeof SavedView>
export const NewSavedView = Body({ page, name: Said(60), filters })
export type NewSavedView = Static<typeof NewSavedView>

const params = Type.Object({ viewId: Id })
export const savedViews = endpoints('saved-views', {
  list: {
    method: 'GET',
    url: '/saved-views',
    schema: {
      summary: 'My saved views of a page',
      querystring: Type.Object({ page: Type.Optional(page) }),
      response: { 200: Type.Object({ items: Type.Array(SavedView) }) },
    },
  },
  keep: {
    method: 'PUT',
    url: '/saved-views/:viewId',
    schema: { summary: 'Keep these filters under a name', params, body: NewSavedView, response: { 200: SavedView, 201: SavedView } },
  },
  forget: {
    method: 'DELETE',
    url: '/saved-views/:viewId',
    schema: { summary: 'Forget a saved view', params, response: { 204: Type.Null() } },
  },
})
