// Who may meet what somebody wrote about a young person, and by which readings: the whole table, by the words of the role matrix. What is not
// here is nobody's. "self" is the young person whom it is about; mentor, partner and supervisor are those to whom this one is given.
const team = 'lead officer secondOfficer'
const keepers = 'safeguarding lead' // the lead is the deputy of this programme

/** What (table.column), by whom, at which operations ("*": wherever they meet this person at all), and why. */
export const maySee: [what: RegExp, who: string, at: string, why: string][] = [
  // The person.
  [
    /^participants\.(known_as|pronouns)$/,
    `${team} self safeguarding mentor partner supervisor`,
    '*',
    'What to call someone who is given to them',
  ],
  [
    /^participants\.known_as$/,
    'data',
    'rights.* complaints.* restrictions.* retention.* whatTheySee.*',
    'Whoever answers about a record must know whose it is',
  ],
  [
    /^participants\.communication_note$/,
    `${team} self safeguarding mentor partner supervisor`,
    'participants.read',
    'How best to talk with them, for whoever is to',
  ],
  [/^participants\.next_step$/, `${team} self`, 'participants.list participants.read', 'The plan of the team, shared with them'],
  [/^participants\.next_step$/, 'lead', 'exportFiles.file', 'The list of people, for those who lead the programme'],
  [/^participant_contacts\./, `${team} self safeguarding`, 'participants.contact', 'Contact details, behind a reading that is logged'],
  [/^participant_contacts\.(address|postcode)$/, team, 'visits.prepare', 'Where to go'],
  [
    /^participant_contacts\.family_name$/,
    `${team} self safeguarding`,
    'participants.list participants.read participants.find nominations.findAlike',
    'To tell two of one name apart',
  ],
  [/^participant_contacts\.family_name$/, team, 'register.read', 'On the sheet only when it is asked for'],
  // Before they said yes.
  [/^(nominations|triage_decisions)\./, `${team} safeguarding`, 'nominations.*', 'Who was suggested, for those who decide'],
  [/^nominations\.first_name$/, 'lead', 'day.read', 'One that waits for an answer today'],
  // What they said, and what was written of it.
  [
    /^(notes\((visit|contact)\)|visits|contact_events)\./,
    `${team} self`,
    'visits.* contacts.* participants.story me.record',
    'A visit is shared with the person whom it was to',
  ],
  [/^visits\.place$/, team, 'visitSafety.*', 'Where somebody is who has not come out'],
  [
    /^notes\(mentoring\)\.|^mentoring_sessions\./,
    `${team} self mentor`,
    'mentoring.* participants.story me.record',
    'Written by the mentor',
  ],
  [/^mentor_matches\.(purpose|boundaries|contact_routes|goals)$/, `${team} self mentor`, 'mentoring.*', 'The agreement of the two'],
  [/^mentor_matches\.ended_words$/, team, 'mentoring.*', 'Why it ended, told to the team alone'],
  [
    /^(interests|assets|goals)\./,
    `${team} self mentor partner`,
    'interests.* participants.story trace.interest measures.steps me.*',
    'What they like, for whoever may offer something',
  ],
  [/^interests\.(own_words|tag)$/, team, 'course-elements.seeds visits.prepare board.read', 'What a course is made of'],
  [/^measures\.words$/, `${team} self mentor`, 'measures.steps participants.story me.record', 'Steps that they rate themselves'],
  [
    /^(destinations\.evidence|follow_ups\.words)$/,
    `${team} self mentor`,
    'destinations.* participants.story me.record',
    'Where they are now',
  ],
  [/^participation_agreements\./, `${team} self`, 'participants.deals participants.story me.deal me.record', 'Their deal'],
  [/^participant_steps\./, `${team} self safeguarding`, 'participants.story me.record', 'From one stage to the next'],
  [/^significant_events\.impact$/, `${team} self safeguarding`, 'chronology.read', 'What mattered, in order'],
  [/^(entry_replies|own_answers|own_asks)\.words$/, `${team} self`, 'replies.list me.*', 'Their replies, and ours'],
  [/^(attachments|attachment_bytes)\./, `${team} self`, 'attachments.*', 'Files about them'],
  // On courses, in the programme.
  [/^adaptation_voices\.words$/, `${team} self`, 'adaptations.read', 'What was said about a change'],
  [/^enrolments\.choices_offered$/, `${team} self mentor`, 'enrolments.*', 'What else they were offered'],
  [/^session_replies\.words$/, team, 'register.read', 'Why they cannot come, to those who hold the register'],
  [/^contributions\./, `${team} self`, 'contributions.*', 'What they gave'],
  [/^supporter_links\.words$/, team, 'supporters.read', 'How somebody stands by them'],
  [/^(promises|promise_steps)\./, `${team} self`, 'promises.*', 'Promises, on both sides'],
  // At work.
  [/^placements\.(adjustments)$/, `${team} self partner supervisor`, 'placements.read', 'What makes the work possible'],
  [/^placements\.(travel|match_reason|ended_reason)$/, `${team} self`, 'placements.read', 'Between them and the team'],
  [
    /^placement_reviews\(partner\)\.words$/,
    `${team} self partner supervisor`,
    'placements.read participants.story me.record',
    'Written by the partner',
  ],
  [
    /^placement_reviews\(participant\)\.words$/,
    `${team} self`,
    'placements.read participants.story me.record',
    'Said by them about the partner, not to the partner',
  ],
  // What keeps people safe.
  [/^visit_risk_flags\./, team, 'participants.safety warnings.list', 'Warnings, for those who go there'],
  [/^visit_risk_flags\.what_to_do$/, team, 'participants.read visits.prepare visitSafety.*', 'What to do at the door'],
  [/^risk_benefits\./, team, 'risk-benefits.*', 'A weighing that names one person is the team’s'],
  [/^safeguarding_concerns\./, keepers, 'concerns.read', 'Concerns are read by those who keep safe, on one page'],
  [/^safeguarding_concerns\.about_whom$/, keepers, 'concerns.list', 'Whom it is about, when it is nobody on our list'],
  [/^break_glass\./, 'lead data secondOfficer', 'breakGlass.*', 'Why somebody looked: who did, and those who judge it'],
  // What went out, and their rights.
  [/^info_shares\./, `${team} data`, 'shares.*', 'What was passed on, to whom, why'],
  [/^info_shares\.to_organisation$/, 'lead', 'board.home', 'What waits for their look, and to which organisation it would go'],
  [/^info_shares\.(to_person|to_organisation|why|their_view)$/, 'self', 'me.shared', 'What was passed on about them'],
  [/^consents\./, team, 'consents.list', 'What they said yes to'],
  [/^consents\./, 'self', 'me.shared', 'What they said yes to'],
  [/^rights_(requests|pauses|entries|packages)\./, 'lead data', 'rights.*', 'Answered by the data lead, checked by a second person'],
  [/^rights_(requests\.(words|outcome_words)|pauses\.asked)$/, 'self', 'me.rights', 'What they asked, and our answer'],
  [/^rights_packages\.(pdf|json) sent$/, 'self', 'me.ownPdf me.ownJson', 'Their copy'],
  [/^rights_complaints\./, 'data', 'complaints.*', 'A complaint is the data lead’s to answer'],
  [/^rights_complaints\.(words|answer)$/, 'self', 'complaints.read me.rights', 'Their complaint, and our answer'],
  [/^rights_complaints\.acknowledged_words$/, 'self', 'me.rights', 'Their complaint, and our answer'],
  [/^restrictions\.(reason|lifted_reason)$/, `${team} data`, 'restrictions.list', 'Those who must stop using a record know why'],
  [/^restrictions\.told_words$/, 'self', 'me.rights', 'Said to them'],
  [/^erasure_requests\.(words|answer)$/, 'lead data', 'retention.requests', 'Decided by two'],
  [/^erasure_requests\.answer$/, 'self', 'me.erasure', 'Our answer'],
  [/^retention_holds\./, 'lead data', 'retention.holds', 'Why a record is kept longer'],
  // Half-written, and on its way in: whose it is.
  [/^drafts\.(title|body) of lead$/, 'lead', 'drafts.* day.read', 'One’s own draft'],
  [/^drafts\.(title|body) of officer$/, 'officer', 'drafts.* day.read', 'One’s own draft'],
  [/^import_rows\./, 'lead', 'imports.*', 'One’s own file'],
]

const at = (list: string, operation: string) =>
  list.split(' ').some((one) => one === '*' || one === operation || (one.endsWith('.*') && operation.startsWith(one.slice(0, -1))))

/** The line by which a person may read a canary at an operation; undefined: none. */
export function lineFor(canary: string, person: string, operation: string): number | undefined {
  const aboutRosa = canary.startsWith('rosa '),
    held = canary.startsWith('withheld '),
    what = canary.replace(/^(rosa|withheld) /, '')
  const own = person === (aboutRosa ? 'rosa' : 'sam')
  if (own && held) return undefined
  if (aboutRosa && ['mentor', 'partner', 'supervisor'].includes(person)) return undefined
  const as = own ? 'self' : person
  const line = maySee.findIndex(([words, who, where]) => words.test(what) && who.split(' ').includes(as) && at(where, operation))
  return line < 0 ? undefined : line
}

/** Whether a person may read a canary anywhere at all: what a write answers is what its reading would. */
export const mayMeet = (canary: string, person: string): boolean =>
  maySee.some(([, , operations]) => operations.split(' ').some((one) => lineFor(canary, person, one.replace(/\*$/, '')) !== undefined))
