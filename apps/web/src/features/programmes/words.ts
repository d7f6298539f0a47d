// Words of the forms and cards of a programme.
export const aboutWords = {
  name: 'Give the programme a name',
  'name taken': 'Another programme has this name',
  areaId: 'Choose where it is',
  'deadlineWhat required': 'Say what happens on that day',
  'deadlineOn required': 'Say when that is',
  'invitedCount minimum': 'Give a number, 0 or more',
  'invitedCount type': 'Give a whole number',
  'safeguardingDeputyId same': 'The deputy must be someone else than the lead',
}
/** What each step means for those who take it. */
export const stepWords: Record<string, string> = {
  spotted: 'Someone noticed a group that nobody works with.',
  convened: 'The partners sat down together.',
  preparing: 'Agreements, checks and people are being put in place.',
  outreach: 'Officers knock on doors and ask what young people want.',
  co_design: 'The group and the partners plan a course together.',
  running: 'The course runs, and changes when the group says so.',
  winding_down: 'Endings, thanks, and what comes next for each.',
  follow_up: 'Asking after 3, 6, 9 and 12 months how they are.',
  closed: 'The programme is over. Its lessons stay.',
  paused: 'Nothing is done for now. It goes on where it paused.',
}
