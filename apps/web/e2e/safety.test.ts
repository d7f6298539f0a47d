// Who sees nobody, what never reaches a partner, and how fast an ended agreement is felt: looked at on the screens, and on what was sent to them.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Colleague, openPerson } from './deeds.ts'
import { phone, Product } from './harness.ts'

let product: Product
beforeAll(async () => {
  product = await Product.start()
})
afterAll(() => product?.stop())

const notYours = 'This is not here, or it is not yours to see.'
/** The page of Callum, who is on placement with the joinery; what the team knows of him, and a partner never does. */
const callum = { page: '', placement: '', kept: [] as string[] }

it('the team knows where Callum lives', async () => {
  const officer = await Colleague.arrives(product, 'officer')
  await openPerson(officer, 'Callum Dunlop')
  callum.page = new URL(officer.page.url()).pathname
  await officer.follow('About')
  const reach = officer.page
    .getByRole('heading', { name: 'How to reach them' })
    .locator('xpath=ancestor::section | ancestor::article')
    .last()
  for (const label of ['Family name', 'Address', 'Phone', 'Places that are not safe for them'])
    callum.kept.push(await reach.getByText(label, { exact: true }).locator('xpath=following-sibling::dd').innerText())
  expect(callum.kept).toHaveLength(4)
  expect(callum.kept).toContain('Dunlop')
  await officer.follow('Placements')
  await officer.follow('Bench joinery')
  await officer.lands(/^\/placements\//)
  callum.placement = `/partner${new URL(officer.page.url()).pathname}`
  await officer.leaves()
})

it('a stranger is asked to sign in, and a partner without an agreement sees nobody', async () => {
  for (const path of [callum.page, callum.placement]) {
    const at = await product.visit(path, phone)
    expect(new URL(at.page.url()).pathname + new URL(at.page.url()).search).toBe(`/signin?next=${path}`)
    at.clean()
    await at.page.context().close()
  }
  const other = await Colleague.arrives(product, 'otherpartner', phone)
  for (const [path, words] of [
    ['/people', 'Nobody here yet'],
    ['/partner', 'Nobody yet'],
    ['/nominations', 'Nobody has been suggested yet'],
  ] as const) {
    await other.go(path)
    await other.sees(words)
  }
  for (const path of [callum.page, `${callum.page}/about`, callum.placement, callum.placement.replace('/partner', '')]) {
    await other.go(path)
    await other.sees(notYours)
  }
  await other.leaves()
})

it('the partner sees Callum by the name he goes by; nothing of where he lives was even sent', async () => {
  const partner = await Colleague.arrives(product, 'partner', phone)
  const sent: Promise<string>[] = []
  partner.page.on('response', (answer) => {
    if (answer.url().includes('/api/')) sent.push(answer.text().catch(() => ''))
  })
  await partner.follow('Callum')
  await partner.lands(/^\/partner\/placements\//)
  expect(new URL(partner.page.url()).pathname).toBe(callum.placement)
  await partner.sees('Looks after them')
  await partner.go(callum.page)
  await partner.sees('Callum')
  const all = (await Promise.all([...sent, partner.page.content()])).join('\n')
  expect(all).toContain('Callum')
  for (const secret of callum.kept) expect(all).not.toContain(secret)
  await partner.leaves()
})

it('when the data lead ends the agreement, the partner’s very next page shows nobody', async () => {
  const partner = await Colleague.arrives(product, 'partner', phone)
  await partner.follow('Callum')
  await partner.sees('Looks after them')

  const data = await Colleague.arrives(product, 'data')
  await data.follow('Sharing agreements')
  await data.follow('Riverbank Joinery')
  await data.press('End this agreement')
  const dialog = data.page.getByRole('dialog', { name: 'End this agreement?' })
  await data.write({ 'Why does it end?': 'The yard has been sold' }, dialog)
  await data.press('End it now', dialog)
  await data.sees(/^Ended .* they see nothing under it any more\.$/, '8-ended')
  await data.leaves()

  // The page that stood open shows nobody either, as soon as they come back to it.
  await partner.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await partner.sees(notYours)
  expect(await partner.page.getByText('Callum').count()).toBe(0)

  await partner.go('/partner')
  await partner.sees('Nobody yet', '8-nobody')
  for (const path of [callum.placement, callum.page]) {
    await partner.go(path)
    await partner.sees(notYours)
  }
  expect(await partner.page.getByText('Callum').count()).toBe(0)
  await partner.leaves()
})
