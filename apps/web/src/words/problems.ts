// What a person reads when something was refused: one sentence in plain words for every problem of the catalogue.
// A problem without words does not compile.
import type { FieldError, ProblemName } from '@modulus/contracts/problems.ts'

const sentences: Record<ProblemName | 'offline', string> = {
  'invalid-input': 'Some answers need another look.',
  'unreadable-body': 'That did not arrive whole. Try again.',
  'signed-out': 'You have been signed out. Sign in again to go on.',
  'second-factor-needed': 'Show once more that it is you: with your passkey, or a code.',
  'wrong-code': 'That code is not right, or it is too old. Ask for a new one.',
  'already-answered': 'Somebody has answered this already.',
  'nothing-to-leave-out': 'This entry has no words that could be left out. Keep it, and tell them why.',
  'session-over': 'This session is over, or it was called off.',
  'wrong-sign-in': 'That e-mail and password do not go together. Check both and try again.',
  forbidden: 'You can see this, but you may not do that here. Ask the programme lead if you think you should.',
  'cross-site': 'That came from another site, so it was not done. Open Modulus afresh and try again.',
  'not-to-yourself': 'You cannot do this to your own account. Ask another administrator.',
  'already-joined': 'They have accepted the invitation already. They can sign in.',
  'already-has-role': 'They have this role in this programme already.',
  'shut-out': 'This account is switched off, or the person has left. Let them back in first.',
  'partner-leads-programme': 'This partner leads a programme that is still going. Give the programme another lead first.',
  'lead-needs-no-agreement': 'This partner leads the programme, so it needs no agreement.',
  'agreement-over': 'This agreement is over already. Make a new one to share again.',
  'not-found': 'This is not here, or it is not yours to see.',
  'already-exists': 'This was already saved, with other answers. Reload the page to see what is kept.',
  'changed-meanwhile': 'Someone else changed this while you had it open. Nothing of yours has overwritten theirs.',
  'provider-not-checked': 'Nobody has talked this site through with the provider in the last twelve months. Record that talk first.',
  'opportunity-closed': 'This offer is not taking anyone on any more.',
  'opportunity-full': 'All the places of this offer are taken.',
  'already-suggested': 'This offer was already suggested to this young person.',
  'not-the-next-step': 'That step does not follow from where this is now. Reload the page to see where it is.',
  'not-sustained-yet': 'The job has not lasted that long yet. The weeks count from its first day: come back once they have passed.',
  'partner-not-said-yes': 'The partner has not said yes yet. Record their yes first.',
  'already-mentored': 'This young person already has a mentor, or one is being asked.',
  'match-not-live': 'This mentoring match is not at that stage. Reload the page to see where it is.',
  'pvg-missing': 'They may be under 18, so the adult beside them needs a confirmed PVG first. Ask an administrator to record it.',
  'visit-already-booked': 'There is another visit at that time. Choose a different time, or a different officer.',
  'visit-not-open': 'This visit was already recorded, moved or called off. Reload the page to see how it stands.',
  'visit-not-recorded': 'This visit has not been recorded yet.',
  'contact-ended':
    'They asked us to stop, so no visit can be planned. If they get in touch again, change where they are in the programme first.',
  'outreach-not-started': 'This programme is still getting ready. Visits can be planned once it has started knocking on doors.',
  'too-late-to-change': 'This was saved more than 30 minutes ago, so it stays as it is. Write a new one that puts it right.',
  'stop-stands':
    'They asked us to stop, and visits were called off with it, so this stays. If it was a mistake, put their status right on their own page.',
  'too-late-to-undo': 'This was saved more than 30 minutes ago. Change it instead.',
  'concern-step-skipped': 'This concern has moved on meanwhile. Reload the page to see how it stands.',
  'programme-not-ready':
    'Not yet: some things must be in place before anyone knocks on a door. The list on this page says what is missing.',
  'programme-cannot-move': 'The programme has moved on meanwhile, or that is not its next step. Reload the page to see where it stands.',
  'nomination-already-decided': 'This has been decided already. Reload the page to see what the panel said.',
  'nomination-taking-part': 'They are taking part by now. Write down the ending on their own page instead.',
  'file-too-large':
    'This file is too big: at most 10 MB, 20,000 rows, 64 columns and 20,000 characters in one cell. Split it and bring in the parts.',
  'file-not-understood': 'This does not look like a CSV file with headings in its first row. In Excel, choose Save as, then CSV UTF-8.',
  'import-not-ready': 'Some columns that every row needs are not matched yet.',
  'import-under-way': 'This file is being taken in, or has been. Reload the page to see how far it is.',
  'course-full': 'Every place on this course is taken. They can wait for one.',
  'group-has-not-decided':
    'The group has not decided yet. The course needs a decision that young people made, or made together with you. Write that down first.',
  'decision-stands': 'This has been decided, and what was decided is not rewritten. Write down a new decision instead.',
  'decision-step-skipped': 'This decision has moved on, or that is not its next step. Reload the page to see where it stands.',
  'limits-not-answered': 'Say first whether the limits were told before anyone chose.',
  'vote-not-ready': 'A vote needs at least two options, and the limits told first.',
  'vote-running': 'A vote has begun, so the question and its options stand as they are. Close the vote first.',
  'vote-closed': 'There is no open vote on this. Votes cannot be added or changed any more.',
  'vote-their-own': 'They voted on their own phone already. Only they can change it.',
  'vote-won-other': 'The vote chose another option. What the vote chose is what was decided.',
  'course-not-ready': 'Not yet: something the course needs is still open. The page says what.',
  'course-step-skipped': 'The course has moved on meanwhile, or that is not its next step. Reload the page to see where it stands.',
  'adaptation-step-skipped': 'This change has moved on meanwhile. Reload the page to see how it stands.',
  'course-over': 'This course is over, so nobody can join it any more.',
  'already-on-course': 'They are on this course already, or waiting for a place.',
  'not-on-course': 'Someone in this register was not on the course that day. Reload the page to see who was.',
  'session-cancelled': 'This session was called off.',
  'session-held': 'This session has been held, so it cannot be called off.',
  'agreement-missing': 'They have not agreed to take part yet. Write down the agreement first.',
  'agreement-live': 'There is an agreement already. Change that one instead.',
  'agreement-withdrawn': 'This agreement has ended meanwhile. Reload the page to see how it stands.',
  'parent-agreement-missing': 'They are under 16, so a parent or carer needs to agree too.',
  'safety-flag-ended': 'This alert has ended already. Reload the page to see what counts now.',
  'view-name-taken': 'You have a view with this name already. Choose another name.',
  'plan-not-copied':
    'That plan belongs to the programme you learned from. Ask your own young people first, then name the interest, idea or decision it came from.',
  'pulse-answered': 'You have answered for this month already. Next month comes round soon.',
  'pulse-not-asked': 'Nothing is asked of you in this programme this month.',
  'survey-answered': 'You have answered for this month already. Next month comes round soon.',
  'survey-not-asked': 'The survey is not asked of you in this programme.',
  'reading-signed': 'This month was signed already. The next one can be signed when the month is over.',
  'ticket-spent': 'This answer was counted already, or its month is over.',
  'sent-with-a-name': 'That came with a name on it, so it was not kept. Close this page, open it afresh and try again.',
  'promise-settled': 'This promise is settled already. Reload the page to see how.',
  'promise-not-asked': 'There is no change to answer any more. Reload the page to see how it stands.',
  'promise-has-its-people': 'Both people of this promise are still here, so it needs no new hand.',
  'too-large': 'That is too big to send.',
  'wrong-content-type': 'This kind of file is not taken here.',
  'link-spent': 'This link has been used already, or it is too old. Ask for a new one.',
  'too-many-guesses': 'Too many tries. Wait a few minutes, then try again.',
  unexpected: 'Something went wrong on our side. What you typed is still here. Try again in a moment.',
  'newer-count-known': 'A newer extract of this month is already here, so this one was not kept.',
  'busy-now': 'Modulus is busy right now. What you typed is still here. Try again in a moment.',
  offline: 'No connection. What you typed is still here. Try again when you have signal.',
}

