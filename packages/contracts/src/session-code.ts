// A young person's other way in: a code of six digits, sent to the number or address that their team knows.
import { Type, type Static } from 'typebox'
import { Body } from './common.ts'
import { endpoints } from './endpoint.ts'
import { Entered } from './session.ts'

const address = Type.String({ minLength: 5, maxLength: 254, pattern: '\\S' })
export const CodeRequest = Body({ address })
export type CodeRequest = Static<typeof CodeRequest>
export const CodeSignIn = Body({ address, code: Type.String({ pattern: '^[0-9]{6}$' }) })
export type CodeSignIn = Static<typeof CodeSignIn>

export const sessionCode = endpoints('session', {
  askForCode: {
    method: 'POST',
    url: '/session/code',
    schema: {
      summary: 'Ask for a code; the answer is the same whether or not anyone has this number or address',
      body: CodeRequest,
      response: { 204: Type.Null() },
    },
  },
  signInByCode: {
    method: 'POST',
    url: '/session/code/use',
    schema: { summary: 'Sign in with a code', body: CodeSignIn, response: { 201: Entered } },
  },
})
