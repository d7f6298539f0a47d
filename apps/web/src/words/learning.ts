export const learningWords = {
  lessonKind: { do_again: 'Do it again', do_differently: 'Do it differently', ask_first: 'Ask first', beware: 'Watch out' },
  heardFrom: { participants: 'Young people', partners: 'Partners', officers: 'Officers', together: 'Everyone together' },
  ingredientChoice: { keep: 'Keep', adapt: 'Adapt', drop: 'Leave out', ask_young_people: 'Ask young people first' },
  insight: {
    time_and_focus: 'Sharing power takes time, focus, give and take, and what we have, brought together',
    assets_and_commitment: 'Seeing the group as people with something to give takes leaders who mean it',
    desired_opportunities: 'It works best where the opportunities are real and wanted',
    trust_and_prevention: 'It builds trust, and trust is the ground for prevention',
    anchor_organisation: 'An anchor organisation can make it go further',
    leadership_from_anywhere: 'The lead may come from outside the usual services',
    sharing_learning: 'There has to be a way to pass on what was learned',
  },
  readinessLevel: { officer: 'Officers', programme: 'Programme', organisation: 'Organisations' },
  readinessScore: { score_0: 'Not yet', score_1: 'A little', score_2: 'Mostly', score_3: 'Fully' },
  principle: { prevention: 'Prevention', performance: 'Performance', partnership: 'Partnership', people: 'People' },
}
