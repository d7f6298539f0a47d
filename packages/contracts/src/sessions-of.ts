// Where somebody else is signed in: for administrators.
import { Type } from 'typebox'
import { Id } from './common.ts'
import { endpoints } from './endpoint.ts'
import { MySession } from './session.ts'

const one = Type.Object({ personId: Id })
export const sessionsOf = endpoints('sessions', {
  list: {
    method: 'GET',
    url: '/people/:personId/sessions',
    schema: { summary: 'Where a person is signed in', params: one, response: { 200: Type.Object({ items: Type.Array(MySession) }) } },
  },
  endOne: {
    method: 'DELETE',
    url: '/people/:personId/sessions/:deviceId',
    schema: {
      summary: 'Sign a person out on one device, at once',
      params: Type.Object({ personId: Id, deviceId: Id }),
      response: { 204: Type.Null() },
    },
  },
  endAll: {
    method: 'POST',
    url: '/people/:personId/sessions/end-all',
    schema: { summary: 'Sign a person out everywhere, at once', params: one, response: { 200: Type.Object({ ended: Type.Integer() }) } },
  },
})
