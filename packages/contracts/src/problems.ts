// Every refusal has a name. The API answers with it (RFC 9457); the web keeps the words for people in en.ts.
export const problems = {
  'invalid-input': [400, 'Some answers need attention'],
  'unreadable-body': [400, 'The request could not be read'],
  'signed-out': [401, 'Please sign in'],
  'wrong-sign-in': [401, 'That e-mail and password do not go together'],
  forbidden: [403, 'You may not do this'],
  'cross-site': [403, 'The request came from another site'],
  'not-found': [404, 'Not found'],
  'already-exists': [409, 'Something else is already kept under this id'],
  'changed-meanwhile': [409, 'Someone changed this meanwhile'],
  'too-large': [413, 'That is too large'],
  'wrong-content-type': [415, 'This content type is not taken here'],
  'link-spent': [410, 'This link has been used or has run out'],
  'too-many-guesses': [429, 'Too many guesses; wait a little'],
  unexpected: [500, 'Something went wrong'],
  'busy-now': [503, 'The service is busy; try again in a moment'],
} as const satisfies Record<string, readonly [number, string]>

export type ProblemName = keyof typeof problems

export interface FieldError { pointer: string; keyword: string; detail: string }

/** What travels as application/problem+json. */
export interface ProblemBody { type: `/problems/${ProblemName}`; title: string; status: number; instance: string; errors?: FieldError[]; [extra: string]: unknown }
