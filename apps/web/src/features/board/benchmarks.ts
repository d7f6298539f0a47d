// Published figures of another programme, quoted with their source, to set one's own beside. Not computed here, and not about us.
export const cirv = {
  title: 'For comparison: Glasgow’s violence initiative (CIRV)',
  rows: [
    { what: 'Violent offending over two years', engaged: '−52%', others: '−29%', who: 'young men of the same age outside it' },
    { what: 'Violent offending in the first year', engaged: '−49.2%', others: '−18.5%', who: 'those in the area who did not take part' },
  ],
  lesson: 'People outside the programme changed too. A fall by itself shows little until it is set beside them.',
  source:
    'Williams and others 2014, Aggression and Violent Behavior, doi 10.1016/j.avb.2014.09.011; first-year figures: evaluation of the Community Initiative to Reduce Violence.',
}
