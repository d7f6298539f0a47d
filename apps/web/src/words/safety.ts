// Words of chronologies and warning notes.
export const safetyWords = {
  eventEffect: { better: 'Made things better', worse: 'Made things harder', mixed: 'Both' },
  warningCode: {
    two_people: 'Go in twos',
    ring_first: 'Ring first',
    meet_elsewhere: 'Meet somewhere else',
    not_after_dark: 'Not after dark',
    animal: 'Animal',
    way_in: 'The way in',
    other: 'Something else',
  },
}
