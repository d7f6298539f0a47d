export const logsWords = {
  unusualKind: {
    outside_caseload: 'Records outside their caseload',
    many_people: 'Many people in one day',
    at_night: 'In the night',
    long_gone: 'Someone who left long ago',
  },
  readingFinding: { explained: 'Explained', not_explained: 'Not explained: to be followed up' },
  exportKind: { people: 'The list of young people', readings: 'Who looked at whom' },
  exportStatus: { waiting: 'Waiting', working: 'Being made', ready: 'Ready', failed: 'It could not be made' },
}
