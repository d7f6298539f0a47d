/** What is said where an answer is missing. */
export const termsWords = {
  programmeId: 'Choose a programme',
  partnerId: 'Choose a partner',
  categories: 'Choose at least one kind of data',
  purpose: 'Say what it is for',
  from: 'Give the first day',
  'from gap': 'The agreement before it ends earlier than that',
  until: 'Give the last day',
  'until order': 'The last day is before the first',
  'reviewDue outside': 'Choose a day between the first and the last',
}
export const basisWords = {
  article6: 'Choose what you stand on',
  'article6 publicBody': 'A public body cannot stand on this for its own tasks',
  article9: 'Choose the condition of article 9 too: what is shared can be very private',
  schedule1: 'Choose the condition of schedule 1 too: what is shared can be very private',
}
