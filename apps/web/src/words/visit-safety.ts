// Words of going out and coming home safe.
export const visitSafetyWords = {
  safetyStep: {
    planned: 'Planned',
    changed: 'Plan changed',
    flags_read: 'Warning notes read',
    approved: 'A lead said yes',
    lapsed: 'Others go now: the yes no longer counts',
    checked_in: 'At the door',
    extended: 'More time',
    fine: '“I am fine”',
    checked_out: 'Out and safe',
    cleared: 'False alarm: out and safe',
    debriefed: 'Said how it went',
    closed: 'Closed',
    buddy_told: 'No word: the buddy was told',
    leads_told: 'No word: the leads were told',
  },
  safetyMissing: { buddy: 'a buddy', second_officer: 'a second officer', flags_read: 'warning notes to be read by those who go' },
  debriefHow: { well: 'Well', mixed: 'Mixed', hard: 'It was hard' },
  doorDeed: { checkIn: 'At the door', extend: 'More time', fine: '“I am fine”', checkOut: 'Out and safe', clear: 'They are out and safe' },
}
