// Things people write down, each by someone who would, up to the page that says it is saved.
import { Colleague, day } from './deeds.ts'
import type { Finder } from './grid-addresses.ts'
import { Visitor } from './grid-visitor.ts'
import type { Product } from './harness.ts'

interface Save {
  what: string
  who: string
  /** Where they begin, as the router knows it. */
  page: string
  fill: (one: Colleague) => Promise<void>
  /** The button, and what the next page then says at its top. */
  press: string
  says: string
}

const saves: Save[] = [
  {
    what: 'a call',
    who: 'officer',
    page: '/people/:participantId',
    fill: async (one) => {
      await one.follow('Log a call or text')
      await one.answer({ 'How?': 'Phone call', 'Who got in touch?': 'They got in touch', 'How did it go?': 'Good chat' })
      await one.write({ 'What did they say?': 'Can I bring my cousin on Tuesday?' })
    },
    press: 'Save',
    says: 'Saved.',
  },
  {
    what: 'a deal',
    who: 'officer',
    page: '/people/:participantId/agreement/new',
    fill: (one) => one.write({ 'What I get': 'The workshop on Tuesdays', 'What I give': 'I come, or I text' }),
    press: 'Save the new deal',
    says: 'The agreement is written down.',
  },
  {
    what: 'how far they feel they have come',
    who: 'officer',
    page: '/people/:participantId/steps/new',
    fill: async (one) => {
      await one.answer({ 'Wellbeing words': 'Active' })
      await one.press(/^Start/)
      for (;;) {
        const question = one.page.getByText(/^Question \d+ of \d+$/)
        await one.page.locator('h1').waitFor()
        if ((await question.count()) === 0) return
        const before = await question.innerText()
        await one.press('7')
        await one.page.waitForFunction((text) => !document.querySelector('main')?.innerText.includes(text), before)
      }
    },
    press: 'Save',
    says: 'Saved. That is what they say today.',
  },
  {
    what: 'a nomination',
    who: 'lead',
    page: '/nominations/new',
    fill: async (one) => {
      await one.choose('Which programme?', 'Linnbrae')
      await one.write({ 'What are they good at?': 'Mends every phone in the close', 'First name': 'Rhuairidh' })
      await one.choose('Which partner?', 'Linnbrae Youth Project')
      await one.choose('Who suggests them?', 'Community group')
      await one.choose('Why may you pass this on?', 'Public task')
      await one.write({ 'When did it reach you?': day(-2) })
    },
    press: 'Suggest them',
    says: 'Saved. The panel will talk it over.',
  },
  {
    what: 'a course',
    who: 'lead',
    page: '/courses/:courseId/edit',
    fill: (one) => one.write({ 'Usual place': 'Linnbrae hall, the side door' }),
    press: 'Save the plan',
    says: 'Plan saved.',
  },
  {
    what: 'a programme',
    who: 'lead',
    page: '/programmes/:programmeId/edit',
    fill: (one) => one.write({ 'Anything to say about its outcomes?': 'Too early to say' }),
    press: 'Save the programme',
    says: 'Saved.',
  },
  {
    what: 'an offer',
    who: 'partner',
    page: '/partner/offers/:opportunityId/edit',
    fill: (one) => one.write({ 'What they will do': 'Make one small thing and take it home' }),
    press: 'Save the offer',
    says: 'The offer was changed.',
  },
  {
    what: 'a partner',
    who: 'admin',
    page: '/admin/partners/:partnerId/edit',
    fill: (one) => one.write({ 'Where they can bend': 'Later starts, and a quiet room' }),
    press: 'Save',
    says: 'Saved.',
  },
]
export const savings = saves.map(({ what }) => what)

/** Goes all the way to the page that confirms it. The caller looks at that page, and closes. */
export async function save(product: Product, finder: Finder, what: string): Promise<Colleague> {
  const { who, page, fill, press, says } = saves.find((one) => one.what === what)!
  const one = await Colleague.arrives(product, who)
  const address = await finder.address(new Visitor(who, one.at), page)
  if (address === undefined) throw new Error(`${who} sees nothing for ${page}.`)
  await one.go(address)
  await fill(one)
  await one.press(press)
  await one.page.getByRole('status').filter({ hasText: says }).first().waitFor()
  return one
}
