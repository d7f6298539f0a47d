export const accountsWords = {
  personState: { invited: 'Invited', active: 'Can sign in', disabled: 'Switched off', left: 'Has left' },
  auditVerb: { insert: 'Added', update: 'Changed', delete: 'Removed' },
  /** What an agreement shares, short enough for a list. */
  categoryShort: {
    identity: 'Names',
    contact: 'Contact',
    interests: 'Interests',
    participation: 'Taking part',
    notes: 'Notes',
    risk: 'Safe visits',
    outcomes: 'Outcomes',
    safeguarding: 'Safeguarding',
    power: 'Decisions',
  },
  messageKind: {
    invitation: 'Invitation',
    password: 'New password',
    me: 'A young person’s link',
    notice: 'Notice',
    share: 'A link to someone outside',
  },
}
