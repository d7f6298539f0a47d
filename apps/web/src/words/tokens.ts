export const tokensWords = {
  tokenState: { live: 'Works', expired: 'Has run out', revoked: 'Revoked' },
  tokenCategory: {
    programme: 'Programmes, courses and counts',
    identity: 'Names',
    contact: 'How to reach them',
    interests: 'Interests',
    participation: 'Taking part',
    notes: 'Visits and notes',
    risk: 'Safe visits',
    outcomes: 'Outcomes',
    power: 'Ideas and decisions',
  },
  tokenReach: { everything: 'Everything I may see', some: 'Some of it' },
  tokenDeed: { reads: 'Read only', writes: 'Read and change' },
}
