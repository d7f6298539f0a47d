export const boardWords = {
  outcomeStage: { nominated: 'Nominated', visited: 'Visited at home', toldInterests: 'Told us their interests', started: 'Agreed or started a course', finished: 'Finished it', placementOrJob: 'Placement or job' },
  waitingFor: { nomination: 'Nomination to decide', offer: 'Offer to check', course: 'Course put to the group', safety_review: 'Safety review overdue' },
  confounder: {
    police_operation: 'A police operation',
    event_policing: 'Policing of an event',
    key_person_moved: 'A key person moved or went to prison',
    cctv_or_lighting: 'New cameras or lighting',
    season: 'The season',
    recording_change: 'A change in recording',
    school_holiday: 'School holidays',
  },
  /** Why a figure is less sure than it looks. */
  caveat: {
    not_proof: 'This does not prove the programme caused it.',
    no_comparator: 'There is no area to compare with, so nobody can say what would have happened anyway.',
    missing_months: 'Some months are not known, so no change is worked out.',
    small_base: 'It started from fewer than 20. From so small a number, a fall of about 15 would be needed for even weak evidence.',
    short_baseline: 'Fewer than 24 months before were looked at, which cannot show whether the start was a peak.',
    started_at_a_peak: 'The months just before the start were unusually high. What is high often falls by itself.',
    sizes_differ: 'The two areas started from very different numbers, so they are a poor match.',
    overdispersed: 'The months go up and down more than chance alone would make them. The wider range allows for that.',
    revised: 'Some months were revised after they were first published. The latest figures are used.',
    sources_differ: 'The figures come from more than one source or definition.',
    confounders: 'Other things happened that could explain some of it.',
  },
  designScale: { what_works_growth: 'What Works Centre scale', sherman_1997: 'Maryland scale of 1997' },
}
