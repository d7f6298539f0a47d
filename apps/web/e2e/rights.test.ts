// An ended right is felt at once wherever it was in use; a copy of a record is asked for, made and read; a record is erased. On the screens.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { Colleague } from './deeds.ts'
import { Visitor } from './grid-visitor.ts'
import { Product } from './harness.ts'
import { asksForACopy, checkedAndSent, erased } from './rights-copy.ts'
import { Owner, printFelt, type Cast } from './rights-deeds.ts'
import { agreementEnded, paused, signedOutElsewhere, switchedOff, takenBack } from './rights-felt.ts'

const cast = { programmes: {}, people: {} } as Cast
beforeAll(async () => {
  cast.product = await Product.start()
  cast.owner = await Owner.of(cast.product)
})
afterAll(async () => {
  await cast.owner?.leaves()
  await cast.product?.stop()
})
// Each chapter needs those before it: after one that fails, the others say so at once instead of waiting for what will not come.
let stuck = ''
beforeEach(() => expect(stuck, 'the story stopped').toBe(''))
afterEach(({ task }) => {
  if (task.result?.state === 'fail') stuck ||= task.name
})

it('they come to work', async () => {
  const arrives = async (name: string) => {
    const at = await Colleague.arrives(cast.product, name)
    return [at, new Visitor(name, at.at)] as const
  }
  ;[cast.lead, cast.asLead] = await arrives('lead')
  ;[cast.officer, cast.asOfficer] = await arrives('officer')
  ;[cast.data, cast.asData] = await arrives('data')
  ;[cast.admin, cast.asAdmin] = await arrives('admin')
  for (const { id, name } of (await cast.asLead.session()).programmes) cast.programmes[name] = id
  const all = await cast.asOfficer.items<{ id: string; knownAs: string; reference: string }>(
    `/participants?programmeId=${cast.programmes.Linnbrae}&limit=100`,
  )
  for (const { id, knownAs, reference } of all) cast.people[knownAs] = { id, reference }
})

it('a yes that is taken back: the link that nobody had opened shows nothing', () => takenBack(cast))
it('a record that is paused: out of every list, the search, My day, the board and a file on its way; hers stays hers', () => paused(cast))
it('a session that is ended elsewhere: the open page is covered at once, and comes back with its owner', () => signedOutElsewhere(cast))
it('an agreement that ends: their API, the page that stands open, the message and the file on their way', () => agreementEnded(cast))
it('an account that is switched off: the lead’s page, her message and her file', () => switchedOff(cast))
it('and all of that within seconds', printFelt)

it('she asks for a copy on her phone; the data lead searches, covers by keyboard and weighs', () => asksForACopy(cast))
it('the lead looks through it; it is put together, sent, and read by her: nobody else is named in it', () => checkedAndSent(cast))
it('she asks to be deleted; two people agree, it is carried out, and the certificate names nobody', () => erased(cast))
it('all of it without one broken rule', async () => {
  for (const one of [cast.orla, cast.lead, cast.officer, cast.data, cast.admin]) await one.leaves()
})
