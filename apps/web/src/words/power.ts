export const powerWords = {
  powerLevel: {
    level_0: 'Decided without them, not told',
    level_1: 'They were told',
    level_2: 'They were asked first',
    level_3: 'They were asked, and told why or why not',
    level_4: 'Decided together',
    level_5: 'They decided, inside agreed limits',
    level_6: 'They decided',
  },
  changeOutcome: { did: 'Done', partly: 'Partly done', trying: 'Being tried', could_not: 'Could not be' },
}
