export const pulseWords = {
  /** The questions of the pulse, as those who are asked read them. */
  pulseQuestion: {
    had_a_say: 'I had a say in what we do',
    someone_listened: 'Someone who could change things listened',
    something_changed: 'Something changed because of us',
    told_what_and_why: 'We were told what happened and why',
    gave_something: 'I gave something that others used',
    promises_kept: 'People kept their promises to me',
    my_pace: 'It went at my pace',
    can_change_the_plan: 'I can change the plan without asking above me',
    backed_when_it_goes_wrong: 'My organisation backs me when a shared decision goes wrong',
    time_for_their_pace: 'I have time to work at their pace',
    managers_know_an_idea: 'Our managers know a young person’s idea we adopted',
    targets_pull_against: 'Targets pull against sharing power',
  },
  pulseAnswer: { 1: 'Never', 2: 'Rarely', 3: 'Sometimes', 4: 'Often', 5: 'Always' },
  pulseAsked: { participants: 'Young people', officers: 'Officers' },
  /** The officers' five, said for a whole programme and for an organisation. */
  programmeStatement: {
    can_change_the_plan: 'Officers can change the plan without asking above them',
    backed_when_it_goes_wrong: 'The programme backs officers when a shared decision goes wrong',
    time_for_their_pace: 'Officers have time to work at young people’s pace',
    managers_know_an_idea: 'Those who run the programme know a young person’s idea we adopted',
    targets_pull_against: 'Our targets pull against sharing power',
  },
  organisationStatement: {
    can_change_the_plan: 'Our people can change the plan without asking above them',
    backed_when_it_goes_wrong: 'We back our people when a shared decision goes wrong',
    time_for_their_pace: 'Our people have time to work at young people’s pace',
    managers_know_an_idea: 'Our managers know a young person’s idea that was adopted',
    targets_pull_against: 'Our targets pull against sharing power',
  },
  coherenceLevel: { programme: 'Programme', organisation: 'Organisation' },
}
