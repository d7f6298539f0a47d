// What an impact assessment begins with, in our own words: true of every programme run with this product, to be made true of this one.
// The four reasons are among those for which the ICO requires an assessment (its list under UK GDPR article 35(4)).
import type { DpiaText } from '@modulus/contracts/purposes.ts'

export const dpiaTemplate: Omit<DpiaText, 'version'> = {
  whyNeeded: `An assessment is required before we begin, for four reasons.

1. Data from several organisations comes together. What the police, housing, fire and the council each know about a young person meets in one record.
2. Young people do not know at first. They are named to us before anyone has spoken with them, so we must tell them at the first knock, and within a month at the latest.
3. It is about children and young people, some of them in hard circumstances, and it looks at how their lives go over time.
4. If it got out, somebody could be hurt. An address, or a place that does not feel safe, can put a young person or their family in danger.`,
  whatHappens: `Partners suggest young people. A panel decides whether to knock on the door. What a young person says is written down in their own words. With their agreement they join a course, a mentor and a placement. We write down what came of it for them. Crime is only ever counted by area.

What we do not do: no score of risk, no field for gangs, no list of offences, no looking through social media, no tracking of where somebody is.`,
  whoWasAsked: '',
  risks: [
    {
      risk: 'Somebody at a partner sees more than they need.',
      measure:
        'The database shows what a signed, live agreement covers, for the role held and the people given. Every look is written down, and the young person can read who looked.',
    },
    {
      risk: 'A partner goes on seeing people after its part is over.',
      measure:
        'An agreement ends at its last second or by one tap. From the next request on nothing is shown. Each agreement has a day on which it is looked at again.',
    },
    {
      risk: 'An address or an unsafe place reaches someone who means harm.',
      measure:
        'How to reach somebody is a category of its own, never shown to mentors, placements or employers. Messages carry no names and no addresses.',
    },
    {
      risk: 'A young person is judged by what others said about them.',
      measure:
        'A suggestion needs something they are good at. Their own words stand apart from ours. They can read their record and answer each entry.',
    },
    {
      risk: 'We keep it for longer than we need it.',
      measure: 'Suggestions that lead nowhere are erased on a short clock. Each purpose says how long its data is kept.',
    },
    {
      risk: 'They feel they cannot say no.',
      measure: 'It is voluntary at every step. Stopping takes one tap, needs no reason and costs them nothing.',
    },
  ],
  advice: '',
}