/** The words for a refusal; a problem that is newer than this page answers with its own title. */
export const wordsForProblem = (problem: { type: string; title: string }): string =>
  (sentences as Record<string, string | undefined>)[problem.type] ?? problem.title

const findings: Record<string, string> = {
  required: 'This needs an answer',
  minLength: 'This needs an answer',
  pattern: 'This needs an answer',
  minItems: 'Choose at least one',
  enum: 'Choose one of these',
  anyOf: 'Choose one of these',
  maxLength: 'This is too long',
  maxItems: 'That is too many',
  type: 'This needs an answer',
  minimum: 'This number is too small',
  maximum: 'This number is too big',
  additionalProperties: 'This does not belong here',
  boolean: 'This does not belong here',
}
const formats: Record<string, string> = {
  date: 'Give a date, like 22 November 2026',
  'date-time': 'Give a date and a time',
  email: 'Give an e-mail address, like name@example.org',
  uuid: 'Choose one',
}

/** The words for one answer. A rule that only the API knows brings its own. */
export function wordsForError({ keyword, detail }: FieldError): string {
  if (keyword === 'format') return formats[/["'“]([\w-]+)["'”]/.exec(detail)?.[1] ?? ''] ?? 'This is not in the right form'
  return findings[keyword] ?? detail
}
