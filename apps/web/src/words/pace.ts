export const paceWords = {
  /** Keys are 1 to 5. */
  paceReading: { 1: 'Much too slow', 2: 'A bit slow', 3: 'About right', 4: 'A bit fast', 5: 'Much too fast' },
  paceWhere: { meeting: 'At a meeting', visit: 'At a visit', session: 'At a session' },
  paceAction: { slow_down: 'Slow down', hold: 'Hold', carry_on: 'Carry on', speed_up: 'Speed up' },
  paceStep: {
    visited: 'Knocked on doors',
    heard: 'Heard what they like',
    shaping: 'Shaping a course',
    agreed: 'The group agreed it',
    running: 'It runs',
    judged: 'Judged it together',
  },
  paceNext: {
    visited: 'knock on doors',
    heard: 'hear what they like',
    shaping: 'shape a course together',
    agreed: 'let the group agree it',
    running: 'begin',
    judged: 'judge it together',
  },
  pressureSource: {
    funder: 'A funder',
    partner: 'A partner',
    council: 'The council',
    event: 'An event',
    season: 'The time of year',
    staffing: 'Our own staffing',
    other: 'Something else',
  },
  pressureResponse: { resisted: 'We said no', absorbed: 'We carried it ourselves', compromised: 'We met halfway', yielded: 'We gave way' },
  pressureState: { open: 'Pressing', answered: 'Answered', passed: 'Passed by' },
}
