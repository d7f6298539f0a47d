// Checks of people who work with young people, looks in an emergency, reviews of roles.
export const pvgWords = {
  workforce: { children: 'Children', adults: 'Protected adults', both: 'Both' },
  roleKind: { mentor: 'Mentor', outreach_officer: 'Outreach officer', placement_supervisor: 'Placement supervisor' },
  /** By what somebody may be beside an under-18, for a choice in a form. */
  clearBy: { pvg: 'PVG confirmed', not_regulated: 'role not regulated', none: 'no PVG yet' },
  checkState: {
    clear: 'Clear',
    due_soon: 'To renew soon',
    run_out: 'Has run out',
    adults_only: 'For adults only',
    ended: 'Ended',
    none: 'No check',
  },
  roleOutcome: { regulated: 'Regulated', not_regulated: 'Not regulated' },
  toArrange: {
    mentor: 'Mentors',
    outreach_officer: 'Is to visit',
    placement_supervisor: 'Looks after at work',
    worker: 'Is the worker of',
  },
  lookState: { open: 'Open now', to_review: 'To be judged', reviewed: 'Judged' },
  attemptOutcome: { opened: 'Opened a record', unknown: 'Found nobody', yours: 'Was in their own work' },
  accessDecision: { keep: 'Still needed', end: 'Ended' },
}
