// Every refusal has a name. The API answers with it (RFC 9457); the web keeps the words for people in en.ts.
export const problems = {
  'invalid-input': [400, 'Some answers need attention'],
  'unreadable-body': [400, 'The request could not be read'],
  'signed-out': [401, 'Please sign in'],
  'wrong-sign-in': [401, 'That e-mail and password do not go together'],
  forbidden: [403, 'You may not do this'],
  'cross-site': [403, 'The request came from another site'],
  'not-to-yourself': [403, 'Someone else has to do this for you'],
  'not-found': [404, 'Not found'],
  'already-exists': [409, 'Something else is already kept under this id'],
  'changed-meanwhile': [409, 'Someone changed this meanwhile'],
  'already-joined': [409, 'This person has accepted already'],
  'already-has-role': [409, 'This person has this role already'],
  'shut-out': [409, 'This account is disabled, or its owner has left'],
  'partner-leads-programme': [409, 'This partner leads a programme that is not closed'],
  'lead-needs-no-agreement': [409, 'The lead partner sees its programme without an agreement'],
  'agreement-over': [409, 'This agreement is over already'],
  'course-full': [409, 'Every place on this course is taken'],
  'group-has-not-decided': [409, 'The group has not decided about this course yet'],
  'course-not-ready': [409, 'Something the course needs for this is still open'],
  'course-step-skipped': [409, 'A course moves one step at a time'],
  'course-over': [409, 'This course is over'],
  'already-on-course': [409, 'They are on this course already'],
  'not-on-course': [409, 'Someone here was not on the course that day'],
  'session-cancelled': [409, 'This session was cancelled'],
  'session-held': [409, 'This session has been held'],
  'provider-not-checked': [409, 'There is no live talk with this provider about this site'],
  'opportunity-closed': [409, 'This offer is not taking anyone on any more'],
  'opportunity-full': [409, 'All the places of this offer are taken'],
  'already-suggested': [409, 'This offer was already suggested to this young person'],
  'not-the-next-step': [409, 'That step does not follow this one'],
  'not-sustained-yet': [409, 'The job has not lasted that long yet'],
  'partner-not-said-yes': [409, 'The partner has not said yes yet'],
  'already-mentored': [409, 'This young person already has a mentor, or one is being asked'],
  'match-not-live': [409, 'This mentoring match is not at that stage'],
  'pvg-missing': [409, 'Someone who works with under-18s has no confirmed PVG'],
  'visit-already-booked': [409, 'This officer has another visit at that time'],
  'visit-not-open': [409, 'This visit was already recorded, moved or called off'],
  'visit-not-recorded': [409, 'This visit has not been recorded'],
  'contact-ended': [409, 'They asked us to stop'],
  'outreach-not-started': [409, 'The programme may not knock on doors yet'],
  'too-late-to-undo': [409, 'This was saved too long ago to undo'],
  'concern-step-skipped': [409, 'This concern is at another step'],
  'programme-not-ready': [409, 'Something is missing before anyone knocks on a door'],
  'programme-cannot-move': [409, 'The programme cannot go there from here'],
  'nomination-already-decided': [409, 'This suggestion has been decided already'],
  'nomination-taking-part': [409, 'They are taking part; the ending is written on their own page'],
  'file-too-large': [413, 'The file is larger than can be taken in at once'],
  'file-not-understood': [400, 'The file could not be read as a table'],
  'import-not-ready': [409, 'Some columns are still to be matched'],
  'import-under-way': [409, 'This file is already being taken in, or has been'],
  'agreement-missing': [409, 'There is no agreement to take part yet'],
  'agreement-live': [409, 'There is an agreement already'],
  'agreement-withdrawn': [409, 'This agreement has ended'],
  'parent-agreement-missing': [409, 'Someone under 16 needs a parent or carer to agree too'],
  'safety-flag-ended': [409, 'This alert has ended already'],
  'view-name-taken': [409, 'You have a view with this name already'],
  'newer-count-known': [409, 'A newer extract of this month is already kept'],
  'too-large': [413, 'That is too large'],
  'wrong-content-type': [415, 'This content type is not taken here'],
  'link-spent': [410, 'This link has been used or has run out'],
  'too-many-guesses': [429, 'Too many guesses; wait a little'],
  unexpected: [500, 'Something went wrong'],
  'busy-now': [503, 'The service is busy; try again in a moment'],
} as const satisfies Record<string, readonly [number, string]>

export type ProblemName = keyof typeof problems

export interface FieldError {
  pointer: string
  keyword: string
  detail: string
}

/** What travels as application/problem+json. */
export interface ProblemBody {
  type: `/problems/${ProblemName}`
  title: string
  status: number
  instance: string
  errors?: FieldError[]
  [extra: string]: unknown
}
